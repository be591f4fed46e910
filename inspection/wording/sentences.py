"""One reason in one sentence, with its numbers."""

from inspection.good_only.unlike import UNLIKE_GOOD
from inspection.language import Language, catalog, number
from inspection.verdict import Code, Reason
from inspection.wording.about_limits import limit_sentence
from inspection.wording.words import LOCALE, capital, characteristic_word, class_and_clause, class_word


def sentence(reason: Reason, language: Language) -> str:
    """The sentence for a reason.

    >>> sentence(Reason(code=Code.TOO_DARK, value=12, limit=25), "en")
    'The picture is too dark (measured 12, limit 25).'
    """
    _ = catalog(LOCALE, language).gettext
    value = number(reason.value or 0, language, 2)
    limit = number(reason.limit or 0, language, 2)
    defect = capital(class_and_clause(reason.class_name or "?", reason.clause, language))
    match reason.code:
        case (
            Code.WITHIN_LIMIT
            | Code.LIMIT_EXCEEDED
            | Code.NEAR_LIMIT
            | Code.DOUBTFUL
            | Code.NEEDS_GAUGE
            | Code.CUT_BY_EDGE
        ):
            return limit_sentence(reason, language)
        case Code.NO_LIMIT_FOR_CLASS if reason.class_name == UNLIKE_GOOD:
            return _("Something here is unlike every good part that was taught.")
        case Code.NO_LIMIT_FOR_CLASS:
            return _("{defect}: the recipe has no limit for it.").format(defect=defect)
        case Code.LIMIT_TOO_FINE:
            return _(
                "{defect}, {characteristic}: the limit is {value} pixels in the picture, {limit} are needed."
            ).format(
                defect=capital(class_word(reason.class_name or "?", language)),
                characteristic=characteristic_word(reason.characteristic or "count", language),
                value=number(reason.value or 0, language),
                limit=limit,
            )
        case Code.DAILY_CHECK_FAILED:
            return f"{what_happened(reason.code, language)}. {_drift(reason, language)}".rstrip()
        case Code.TOO_DARK | Code.TOO_BRIGHT | Code.OUT_OF_FOCUS | Code.DEAD_ROWS | Code.NO_PART:
            return _("{what} (measured {value}, limit {limit}).").format(
                what=what_happened(reason.code, language), value=value, limit=limit
            )
        case _:
            return what_happened(reason.code, language) + "."


def _drift(reason: Reason, language: Language) -> str:
    """What has drifted, and what to do; empty where the reason does not say."""
    from inspection.daily_check.drift import Drift, Quantity
    from inspection.daily_check.wording import drift_sentence

    if reason.characteristic not in set(Quantity) or reason.value is None or not reason.limit:
        return ""
    change = reason.value
    quantity = Quantity(reason.characteristic)
    drift = Drift(quantity=quantity, taught=1, now=1 + change, change=change, margin=reason.limit)
    return drift_sentence(drift, language)


def what_happened(code: Code, language: Language) -> str:
    """What a code says by itself, without a full stop; of a part that was not judged, why."""
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
        Code.NOT_CALIBRATED: _("The scale of the camera is not known"),
        Code.CALIBRATION_DOES_NOT_FIT: _("The camera's pictures have another size than when it was calibrated"),
        Code.GOLDEN_MISSING: _("The golden part has not been taught yet"),
        Code.DAILY_CHECK_FAILED: _("The daily check was not passed"),
        Code.DAILY_CHECK_DUE: _("The daily check is due"),
        Code.KNOWN_BAD_PASSED: _("The part that is known to be bad did not come out as not OK"),
        Code.KNOWN_GOOD_FAILED: _("The part that is known to be good did not come out as OK"),
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
