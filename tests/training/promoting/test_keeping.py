"""A comparison is kept for exactly the question that was asked, and is never shown for another one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from inspection.override import Role
from inspection.recipe import Recipe
from inspection.record import Precision
from inspection.station.settings import StationSettings
from inspection.verdict import Verdict
from tests.inspection.model_book.building import NET, PORE, home_with
from tests.nets import write_model
from training.data.freeze import freeze
from training.judging.bench_recipe import any_defect_is_bad
from training.promoting.asking import Answer, Asked, ask_golden
from training.promoting.keeping import FOLDER, Kept, Question, decline, declined, keep, kept
from training.promoting.picture_by_picture import ComparedPicture, Defect, Pointed, Said

SETTINGS = StationSettings(engine="onnxruntime")
RECIPE = any_defect_is_bad("small", ["pore"])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """`small` judges, `small-2` might; two golden pictures with a pore."""
    frozen(tmp_path, number=5)
    home_with(tmp_path, "small")
    write_model(tmp_path / "models" / "small-2", NET + b"\x08\x08", [PORE])
    return tmp_path


def frozen(home: Path, *, number: int) -> None:
    """The next version of `plates`."""
    root = home / f"plates-{number}"
    for index in range(number):
        split = "test" if index >= 3 else ("train", "train", "val")[index]
        for kind in ("images", "labels"):
            (root / kind / split).mkdir(parents=True, exist_ok=True)
        Image.effect_noise((64, 64), 20 + 15 * index).convert("RGB").save(root / "images" / split / f"{index}.png")
        (root / "labels" / split / f"{index}.txt").write_text(f"0 {30 / 64} {30 / 64} {20 / 64} {10 / 64}\n")
    (root / "data.yaml").write_text("train: images/train\nval: images/val\ntest: images/test\nnames: [pore, crack]\n")
    freeze(root / "data.yaml", name="plates", approved_by=Role.MASTER, home=home)


def question(home: Path, recipe: Recipe | None = RECIPE, settings: StationSettings = SETTINGS) -> Question:
    return Question.of("small", home / "models" / "small-2", recipe, settings, home)


def answer(home: Path) -> Answer:
    asked = Asked(
        slot="small",
        candidate=home / "models" / "small-2",
        golden=None,
        margin=0.02,
        home=home,
        engine="onnxruntime",
    )
    return ask_golden(asked, None)


def test_what_was_kept_is_read_as_it_was(home: Path) -> None:
    given = answer(home)
    asked = question(home)
    assert kept(home, asked) is None
    written = keep(home, asked, given)
    assert kept(home, asked) == written
    assert written.answer == given
    assert given.comparison is not None
    assert [one.name.endswith(".png") for one in given.comparison.each] == [True, True]
    assert asked.golden.keys() == {"plates v1"}


@pytest.mark.parametrize(
    "changed",
    [
        lambda home: frozen(home, number=6),
        lambda home: write_model(home / "models" / "small-2", NET + b"\x08\x01", [PORE]),
        lambda home: write_model(home / "models" / "small", NET + b"\x08\x01", [PORE]),
    ],
    ids=["another golden set", "another candidate", "another active model"],
)
def test_what_is_no_longer_true_is_not_found(home: Path, changed: Callable[[Path], Any]) -> None:
    before = question(home)
    keep(home, before, answer(home))
    changed(home)
    after = question(home)
    assert after.key != before.key
    assert kept(home, after) is None


def test_another_recipe_or_number_format_is_another_question(home: Path) -> None:
    limit = RECIPE.model_copy(update={"accepted": ("crack",)})
    others = [question(home, limit), question(home, None), question(home, settings=StationSettings())]
    others.append(question(home, settings=SETTINGS.model_copy(update={"precision": Precision.INT8})))
    assert len({question(home).key, *(one.key for one in others)}) == 5


def test_an_answer_about_other_models_is_not_kept(home: Path) -> None:
    asked = question(home)
    given = answer(home).model_copy(update={"active_sha256": "0" * 64})
    with pytest.raises(ValueError, match="other models"):
        keep(home, asked, given)


def test_a_file_that_cannot_be_read_is_as_if_nobody_had_asked(home: Path) -> None:
    given, asked = answer(home), question(home)
    keep(home, asked, given)
    path = home / FOLDER / f"{asked.key}.json"
    path.write_bytes(path.read_bytes()[:-40])
    assert kept(home, asked) is None
    path.write_text("{}")
    assert kept(home, asked) is None


def test_what_the_master_did_not_want_is_kept(home: Path) -> None:
    assert declined(home) == {}
    decline(home, "a" * 64, role=Role.MASTER, reason="misses cracks")
    decline(home, "b" * 64, role=Role.MASTER, reason=None)
    assert {digest: one.reason for digest, one in declined(home).items()} == {"a" * 64: "misses cracks", "b" * 64: None}


places = st.tuples(*[st.floats(0, 1e4)] * 4)
corners = st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)), min_size=3, max_size=5).map(tuple)
pointed = st.builds(
    Pointed,
    class_name=st.sampled_from(["pore", "crack"]),
    score=st.floats(0, 1),
    xyxy=places,
    polygon=st.none() | corners,
    is_wrong=st.booleans(),
)


@given(
    found=st.lists(st.booleans(), max_size=4),
    findings=st.lists(pointed, max_size=4),
    truth=st.sampled_from(Verdict),
    polygon=st.none() | corners,
    alone=st.booleans(),
)
def test_a_picture_with_what_both_said_goes_through_a_file_unchanged(
    found: list[bool], findings: list[Pointed], truth: Verdict, polygon: Any, *, alone: bool
) -> None:
    said = Said(verdict=truth, findings=tuple(findings), found=tuple(found))
    defect = Defect(class_name="pore", xyxy=(0, 0, 1, 1), polygon=polygon)
    picture = ComparedPicture(
        sha256="0" * 64,
        name="bead.png",
        width_px=64,
        height_px=48,
        truth=truth,
        defects=(defect,) * len(found),
        candidate=said,
        active=None if alone else said,
    )
    assert ComparedPicture.model_validate_json(picture.model_dump_json()) == picture
    assert not picture.is_told_apart
    assert said.missed + sum(found) == len(found)


def test_answers_are_about_the_defects_of_the_picture(home: Path) -> None:
    given = answer(home)
    assert given.comparison is not None
    one = given.comparison.each[0].model_dump(mode="json")
    one["candidate"]["found"] = []
    with pytest.raises(ValueError, match="0 answers about 1 defects"):
        ComparedPicture.model_validate(one)
    assert Kept.model_config["extra"] == "forbid"
