"""From which score on a detection counts."""

from typing import Annotated

from pydantic import Field, model_validator

from inspection.closed import Closed

Share = Annotated[float, Field(ge=0, le=1)]


class ScoreBand(Closed):
    """Scores under `ignored_below` are no finding; from `clear_from` on a finding counts; between, it is doubtful."""

    ignored_below: Share
    clear_from: Share

    @model_validator(mode="after")
    def _in_order(self) -> "ScoreBand":
        if self.ignored_below > self.clear_from:
            raise ValueError(f"ignored_below ({self.ignored_below}) must not be above clear_from ({self.clear_from})")
        return self
