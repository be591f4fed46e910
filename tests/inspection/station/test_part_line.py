"""A light barrier at the camera's line, with Basler's emulated camera: one part, one record, in order, none lost."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from camera.decoding import decode_picture
from camera.driver import Lamp
from camera.frame import Pixels
from camera.process.slots import SLOTS
from inspection.detection.detector import ScriptedDetector, Within
from inspection.finding import Detection
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.record import InspectionRecord
from inspection.records import RecordStore
from inspection.records.search import Search
from inspection.setup import Setup
from inspection.station import Recorded, Station, camera_keeper
from inspection.station.part_line import PartLine
from inspection.verdict import Code, Verdict
from tests.camera.basler.emulator import Faults, waiting_for_parts
from tests.inspection.test_station import eventually
from tests.pictures import patchwork

SIZE_WH = (160, 120)


class SlowDetector(ScriptedDetector):
    """Takes its time, so that parts have to wait."""

    def __init__(self) -> None:
        super().__init__([[]])
        self.takes_s = 0.0

    def find(self, pixels: Pixels, within: Within = None) -> tuple[Detection, ...]:
        time.sleep(self.takes_s)
        return super().find(pixels, within)


class Bench:
    """A station whose camera waits for parts."""

    def __init__(self, home: Path) -> None:
        folder = home.parent / "hands"
        folder.mkdir()
        self.hands = Faults(folder)
        self.detector = SlowDetector()
        self.camera = waiting_for_parts(folder, *SIZE_WH)
        self.station = Station(
            home=home,
            setup=Setup.without_station(load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")),
            cameras={"top": self.camera},
            detector=self.detector,
            records=RecordStore.open(home),
        )
        self.line = PartLine(self.station)
        eventually(lambda: self.station.state().camera.working)
        self.hands.put_under(numbered(home.parent / "parts"))

    def part_comes(self) -> None:
        self.hands.inject("line")
        self.hands.wait_until_taken()

    def wait_for(self, parts: int) -> list[InspectionRecord]:
        """Every recorded part, the first one first, once there are so many."""
        eventually(lambda: sum(self.station.count(Search()).values()) >= parts)
        return list(reversed(self.station.search(Search())))

    def shown(self, record: InspectionRecord) -> int:
        """Which part the record's picture shows."""
        picture = record.inspection.views[0].picture
        assert picture is not None
        data, _ = self.station.picture_bytes(picture.sha256)
        return int(decode_picture(data)[0][0, 0, 0]) // 10

    def close(self) -> None:
        self.line.close()
        self.station.close()


def numbered(folder: Path) -> Path:
    """Parts to be told apart by their first pixel; the emulated camera sees the next one at each exposure."""
    folder.mkdir()
    for number in range(20):
        pixels = patchwork(*SIZE_WH, seed=number)[..., 0].copy()
        pixels[0, 0] = 10 * number
        Image.fromarray(pixels).save(folder / f"{number:02}.png")
    return folder


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    pytest.importorskip("pypylon", reason="the emulated camera comes with pypylon")
    made = Bench(tmp_path / "home")
    yield made
    made.close()


def test_every_part_is_inspected_once_without_a_press(bench: Bench) -> None:
    assert bench.station.state().camera.triggers
    bench.line.start()
    for number in range(3):
        bench.part_comes()
        bench.wait_for(number + 1)
    time.sleep(0.3)  # a part that is inspected twice
    records = bench.wait_for(3)
    assert [bench.shown(record) for record in records] == [0, 1, 2]
    assert {record.inspection.verdict for record in records} == {Verdict.PASS}
    assert bench.station.newest(1) == (records[-1],)


def test_parts_that_come_meanwhile_wait_for_their_turn(bench: Bench) -> None:
    """More of them than there are slots between the two processes: no frame is dropped for want of one."""
    bench.line.start()
    bench.part_comes()
    bench.wait_for(1)
    bench.detector.takes_s = 0.5
    for _ in range(SLOTS + 2):
        bench.part_comes()
    records = bench.wait_for(SLOTS + 3)
    assert [bench.shown(record) for record in records] == list(range(SLOTS + 3))
    assert bench.camera.health().dropped == 0


def test_a_part_whose_picture_is_not_whole_is_recorded_as_not_judged(bench: Bench) -> None:
    bench.line.start()
    bench.part_comes()
    bench.wait_for(1)
    bench.hands.inject("failed-buffer", "1")
    bench.hands.wait_until_taken()
    bench.part_comes()
    bench.wait_for(2)
    bench.part_comes()
    first, torn, last = (record.inspection for record in bench.wait_for(3))
    assert (first.verdict, last.verdict) == (Verdict.PASS, Verdict.PASS)
    assert (torn.verdict, torn.reasons[0].code) == (Verdict.NOT_JUDGED, Code.FRAME_BROKEN)


def test_a_press_waits_for_the_exposure_of_a_part_which_is_then_no_second_one(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_keeper, "SNAP_TIMEOUT_MS", 30_000)
    assert bench.station.inspect_next(0) is None
    with ThreadPoolExecutor(1) as foot:
        press = foot.submit(bench.station.trigger, "key")
        eventually(lambda: bench.station.judging)
        time.sleep(0.5)  # now it waits
        bench.hands.inject("line")
        pressed = press.result(60)
    assert isinstance(pressed, Recorded)
    assert bench.shown(pressed.record) == 0
    assert bench.station.inspect_next(0.3) is None


def test_the_lamp_goes_out_for_a_part_only(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Lamp] = []
    monkeypatch.setattr(bench.camera, "show", shown.append)
    assert bench.station.inspect_next(0) is None
    assert shown == []
    bench.part_comes()
    assert isinstance(bench.station.inspect_next(5), Recorded)
    assert shown == [Lamp.OFF, Lamp.PASS]
