"""What all browsers that draw share."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from inspection.detection.detector import Detector
from inspection.station import Station
from screens.labelling.gathering import Gathering
from screens.labelling.pictures import LabelPictures
from screens.labelling.suggester import Suggester, active_model
from screens.labelling.who_draws import WhoDraws
from training.labelling.seeing import Seeing

if TYPE_CHECKING:
    from training.labelling.book import LabelBook


class LabelDesk:
    """One for each server. May be asked from any thread."""

    def __init__(self, home: Path, *, detector_of: Callable[[Station], Detector] = active_model) -> None:
        """`detector_of` gives the net that makes suggestions; it is asked once for each model that judges."""
        self.who_draws = WhoDraws()
        self.pictures = LabelPictures()
        self.suggester = Suggester(detector_of)
        self.gathering = Gathering()
        self.seeing = Seeing(home)
        self._home = home
        self._opening = threading.Lock()
        self._book: LabelBook | None = None

    @property
    def book(self) -> "LabelBook":
        """The book of this station, opened when it is first asked for: most browsers only inspect.

        Raises StorageFailed, and BookRefused where a newer program wrote it.
        """
        from training.labelling.book import LabelBook

        with self._opening:
            if self._book is None:
                self._book = LabelBook.open(self._home)
            return self._book

    def close(self) -> None:
        """Let go of the book."""
        self.seeing.close()
        with self._opening:
            if self._book is not None:
                self.gathering.wait()
                self._book.close()
                self._book = None
