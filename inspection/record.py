"""What is kept of a part: the judged views, the verdict, the reasons, and where each number came from."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from camera.frame import MediaType
from inspection.closed import Closed
from inspection.disposition import Disposition
from inspection.finding import Finding
from inspection.job import Job
from inspection.locating import Placement
from inspection.norms import NotAssessable
from inspection.override import Override, RecordId
from inspection.scale import Scale
from inspection.verdict import Reason, Verdict
from inspection.visibility import Visible
from inspection.withdrawal import Withdrawal

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

SCHEMA_VERSION = 5
"""Version of what a record's body holds. It grows with every change of the models in this file."""


EngineName = Literal["openvino", "openvino-gpu", "onnxruntime", "onnxruntime-cuda"]
"""Who calculates: OpenVINO or ONNX Runtime, on the processor or on a GPU (Intel's, NVIDIA's)."""


class Precision(StrEnum):
    """Number format of the net's arithmetic. It is always set explicitly: OpenVINO would choose bf16 by itself."""

    F32 = "f32"
    BF16 = "bf16"
    INT8 = "int8"


class Judge(Closed):
    """Which net, engine and precision found the defects. `sha256` is the model file's."""

    model: str
    sha256: Sha256
    engine: Literal[EngineName, "scripted"]
    engine_version: str
    precision: Precision


class PictureRef(Closed):
    """Which picture was judged. `path` names a file that the store did not copy (batch inspection), else it is None."""

    sha256: Sha256
    media_type: str
    width_px: int = Field(gt=0)
    height_px: int = Field(gt=0)
    path: str | None = None


class Exposure(Closed):
    """Where and when the frame came from."""

    camera_id: str
    frame_id: int
    captured_at: AwareDatetime
    exposure_time_us: float | None = None
    gain_db: float | None = None


class PictureLight(Closed):
    """How the judged picture looked: its mean grey value, 0 to 255; `focus` and `unlike` where they were asked for.

    Over months they tell of lamps that fade, lenses that move and parts that change. `focus` is that of
    `camera.figures.focus_score`, `unlike` the distance to the good parts that were taught (`DistanceDetector`).
    """

    mean_grey: float
    focus: float | None = None
    unlike: float | None = None


class ViewResult(Closed):
    """One view of a part, judged. `picture` and `exposure` are None where the camera gave nothing.

    `scale` is what was measured with, `placement` how the part lay, `visible` down to which sizes the limited classes
    can be seen on this picture, `light` how it looked where it was checked. `grade` is the best one whose limits are
    surely kept, `grade_missed` why no better one.
    """

    view: str
    picture: PictureRef | None
    exposure: Exposure | None
    findings: tuple[Finding, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...] = Field(min_length=1)
    scale: Scale | None = None
    placement: Placement | None = None
    visible: tuple[Visible, ...] = ()
    light: PictureLight | None = None
    grade: str | None = None
    grade_missed: tuple[Reason, ...] = ()
    timings_ms: dict[str, float]


Source = Literal["bench", "files", "check"]
"""Where the pictures of an inspection came from; see Inspection."""


class Inspection(Closed):
    """A judged part, before it has a place in the record. Its verdict is the worst of its views.

    `source` says whether it lay under the station's camera, came from picture files, or was a part of known quality in
    the morning check; only the first is shown to the person at the bench and counted, so that nobody takes another
    part's verdict for his own. `job` is what it was made for. `recipe_sha256` is the hash of what
    the recipe said (`inspection.recipe.content_sha256`). `grade` is the lowest of its views;
    `not_assessable` is what the recipe's norm limits as well and no picture answers.
    """

    record_id: RecordId
    source: Source
    job: Job = Job()
    part_type: str
    recipe: str
    recipe_version: int
    recipe_sha256: Sha256 | None = None
    judge: Judge | None
    software_version: str
    schema_version: int = SCHEMA_VERSION
    views: tuple[ViewResult, ...] = Field(min_length=1)
    verdict: Verdict
    reasons: tuple[Reason, ...] = Field(min_length=1)
    grade: str | None = None
    not_assessable: tuple[NotAssessable, ...] = ()


class Picture(Closed):
    """Bytes to be stored beside a record, under their sha256."""

    data: bytes
    media_type: MediaType


class Event(Closed):
    """Something that happened to the station: a camera lost, a double trigger, a stop."""

    code: str
    detail: str


class RecordHead(Closed):
    """Place of an entry in the station's chain. `sha256` covers the entry's body and `previous_sha256`."""

    sequence: int = Field(ge=1)
    recorded_at: AwareDatetime
    previous_sha256: Sha256
    sha256: Sha256


class InspectionRecord(RecordHead):
    """An inspection, recorded: it was on the disk before anybody was told."""

    inspection: Inspection


class EventRecord(RecordHead):
    """An event, recorded."""

    event: Event


class OverrideRecord(RecordHead):
    """The master's word, recorded. It refers to an inspection that was recorded before it."""

    override: Override


class WithdrawalRecord(RecordHead):
    """A part taken back, recorded. It refers to an inspection that was recorded before it."""

    withdrawal: Withdrawal


class DispositionRecord(RecordHead):
    """What becomes of a part, recorded. It refers to an inspection that was recorded before it."""

    disposition: Disposition


Content = Inspection | Event | Override | Withdrawal | Disposition
"""What an entry may hold."""

Record = InspectionRecord | EventRecord | OverrideRecord | WithdrawalRecord | DispositionRecord

OverridesByRecord = Mapping[str, tuple[OverrideRecord, ...]]
"""What the master said of parts, by their record's id, the newest word first; parts without one are left out."""


DispositionsByRecord = Mapping[str, tuple[DispositionRecord, ...]]
"""What became of parts, by their record's id, the newest first, which counts; parts without one are left out."""


def overrides_by_record(records: Iterable[Record]) -> OverridesByRecord:
    """The overrides among `records`, each part's in the order given."""
    given: dict[str, tuple[OverrideRecord, ...]] = {}
    for record in records:
        if isinstance(record, OverrideRecord):
            about = record.override.record_id
            given[about] = (*given.get(about, ()), record)
    return given


def dispositions_by_record(records: Iterable[Record]) -> DispositionsByRecord:
    """The dispositions among `records`, each part's in the order given."""
    given: dict[str, tuple[DispositionRecord, ...]] = {}
    for record in records:
        if isinstance(record, DispositionRecord):
            about = record.disposition.record_id
            given[about] = (*given.get(about, ()), record)
    return given


def utc_text(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as it stands in records and on the command line."""
    from datetime import UTC

    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
