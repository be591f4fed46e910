"""One label: a box, perhaps with the outline it was drawn as, and why something is none (FAULTS row 30)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

Xyxy: TypeAlias = tuple[float, float, float, float]
Polygon: TypeAlias = tuple[tuple[float, float], ...]

ROUNDING_PX: Final = 1.0
"""How far a label may reach outside its picture: tools round differently. It is clipped; more is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One label in px of the picture, origin top left; with a polygon the box is the polygon's hull."""

    class_name: str
    xyxy: Xyxy
    polygon: Polygon | None = None


class BoxFault(StrEnum):
    """Why a label is no label."""

    NOT_A_LABEL = "not-a-label"
    UNKNOWN_CLASS = "unknown-class"
    NOT_A_NUMBER = "not-a-number"
    OUTSIDE = "outside"
    NO_AREA = "no-area"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadBox:
    """A label that must not be used: what was found, and what was expected."""

    fault: BoxFault
    found: str
    expected: str


def checked_box(
    class_name: str, size_wh: tuple[int, int], *, xyxy: Xyxy | None = None, polygon: Polygon | None = None
) -> Box | BadBox:
    """The label within a picture of `size_wh` px; what reaches out by at most ROUNDING_PX is clipped.

    Either `xyxy` or `polygon` (3 points or more) is given; of a polygon the box is the hull.

    >>> checked_box("pore", (100, 50), xyxy=(-0.4, 10, 20, 30)).xyxy
    (0.0, 10.0, 20.0, 30.0)
    >>> checked_box("pore", (100, 50), xyxy=(90, 10, 120, 30)).fault
    <BoxFault.OUTSIDE: 'outside'>
    """
    points = polygon if polygon is not None else _corners(xyxy)
    if not all(math.isfinite(value) for point in points for value in point):
        return BadBox(fault=BoxFault.NOT_A_NUMBER, found=_shown(points), expected="finite numbers")
    width_px, height_px = size_wh
    if any(
        not (-ROUNDING_PX <= x <= width_px + ROUNDING_PX and -ROUNDING_PX <= y <= height_px + ROUNDING_PX)
        for x, y in points
    ):
        return BadBox(
            fault=BoxFault.OUTSIDE, found=_shown(points), expected=f"within the picture of {width_px} x {height_px} px"
        )
    if polygon is None and (points[1][0] <= points[0][0] or points[1][1] <= points[0][1]):
        return BadBox(fault=BoxFault.NO_AREA, found=_shown(points), expected="a box with width and height")
    right, bottom = float(width_px), float(height_px)
    clipped = tuple((min(max(float(x), 0.0), right), min(max(float(y), 0.0), bottom)) for x, y in points)
    hull = hull_of(clipped)
    if hull[2] <= hull[0] or hull[3] <= hull[1]:
        return BadBox(fault=BoxFault.NO_AREA, found=_shown(points), expected="a label with area inside the picture")
    return Box(class_name=class_name, xyxy=hull, polygon=clipped if polygon is not None else None)


def hull_of(points: Sequence[tuple[float, float]]) -> Xyxy:
    """The upright box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def read_line(line: str, classes: Sequence[str], size_wh: tuple[int, int]) -> Box | BadBox:
    """A line of a YOLO label file: `class cx cy w h` or `class x1 y1 x2 y2 x3 y3 ...`, in shares of the picture."""
    words = line.split()
    is_box, is_polygon = len(words) == 5, len(words) >= 7 and len(words) % 2 == 1
    try:
        number, values = int(words[0]), [float(word) for word in words[1:]]
    except (ValueError, IndexError):
        number, values, is_box, is_polygon = -1, [], False, False
    if not (is_box or is_polygon):
        expected = "'class cx cy w h' or 'class x1 y1 x2 y2 x3 y3 ...'"
        return BadBox(fault=BoxFault.NOT_A_LABEL, found=repr(line[:80]), expected=expected)
    if not 0 <= number < len(classes):
        expected = f"0 to {len(classes) - 1}: {', '.join(classes)}"
        return BadBox(fault=BoxFault.UNKNOWN_CLASS, found=f"class {number}", expected=expected)
    width_px, height_px = size_wh
    if is_polygon:
        points = tuple((x * width_px, y * height_px) for x, y in zip(values[::2], values[1::2], strict=True))
        if len(points) == 4 and points == _rectangle((*points[0], *points[2])):
            return checked_box(classes[number], size_wh, xyxy=(*points[0], *points[2]))
        return checked_box(classes[number], size_wh, polygon=points)
    cx, cy, w, h = values
    corners = (cx - w / 2) * width_px, (cy - h / 2) * height_px, (cx + w / 2) * width_px, (cy + h / 2) * height_px
    return checked_box(classes[number], size_wh, xyxy=corners)


def written_lines(boxes: Sequence[Box], classes: Sequence[str], size_wh: tuple[int, int]) -> str:
    """The text of a YOLO label file. Raises ValueError for a class that is not in `classes`.

    Tools read a file either as boxes or as polygons, never as both, and take a box among polygons for a line. So where
    one label has a polygon, every box is written as its four corners; `read_line` knows these as a box again. Ten
    decimals: a thousandth of a pixel in any picture that is decoded.
    """
    outlined = any(box.polygon is not None for box in boxes)
    return "".join(f"{_written_line(box, classes, size_wh, outlined)}\n" for box in boxes)


def _written_line(box: Box, classes: Sequence[str], size_wh: tuple[int, int], outlined: bool) -> str:
    width_px, height_px = size_wh
    x1, y1, x2, y2 = box.xyxy
    if outlined:
        points = box.polygon if box.polygon is not None else _rectangle(box.xyxy)
        values = [value for x, y in points for value in (x / width_px, y / height_px)]
    else:
        values = [(x1 + x2) / 2 / width_px, (y1 + y2) / 2 / height_px, (x2 - x1) / width_px, (y2 - y1) / height_px]
    return " ".join((str(classes.index(box.class_name)), *(f"{value:.10f}" for value in values)))


def _rectangle(xyxy: Xyxy) -> Polygon:
    """The corners from top left on, clockwise: as `written_lines` writes a box among polygons."""
    x1, y1, x2, y2 = xyxy
    return (x1, y1), (x2, y1), (x2, y2), (x1, y2)


def _corners(xyxy: Xyxy | None) -> Polygon:
    if xyxy is None:
        raise TypeError("checked_box needs xyxy or polygon")
    return (xyxy[0], xyxy[1]), (xyxy[2], xyxy[3])


def _shown(points: Polygon) -> str:
    said = ", ".join(f"{x:.1f} {y:.1f}" for x, y in points[:4])
    return f"{said}{', ...' if len(points) > 4 else ''} px"
