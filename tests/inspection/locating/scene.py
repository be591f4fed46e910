"""Parts on a table, of known shape and in a known place; every specimen has another surface."""

from functools import cache
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from camera.rendering import PartKind, render_part
from inspection.locating.features import Matrix, rigid

WH: Final = (640, 480)
Shape: TypeAlias = Literal[
    "plate", "larger plate", "flange", "other flange", "disc", "bracket", "strip", "bead", "surface", "nothing"
]
Table: TypeAlias = Literal["mat", "white"]
_OUTLINES: Final[dict[Shape, tuple[tuple[int, int], ...]]] = {
    "plate": ((110, 110), (530, 110), (530, 370), (150, 370), (110, 330)),
    "larger plate": ((90, 90), (550, 90), (550, 390), (130, 390), (90, 350)),
    "bracket": ((150, 90), (300, 90), (300, 250), (500, 250), (500, 390), (150, 390)),
    "strip": ((40, 190), (600, 190), (600, 290), (40, 290)),
    "bead": ((-400, 200), (1040, 204), (1040, 276), (-400, 272)),
    "surface": ((-400, -400), (1040, -400), (1040, 880), (-400, 880)),
    "nothing": (),
}
_DISCS: Final[dict[Shape, tuple[tuple[int, int, int], ...]]] = {
    "flange": ((320, 240, 60), (320, 120, 22), (424, 300, 22), (216, 300, 22)),
    "other flange": ((320, 240, 110), (320, 110, 35), (450, 240, 35)),
    "disc": (),
}
_SURFACES: Final[dict[Shape, PartKind]] = {"plate": "weld-bead", "larger plate": "weld-bead", "strip": "board"}
_FINER: Final = 4


def picture(
    shape: Shape,
    specimen: int = 0,
    placed: Matrix | None = None,
    *,
    table: Table = "mat",
    light: float = 1,
    blur_px: float = 0,
    noise: float = 2,
) -> Pixels:
    """What the camera sees; `placed` takes the part from its place in the golden picture to where it lies."""
    import cv2

    matrix = rigid(WH, (0, 0), 0) if placed is None else placed
    covered = _covered(shape, matrix)
    surface = cv2.warpAffine(
        _surface(_SURFACES.get(shape, "machined-metal"), specimen), matrix, WH, borderMode=cv2.BORDER_REFLECT
    )
    inwards = cv2.GaussianBlur(covered, (0, 0), 2)[..., None]
    bevelled = surface * (1 - 0.45 * np.clip(4 * (1 - inwards), 0, 1))
    shadow = np.clip(cv2.GaussianBlur(np.roll(covered, (6, 5), (0, 1)), (0, 0), 5), 0, 1)[..., None]
    seen = covered[..., None] * bevelled + (1 - covered[..., None]) * _table(table) * (1 - 0.7 * shadow)
    if blur_px:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), blur_px))
    grain = np.random.default_rng([specimen, 3]).normal(0, noise, seen.shape)
    return np.clip(np.rint(light * seen + grain), 0, 255).astype(np.uint8)


def worst_corner_px(found: Matrix, true: Matrix) -> float:
    """How far the worst corner of the picture lies from where it should."""
    corners = np.array([(0, 0), (WH[0], 0), WH, (0, WH[1])], np.float64)
    away = corners @ (found[:, :2] - true[:, :2]).T + found[:, 2] - true[:, 2]
    return float(np.hypot(*away.T).max())


def _covered(shape: Shape, matrix: Matrix) -> NDArray[np.float32]:
    """Share of each pixel that the part covers."""
    import cv2

    fine = np.zeros((WH[1] * _FINER, WH[0] * _FINER), np.uint8)

    def at(points: tuple[tuple[int, int], ...]) -> NDArray[np.int32]:
        moved = np.array(points, np.float64).reshape(-1, 2) @ matrix[:, :2].T + matrix[:, 2]
        return np.rint(_FINER * moved).astype(np.int32)

    def circle(x: int, y: int, radius: int, value: int) -> None:
        [[centre_x, centre_y]] = at(((x, y),)).tolist()
        cv2.circle(fine, (centre_x, centre_y), _FINER * radius, value, -1)

    if shape in _DISCS:
        circle(320, 240, 190, 255)
        for bore in _DISCS[shape]:
            circle(*bore, 0)
    elif _OUTLINES[shape]:
        cv2.fillPoly(fine, [at(_OUTLINES[shape])], (255,))
    return np.asarray(cv2.resize(fine, WH, interpolation=cv2.INTER_AREA), np.float32) / np.float32(255)


@cache
def _surface(kind: PartKind, specimen: int) -> NDArray[np.float32]:
    return render_part(kind, seed=21, index=specimen, width_px=WH[0], height_px=WH[1]).pixels.astype(np.float32)


@cache
def _table(table: Table) -> NDArray[np.float32]:
    """A table lies still and has a grain of its own."""
    import cv2

    grain = np.random.default_rng(9).standard_normal((WH[1] // 10, WH[0] // 10), np.float32)
    grey, strength = {"mat": (36.0, 2.0), "white": (205.0, 4.0)}[table]
    smooth = np.asarray(cv2.resize(grain, WH, interpolation=cv2.INTER_CUBIC), np.float32)
    return np.asarray(grey + strength * smooth[..., None] * np.ones(3, np.float32), np.float32)
