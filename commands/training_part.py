"""Whether the training part is installed; a bench station leaves it out."""

from importlib.util import find_spec

from training.errors import RunRefused


def check_training_part() -> None:
    """Raises RunRefused, with the next step, where torch and ultralytics are missing."""
    if find_spec("torch") is None or find_spec("ultralytics") is None:
        raise RunRefused(
            "this is a bench station without the training part; `uv sync` in the program's folder installs it"
        )
