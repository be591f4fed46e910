"""What is true of a rendered part: its pixels, its scale, and every defect with outline and millimetres."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels

PartKind: TypeAlias = Literal["weld-bead", "board", "machined-metal"]
CLASS_NAMES: dict[PartKind, tuple[str, ...]] = {
    "weld-bead": ("pore", "crack", "deposit", "discontinuity", "stain", "undercut", "spatter"),
    "board": (
        "live_knot",
        "dead_knot",
        "knot_with_crack",
        "crack",
        "resin",
        "marrow",
        "quartzity",
        "knot_missing",
        "blue_stain",
    ),
    "machined-metal": ("pitting",),
}
"""The fixed vocabulary, in the order of label files. Boards: names and order of the VSB-TUO set; `quartzity` is one
of its classes that is not rendered."""

Field: TypeAlias = NDArray[np.float32]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Defect:
    """One defect as it was put into the part.

    `xyxy` are whole pixels of the picture, the last column and row excluded; `mask` has the shape
    (y2 - y1, x2 - x1) and is true where the defect covers half of the pixel (a quarter for hairline cracks).
    `diameter_mm` is the largest distance between two points of its outline, `length_mm` the way along it (for a crack
    from tip to tip, else the diameter), `area_mm2` the covered area counted with partly covered pixels.
    """

    class_name: str
    xyxy: tuple[int, int, int, int]
    mask: Mask
    diameter_mm: float
    length_mm: float
    area_mm2: float

    def polygon(self) -> tuple[tuple[int, int], ...]:
        """The outline of the largest piece, as pixels (x, y) of the picture that lie on it."""
        import cv2

        contours, _ = cv2.findContours(self.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        # a line one pixel wide has no area: its length counts
        outline = max(contours, key=lambda piece: cv2.contourArea(piece) + cv2.arcLength(piece, True)).reshape(-1, 2)
        return tuple((int(x) + self.xyxy[0], int(y) + self.xyxy[1]) for x, y in outline)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RenderedPart:
    """A picture of a part that never was, and everything that is true of it.

    `pixels` has the shape (height, width, 3), RGB, 8 bit, read-only. One pixel is `mm_per_px` wide. The same
    `part`, `seed`, `index` and size give the same bytes again.
    """

    part: PartKind
    seed: int
    index: int
    pixels: Pixels
    mm_per_px: float
    defects: tuple[Defect, ...]

    def __post_init__(self) -> None:
        self.pixels.flags.writeable = False


def defect_from(
    class_name: str,
    coverage: Field,
    origin_xy: tuple[int, int],
    mm_per_px: float,
    *,
    length_mm: float | None = None,
    covered_from: float = 0.5,
) -> Defect | None:
    """The truth of a defect from how much of each pixel it covers.

    `coverage` has the shape (height, width), 0..1, and lies with its first pixel at `origin_xy` of the picture.
    The mask holds the pixels covered by more than `covered_from`: half, or less for what is thinner than a pixel.
    None where it holds none.
    """
    mask = coverage > covered_from
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return None
    x1, y1, x2, y2 = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    cut = mask[y1:y2, x1:x2].copy()
    cut.flags.writeable = False
    diameter_mm = _feret_px(cut) * mm_per_px
    return Defect(
        class_name=class_name,
        xyxy=(x1 + origin_xy[0], y1 + origin_xy[1], x2 + origin_xy[0], y2 + origin_xy[1]),
        mask=cut,
        diameter_mm=diameter_mm,
        length_mm=diameter_mm if length_mm is None else length_mm,
        area_mm2=float(coverage.sum(dtype=np.float64)) * mm_per_px**2,
    )


def _feret_px(mask: Mask) -> float:
    """Largest extent of a mask over eighteen directions, outer pixel edge to outer pixel edge."""
    y, x = np.nonzero(mask)
    angles = np.arange(18) * (np.pi / 18)
    along = np.outer(np.cos(angles), x) + np.outer(np.sin(angles), y)
    return float((along.max(axis=1) - along.min(axis=1)).max()) + 1.0
