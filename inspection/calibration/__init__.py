"""How many millimetres a pixel is: printed target, ruler, storage, and what the optics cannot resolve."""

from inspection.calibration.calibration import ByRuler, ByTarget, Calibration, MmPerPx, Shares
from inspection.calibration.refusal import Problem, Refusal
from inspection.calibration.resolution import MIN_CRACK_WIDTH_PX, MIN_PIXELS, TooFine, too_fine
from inspection.calibration.ruler import calibrate_by_ruler, ruler_scale
from inspection.calibration.storing import find_calibration, load_calibration, save_calibration
from inspection.calibration.wording import advice_sentence, calibration_lines, refusal_sentence

__all__ = [
    "MIN_CRACK_WIDTH_PX",
    "MIN_PIXELS",
    "ByRuler",
    "ByTarget",
    "Calibration",
    "MmPerPx",
    "Problem",
    "Refusal",
    "Shares",
    "TooFine",
    "advice_sentence",
    "calibrate_by_ruler",
    "calibration_lines",
    "find_calibration",
    "load_calibration",
    "refusal_sentence",
    "ruler_scale",
    "save_calibration",
    "too_fine",
]
