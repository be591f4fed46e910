"""A few rendered parts with true boxes: the proof measures thousands (tests/proofs/test_measuring.py)."""

from collections.abc import Iterator
from functools import cache
from itertools import chain

import numpy as np
import pytest

from camera.rendering import render_part
from inspection.finding import Characteristic as C
from tests.inspection.measuring.rendered import Compared, compare, parts

SEED = 9500
WITH_A_CRACK = (14, 43, 46, 51, 99, 109, 110, 122)
"""Numbers of parts in the series: every eighth has one, and each takes a while to render."""


@cache
def beads() -> tuple[Compared, ...]:
    cracked = (render_part("weld-bead", seed=SEED, index=index) for index in WITH_A_CRACK)
    return tuple(compare(chain(parts("weld-bead", seed=SEED, count=24), cracked)))


@cache
def boards() -> tuple[Compared, ...]:
    return tuple(compare(parts("board", seed=SEED, count=20)))


def of(compared: tuple[Compared, ...], class_name: str, from_px: float = 10) -> Iterator[Compared]:
    return (one for one in compared if one.class_name == class_name and one.size_px >= from_px)


@pytest.mark.parametrize(
    ("class_name", "characteristic", "median", "p95"),
    [
        ("pore", C.EQUIVALENT_DIAMETER, 0.04, 0.12),
        ("pore", C.DIAMETER, 0.05, 0.15),
        ("crack", C.LENGTH, 0.10, 0.25),
    ],
)
def test_pores_and_cracks(class_name: str, characteristic: C, median: float, p95: float) -> None:
    errors = np.abs([one.error(characteristic) for one in of(beads(), class_name)])
    assert len(errors) > 3
    assert np.median(errors) <= median
    assert np.percentile(errors, 95) <= p95


def test_knots() -> None:
    knots = list(of(boards(), "live_knot"))
    assert len(knots) > 10
    for characteristic in (C.DIAMETER, C.EQUIVALENT_DIAMETER, C.ALONG, C.ACROSS):
        assert np.median(np.abs([knot.error(characteristic) for knot in knots])) <= 0.06


def test_the_truth_lies_within_the_expanded_uncertainty() -> None:
    for characteristic in (C.DIAMETER, C.EQUIVALENT_DIAMETER, C.ALONG, C.ACROSS):
        covered = [one.is_covered(characteristic) for one in beads() + boards()]
        assert np.mean(covered) >= 0.9, characteristic
