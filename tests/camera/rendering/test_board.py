"""A board is a cut through a solid: the same branch is round or a spike, as the face lies, and rings go round it."""

from dataclasses import replace

import numpy as np
import pytest

from camera.rendering import render_part
from camera.rendering.board import Plank, draw_plank
from camera.rendering.board_knots import push_rings
from camera.rendering.board_trunk import Branch, Trunk, late_of, radius_of, section

MM_PER_PX = 0.5
SHAPE = (240, 320)


def trunk(*, pith_x_mm: float, face_y_mm: float, waves: bool = False) -> Trunk:
    """A straight trunk whose pith runs parallel to the face, at that distance."""
    rows = SHAPE[0]
    y = (np.arange(rows, dtype=np.float32) + 0.5) * MM_PER_PX
    return Trunk(
        pith_x_mm=np.full(rows, pith_x_mm, np.float32),
        face_y_mm=np.full(rows, face_y_mm, np.float32),
        z_mm=np.asarray(y - rows * MM_PER_PX / 2, np.float32),
        late_share=np.asarray((np.arange(8000) * 0.05 % 3) / 3, np.float32),
        waves=np.array([[0.5, 0.1, 0.1, 0.02, 0]] if waves else np.zeros((0, 5)), np.float32),
        pith_radius_mm=2,
        mm_per_px=MM_PER_PX,
    )


def branch_through(wood: Trunk, x_mm: float, y_mm: float, radius_mm: float) -> Branch:
    x, y, z = wood.at(x_mm, y_mm)
    away = float(np.hypot(x, y))
    return Branch(
        kind="live_knot",
        base_z_mm=z,
        axis=(x / away, y / away, 0),
        radius_mm=radius_mm,
        at_mm=away,
        taper=0.05,
        phase=0,
    )


def size_mm(wood: Trunk, branch: Branch) -> tuple[float, float]:
    inside = section(wood, branch, (slice(None), slice(None)), SHAPE[1]).share < 1
    return (
        float(np.ptp(np.flatnonzero(inside.any(axis=0))) * MM_PER_PX),
        float(np.ptp(np.flatnonzero(inside.any(axis=1))) * MM_PER_PX),
    )


def test_a_branch_is_round_in_a_flat_face_oval_in_rift_and_a_spike_in_a_quarter() -> None:
    flat = trunk(pith_x_mm=80, face_y_mm=60)
    across, along = size_mm(flat, branch_through(flat, 80, 60, 5))
    assert across == pytest.approx(10, rel=0.15)
    assert along == pytest.approx(10, rel=0.15)
    rift = trunk(pith_x_mm=30, face_y_mm=50)
    oval, _ = size_mm(rift, branch_through(rift, 80, 60, 5))
    assert oval == pytest.approx(10 * np.sqrt(2), rel=0.2)
    quarter = trunk(pith_x_mm=0, face_y_mm=6)
    spike, height = size_mm(quarter, branch_through(quarter, 80, 60, 5))
    assert spike > 5 * height
    assert height < 16


def test_rings_are_a_function_of_where_a_point_lies_in_the_trunk() -> None:
    wood = trunk(pith_x_mm=80, face_y_mm=40)
    radius = radius_of(wood, SHAPE[1])
    x = (np.arange(SHAPE[1]) + 0.5) * MM_PER_PX - 80
    assert np.allclose(radius, np.hypot(x, 40)[None, :], atol=1e-3)
    late, wanted = late_of(wood, radius)[0], (np.hypot(x, 40) % 3) / 3
    assert np.median(np.abs(late - wanted)) < 0.02
    # straying rings are still one solid: two faces that meet agree where they meet
    for waves in (False, True):
        left, right = (radius_of(trunk(pith_x_mm=at, face_y_mm=40, waves=waves), SHAPE[1]) for at in (80, 40))
        assert np.abs(left[:, 80:] - right[:, :-80]).max() < 0.06


def test_rings_close_round_a_live_knot_and_less_round_a_dead_one() -> None:
    plank = draw_plank(np.random.default_rng(1), SHAPE, MM_PER_PX, marrow=False)
    wood = trunk(pith_x_mm=80, face_y_mm=60)
    pushed = {}
    for kind in ("live_knot", "dead_knot"):
        plain = radius_of(wood, SHAPE[1])
        radius = plain.copy()
        branch = replace(branch_through(wood, 80, 60, 6), kind=kind)
        push_rings(_with(plank, wood), radius, np.zeros(SHAPE, np.float32), branch, (74.0, 54.0, 86.0, 66.0))
        change = plain - radius
        pushed[kind] = float(change.max())
        assert change.min() >= -1e-4  # outwards only, along the branch
        assert change[120, 160] > 0.95 * change.max()
        assert change[:20].max() < 0.2 * change.max()
    assert pushed["live_knot"] > 1.5 * pushed["dead_knot"] > 1


def _with(plank: Plank, wood: Trunk) -> Plank:
    return replace(plank, trunk=wood)


def test_good_boards_have_small_live_knots_only() -> None:
    """Good are boards without any fault; their knots stay under the shipped limit of 90 px."""
    good = 0
    for index in range(60):
        part = render_part("board", seed=21, index=index, width_px=640, height_px=240)
        names = {defect.class_name for defect in part.defects}
        widest = max((defect.diameter_mm / part.mm_per_px for defect in part.defects), default=0)
        good += names <= {"live_knot"} and widest < 80
    assert 20 <= good <= 42
