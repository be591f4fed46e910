"""The room of teaching without a browser: what it says of a book and of a training, and who may act."""

import os
import time
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from inspection.people import Role
from screens.door.door import Visitor
from screens.host import StationHost
from screens.learning import good_parts_job
from screens.learning.good_parts_taking import keep_good
from tests.screens.access.test_visiting import room
from tests.screens.test_page import said, start, station_in
from tests.training.labelling.building import box, png
from tests.training.test_runs import BEGUN, FINISHED, looked, make, progress
from training.labelling.drawing import Shape, State
from training.labelling.lessons import approved, freeze_lessons
from training.runs import CommandProcess

__all__ = ["start", "station_in"]

PART = "weld-bead"


def section(name: str) -> AppTest:
    test = room("learn")
    assert not test.exception
    if name != "enough":
        test.button(key=f"learn_section_{name}").click().run()
    assert not test.exception
    return test


def fill(host: StationHost, *drawn: tuple[Shape, ...]) -> None:
    book = host.label_desk.book
    book.add_classes(PART, ["pore", "crack"])
    for seed, shapes in enumerate(drawn):
        picture = book.add_picture(PART, png(seed))
        book.draw(PART, picture.sha256, shapes, based_on=0, role=Role.MASTER, state=State.APPROVED)


@pytest.fixture
def host(start: Callable[..., StationHost], monkeypatch: pytest.MonkeyPatch) -> StationHost:
    monkeypatch.setattr("screens.learning.enough_job.Looks.findings", lambda *_: ())
    host = start()
    while host.station is None or not host.station.state().camera.working:  # a slow machine opens it late
        time.sleep(0.02)
    return host


def test_an_empty_book_is_too_little(host: StationHost) -> None:
    assert "Zum Anlernen ist es noch zu wenig" in said(section("enough"))
    form = section("train")
    assert form.button(key="learn_begin").disabled
    assert "Das ist zu wenig" in said(form)


def test_it_names_the_one_thing_that_helps_most(host: StationHost) -> None:
    fill(host, *[(box(),)] * 20, *[(box("crack"),)] * 18, *[()] * 8)
    shown = said(section("enough"))
    assert "Am meisten hilft: noch 12 Bilder mit Rissen." in shown
    assert "20 von 30 Bildern" in shown
    assert "8 Bilder, das reicht" in shown
    form = section("train")
    assert not form.button(key="learn_begin").disabled
    assert form.text_input[0].value == "weld-bead-2"


def test_drawings_that_wait_are_counted(host: StationHost) -> None:
    fill(host, (box(),))
    book = host.label_desk.book
    waiting = book.add_picture(PART, png(99))
    book.draw(PART, waiting.sha256, (box(),), based_on=0, role=Role.TRAINEE)
    assert "Warten auf die Freigabe des Meisters: 1." in said(section("enough"))


def test_a_trainee_looks_and_begins_nothing(host: StationHost, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("access.visiting", "setup.acting", "learning.training", "learning.good_parts"):
        monkeypatch.setattr(f"screens.{place}.visitor", lambda: Visitor(role=Role.TRAINEE))
    fill(host, *[(box(),)] * 5)
    for name in ("train", "good-parts"):
        shown = section(name)
        assert "Hier ist der Meister gefragt" in said(shown)
        assert not [
            one
            for one in shown.button
            if one.key in ("learn_begin", "learn_take_many", "learn_take_good", "learn_teach")
        ]


def test_a_training_at_work_is_shown_and_no_second_can_be_begun(host: StationHost) -> None:
    make(host.home, BEGUN, looked(0.3, 9), progress(0.4), name="weld-bead-2")
    shown = section("train")
    text = said(shown)
    assert "findet 9 von 10 Poren" in text
    assert "Fehlalarme: 1" in text
    assert 'aria-valuenow="40"' in text
    assert "noch 5 Minuten" in text
    keys = {one.key for one in shown.button}
    assert "learn_stop" in keys and "learn_begin" not in keys
    shown.button(key="learn_stop").click().run()
    assert (host.home / "training" / "weld-bead-2" / "stop").exists()
    assert "Es hält an" in said(shown)


def test_a_killed_training_is_said_with_the_next_step(host: StationHost) -> None:
    nobody = CommandProcess(pid=os.getpid(), began=0)
    make(host.home, BEGUN, progress(0.4), name="weld-bead-2", process=nobody).task.write_text("{}")
    shown = section("train")
    assert "weld-bead-2 wurde abgebrochen" in said(shown)
    assert "Am Prüfplatz prüft dasselbe Modell wie vorher" in said(shown)
    assert any(one.key == "learn_go_on" for one in shown.button)
    assert shown.text_input[0].value == "weld-bead-3", "the name is taken"


def test_the_history_says_how_each_ended(host: StationHost) -> None:
    assert "noch nichts angelernt" in said(section("runs"))
    make(host.home, BEGUN, looked(0.9, 10), FINISHED, name="weld-bead-2")
    shown = said(section("runs"))
    assert "weld-bead-2" in shown and "fertig" in shown and "hat 13 Minuten gedauert" in shown


def test_a_picture_of_a_good_part_is_approved_without_a_defect(host: StationHost) -> None:
    assert host.station is not None
    keep_good(host.label_desk.book, PART, host.station.snap())
    [lesson] = approved(host.label_desk.book, PART)
    assert (lesson.drawing.shapes, lesson.drawing.role) == ((), Role.MASTER)
    assert "Bilder guter Teile: 1 von 20" in said(section("good-parts"))


def test_one_click_takes_the_part_that_lies_there(host: StationHost) -> None:
    shown = section("good-parts")
    shown.button(key="learn_take_good").click().run()
    assert not shown.exception
    assert "Bilder guter Teile: 1 von 20" in said(shown)


def test_what_judges_a_model_teaches_no_good_parts(host: StationHost) -> None:
    fill(host, *[(box(),)] * 6, *[()] * 14)
    lessons = approved(host.label_desk.book, PART)
    assert len(good_parts_job.usable(lessons, host.home)) == 14
    freeze_lessons(host.label_desk.book, PART, host.home)
    golden = len(list((host.home / "datasets" / PART / "v0001" / "images" / "golden").iterdir()))
    assert golden == 4
    assert 10 <= len(good_parts_job.usable(lessons, host.home)) < 14


def test_a_damaged_version_is_said_and_the_other_sections_stay(host: StationHost) -> None:
    folder = host.home / "datasets" / "plates" / "v0001"
    folder.mkdir(parents=True)
    (folder / "version.json").write_text("{}")
    assert "Das lässt sich nicht anzeigen" in said(section("good-parts"))
    assert "noch nichts angelernt" in said(section("runs"))


@pytest.mark.parametrize("name", ["weld-bead-2", "weld-bead"])
def test_a_name_is_given_once(host: StationHost, name: str) -> None:
    make(host.home, BEGUN, FINISHED, name="weld-bead-2").task.write_text("{}")
    fill(host, *[(box(),)] * 5)
    form = section("train")
    form.text_input[0].set_value(name).run()
    form.button(key="learn_begin").click().run()
    assert f"Ein Modell namens {name} gibt es schon" in said(form)
