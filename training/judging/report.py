"""What judging a model came to; written as JSON, read again, and told as text, Markdown or HTML."""

from typing import Annotated, Literal

from pydantic import Field

from inspection.closed import Closed
from inspection.rate import Rate
from inspection.record import Precision, Sha256
from inspection.score_band import ScoreBand
from inspection.verdict import Reason, Verdict

Share = Annotated[float, Field(ge=0, le=1)]
Xyxy = tuple[float, float, float, float]
SplitName = Literal["train", "val", "test", "golden"]


class ClassScore(Closed):
    """Average precision of a class at an overlap of 0.5 and averaged over 0.5 to 0.95; `n` boxes are labelled."""

    map50: Share
    map50_95: Share
    n: int


class SizeBand(Closed):
    """How many of the labelled defects of these sizes were found: from `from_px` to below `below_px` of the picture.

    A size is the longer side of the box, of a crack its diagonal; `below_px` None: and all larger ones.
    """

    class_name: str
    from_px: float
    below_px: float | None
    rate: Rate


class Confusion(Closed):
    """So many places are labelled `labelled` and were found as `found`; None is background."""

    labelled: str | None
    found: str | None
    n: int


class VerdictCount(Closed):
    """So many parts deserve the verdict `truth` and got `verdict`."""

    truth: Verdict
    verdict: Verdict
    n: int


class MarkedBox(Closed):
    """A box in px of the picture; `score` None for a label. `matched`: it has its counterpart of the same class."""

    class_name: str
    xyxy: Xyxy
    score: Share | None = None
    matched: bool


class Miss(Closed):
    """A part that was judged wrongly: what is labelled and what was found. `picture` is relative to the data set.

    `why` is the reason for the worse of the two verdicts: what makes the part bad, or what the station took for bad.
    """

    picture: str
    truth: Verdict
    verdict: Verdict
    why: Reason
    labelled: tuple[MarkedBox, ...]
    found: tuple[MarkedBox, ...]


class EvaluationReport(Closed):
    """A model on the pictures of one split, judged by the rules of the bench.

    `escape_rate` is of the bad parts those that passed, `false_reject_rate` of the good parts those that failed,
    `review_rate` of all parts that were decided those that the master has to look at. What a part deserves is what the
    same rules say of its labels; parts of which they say "ask the master" (`undecided`) are neither good nor bad.
    `not_judged` counts the parts that came out without a verdict, by reason; they are in none of the rates.

    `recipe` None: any labelled defect is bad. `bands` are the scores from which on a class counted. `unknown_classes`
    are labelled but not known to the model: all of them are missed.
    """

    format: Literal["meisterblick-evaluation-1"] = "meisterblick-evaluation-1"
    model: str
    version: int
    model_sha256: Sha256
    engine: str
    precision: Precision
    data: str
    data_sha256: Sha256
    split: SplitName
    pictures: int
    labels: int
    recipe: str | None
    recipe_version: int | None
    map50: Share
    map50_95: Share
    per_class: dict[str, ClassScore]
    escape_rate: Rate
    false_reject_rate: Rate
    review_rate: Rate
    undecided: int
    not_judged: dict[str, int]
    verdicts: tuple[VerdictCount, ...]
    bands: dict[str, ScoreBand]
    unknown_classes: tuple[str, ...]
    detection_rate: tuple[SizeBand, ...]
    confusion: tuple[Confusion, ...]
    worst_misses: tuple[Miss, ...]
