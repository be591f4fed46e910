"""What is said to people: the word for a verdict, the sentence for a reason, what to try next."""

from pathlib import Path
from typing import assert_never

from inspection.finding import Characteristic
from inspection.language import Language, catalog, number
from inspection.verdict import Code, Reason, Verdict

LOCALE = Path(__file__).parent / "locale"


def verdict_word(verdict: Verdict, language: Language) -> str:
    """The word for a verdict.

    >>> [verdict_word(verdict, "de") for verdict in Verdict]
    ['i.O.', 'Meister fragen', 'n.i.O.', 'nicht prüfbar']
    """
    _ = catalog(LOCALE, language).gettext
    match verdict:
        case Verdict.PASS:
            return _("OK")
        case Verdict.REVIEW:
            return _("ask the master")
        case Verdict.FAIL:
            return _("not OK")
        case Verdict.NOT_JUDGED:
            return _("cannot be judged")
        case _:
            assert_never(verdict)


def class_word(class_name: str, language: Language) -> str:
    """The shop's word for a defect class; a class that the workshop taught keeps the name it was given."""
    _ = catalog(LOCALE, language).gettext
    known = {
        "pore": _("pore"),
        "crack": _("crack"),
        "deposit": _("deposit"),
        "discontinuity": _("gap in the seam"),
        "stain": _("stain"),
        "undercut": _("undercut"),
        "spatter": _("spatter"),
        "pitting": _("pit"),
        "live_knot": _("sound knot"),
        "dead_knot": _("dead knot"),
        "knot_with_crack": _("cracked knot"),
        "knot_missing": _("knot hole"),
        "resin": _("resin pocket"),
        "marrow": _("pith"),
        "quartzity": _("quartzity"),
        "blue_stain": _("blue stain"),
    }
    return known.get(class_name, class_name)


def characteristic_word(characteristic: str, language: Language) -> str:
    """The word for what is measured."""
    _ = catalog(LOCALE, language).gettext
    match Characteristic(characteristic):
        case Characteristic.DIAMETER:
            return _("diameter")
        case Characteristic.LENGTH:
            return _("length")
        case Characteristic.AREA:
            return _("area")
        case Characteristic.COUNT:
            return _("count")
        case Characteristic.EQUIVALENT_DIAMETER:
            return _("diameter of the circle of the same area")
        case Characteristic.WIDTH:
            return _("width")
        case Characteristic.ALONG:
            return _("extent lengthways")
        case Characteristic.ACROSS:
            return _("extent crossways")
        case Characteristic.POSITION:
            return _("place along the part")
        case Characteristic.DISTANCE:
            return _("distance to the next one")
        case Characteristic.DEPTH:
            return _("depth")
        case Characteristic.SHARE_OF_WIDTH:
            return _("share of the width")
        case Characteristic.SHARE_OF_LENGTH:
            return _("share of the length")
        case Characteristic.SUM_PER_100_MM:
            return _("sum within 100 mm")
        case unknown:
            assert_never(unknown)


def quantity(value: float, unit: str | None, language: Language, uncertainty: float | None = None) -> str:
    r"""A value with its uncertainty and unit, never broken over two lines.

    >>> quantity(1.43, "mm", "de", 0.12).replace("\N{NO-BREAK SPACE}", " ")
    '1,4 ± 0,1 mm'
    """
    text = number(value, language)
    if uncertainty:
        text += f"\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}{number(uncertainty, language)}"
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def sentence(reason: Reason, language: Language) -> str:
    """One reason in one sentence, with its numbers."""
    _ = catalog(LOCALE, language).gettext
    if reason.code in _LIMIT_CODES and reason.value is not None and reason.limit is not None:
        return _about_limit(reason, reason.value, reason.limit, language)
    value = number(reason.value or 0, language, 2)
    limit = number(reason.limit or 0, language, 2)
    match reason.code:
        case Code.NO_LIMIT_FOR_CLASS:
            template = _("{defect}: the recipe has no limit for it.")
            return template.format(defect=_capital(class_word(reason.class_name or "?", language)))
        case Code.TOO_DARK | Code.TOO_BRIGHT | Code.OUT_OF_FOCUS | Code.DEAD_ROWS | Code.NO_PART:
            return _("{what} (measured {value}, limit {limit}).").format(
                what=_plain(reason.code, language), value=value, limit=limit
            )
        case _:
            return _plain(reason.code, language) + "."


