"""The staged station; what is begun there learns for so many passes over small pictures, however slow the machine."""

import os

from screens.learning import training_job
from tests.browser.staged_app import main


def few_passes(minutes: float) -> tuple[str, ...]:
    return ("--epochs", os.environ["MEISTERBLICK_STAGED_PASSES"], "--side", "320")


if __name__ == "__main__":
    training_job.budget_arguments = few_passes
    main()
