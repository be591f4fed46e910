"""Where on a board's face knots and streaks may lie, so that none covers another."""

import numpy as np

from camera.rendering.board import Plank
from camera.rendering.board_knots import BoxMm
from camera.rendering.board_trunk import Branch, KnotKind, section
from camera.rendering.surface import spread

_STEP = 4
"""Places are looked for on every fourth pixel."""


class Faces:
    """The face of a board and what of it is taken; it is filled while a picture is composed."""

    def __init__(self, plank: Plank) -> None:
        self._plank = plank
        self._mm = plank.trunk.mm_per_px * _STEP
        self._taken = np.zeros(plank.on_board[::_STEP, ::_STEP].shape, np.bool_)
        rows, columns = int(plank.on_board.shape[0]), int(plank.on_board.shape[1])
        self._top_mm = max(plank.top_mm + 2, 0.0)
        self._bottom_mm = min(plank.bottom_mm - 2, rows * plank.trunk.mm_per_px)
        trunk = plank.trunk
        x, y, _ = trunk.piece((slice(None, None, _STEP), slice(None, None, _STEP)), columns)
        self._taken |= x * x + y * y < (trunk.pith_radius_mm + 1.5) ** 2

    @property
    def face_height_mm(self) -> float:
        """How much of the face is in the picture along the grain."""
        return self._bottom_mm - self._top_mm

    def branch(self, rng: np.random.Generator, fault: str) -> tuple[Branch, BoxMm] | None:
        """A branch that the face cuts on a free place, and the box of that cut in mm; it is then taken.

        None for what is no knot, or where there is no room. Sizes are those of the VSB-TUO boxes: half of the live
        knots under 29 px of 612, cracked ones about 77 px.
        """
        kind: KnotKind
        longest_mm = 45.0
        match fault:
            case "small":
                kind, radius, longest_mm = "live_knot", spread(rng, 1.3, 3.2), 17.0
            case "live_knot":
                kind, radius = "live_knot", spread(rng, 5.5, 12)
            case "dead_knot":
                kind, radius = "dead_knot", 1.1 + 7.5 * float(rng.beta(1.0, 3.4))
            case "knot_with_crack":
                kind, radius, longest_mm = "knot_with_crack", spread(rng, 6, 12.5), 40.0
            case "knot_missing":
                kind, radius, longest_mm = "knot_missing", 1.3 + 6.5 * float(rng.beta(1.0, 3.0)), 25.0
            case _:
                return None
        for _ in range(16):
            x, y = self._target(rng, kind, radius)
            branch = self._through(rng, kind, radius, x, y)
            box_mm = None if branch is None else self._take(branch, longest_mm, at_side=kind == "knot_missing")
            if branch is not None and box_mm is not None:
                return branch, box_mm
        return None

    def streak(
        self, rng: np.random.Generator, *, half_width_mm: float, half_length_mm: float
    ) -> tuple[float, float] | None:
        """The centre of a free box of that half size on the face, in mm; it is then taken. None after 25 attempts."""
        low_x, high_x = self._plank.left_mm + half_width_mm + 2, self._plank.right_mm - half_width_mm - 2
        low_y, high_y = self._top_mm + half_length_mm + 0.5, self._bottom_mm - half_length_mm - 0.5
        if high_x <= low_x or high_y <= low_y:
            return None
        for _ in range(25):
            x, y = spread(rng, low_x, high_x), spread(rng, low_y, high_y)
            box = self._box(x - half_width_mm, y - half_length_mm, x + half_width_mm, y + half_length_mm)
            if not self._taken[box].any():
                self._taken[box] = True
                return x, y
        return None

    def _target(self, rng: np.random.Generator, kind: KnotKind, radius_mm: float) -> tuple[float, float]:
        left, right = self._plank.left_mm, self._plank.right_mm
        y = spread(rng, self._top_mm, self._bottom_mm)
        if kind == "knot_missing" and rng.random() < 0.85:  # nine of ten in the VSB-TUO set lie at the board's sides
            inwards = radius_mm * spread(rng, -0.3, 0.5)
            return (left + inwards if rng.random() < 0.5 else right - inwards), y
        return spread(rng, left + 1, right - 1), y

    def _through(
        self, rng: np.random.Generator, kind: KnotKind, radius_mm: float, x_mm: float, y_mm: float
    ) -> Branch | None:
        """A branch from the pith through that point of the face, rising as branches do; None too near the pith."""
        x, y, z = self._plank.trunk.at(x_mm, y_mm)
        away = float(np.hypot(x, y))
        if away < 1.3 * radius_mm + 2:
            return None
        rise = spread(rng, -0.05, 0.45)
        way = float(np.hypot(away, away * np.tan(rise)))
        return Branch(
            kind=kind,
            base_z_mm=z - away * float(np.tan(rise)),
            axis=(x / away * float(np.cos(rise)), y / away * float(np.cos(rise)), float(np.sin(rise))),
            radius_mm=radius_mm,
            at_mm=way,
            taper=min(radius_mm / (way + 8), spread(rng, 0.04, 0.12)),
            phase=spread(rng, 0, 2 * np.pi),
        )

    def _take(self, branch: Branch, longest_mm: float, *, at_side: bool) -> BoxMm | None:
        """Where the branch is cut, if it is cut on a free place and not too long; with a little room round it."""
        whole = (slice(None), slice(None))
        cut = section(self._plank.trunk, branch, whole, self._plank.on_board.shape[1], _STEP)
        inside = (cut.share < 1) & (self._plank.on_board[::_STEP, ::_STEP] > 0.5)
        rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        if rows.size == 0:
            return None
        x1, x2 = columns[0] * self._mm, (columns[-1] + 1) * self._mm
        y1, y2 = rows[0] * self._mm, (rows[-1] + 1) * self._mm
        outside = not at_side and (x1 < self._plank.left_mm + 1.5 or x2 > self._plank.right_mm - 1.5)
        near = cut.share < 1 + 2.2 / branch.radius_mm
        if (
            float(np.hypot(x2 - x1, y2 - y1)) > longest_mm
            or (outside and branch.radius_mm < 3)
            or (near & self._taken).any()
        ):
            return None
        self._taken |= near
        return float(x1), float(y1), float(x2), float(y2)

    def _box(self, x1_mm: float, y1_mm: float, x2_mm: float, y2_mm: float) -> tuple[slice, slice]:
        def entry(value_mm: float) -> int:
            return max(int(value_mm / self._mm), 0)

        return slice(entry(y1_mm), entry(y2_mm) + 1), slice(entry(x1_mm), entry(x2_mm) + 1)