def remedy(code: Code, language: Language) -> str:
    """What a person may try first; empty where there is nothing to mend."""
    _ = catalog(LOCALE, language).gettext
    match code:
        case Code.TOO_DARK:
            return _("Check the lamp, wipe lens and lamp cover.")
        case Code.TOO_BRIGHT:
            return _("Shield from sunlight, dim the lamp or shorten the exposure.")
        case Code.OUT_OF_FOCUS:
            return _("Check the distance, wipe the lens, let the part come to rest.")
        case Code.DEAD_ROWS | Code.FRAME_BROKEN:
            return _("Check the camera's cable and plug, then trigger again.")
        case Code.NO_PART:
            return _("Put the part under the camera.")
        case Code.PART_NOT_FOUND:
            return _("Put the right part under the camera, as in the golden picture, and take away what covers it.")
        case Code.PART_MISPLACED:
            return _("Lay the part as in the golden picture, against the stop.")
        case Code.VIEW_MISSING:
            return _("Inspect the missing side as well.")
        case Code.CAMERA_ABSENT:
            return _(
                "Connect the camera and switch it on; the station connects by itself. "
                "If it stays so: check the camera's settings."
            )
        case Code.CAMERA_LOST | Code.CAMERA_ERROR:
            return _("Connect the camera and switch it on; the station connects by itself.")
        case Code.WRONG_CAMERA:
            return _("Plug in the camera that belongs here. If it was exchanged: put the new number into the settings.")
        case Code.FEED_ENDED:
            return _("Put the next picture into the folder; its name must come behind the others.")
        case Code.CAMERA_HUNG:
            return _("It is started anew by itself. If this comes back: pull its plug, wait a moment, put it in again.")
        case Code.PICTURE_CHANGED:
            return _("Set the camera's picture size and format back. If the change is wanted: start the program again.")
        case Code.SNAP_TIMEOUT | Code.FRAME_STALE:
            return _("Trigger again; if it stays so, unplug the camera and plug it in again.")
        case Code.PICTURE_TOO_LARGE:
            return _("Use a smaller picture.")
        case Code.DETECTOR_FAILED | Code.DETECTIONS_IMPLAUSIBLE:
            return _("Call the master: the model or the kind of part does not fit. `meisterblick doctor` says more.")
        case Code.PROGRAM_ERROR:
            return _("Trigger again; if it stays so, send the record to the makers.")
        case Code.DOUBTFUL | Code.NEAR_LIMIT | Code.NO_LIMIT_FOR_CLASS:
            return _("The master decides.")
        case Code.NOTHING_FOUND | Code.WITHIN_LIMIT | Code.LIMIT_EXCEEDED:
            return ""
        case _:
            assert_never(code)


_LIMIT_CODES = (Code.WITHIN_LIMIT, Code.LIMIT_EXCEEDED, Code.NEAR_LIMIT, Code.DOUBTFUL)


def _about_limit(reason: Reason, value: float, limit: float, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    counted = reason.characteristic == Characteristic.COUNT
    forbidden = counted and limit == 0
    match reason.code:
        case Code.WITHIN_LIMIT:
            template = _("{defect}, {characteristic} {value}: at most {limit} allowed, within the limit.")
        case Code.LIMIT_EXCEEDED:
            template = (
                _("{defect} found ({value}): not permitted.")
                if forbidden
                else _("{defect}, {characteristic} {value}: at most {limit} allowed.")
            )
        case Code.NEAR_LIMIT:
            template = _("{defect}, {characteristic} {value}: too near to the limit of {limit} to be sure.")
        case _:
            template = (
                _("Perhaps {defect} ({value}), which is not permitted: the station is not sure.")
                if forbidden
                else _("Perhaps {defect}, {characteristic} {value} (at most {limit}): the station is not sure.")
            )
    defect = class_word(reason.class_name or "?", language)
    return template.format(
        defect=defect if template.startswith(_("Perhaps")) else _capital(defect),
        characteristic=characteristic_word(reason.characteristic or "count", language),
        value=quantity(value, reason.unit, language, reason.uncertainty),
        limit=quantity(limit, reason.unit, language),
    )


def _plain(code: Code, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    texts = {
        Code.NOTHING_FOUND: _("No defect found"),
        Code.TOO_DARK: _("The picture is too dark"),
        Code.TOO_BRIGHT: _("The picture is too bright"),
        Code.OUT_OF_FOCUS: _("The picture is out of focus"),
        Code.DEAD_ROWS: _("Rows of the picture are missing"),
        Code.NO_PART: _("No part can be seen"),
        Code.PART_NOT_FOUND: _("The part of the golden picture was not found"),
        Code.PART_MISPLACED: _("The part does not lie where it should"),
        Code.VIEW_MISSING: _("One side of the part was not inspected"),
        Code.CAMERA_ERROR: _("The camera has a fault"),
        Code.CAMERA_ABSENT: _("The camera was not found"),
        Code.WRONG_CAMERA: _("Another camera is plugged in"),
        Code.FEED_ENDED: _("All pictures have been inspected"),
        Code.CAMERA_HUNG: _("The camera hangs"),
        Code.PICTURE_CHANGED: _("The camera's pictures have another size or format than before"),
        Code.CAMERA_LOST: _("The camera does not answer any more"),
        Code.SNAP_TIMEOUT: _("The camera gave no picture in time"),
        Code.FRAME_BROKEN: _("The picture arrived damaged"),
        Code.FRAME_STALE: _("The camera gave an old picture"),
        Code.PICTURE_TOO_LARGE: _("The picture is larger than the station accepts"),
        Code.DETECTOR_FAILED: _("The model gave no answer"),
        Code.DETECTIONS_IMPLAUSIBLE: _("The model's answer cannot be right"),
        Code.PROGRAM_ERROR: _("The program made a mistake"),
    }
    return texts[code]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
