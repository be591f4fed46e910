"""What setting up keeps in this server, for all browsers: pictures, the repeatability test, and a lock.

A second click stops the run of the page that the first one began, at its next look into Streamlit's session: the work
of the first callback is done by then, and what it would have remembered in the session is lost. So whether something
was done is never asked of the session: one browser after the other works at the desk, and looks first what there is.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, TypeVar

from camera.config import CameraConfig
from inspection.calibration import Calibration, load_calibration
from inspection.cards import Card, find_card, save_card
from inspection.errors import CalibrationRefused
from inspection.recipe import Recipe
from inspection.station import Station
from inspection.station.choosing import choose_camera, choose_part
from inspection.station.setting_up import adopt_calibration, adopt_recipe
from inspection.station.settings import load_settings
from inspection.station.trying import confirm_part
from screens.setup.pictures import SetupPictures
from screens.setup.repeat_job import RepeatJob
from screens.setup.trial.shown import TriedPart

Answer = TypeVar("Answer")
REMEMBERED: Final = 64


class SetupDesk:
    """May be asked from any thread. What is asked for twice is done once, and answered as if it had been done again."""

    def __init__(self) -> None:
        self.pictures = SetupPictures()
        self.alone = threading.RLock()
        """Held by whoever changes something."""
        self.tried: TriedPart | None = None
        """The test part that was judged last."""
        self._repeat_job: RepeatJob | None = None
        self._answers: OrderedDict[str, Any] = OrderedDict()

    def once(self, token: str, act: Callable[[], Answer]) -> Answer:
        """What `act` answered when this token was first brought; one that raised may be tried again."""
        with self.alone:
            if token not in self._answers:
                self._answers[token] = act()
                while len(self._answers) > REMEMBERED:
                    self._answers.popitem(last=False)
            answer: Answer = self._answers[token]
            return answer

    def save_recipe(self, station: Station, recipe: Recipe) -> Recipe:
        """The recipe in force, if it says just this; else this one, as the next version. Raises as `adopt_recipe`."""
        with self.alone:
            now = station.recipe
            if recipe.model_copy(update={"version": now.version}) == now:
                return now
            return adopt_recipe(station, recipe)

    def save_calibration(self, station: Station, calibration: Calibration) -> None:
        """Adopt a calibration, unless it is the one that was made just so. Raises as `adopt_calibration`."""
        with self.alone:
            try:
                now = load_calibration(station.home, station.camera_id)
            except CalibrationRefused:
                now = None
            if now is None or (now.made, now.scale) != (calibration.made, calibration.scale):
                adopt_calibration(station, calibration)

    def save_card(self, station: Station, card: Card) -> None:
        """Save a card, unless the present one says just this. Raises as `save_card`."""
        with self.alone:
            now = find_card(card.class_name, card.part_type, station.home, card.language)
            if now is None or (now.language, now.text) != (card.language, card.text):
                save_card(card, station.home)

    def take_part(self, station: Station, name: str) -> Recipe:
        """Choose the part `name` on purpose. Raises as `choose_part`."""
        with self.alone:
            recipe = choose_part(station, name)
            confirm_part(station)
            return recipe

    def take_camera(self, station: Station, config: CameraConfig) -> None:
        """Choose a camera, unless it is the one of the settings. Raises as `choose_camera`."""
        with self.alone:
            if load_settings(station.home).camera != config:
                choose_camera(station, config)

    @property
    def repeat_job(self) -> RepeatJob | None:
        """The repeatability test that was begun last."""
        return self._repeat_job

    def start_repeat(self, station: Station) -> None:
        """Begin a repeatability test, unless one is at work."""
        with self.alone:
            if self._repeat_job is None or not self._repeat_job.is_running:
                self._repeat_job = RepeatJob(station)
