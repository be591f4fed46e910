"""What a person may try first."""

from typing import assert_never

from inspection.language import Language, catalog
from inspection.verdict import Code
from inspection.wording.words import LOCALE


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
        case Code.NOT_CALIBRATED | Code.CALIBRATION_DOES_NOT_FIT:
            return _("Set up → Scale: calibrate the camera with the printed target, or with a ruler.")
        case Code.LIMIT_TOO_FINE:
            return _("Bring the camera nearer, use another lens or a camera with more pixels, then calibrate again.")
        case Code.GOLDEN_MISSING:
            return _("Set up → Area: lay a good part under the camera and take its picture.")
        case Code.DAILY_CHECK_FAILED | Code.DAILY_CHECK_DUE:
            return _("Menu → Daily check: lay under the camera what is shown there, and check.")
        case Code.KNOWN_BAD_PASSED | Code.KNOWN_GOOD_FAILED:
            return _("Menu → Daily check: lay the part in its place and check again; else call the master.")
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
            return _("Inspect once more; if it stays like this, call the master.")
        case Code.PROGRAM_ERROR:
            return _("Trigger again; if it stays so, send the record to the makers.")
        case Code.NEEDS_GAUGE:
            return _("Measure with the gauge; then the master decides.")
        case Code.CUT_BY_EDGE:
            return _("Move the part so that all of it shows, or let the master decide.")
        case Code.DOUBTFUL | Code.NEAR_LIMIT | Code.NO_LIMIT_FOR_CLASS:
            return _("The master decides.")
        case Code.NOTHING_FOUND | Code.WITHIN_LIMIT | Code.LIMIT_EXCEEDED:
            return ""
        case _:
            assert_never(code)
