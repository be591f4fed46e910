"""How many millimetres a pixel is: printed target, ruler, storage, and what the optics cannot resolve."""

from inspection.calibration.by_ruler import calibrate_by_ruler, ruler_scale
from inspection.calibration.by_target import calibrate_by_target, covered, must_match
from inspection.calibration.calibration import ByRuler, ByTarget, Calibration, MmPerPx, Shares
from inspection.calibration.refusal import Problem, Refusal
from inspection.calibration.resolution import MIN_PIXELS, TooFine, too_fine
from inspection.calibration.sheet import target_pdf
from inspection.calibration.storing import load_calibration, save_calibration
from inspection.calibration.target import TARGETS, Target, find_target
from inspection.calibration.view import View, look
from inspection.calibration.wording import advice_sentence, calibration_lines, refusal_sentence

__all__ = [
    "MIN_PIXELS",
    "TARGETS",
    "ByRuler",
    "ByTarget",
    "Calibration",
    "MmPerPx",
    "Problem",
    "Refusal",
    "Shares",
    "Target",
    "TooFine",
    "View",
    "advice_sentence",
    "calibrate_by_ruler",
    "calibrate_by_target",
    "calibration_lines",
    "covered",
    "find_target",
    "load_calibration",
    "look",
    "must_match",
    "refusal_sentence",
    "ruler_scale",
    "save_calibration",
    "target_pdf",
    "too_fine",
]
