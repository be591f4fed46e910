"""The recorded picture on paper, with what was found drawn over it; its numbers are those of the tables."""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from camera.decoding import decode_picture
from camera.errors import CameraError
from inspection.errors import PictureUnavailable
from inspection.finding import Finding
from inspection.protocol.rows import Kind, kind_of
from inspection.record import PictureRef, ViewResult

if TYPE_CHECKING:
    from inspection.protocol.sheet import Rgb, Sheet

PictureBytes = Callable[[str], tuple[bytes, str]]
"""The bytes of a recorded picture by its SHA-256, and their media type. Raises PictureUnavailable."""

LONGEST_SIDE_PX: Final = 1600
JPEG_QUALITY: Final = 85
MAX_HEIGHT_MM: Final = 105.0
_MAX_CORNERS: Final = 120
_RGB: Final[dict[Kind, "Rgb"]] = {"fail": (190, 20, 30), "review": (200, 110, 0), "within": (0, 95, 160)}
_CHIP_HEIGHT_MM: Final = 3.4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chip:
    """A number beside its finding, in mm on the paper."""

    x: float
    y: float
    width: float

    def covers(self, other: "_Chip") -> bool:
        beside = self.x + self.width <= other.x or other.x + other.width <= self.x
        return not beside and abs(self.y - other.y) < _CHIP_HEIGHT_MM


def shown_jpeg(reference: PictureRef, picture_bytes: PictureBytes) -> bytes:
    """The recorded picture, at most 1600 px long, as it is printed.

    Raises PictureUnavailable where the bytes are gone, are not those that were recorded, or are no whole picture.
    """
    import cv2

    data, _ = picture_bytes(reference.sha256)
    if hashlib.sha256(data).hexdigest() != reference.sha256:
        raise PictureUnavailable(f"the bytes are not those of the picture {reference.sha256}")
    try:
        pixels, _ = decode_picture(data)
    except CameraError as error:
        raise PictureUnavailable(f"the picture {reference.sha256} cannot be read: {error}") from error
    height, width = pixels.shape[:2]
    factor = LONGEST_SIDE_PX / max(height, width)
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    if factor < 1:
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        bgr = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()


def draw_view(sheet: "Sheet", view: ViewResult, picture: PictureRef, jpeg: bytes, first: int) -> None:
    """The picture across the page with outlines and numbers; findings are numbered from `first` on."""
    from inspection.protocol.sheet import MARGIN_MM, WIDTH_MM

    scale = min(WIDTH_MM / picture.width_px, MAX_HEIGHT_MM / picture.height_px)
    width, height = picture.width_px * scale, picture.height_px * scale
    sheet.room(height + 2)
    left, top = MARGIN_MM + (WIDTH_MM - width) / 2, sheet.get_y()
    sheet.image(io.BytesIO(jpeg), left, top, width, height)
    kinds = [kind_of(finding, view.reasons) for finding in view.findings]
    with sheet.local_context():
        for finding, kind in zip(view.findings, kinds, strict=True):
            _outline(sheet, finding, kind, (left, top, width, height), scale)
        chips: list[_Chip] = []
        for number, (finding, kind) in enumerate(zip(view.findings, kinds, strict=True), first):
            chips.append(_chip(sheet, finding, str(number), (left, top, width, height), scale, chips))
            _draw_chip(sheet, chips[-1], str(number), kind)
    sheet.set_xy(MARGIN_MM, top + height + 1)


Frame = tuple[float, float, float, float]
"""Left, top, width and height of the picture on the paper, in mm."""


def _outline(sheet: "Sheet", finding: Finding, kind: Kind, frame: Frame, scale: float) -> None:
    """Where the finding is: white below, so that it can be seen on anything."""
    corners = finding.outline or finding.detection.polygon
    if corners is None or len(corners) < 3:
        x1, y1, x2, y2 = finding.detection.xyxy
        corners = ((x1, y1), (x2, y1), (x2, y2), (x1, y2))
    corners = corners[:: -(-len(corners) // _MAX_CORNERS)]
    points = [_within(frame, frame[0] + x * scale, frame[1] + y * scale) for x, y in corners]
    sheet.set_dash_pattern()
    for rgb, line_mm in (((255, 255, 255), 0.8), (_RGB[kind], 0.35)):
        sheet.set_draw_color(*rgb)
        sheet.set_line_width(line_mm)
        if kind == "review" and rgb != (255, 255, 255):
            sheet.set_dash_pattern(dash=1.2, gap=0.7)
        sheet.polygon(points)
    sheet.set_dash_pattern()


def _within(frame: Frame, x: float, y: float) -> tuple[float, float]:
    left, top, width, height = frame
    return min(max(x, left), left + width), min(max(y, top), top + height)


def _chip(sheet: "Sheet", finding: Finding, number: str, frame: Frame, scale: float, others: Sequence[_Chip]) -> _Chip:
    """A place for the number, at a corner of the finding where no other number stands, as far as there is one."""
    left, top, width, height = frame
    x1, y1, x2, y2 = (edge * scale for edge in finding.detection.xyxy)
    chip_width = 1.6 + 1.5 * len(number)
    corners = [(x1, y1 - _CHIP_HEIGHT_MM), (x2, y1 - _CHIP_HEIGHT_MM), (x1, y2), (x2, y2), (x1 - chip_width, y1)]
    places = [(x, y + row * _CHIP_HEIGHT_MM) for row in range(12) for x, y in corners]
    chips = [
        _Chip(
            x=min(max(left + x, left), left + width - chip_width),
            y=min(max(top + y, top), top + height - _CHIP_HEIGHT_MM),
            width=chip_width,
        )
        for x, y in places
    ]
    return next((chip for chip in chips if not any(chip.covers(other) for other in others)), chips[0])


def _draw_chip(sheet: "Sheet", chip: _Chip, number: str, kind: Kind) -> None:
    from inspection.protocol.sheet import FONT

    sheet.set_fill_color(*_RGB[kind])
    sheet.set_text_color(255)
    sheet.set_font(FONT, "B", 7)
    sheet.rect(chip.x, chip.y, chip.width, _CHIP_HEIGHT_MM, style="F")
    sheet.set_xy(chip.x, chip.y)
    sheet.cell(chip.width, _CHIP_HEIGHT_MM, number, align="C")
