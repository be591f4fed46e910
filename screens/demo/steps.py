"""What is just happening: the steps from the part to the record, with the milliseconds of the last part."""

from typing import Final, Literal

from inspection.closed import Closed
from inspection.demonstration import DemonstrationState, Doing
from inspection.language import Language, number
from inspection.record import InspectionRecord, ViewResult
from inspection.verdict import Code, Verdict
from screens.texts import translator

State = Literal["done", "now", "stopped", "left-out"]
"""Done for the last part; what happens now; here the last part was refused; not done for it."""

LAPS: Final = ("capture", "check", "locate", "find", "measure", "decide")
_AT_LOCATING: Final = {Code.PART_NOT_FOUND, Code.PART_MISPLACED}
_AT_FINDING: Final = {Code.DETECTOR_FAILED, Code.DETECTIONS_IMPLAUSIBLE}


class Step(Closed):
    """One step: what it is called, what is done there, and how long the last part took."""

    name: str
    said: str
    took: str
    state: State


def steps(state: DemonstrationState, record: InspectionRecord | None, language: Language) -> tuple[Step, ...]:
    """The eight steps; `record` is the last part's."""
    laying = Step(**_words("lay", language), took="", state="now" if state.doing is Doing.LAYING else "done")
    view = record.inspection.views[0] if record else None
    judged = [_judged(lap, view, state.doing, language) for lap in LAPS]
    return (laying, *judged, _recorded(state, record, language))


def _judged(lap: str, view: ViewResult | None, doing: Doing, language: Language) -> Step:
    _ = translator(language)
    words = _words(lap, language)
    if doing is Doing.JUDGING:
        return Step(**words, took="", state="now")
    took_ms = view.timings_ms.get(lap) if view else None
    if view is not None and stopped_at(view) == lap:
        return Step(**words, took=_milliseconds(took_ms, language), state="stopped")
    if took_ms is None:
        if view is not None and stopped_at(view) is None:
            words |= {"said": _("This kind of part does not need it.")}
        return Step(**words, took="", state="left-out")
    return Step(**words, took=_milliseconds(took_ms, language), state="done")


def _recorded(state: DemonstrationState, record: InspectionRecord | None, language: Language) -> Step:
    words = _words("record", language)
    if state.doing is Doing.JUDGING:
        return Step(**words, took="", state="now")
    if record is None:
        return Step(**words, took="", state="left-out")
    took_ms = None
    if state.last is not None and state.last.sequence == record.sequence:
        took_ms = max(0.0, state.last.elapsed_ms - record.inspection.views[0].timings_ms["total"])
    return Step(**words, took=_milliseconds(took_ms, language), state="done")


def stopped_at(view: ViewResult) -> str | None:
    """The step at which the part was refused; None where it was judged."""
    if view.verdict is not Verdict.NOT_JUDGED:
        return None
    code = view.reasons[0].code
    if "capture" not in view.timings_ms:
        return "capture"
    if code in _AT_LOCATING:
        return "locate"
    return "find" if code in _AT_FINDING else "check"


def _milliseconds(took_ms: float | None, language: Language) -> str:
    if took_ms is None:
        return ""
    return f"{number(round(took_ms) if took_ms >= 10 else round(took_ms, 1), language)} ms"


def _words(step: str, language: Language) -> dict[str, str]:
    _ = translator(language)
    name, said = {
        "lay": (_("Lay the part"), _("A part lies under the camera.")),
        "capture": (_("Take the picture"), _("One press, one picture.")),
        "check": (_("Check the picture"), _("Bright and sharp? Is a part there?")),
        "locate": (_("Find the part"), _("Where does it lie, how is it turned?")),
        "find": (_("Look for defects"), _("The model looks for pores, cracks and more.")),
        "measure": (_("Measure"), _("Every defect gets its size in millimetres.")),
        "decide": (_("Decide"), _("Sizes are held against what is allowed.")),
        "record": (_("Keep the record"), _("On the disk before anybody sees it.")),
    }[step]
    return {"name": name, "said": said}
