"""A picture twice: with what is labelled, and with what was found."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from camera.errors import FrameBroken
from camera.picture_file import read_picture_file
from inspection.language import Language, catalog
from training.data.health.wording import LOCALE
from training.judging.report import MarkedBox, Miss
from training.judging.telling.words import name_of, percent

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE_PX: Final = 900
LARGEST_ZOOM: Final = 3.0
JPEG_QUALITY: Final = 82
LINE_PX: Final = 3
TEXT_PX: Final = 15
GAP_PX: Final = 8
Rgb = tuple[int, int, int]
RIGHT: Final[Rgb] = (0, 120, 60)
WRONG: Final[Rgb] = (200, 20, 30)


def marked(miss: Miss, root: Path, language: Language) -> bytes | None:
    """JPEG; above the labels, below what was found; None where the picture is gone. `root` is the data set's folder."""
    from PIL import Image

    _ = catalog(LOCALE, language).gettext
    try:
        pixels = read_picture_file(root / miss.picture).pixels
    except FrameBroken:
        return None
    height, width = pixels.shape[:2]
    zoom = min(LONGEST_SIDE_PX / max(width, height), LARGEST_ZOOM)
    plain = Image.fromarray(pixels).resize((max(1, round(width * zoom)), max(1, round(height * zoom))))
    above = _drawn(plain.copy(), miss.labelled, zoom, _("missed"), language)
    below = _drawn(plain, miss.found, zoom, _("not labelled"), language)
    both = Image.new("RGB", (plain.width, 2 * plain.height + GAP_PX), (255, 255, 255))
    both.paste(above, (0, 0))
    both.paste(below, (0, plain.height + GAP_PX))
    buffer = io.BytesIO()
    both.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def _drawn(picture: "Image", boxes: Sequence[MarkedBox], zoom: float, wrong: str, language: Language) -> "Image":
    """Boxes with their class; what has no counterpart is red, and says so in words."""
    from matplotlib import get_data_path
    from PIL import ImageDraw, ImageFont

    letters = Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"  # Pillow's own font has no umlauts
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(letters, TEXT_PX)
    for box in sorted(boxes, key=lambda one: not one.matched):
        x1, y1, x2, y2 = (edge * zoom for edge in box.xyxy)
        colour = RIGHT if box.matched else WRONG
        draw.rectangle((x1, y1, x2, y2), outline=(255, 255, 255), width=LINE_PX + 2)
        draw.rectangle((x1, y1, x2, y2), outline=colour, width=LINE_PX)
        sure = "" if box.score is None else f" {percent(box.score, language)}"
        text = name_of(box.class_name, language) + sure + ("" if box.matched else f", {wrong}")
        left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
        x = min(max(x1, 0), max(picture.width - (right - left) - 6, 0))
        y = y1 - TEXT_PX - 7 if y1 > TEXT_PX + 7 else min(y2 + 2, picture.height - TEXT_PX - 7)
        draw.rectangle((x, y, x + right - left + 6, y + bottom - top + 8), fill=colour)
        draw.text((x + 3 - left, y + 3 - top), text, fill=(255, 255, 255), font=font)
    return picture
