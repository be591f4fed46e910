"""The lesson says who says what of this picture, and what this defect looks like; two sentences."""

from pathlib import Path

import pytest

from inspection.finding import Detection
from inspection.verdict import Verdict
from screens.labelling.guessing_lesson import Lesson, lesson_on
from tests.screens.building import inspection, recorded

PORE = Detection(class_name="pore", score=0.9, xyxy=(100, 100, 160, 160))
CRACK = Detection(class_name="crack", score=0.9, xyxy=(350, 244, 452, 262))


def lesson(
    *found: Detection, guessed: Verdict = Verdict.FAIL, name: str | None = None, master: Verdict | None = None
) -> Lesson:
    return lesson_on(recorded(inspection(*found)), master, guessed, name, Path("/nowhere"), "de")


@pytest.mark.parametrize(
    ("guessed", "name", "master", "said"),
    [
        (
            Verdict.FAIL,
            "crack",
            None,
            "Geraten wie die Station: n.i.O. (Riss); der Meister hat sich dazu nicht geäußert.",
        ),
        (Verdict.FAIL, "crack", Verdict.FAIL, "Geraten wie Station und Meister: n.i.O. (Riss)."),
        (
            Verdict.FAIL,
            "crack",
            Verdict.PASS,
            "Geraten wie die Station: n.i.O. (Riss); der Meister sagt i.O., und sein Wort gilt.",
        ),
        (
            Verdict.FAIL,
            "pore",
            Verdict.FAIL,
            "Geraten: n.i.O. (Pore); die Station sagt n.i.O. (Riss), der Meister sagt n.i.O., und sein Wort gilt.",
        ),
        (
            Verdict.PASS,
            None,
            None,
            "Geraten: i.O.; die Station sagt n.i.O. (Riss), und der Meister hat sich dazu nicht geäußert.",
        ),
    ],
)
def test_who_says_what_is_one_sentence(guessed: Verdict, name: str | None, master: Verdict | None, said: str) -> None:
    assert lesson(CRACK, guessed=guessed, name=name, master=master).said == said


def test_what_the_defect_looks_like_is_one_more(tmp_path: Path) -> None:
    looks = lesson(CRACK).looks

    assert looks.startswith("Riss: Feine, oft gezackte dunkle Linie") and looks.endswith("Endkrater.")


def test_on_a_good_part_the_lesson_is_about_what_was_guessed() -> None:
    assert lesson(name="pore").looks.startswith("Pore: ")
    assert lesson(guessed=Verdict.PASS).looks == "Auf diesem Teil wurde nichts gefunden."
    assert "keine Karte" in lesson(name="scratch").looks


def test_the_masters_word_counts() -> None:
    assert lesson(CRACK, guessed=Verdict.PASS, master=Verdict.PASS).agrees
    assert not lesson(CRACK, guessed=Verdict.FAIL, master=Verdict.PASS).agrees
    assert lesson(CRACK, guessed=Verdict.FAIL).verdict is Verdict.FAIL


def test_what_was_found_is_marked_on_the_picture() -> None:
    assert [mark.word for mark in lesson(PORE, CRACK).marks] == ["Pore", "Riss"]
