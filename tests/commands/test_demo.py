"""`meisterblick demo`: a folder of its own, and good parts learned beside it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from camera.config import SimulatedConfig
from camera.disturbances import Disturbances
from camera.simulated import SimulatedCamera
from commands import demo as command
from commands.demo_learning import main as learn
from inspection.demonstration.good_parts import HARMLESS, good_parts, write_good_pictures
from inspection.demonstration.own_folder import MODEL, learned, prepare, say_learned
from inspection.demonstration.state import Learning
from inspection.detection.loading import load_detector
from inspection.good_only import GoodOnlyDetector
from inspection.records import RecordStore
from screens import server


def test_a_wrong_part_is_unlike_what_was_learned(tmp_path: Path) -> None:
    prepare(tmp_path)
    assert learn(tmp_path, pictures=12) == 0
    said = learned(tmp_path)
    assert said is not None and said.learning is Learning.LEARNED
    assert not (tmp_path / "good-parts").exists()
    detector = load_detector(tmp_path / "models" / MODEL)
    assert isinstance(detector, GoodOnlyDetector)
    camera = SimulatedCamera(SimulatedConfig())
    camera.disturb(Disturbances(other_part=True))
    camera.open()
    try:
        assert detector.find(camera.snap().pixels)
    finally:
        camera.close()


def test_what_cannot_be_learned_is_said(tmp_path: Path) -> None:
    prepare(tmp_path)
    assert learn(tmp_path, pictures=3) == 1
    said = learned(tmp_path)
    assert said is not None and said.learning is Learning.FAILED
    assert "at least 10" in said.detail


def test_pictures_to_learn_from_show_good_parts_and_no_other_twice(tmp_path: Path) -> None:
    small = SimulatedConfig(width_px=128, height_px=96)
    write_good_pictures(tmp_path, small, 3)
    assert len(list(tmp_path.glob("*.png"))) == 3
    part = next(good_parts(small))
    assert {defect.class_name for defect in part.defects} <= HARMLESS
    assert np.ptp(part.pixels) > 20


def test_the_shop_s_records_are_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}
    own = tmp_path / command.FOLDER
    (own / "models" / MODEL).mkdir(parents=True)
    (own / "models" / MODEL / "manifest.json").write_text("{}")  # it was learned before
    monkeypatch.setenv("MEISTERBLICK_HOME", str(tmp_path))
    monkeypatch.setattr(server, "run", lambda port, **options: asked.update(options, port=port))
    command.demo(port=8555, browser=False, home=None, parts=0)
    assert asked == {"port": 8555, "open_browser": False, "home": own, "page": "demo"}
    said = learned(own)
    assert said is not None and said.learning is Learning.LEARNED


def test_the_first_start_has_months_behind_it_and_the_second_adds_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models" / MODEL).mkdir(parents=True)
    (tmp_path / "models" / MODEL / "manifest.json").write_text("{}")  # it was learned before
    monkeypatch.setattr(server, "run", lambda port, **options: None)
    counted = []
    for _start in range(2):
        command.demo(port=8555, browser=False, home=tmp_path, parts=40)
        store = RecordStore.open(tmp_path)
        counted.append(sum(store.counts().values()))
        store.close()
    assert counted == [40, 40]


def test_a_learner_that_died_is_not_waited_for(tmp_path: Path) -> None:
    prepare(tmp_path)
    say_learned(tmp_path, Learning.UNDER_WAY)
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    command._wait_for(process, tmp_path)
    said = learned(tmp_path)
    assert said is not None and said.learning is Learning.FAILED
    assert "status 3" in said.detail
