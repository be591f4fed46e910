"""How property tests run: without a deadline, since a busy machine is no fault of the program's."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
