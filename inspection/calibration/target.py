"""The printed targets: one definition for the printer and for whoever looks for them in a picture.

Every target has markers of its own, so that a picture says which one it shows: nobody has to name it.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from cv2.aruco import CharucoBoard, Dictionary

Paper: TypeAlias = Literal["a4", "a5"]
RectangleMm: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height."""

PAPER_MM: Final[dict[Paper, tuple[float, float]]] = {"a4": (297, 210), "a5": (210, 148)}
"""Width and height, lying."""
MARKER_SHARE: Final = 0.75
"""Side of a marker as a share of its square's."""
RULER_MM: Final = 100.0
"""Length of both printed rulers."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A ChArUco board: squares like a chessboard's, black at the top left, with a marker in each white one.

    Its markers are number `first_id` and following of OpenCV's DICT_5X5_1000, row by row. Millimetres are counted from
    the board's top left corner, x to the right, y down.
    """

    paper: Paper
    square_mm: float
    columns: int
    rows: int
    first_id: int

    @property
    def name(self) -> str:
        """Paper and square, as it is printed on the sheet.

        >>> find_target("a4", 10).name
        'A4 10 mm'
        """
        return f"{self.paper.upper()} {self.square_mm:g} mm"

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the board."""
        return self.columns * self.square_mm, self.rows * self.square_mm

    @property
    def marker_count(self) -> int:
        """As many as there are white squares."""
        return self.columns * self.rows // 2

    @property
    def corner_count(self) -> int:
        """Inner corners of the chessboard."""
        return (self.columns - 1) * (self.rows - 1)

    def charuco_board(self) -> "CharucoBoard":
        """The board as OpenCV knows it, in millimetres."""
        from cv2.aruco import CharucoBoard

        ids = np.arange(self.first_id, self.first_id + self.marker_count)
        size = (self.columns, self.rows)
        return CharucoBoard(size, self.square_mm, self.square_mm * MARKER_SHARE, dictionary(), ids)

    def corners_mm(self, ids: NDArray[np.intp]) -> NDArray[np.float64]:
        """Where the inner corners of these numbers lie, (n, 2); they are counted row by row from 0."""
        rows, columns = np.divmod(np.asarray(ids), self.columns - 1)
        return np.stack([columns + 1, rows + 1], axis=-1) * self.square_mm

    def black_mm(self) -> tuple[RectangleMm, ...]:
        """Everything that is black: the squares, and the markers as strips of one module's height."""
        square, marker = self.square_mm, self.square_mm * MARKER_SHARE
        squares = [
            (column * square, row * square, square, square)
            for row in range(self.rows)
            for column in range(self.columns)
            if (row + column) % 2 == 0
        ]
        modules = dictionary().markerSize + 2
        module = marker / modules
        strips = []
        for number, corners in enumerate(self.charuco_board().getObjPoints()):
            left, top = (float(side) for side in corners[0][:2])
            bits = dictionary().generateImageMarker(self.first_id + number, modules)
            strips += [
                (left + start * module, top + row * module, length * module, module)
                for row in range(modules)
                for start, length in _black_runs(bits[row])
            ]
        return (*squares, *strips)


def _first_ids(boards: tuple[tuple[Paper, float, int, int], ...]) -> tuple[Target, ...]:
    targets, first_id = [], 0
    for paper, square_mm, columns, rows in boards:
        target = Target(paper=paper, square_mm=square_mm, columns=columns, rows=rows, first_id=first_id)
        targets.append(target)
        first_id += target.marker_count
    return tuple(targets)


TARGETS: Final = _first_ids(
    (
        ("a4", 20, 13, 8),
        ("a4", 15, 17, 10),
        ("a4", 10, 24, 15),
        ("a4", 5, 24, 16),
        ("a5", 20, 8, 5),
        ("a5", 15, 11, 6),
        ("a5", 10, 17, 9),
        ("a5", 5, 20, 14),
        ("a5", 2.5, 20, 14),
    )
)
"""All targets. New ones go to the end: sheets that hang in workshops keep their markers."""


def find_target(paper: Paper, square_mm: float) -> Target:
    """The target for a paper and a size of square. Raises ValueError with those that there are."""
    for target in TARGETS:
        if target.paper == paper and target.square_mm == square_mm:
            return target
    there_are = ", ".join(f"{target.square_mm:g}" for target in TARGETS if target.paper == paper)
    raise ValueError(f"{paper} has no target with squares of {square_mm:g} mm; choose one of {there_are}")


@cache
def dictionary() -> "Dictionary":
    """The markers: 5 x 5 modules and a black border of one, a thousand of them."""
    from cv2 import aruco

    return aruco.getPredefinedDictionary(aruco.DICT_5X5_1000)


def _black_runs(row: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Start and length of every run of black in a row of modules."""
    steps = np.diff(np.concatenate([[0], (row == 0).astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return [(int(start), int(end - start)) for start, end in zip(starts, ends, strict=True)]
