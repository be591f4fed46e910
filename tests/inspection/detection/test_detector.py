"""Detectors without a net."""

import gc
import weakref

import numpy as np
import pytest

from inspection.detection.detector import ScriptedDetector
from inspection.errors import DetectorError
from tests.pictures import patchwork


class _Part:
    """Something that lies in the frame of a caller, as the picture of a part does."""


def test_an_error_that_is_given_again_keeps_no_part_of_before() -> None:
    """A day has thousands of parts: what the traceback of one error holds would grow with each."""
    detector = ScriptedDetector([DetectorError("no answer")])
    pixels = np.array(patchwork(64, 48))

    def ask() -> "weakref.ref[_Part]":
        part = _Part()
        with pytest.raises(DetectorError, match="no answer"):
            detector.find(pixels)
        return weakref.ref(part)

    asked = [ask() for _ in range(5)]
    gc.collect()
    assert sum(part() is not None for part in asked) <= 1
