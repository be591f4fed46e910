"""What a camera has gone through since the station started, as counts."""

from pydantic import BaseModel, ConfigDict


class CameraHealth(BaseModel):
    """Counts since the camera object was made; none of them ever falls.

    `dropped` frames were taken by the driver and thrown away because the station was slow; `broken` ones were torn or
    damaged, `stale` ones the same exposure again: no part was judged on either. Damage that only decoding shows is
    counted where somebody looked at the frame. `restarts` counts how often its
    process had to be killed because it hung.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    frames: int = 0
    dropped: int = 0
    broken: int = 0
    stale: int = 0
    restarts: int = 0
