"""What station and camera process tell each other, one JSON line each; pixels lie in shared memory.

The camera process is never silent for longer than `SPEAKS_EVERY_S` unless its driver hangs.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from camera.config import DriverConfig
from camera.driver import Feed, Lamp, Layout
from camera.settings import CameraSettings

SPEAKS_EVERY_S = 0.25


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Begin(_Message):
    """First line to a new process: which device, where the shared memory lies, and who makes the driver."""

    config: Annotated[DriverConfig, Field(discriminator="kind")]
    memory: str
    driver: str


class Open(_Message):
    """Open the device and apply the settings; answered by Opened or Refused."""

    verb: Literal["open"] = "open"
    settings: CameraSettings


class Configure(_Message):
    """Apply settings; answered by Configured or Refused."""

    verb: Literal["configure"] = "configure"
    settings: CameraSettings


class Expose(_Message):
    """Expose a frame now; not answered."""

    verb: Literal["expose"] = "expose"


class Show(_Message):
    """Switch the lamp; not answered."""

    verb: Literal["show"] = "show"
    lamp: Lamp


class Free(_Message):
    """The slot may be written to again."""

    verb: Literal["free"] = "free"
    slot: int


Command = Annotated[Open | Configure | Expose | Show | Free, Field(discriminator="verb")]
COMMAND: TypeAdapter[Command] = TypeAdapter(Command)


class Opened(_Message):
    """The device is open."""

    word: Literal["opened"] = "opened"
    feed: Feed
    settings: CameraSettings


class Configured(_Message):
    """What is set now."""

    word: Literal["configured"] = "configured"
    settings: CameraSettings


class Refused(_Message):
    """What was asked for cannot be done; `code` is a CameraError's, or None for settings that the device refuses."""

    word: Literal["refused"] = "refused"
    code: str | None
    why: str


class Ready(_Message):
    """A frame lies in `slot`, which is lent until it is freed. For the numbers see RawFrame."""

    word: Literal["ready"] = "ready"
    slot: int
    n_bytes: int
    layout: Layout
    width_px: int
    height_px: int
    began_s: float
    exposure_time_us: float | None
    gain_db: float | None


class Spoiled(_Message):
    """A frame came that may not be judged: not whole, or the same exposure again. `code` is a CameraError's."""

    word: Literal["spoiled"] = "spoiled"
    code: str
    why: str


class Dropped(_Message):
    """A frame was thrown away: every slot was lent."""

    word: Literal["dropped"] = "dropped"


class Alive(_Message):
    """Nothing new, and nothing hangs."""

    word: Literal["alive"] = "alive"


class Lost(_Message):
    """The device is gone; this is the process's last word. `code` is a CameraError's."""

    word: Literal["lost"] = "lost"
    code: str
    why: str


Word = Annotated[Opened | Configured | Refused | Ready | Spoiled | Dropped | Alive | Lost, Field(discriminator="word")]
WORD: TypeAdapter[Word] = TypeAdapter(Word)
