"""What can be turned on a camera."""

from pydantic import BaseModel, ConfigDict, Field


class CameraSettings(BaseModel):
    """The knobs of a camera. None means: the camera decides, or has no such knob.

    `gain_db` is for cameras that count in decibels (Basler), `gain_steps` for those that count in steps of their own
    (USB). `focus_steps` is 0 for far, and larger the nearer the lens looks.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    exposure_time_us: float | None = Field(default=None, gt=0)
    gain_db: float | None = Field(default=None, ge=0)
    gain_steps: int | None = Field(default=None, ge=0)
    white_balance_k: int | None = Field(default=None, ge=1000, le=20_000)
    focus_steps: int | None = Field(default=None, ge=0)

    def changed_by(self, newer: "CameraSettings") -> "CameraSettings":
        """These, with whatever `newer` says put in its place."""
        return self.model_copy(update=newer.model_dump(exclude_none=True))
