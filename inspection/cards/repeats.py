"""When the same defect comes again and again, its card comes up by itself."""

from collections import Counter
from collections.abc import Sequence

from inspection.record import Inspection, InspectionRecord
from inspection.verdict import Code, Verdict

_ABOUT_A_DEFECT = frozenset(
    {Code.LIMIT_EXCEEDED, Code.NEAR_LIMIT, Code.DOUBTFUL, Code.NEEDS_GAUGE, Code.NO_LIMIT_FOR_CLASS}
)


def repeated(records: Sequence[InspectionRecord], *, within: int = 5, at_least: int = 3) -> str | None:
    """The class of defects that was a reason in `at_least` of the last `within` judged parts; None where there is none.

    Only parts of the newest one's kind count, and only those that could be judged. The newest judged part must have
    the defect itself: after the first good part there is nothing to say. Of several classes it is the most frequent, of
    equally frequent ones that which the newest part names first. The order of `records` does not matter.
    """
    newest_first = sorted(records, key=lambda record: -record.sequence)
    judged = [record.inspection for record in newest_first if record.inspection.verdict is not Verdict.NOT_JUDGED]
    same = [inspection for inspection in judged if inspection.part_type == judged[0].part_type][:within]
    if not same:
        return None
    counts = Counter(name for inspection in same for name in _defects(inspection))
    often = [name for name in _defects(same[0]) if counts[name] >= at_least]
    return max(often, key=lambda name: counts[name], default=None)


def _defects(inspection: Inspection) -> tuple[str, ...]:
    """Classes that kept the part from being i.O., the worst reason's first, each once."""
    if inspection.verdict not in (Verdict.FAIL, Verdict.REVIEW):
        return ()
    named = (reason.class_name for reason in inspection.reasons if reason.code in _ABOUT_A_DEFECT)
    return tuple(dict.fromkeys(name for name in named if name is not None))
