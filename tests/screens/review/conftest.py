"""A shop whose parts wait for the master."""

from tests.screens.history.conftest import shop

__all__ = ["shop"]
