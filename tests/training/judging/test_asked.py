"""Models of both kinds can be judged."""

from pathlib import Path

from inspection.good_only import UNLIKE_GOOD
from inspection.setup import Setup
from inspection.verdict import Verdict
from tests.inspection.good_only.simple import detector, grey
from tests.nets import constant_net, raw_answer, write_model
from tests.training.judging.building import band, none_of, picture, recipe, seen
from tests.training.teaching.conftest import part, spoiled, write
from training.judging import Asked, JudgingSet, Rate, evaluate
from training.judging.telling import as_text, told
from training.teaching import teach

PORE = (12.0, 14.0, 52.0, 34.0)


def test_a_net_brings_its_thresholds_and_bands(tmp_path: Path) -> None:
    pore = seen("pore", 0.9, (20, 25, 40, 35))
    write_model(tmp_path / "small", constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)])), [pore])
    asked = Asked.of(tmp_path / "small", engine="onnxruntime", threads=1)
    assert (asked.name, asked.version, asked.classes) == ("small", 1, ("pore", "crack"))
    assert asked.thresholds == {"pore": 0.25, "crack": 0.25}
    assert asked.bands == {}


def test_what_was_taught_from_good_parts_asks_the_master(tmp_path: Path) -> None:
    """It names no defect, so nothing is found by name; but no bad part passes and no good one fails."""
    taught = teach(write(tmp_path / "good", 12), "mine", tmp_path / "home", threads=1)
    asked = Asked.of(taught.folder, engine="onnxruntime", threads=1)
    assert (asked.name, asked.classes) == ("mine", (UNLIKE_GOOD,))
    assert asked.bands[UNLIKE_GOOD] == band(0.5, 0.5)
    blot = ("stain", (64, 32, 112, 64))
    pictures = [picture(tmp_path / "bad", blot, pixels=spoiled(seed)) for seed in (100, 101, 102)]
    pictures += [picture(tmp_path / "fine", pixels=part(seed)) for seed in (200, 201)]
    judged_by = JudgingSet(name="stripes", sha256="0" * 64, split="val", root=tmp_path, pictures=tuple(pictures))
    report = evaluate(asked, judged_by, None)
    assert (report.escape_rate, report.false_reject_rate) == (Rate.of(0, 3), Rate.of(0, 2))
    assert {(one.truth, one.verdict) for one in report.verdicts} >= {(Verdict.FAIL, Verdict.REVIEW)}
    assert report.unknown_classes == ("stain",)
    assert report.map50 == 0
    assert "Es zählen die Urteile" in as_text(told(report, "de"))


def test_with_good_parts_beside_it_false_alarms_and_findings_are_those_of_both(tmp_path: Path) -> None:
    """A good part, one with a blot where the net sees nothing, one with a blot under the pore that it always sees."""
    write_model(tmp_path / "net", constant_net(raw_answer([(32, 24, 40, 20, 0.9, 0.0)])), [seen("pore", 0.9, PORE)])
    net, second = Asked.of(tmp_path / "net", engine="onnxruntime", threads=1), detector(threshold=0.05)
    asked = net.beside(second)
    assert net.beside(None) is net
    assert (asked.name, asked.classes) == (f"{net.name}+taught", (*net.classes, UNLIKE_GOOD))
    blot, explained = grey(64, 64), grey(64, 64)
    blot[0:16, 32:64] = 10
    explained[16:32, 16:48] = 10
    shown = [picture(tmp_path / "images", pixels=pixels) for pixels in (grey(64, 64), blot, explained)]
    pictures = JudgingSet(name="set", sha256="0" * 64, split="val", root=tmp_path, pictures=tuple(shown))
    by = Setup.without_station(recipe(none_of("crack")).model_copy(update={"accepted": ("pore",)}))
    assert evaluate(net, pictures, by).review_rate.count == 0
    assert evaluate(asked, pictures, by).review_rate == Rate.of(1, 3)
