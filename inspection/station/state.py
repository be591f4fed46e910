"""What the station says of itself, for screens and commands."""

from typing import Literal

from pydantic import Field

from camera.health import CameraHealth
from inspection.closed import Closed
from inspection.job import Job
from inspection.record import Judge
from inspection.verdict import Verdict


class CameraState(Closed):
    """`error_code` is that of the CameraError which stands in the way; None while the camera gives pictures.

    `reconnects` counts how often it was opened again after it had been lost. `triggers`: parts trigger it at its line.
    """

    camera_id: str
    working: bool
    error_code: str | None = None
    detail: str | None = None
    health: CameraHealth = CameraHealth()
    reconnects: int = 0
    triggers: bool = False


class ModelState(Closed):
    """Which net judges; `detail` says why there is none."""

    name: str
    judge: Judge | None
    detail: str | None = None


class StorageState(Closed):
    """`working` is False once a record could not be acknowledged: then the station does not inspect any more.

    `notices` are codes of what was found when the records were opened: see `inspection.records.opening`.
    """

    working: bool
    free_mb: int
    detail: str | None = None
    notices: tuple[str, ...] = ()


class StationState(Closed):
    """Everything at a glance. `counts` are of all recorded parts, as the station judged them; `order_counts` of the
    order at hand, or of today where there is none, without what was taken back.

    `last_sequence` is the number of the newest entry that changed what is shown: a part, or a word about one.
    """

    phase: Literal["starting", "ready", "stopped"]
    recipe: str
    camera: CameraState
    model: ModelState
    storage: StorageState
    counts: dict[Verdict, int]
    job: Job = Job()
    order_counts: dict[Verdict, int] = Field(default_factory=dict)
    last_sequence: int
