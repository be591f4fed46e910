"""What the comparison of a candidate with the active model came to; written as JSON, and told in plain words."""

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field

from inspection.closed import Closed
from inspection.rate import Rate
from inspection.record import Precision, Sha256
from inspection.verdict import Reason, Verdict
from training.judging.report import Xyxy
from training.promoting.picture_by_picture import ComparedPicture

SHORTEST_REASON: Final = 10
"""Letters of a reason by which a master overrules the comparison."""


class Refused(Closed):
    """So many pictures were not judged by one of the two for reasons of this code; the reason is that of the first."""

    reason: Reason
    pictures: int


class NothingProven(Closed):
    """No bad part got a verdict from both: a model that finds nothing at all would come out as well."""

    kind: Literal["nothing-proven"] = "nothing-proven"
    bad_parts: int
    pictures: int
    refused: tuple[Refused, ...]


class PartMissed(Closed):
    """A bad part that the candidate passes and the active model does not; `active` None: no model is active."""

    kind: Literal["part-missed"] = "part-missed"
    picture: str
    active: Verdict | None


class DefectMissed(Closed):
    """A labelled defect where the active model finds something, and the candidate nothing of any class.

    It is one that a part would not pass with, had it no other.
    """

    kind: Literal["defect-missed"] = "defect-missed"
    picture: str
    class_name: str
    xyxy: Xyxy


class MoreFalseRejects(Closed):
    """The candidate fails, or cannot judge, more good parts than the active model does, and more than are allowed."""

    kind: Literal["more-false-rejects"] = "more-false-rejects"
    candidate: int
    active: int
    allowed_more: int
    good_parts: int


Objection: TypeAlias = Annotated[
    NothingProven | PartMissed | DefectMissed | MoreFalseRejects, Field(discriminator="kind")
]


class Figures(Closed):
    """How a model judged the golden pictures, calculating in `precision`.

    `found` are of the labelled defects those where it points.
    """

    model: str
    manifest_sha256: Sha256
    precision: Precision
    escape_rate: Rate
    false_reject_rate: Rate
    review_rate: Rate
    found: Rate


class Comparison(Closed):
    """A candidate and the active model on the golden pictures. `active` is None where the slot has no model yet.

    `origin_known` is false where nobody wrote down here which pictures the candidate learned from: then nobody can say
    that it has not seen a golden one. `each` has what both said of every picture.
    """

    format: Literal["meisterblick-comparison-2"] = "meisterblick-comparison-2"
    slot: str
    candidate: Figures
    active: Figures | None
    golden: tuple[str, ...]
    golden_sha256: Sha256
    pictures: int
    bad_parts: int
    good_parts: int
    recipe: str | None
    origin_known: bool
    objections: tuple[Objection, ...]
    each: tuple[ComparedPicture, ...]

    @property
    def is_better_or_equal(self) -> bool:
        """Whether nothing stands against the candidate."""
        return not self.objections
