"""What the page says of a comparison is what was compared; and who is asked about."""

import os
from pathlib import Path

import pytest

from inspection.language import Language
from inspection.model_book.active import manifest_sha256
from inspection.model_book.changing import make_active
from inspection.model_book.verifying import refuse_unsound
from inspection.override import Role
from inspection.places import find_recipe
from inspection.setup import Setup
from inspection.verdict import Verdict
from screens.learning.candidates import slots_of
from screens.learning.deciding_words import advice_notice, rows
from screens.learning.flipping import MOST, flip_data, ordered
from screens.learning.golden_route import _picture
from tests.screens.learning.workshop import workshop
from training.promoting.advising import Counsel, advise
from training.promoting.asking import Answer, Asked, ask_golden
from training.promoting.golden import golden_at_home, golden_picture
from training.promoting.keeping import decline


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workshop(tmp_path_factory.mktemp("deciding") / "home")


def answer(home: Path, model: str) -> Answer:
    asked = Asked(
        slot="small", candidate=home / "models" / model, golden=None, margin=0.02, home=home, engine="onnxruntime"
    )
    return ask_golden(asked, Setup.without_station(find_recipe("plate", home)))


@pytest.fixture(scope="module")
def better(home: Path) -> Answer:
    return answer(home, "small-2")


@pytest.fixture(scope="module")
def worse(home: Path) -> Answer:
    return answer(home, "small-3")


def test_what_finds_one_more_of_three_may_be_better_by_chance(better: Answer) -> None:
    advice = advise(better)
    assert (advice.counsel, advice.gained, advice.lost, advice.is_enough) == (Counsel.PERHAPS_BETTER, 1, 0, False)
    notice = advice_notice(better, advice, "de")
    assert notice.title == "Empfehlung: kann übernommen werden. Es wirkt besser, das kann aber Zufall sein."
    assert "Es findet 3 von 3 Fehlern, das jetzige Modell 2 von 3." in notice.lines
    assert "Es lehnt 0 von 2 guten Teilen zu Unrecht ab, das jetzige Modell 0 von 2." in notice.lines
    assert any(line.startswith("Zu wenige Bilder, um sicher zu sein: 3 schlechte und 2 gute") for line in notice.lines)


def test_what_stands_against_it_comes_first(worse: Answer) -> None:
    advice = advise(worse)
    assert (advice.counsel, advice.annoyed) == (Counsel.LEAVE, 2)
    notice = advice_notice(worse, advice, "de")
    assert (notice.kind, notice.lines[0]) == ("bad", worse.against("de")[0])


def test_where_nothing_can_be_compared_that_is_said(better: Answer) -> None:
    bare = better.model_copy(update={"comparison": None})
    assert advise(bare).counsel is Counsel.NOT_COMPARED
    assert "weggelegt" in advice_notice(bare, advise(bare), "de").title


def test_a_difference_that_chance_does_not_make_is_better(better: Answer) -> None:
    assert better.comparison is not None
    each = [one for one in better.comparison.each if one.is_told_apart] * 6
    many = better.comparison.model_copy(update={"each": tuple(each)})
    assert advise(better.model_copy(update={"comparison": many})).counsel is Counsel.BETTER
    same = better.comparison.model_copy(update={"each": ()})
    assert advise(better.model_copy(update={"comparison": same})).counsel is Counsel.SAME


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_better_side_of_each_line_is_marked(worse: Answer, language: Language) -> None:
    assert worse.comparison is not None
    found, escapes, rejects, *_ = rows(worse.comparison, language)
    assert ((found.now, found.now_of), (found.new, found.new_of)) == ((2, 3), (3, 3))
    assert (found.is_better("new"), found.is_better("now")) == (True, False)
    assert (escapes.is_better("new"), rejects.is_better("now"), rejects.is_better("new")) == (True, True, False)


def test_pictures_on_which_they_differ_come_first_then_those_on_which_the_new_one_errs(worse: Answer) -> None:
    assert worse.comparison is not None
    each = ordered(worse.comparison.each)
    assert [one.is_told_apart for one in each] == sorted((one.is_told_apart for one in each), reverse=True)
    data = flip_data(worse.comparison, "de")
    assert len(data.pictures) == 5 <= MOST
    good = next(one for one in data.pictures if one.deserves == "Dieses Teil ist gut.")
    now, new = good.sides
    assert (now.is_right, now.marks, new.is_right) == (True, (), False)
    assert [(mark.kind, mark.label) for mark in new.marks] == [("review", "Pore")]
    assert new.lines == ("meldet 1 Stelle, an der nichts ist",)


def test_missed_defects_are_drawn_where_people_drew_them(better: Answer) -> None:
    assert better.comparison is not None
    first = flip_data(better.comparison, "de").pictures[0]
    now, new = first.sides
    assert [(mark.kind, mark.label) for mark in now.marks] == [("fail", "übersehen: Pore")]
    assert (now.verdict, new.verdict, first.told_apart) == (Verdict.PASS, Verdict.FAIL, "Hier unterscheiden sie sich.")
    assert now.marks[0].xyxy == first.truths[0].xyxy


def test_the_workshops_own_models_that_know_such_defects_are_candidates(tmp_path: Path) -> None:
    home = workshop(tmp_path / "home")
    recipe = find_recipe("plate", home)
    os.utime(home / "models" / "small-2" / "manifest.json")
    [slot] = slots_of(recipe, home)
    assert (slot.judges, slot.before, [one.name for one in slot.candidates]) == ("small", None, ["small-2", "small-3"])
    decline(home, manifest_sha256(home / "models" / "small-2"), role=Role.MASTER, reason=None)
    [slot] = slots_of(recipe, home)
    assert [(one.name, one.declined_at is None) for one in slot.candidates] == [("small-3", True), ("small-2", False)]
    make_active("small", home / "models" / "small-3", home, refuse_unsound, role=Role.MASTER)
    [slot] = slots_of(recipe, home)
    assert (slot.judges, slot.before) == ("small-3", "small")
    assert {one.name for one in slot.candidates} == {"small", "small-2"}


def test_a_golden_picture_is_served_by_its_hash_and_only_as_it_was_frozen(tmp_path: Path) -> None:
    home = workshop(tmp_path / "home")
    golden = golden_at_home(home, None)
    assert golden is not None
    path = golden_picture(home, golden.digests[0])
    assert path is not None
    served = _picture(home, golden.digests[0])
    assert (served.status_code, served.media_type, served.body) == (200, "image/png", path.read_bytes())
    for unknown in ("0" * 64, "..%2fsettings.yaml", ""):
        assert _picture(home, unknown).status_code == 404
    path.chmod(0o644)
    path.write_bytes(b"changed")
    assert _picture(home, golden.digests[0]).status_code == 404
