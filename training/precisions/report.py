"""What the parity check came to; written as JSON, read again, and told as text."""

from typing import Annotated, Literal

from pydantic import Field

from inspection.closed import Closed
from inspection.record import EngineName, Precision, Sha256
from inspection.verdict import Verdict
from training.judging.report import SplitName

Share = Annotated[float, Field(ge=0, le=1)]


class Turned(Closed):
    """So many parts got the verdict `f32` in f32 and `verdict` in the other precision; the first of them by name."""

    f32: Verdict
    verdict: Verdict
    n: int
    pictures: tuple[str, ...]


class ParityRow(Closed):
    """One engine in one precision. `file_sha256` is that of the file that it calculated with.

    `score_difference` and `iou` are the largest difference in score and the smallest overlap among what the reference
    finds at the bench's thresholds; what is not found again counts as a difference of its score and no overlap.
    `offered` holds where `why_not` is empty.
    """

    engine: Literal["torch", EngineName]
    engine_version: str
    precision: Precision
    file_sha256: Sha256
    map50: Share
    map50_95: Share
    score_difference: Share
    iou: Share
    turned: tuple[Turned, ...]
    judged: int = Field(description="parts that got a verdict here and in f32")
    ms_a_picture: float = Field(description="median; the net alone, on this PC as busy as it was")
    why_not: tuple[str, ...] = ()

    @property
    def is_reduced(self) -> bool:
        """Whether it has to earn its place."""
        return self.precision is not Precision.F32


class ParityReport(Closed):
    """Every engine and precision against f32, on the pictures of one split, with verdicts on golden ones if there are.

    `not_run` names what could not be tried here, and why.
    """

    format: Literal["meisterblick-parity-1"] = "meisterblick-parity-1"
    model: str
    version: int
    data: str
    data_sha256: Sha256
    split: SplitName
    pictures: int
    judged_split: SplitName
    judged: int
    recipe: str | None
    calibrated_on: int = Field(description="training pictures that INT8 took its ranges from")
    rows: tuple[ParityRow, ...]
    not_run: dict[str, str]
