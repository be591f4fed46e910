"""A candidate that misses what the active model finds, or rejects many more good parts, is refused; pictures that
taught it prove nothing."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image

from inspection.detection.detector import ScriptedDetector
from inspection.finding import Detection
from inspection.override import Role
from inspection.recipe import Recipe
from inspection.record import Precision
from inspection.scale import CameraScale
from inspection.setup import Setup
from inspection.verdict import Verdict
from tests.inspection.detection.test_loading import with_int8
from tests.nets import constant_net, raw_answer, write_model
from tests.pictures import patchwork
from training.data.freeze import freeze
from training.errors import LayoutError, PromotionRefused
from training.judging.bench_recipe import ANY_PICTURE, any_defect_is_bad
from training.promoting import comparing, golden_at_home, golden_of, refuse_learned
from training.promoting.golden import Golden
from training.promoting.report import Comparison, DefectMissed, MoreFalseRejects, NothingProven, PartMissed
from training.promoting.telling import as_text, objections
from training.variant import write_variant

Answers = Sequence[Sequence[Detection]]
Compare = Callable[..., Comparison]


def pore(x: float, score: float = 0.9, class_name: str = "pore") -> Detection:
    return Detection(class_name=class_name, score=score, xyxy=(x, 20, x + 10, 30))


def data_set(root: Path, pictures: Sequence[Sequence[float]]) -> Path:
    """A `test` split with a pore of 10 px at each x, on pictures of 64 px."""
    for kind in ("images", "labels"):
        (root / kind / "test").mkdir(parents=True)
    for index, places in enumerate(pictures):
        Image.fromarray(patchwork(64, 64, seed=index)).save(root / "images" / "test" / f"{index:02}.png")
        lines = [f"0 {(x + 5) / 64} {25 / 64} {10 / 64} {10 / 64}\n" for x in places]
        (root / "labels" / "test" / f"{index:02}.txt").write_text("".join(lines))
    (root / "data.yaml").write_text("test: images/test\nnames: [pore, crack]\n")
    return root / "data.yaml"


@pytest.fixture
def compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compare:
    """Compares two models that answer what they are told, picture by picture."""
    net = constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)]))
    for name in ("new", "old"):
        write_model(tmp_path / "models" / name, net, [pore(0)])

    def compare(
        places: Sequence[Sequence[float]], new: Answers, old: Answers | None, setup: Setup | None = None
    ) -> Comparison:
        yaml = tmp_path / "set" / "data.yaml"
        golden = golden_of(yaml if yaml.exists() else data_set(tmp_path / "set", places))
        told = {"new": new, "old": old or []}
        monkeypatch.setattr(comparing, "load_detector", lambda folder, **_: ScriptedDetector(told[folder.name]))
        active = None if old is None else tmp_path / "models" / "old"
        return comparing.compare(tmp_path / "models" / "new", active, golden, setup, slot="small", home=tmp_path)

    return compare


def test_who_finds_the_same_is_taken(compared: Compare) -> None:
    answers = [[pore(5)], []]
    comparison = compared([[5], []], answers, answers)
    assert comparison.objections == ()
    assert (comparison.bad_parts, comparison.good_parts) == (1, 1)
    assert comparison.candidate.found.value == 1
    assert "spricht nichts" in as_text("new", comparison, (), "de")


def test_a_bad_part_that_only_the_candidate_passes_is_named(compared: Compare) -> None:
    comparison = compared([[5], []], [[], []], [[pore(5)], []])
    assert comparison.objections == (
        PartMissed(picture="00.png", active=Verdict.FAIL),
        DefectMissed(picture="00.png", class_name="pore", xyxy=(5, 20, 15, 30)),
    )
    assert comparison.candidate.escape_rate.value == 1
    told = objections(comparison, None, "de")
    assert "00.png: ein schlechtes Teil, das es durchlässt; das aktive Modell sagt n.i.O." in told[0]
    assert "Pore bei 5, 20, 15, 30" in told[1]


def test_a_bad_part_that_both_pass_is_no_step_back(compared: Compare) -> None:
    assert compared([[5], []], [[], []], [[], []]).objections == ()


def test_one_of_two_defects_missed_is_refused_though_the_part_fails(compared: Compare) -> None:
    comparison = compared([[5, 40]], [[pore(5)]], [[pore(5), pore(40)]])
    assert comparison.objections == (DefectMissed(picture="00.png", class_name="pore", xyxy=(40, 20, 50, 30)),)


@pytest.mark.parametrize(("upper_px", "missed"), [(40.0, 0), (5.0, 1)])
def test_a_defect_that_a_part_may_have_is_not_missed(compared: Compare, upper_px: float, missed: int) -> None:
    limit = {"class_name": "pore", "characteristic": "diameter", "upper": upper_px, "unit": "px", "source": "shop"}
    said = {"name": "plate", "version": 1, "part_type": "plate", "model": "small", "limits": [limit]}
    recipe = Recipe.model_validate({**said, "checks": ANY_PICTURE})
    comparison = compared([[5, 40]], [[pore(5)]], [[pore(5), pore(40)]], Setup.without_station(recipe))
    assert len([one for one in comparison.objections if isinstance(one, DefectMissed)]) == missed
    assert comparison.candidate.found.n == 2


def test_a_defect_pointed_at_under_another_name_is_not_missed(compared: Compare) -> None:
    assert compared([[5]], [[pore(6, class_name="crack")]], [[pore(5)]]).objections == ()


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, False), (2, True)])
def test_false_rejects_may_rise_by_one_part_and_by_the_margin(compared: Compare, more: int, *, refused: bool) -> None:
    good: list[list[float]] = [[]] * 20
    alarms = [[pore(5)]] * more + [[]] * (20 - more)
    comparison = compared([*good, [5]], [*alarms, [pore(5)]], [*[[]] * 20, [pore(5)]])
    expected = MoreFalseRejects(candidate=more, active=0, allowed_more=1, good_parts=20)
    assert comparison.objections == ((expected,) if refused else ())


def test_every_picture_keeps_what_both_said_of_it(compared: Compare) -> None:
    beside = pore(50, class_name="crack")
    comparison = compared([[5, 40], []], [[pore(5)], [beside]], [[pore(5), pore(40)], []])
    bad, good = comparison.each
    assert (bad.name, bad.truth, [one.xyxy[0] for one in bad.defects]) == ("00.png", Verdict.FAIL, [5, 40])
    assert bad.active is not None and good.active is not None
    assert (bad.candidate.found, bad.active.found) == ((True, False), (True, True))
    assert (bad.candidate.missed, bad.candidate.flagged_wrongly) == (1, 0)
    assert (good.candidate.flagged_wrongly, good.candidate.verdict) == (1, Verdict.FAIL)
    assert (good.active.findings, good.active.verdict, good.truth) == ((), Verdict.PASS, Verdict.PASS)
    assert [one.is_wrong for one in good.candidate.findings] == [True]
    assert bad.is_told_apart and good.is_told_apart
    assert bad.sha256 != good.sha256


def test_what_may_be_there_is_not_flagged_wrongly(compared: Compare) -> None:
    recipe = any_defect_is_bad("small", ["pore"]).model_copy(update={"accepted": ("crack",)})
    found = [[pore(5), pore(40, class_name="crack")]]
    comparison = compared([[5]], found, found, Setup.without_station(recipe))
    [picture] = comparison.each
    assert [(one.class_name, one.is_wrong) for one in picture.candidate.findings] == [("pore", False), ("crack", False)]
    assert not picture.is_told_apart


def test_after_every_picture_it_is_told_how_many_are_done(compared: Compare, tmp_path: Path) -> None:
    compared([[5], []], [[], []], [[], []])
    models, told = tmp_path / "models", list[tuple[int, int]]()
    comparing.compare(
        models / "new",
        models / "old",
        golden_of(tmp_path / "set" / "data.yaml"),
        None,
        slot="small",
        home=tmp_path,
        on_picture=lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_where_nothing_is_active_a_bad_part_must_not_pass_all_the_same(compared: Compare) -> None:
    comparison = compared([[5], []], [[pore(5)], []], None)
    assert (comparison.active, comparison.objections) == (None, ())
    assert "no active model to compare with" in as_text("new", comparison, (), "en")


def test_where_nothing_is_active_a_blind_candidate_is_refused(compared: Compare) -> None:
    comparison = compared([[5], []], [[], []], None)
    assert comparison.objections == (PartMissed(picture="00.png", active=None),)
    assert objections(comparison, None, "en") == ("00.png: a bad part that it passes; no model is active.",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scale": CameraScale(kind="camera")}, "2 ×: Der Maßstab der Kamera ist nicht bekannt."),
        ({"checks": ANY_PICTURE.model_copy(update={"min_focus": 1e9})}, "2 ×: Das Bild ist unscharf"),
    ],
)
def test_pictures_that_were_not_judged_prove_nothing(compared: Compare, change: dict[str, object], said: str) -> None:
    recipe = any_defect_is_bad("small", ["pore", "crack"]).model_copy(update=change)
    for old in ([[pore(5)], []], None):
        comparison = compared([[5], []], [[], []], old, Setup.without_station(recipe))
        assert [type(one) for one in comparison.objections] == [NothingProven]
        assert said in objections(comparison, None, "de")[0]


def test_what_is_only_unlike_good_parts_is_for_the_master_without_a_recipe(compared: Compare) -> None:
    unlike = pore(5, class_name="unlike_good")
    comparison = compared([[5], []], [[unlike], []], None)
    assert (comparison.objections, comparison.candidate.review_rate.count) == ((), 1)


def test_who_offers_the_stations_precision_is_compared_in_it(tmp_path: Path) -> None:
    net = constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)]))
    found = Detection(class_name="pore", score=0.9, xyxy=(20, 25, 40, 35))
    for name in ("old", "new"):
        write_model(tmp_path / "models" / name, net, [found])
    with_int8(tmp_path / "models" / "new", offered_on="onnxruntime")
    comparison = comparing.compare(
        tmp_path / "models" / "new",
        tmp_path / "models" / "old",
        golden_of(data_set(tmp_path / "set", [[5]])),
        None,
        slot="small",
        home=tmp_path,
        engine="onnxruntime",
        precision=Precision.INT8,
    )
    assert comparison.active is not None
    assert (comparison.candidate.precision, comparison.active.precision) == (Precision.INT8, Precision.F32)
    assert "new (int8)" in as_text("new", comparison, (), "en")


@pytest.mark.parametrize("slot", ["net", "good"])
def test_what_judges_beside_it_at_the_bench_looks_at_golden_pictures_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slot: str
) -> None:
    """The candidate finds nothing; that the part does not pass is the word of the model beside it."""
    net = constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)]))
    for name in ("net", "good", "new"):
        write_model(tmp_path / "models" / name, net, [pore(0)])
    unlike = [[pore(5, 0.9, "unlike_good")]]
    monkeypatch.setattr(
        comparing,
        "load_detector",
        lambda folder, **_: ScriptedDetector([[]] if folder.name == "new" else unlike),
    )
    recipe = any_defect_is_bad("net", ["pore"]).model_copy(update={"good_only": "good"})
    golden = golden_of(data_set(tmp_path / "set", [[5]]))
    candidate = tmp_path / "models" / "new"
    alone, both = (
        comparing.compare(candidate, None, golden, Setup.without_station(one), slot=slot, home=tmp_path)
        for one in (recipe.model_copy(update={"good_only": None}), recipe)
    )
    assert (alone.candidate.escape_rate.count, alone.candidate.review_rate.count) == (1, 0)
    assert (both.candidate.escape_rate.count, both.candidate.review_rate.count) == (0, 1)


def test_a_set_without_golden_pictures_has_none(tmp_path: Path) -> None:
    yaml = data_set(tmp_path / "set", [[5]])
    yaml.write_text(yaml.read_text().replace("test:", "val:"))
    with pytest.raises(LayoutError, match="has no test"):
        golden_of(yaml)
    assert golden_at_home(tmp_path / "home", ["pore"]) is None


def test_at_home_the_newest_versions_that_label_such_defects_are_golden(tmp_path: Path) -> None:
    home, root = tmp_path / "home", tmp_path / "plates"
    for number, split in enumerate(["train", "train", "val", "test", "test"]):
        for kind in ("images", "labels"):
            (root / kind / split).mkdir(parents=True, exist_ok=True)
        Image.effect_noise((64, 48), 20 + 15 * number).convert("RGB").save(root / "images" / split / f"{number}.png")
        (root / "labels" / split / f"{number}.txt").write_text("0 0.5 0.5 0.2 0.2\n")
    (root / "data.yaml").write_text("train: images/train\nval: images/val\ntest: images/test\nnames: [pore, crack]\n")
    folder = freeze(root / "data.yaml", name="plates", approved_by=Role.MASTER, home=home)
    golden = golden_at_home(home, ["pore"])
    assert golden is not None
    assert (golden.names, len(golden.pictures)) == (("plates v1",), 2)
    assert golden == golden_of(folder / "data.yaml") == golden_at_home(home, None)
    assert golden_at_home(home, ["crack"]) is None


def taught(home: Path, name: str, golden: Golden, *, start: str | None = None) -> Path:
    """A model that a training here made from the golden pictures, or from nothing of them."""
    net = constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)]))
    manifest = write_model(home / "models" / name, net, [pore(0)])
    if start:
        began = manifest.model_copy(update={"training": {"start": start}})
        (home / "models" / name / "manifest.json").write_text(began.model_dump_json())
    (home / "training" / name).mkdir(parents=True)
    (home / "training" / name / "learned.txt").write_text("".join(f"{one}\n" for one in golden.digests))
    return home / "models" / name


def test_golden_pictures_that_taught_the_candidate_prove_nothing(tmp_path: Path) -> None:
    golden = golden_of(data_set(tmp_path / "set", [[5], []]))
    assert golden.digests[0] == hashlib.sha256(golden.pictures[0].picture.read_bytes()).hexdigest()
    nothing = Golden(names=(), pictures=(), digests=("0" * 64,), sha256="0" * 64)
    home = tmp_path / "home"
    assert refuse_learned(golden, taught(home, "clean", nothing), home)
    parent = taught(home, "parent", golden)
    with pytest.raises(PromotionRefused, match=r"2 golden pictures taught the candidate 'parent'"):
        refuse_learned(golden, parent, home)
    with pytest.raises(PromotionRefused, match=r"00\.png \(taught parent\)"):
        refuse_learned(golden, taught(home, "child", nothing, start="parent"), home)
    for name in ("parent", "child"):
        write_variant(home / "models" / name, home / "models" / f"{name}-bands", {})
        write_variant(home / "models" / f"{name}-bands", home / "models" / f"{name}-bands-fast", {})
        with pytest.raises(PromotionRefused, match=r"00\.png \(taught parent\)"):
            refuse_learned(golden, home / "models" / f"{name}-bands-fast", home)


def test_of_a_model_from_elsewhere_nobody_knows_what_it_has_seen(tmp_path: Path) -> None:
    golden = golden_of(data_set(tmp_path / "set", [[5]]))
    write_model(tmp_path / "models" / "bought", constant_net(raw_answer([])), [pore(0)])
    assert not refuse_learned(golden, tmp_path / "models" / "bought", tmp_path)
