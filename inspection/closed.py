"""The base of everything that is written to disk or shown on a screen."""

from pydantic import BaseModel, ConfigDict


class Closed(BaseModel):
    """A frozen model that refuses unknown fields, NaN and infinity: a typo is an error, not a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, ser_json_inf_nan="constants")
