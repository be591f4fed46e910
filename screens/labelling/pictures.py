"""Pictures of the book as a browser gets them, and as they are measured on: decoded once, however many ask."""

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar

from inspection.pictures import jpeg_to_show
from screens.shown_pictures import at_most

if TYPE_CHECKING:
    from camera.frame import Pixels
    from training.labelling.book import LabelBook
    from training.labelling.drawing import LabelPicture

Kept = TypeVar("Kept")
Width: TypeAlias = Literal[240, 1600]
WIDTHS: Final[tuple[Width, ...]] = (240, 1600)
"""In the strip, and on the whole screen until the picture itself is there."""
_KEPT: Final[dict[Width, int]] = {240: 512, 1600: 24}
_DECODED_KEPT: Final = 2
"""The one that somebody draws on, and the next; 20 megapixels are 60 MB."""


class LabelPictures:
    """May be asked from any thread; one picture is decoded at a time, so that inspection keeps its cores."""

    def __init__(self) -> None:
        self._alone = threading.Lock()
        self._small: dict[Width, OrderedDict[str, bytes]] = {width: OrderedDict() for width in WIDTHS}
        self._decoded: OrderedDict[str, Pixels] = OrderedDict()

    def small(self, book: "LabelBook", picture: "LabelPicture", width: Width) -> bytes:
        """A JPEG at most so many px wide. Raises StorageFailed where the picture is gone."""
        with self._alone:
            if (there := self._small[width].get(picture.sha256)) is None:
                pixels = self._pixels(book, picture)
                for each in WIDTHS:  # decoding is what takes its time
                    _keep(self._small[each], picture.sha256, jpeg_to_show(at_most(pixels, each)), _KEPT[each])
                there = self._small[width][picture.sha256]
            self._small[width].move_to_end(picture.sha256)
            return there

    def pixels(self, book: "LabelBook", picture: "LabelPicture") -> "Pixels":
        """The picture itself, read-only. Raises StorageFailed where it is gone."""
        with self._alone:
            return self._pixels(book, picture)

    def _pixels(self, book: "LabelBook", picture: "LabelPicture") -> "Pixels":
        from camera.decoding import decode_picture

        if (there := self._decoded.get(picture.sha256)) is None:
            there, _ = decode_picture(book.picture_bytes(picture))
            _keep(self._decoded, picture.sha256, there, _DECODED_KEPT)
        self._decoded.move_to_end(picture.sha256)
        return there


def _keep(kept: "OrderedDict[str, Kept]", sha256: str, one: Kept, most: int) -> None:
    kept[sha256] = one
    while len(kept) > most:
        kept.popitem(last=False)
