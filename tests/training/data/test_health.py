"""Whatever is wrong with a set is said; nothing makes the check fail."""

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from inspection.detection.detector import ScriptedDetector
from inspection.finding import Detection
from inspection.language import Language
from tests.training.data.building import write_picture, write_set
from training.data.health import HealthFinding, HealthReport, Severity, Sign, check_health
from training.data.health.amounts import ENOUGH_PICTURES
from training.data.health.wording import light, next_step, remedy, sentence

PORE, CRACK = "0 0.5 0.5 0.25 0.5\n", "1 0.3 0.3 0.2 0.2\n"


def only(report: HealthReport, sign: Sign) -> HealthFinding:
    [found] = [finding for finding in report.findings if finding.sign is sign]
    return found


def signs(report: HealthReport) -> set[Sign]:
    return {finding.sign for finding in report.findings}


def healthy(root: Path) -> Path:
    """Enough of both classes, good parts, three splits, every part known."""
    train = {f"{number}.png": PORE + CRACK for number in range(ENOUGH_PICTURES)} | {
        f"good{number}.png": "" for number in range(4)
    }
    data_yaml = write_set(root, {"train": train, "val": {"v.png": PORE}, "test": {"t.png": CRACK}})
    files = [path.relative_to(root / "images").as_posix() for path in (root / "images").rglob("*.png")]
    groups = [{"file": file, "group": file} for file in files]
    (root / "groups.json").write_text(json.dumps(groups), encoding="utf-8")
    return data_yaml


def test_a_healthy_set_is_good_and_says_why(tmp_path: Path) -> None:
    report = check_health(healthy(tmp_path))
    assert report.severity is Severity.GOOD
    assert report.first is None
    assert signs(report) == {
        Sign.LABELS_FINE,
        Sign.PICTURES_FINE,
        Sign.SPLITS_FINE,
        Sign.ENOUGH_OF_EACH,
        Sign.BACKGROUND_FINE,
    }
    assert report.pictures == {"train": ENOUGH_PICTURES + 4, "val": 1, "test": 1}
    assert report.labels == {"pore": ENOUGH_PICTURES + 1, "crack": ENOUGH_PICTURES + 1}
    assert next_step(report, "de").startswith("Nichts zu verbessern")


def test_every_fault_of_a_label_is_a_problem_with_its_place(tmp_path: Path) -> None:
    bad = "0 0.5 0.5 0 0.2\n0 0.95 0.5 0.2 0.2\n7 0.5 0.5 0.1 0.1\nnothing\n0 nan 0.5 0.1 0.1\n"
    twice = PORE + "0 0.5 0.5 0.25 0.49\n"
    report = check_health(write_set(tmp_path, {"train": {"a.png": bad, "b.png": twice, "c.png": CRACK + PORE}}))
    assert only(report, Sign.LABEL_WITHOUT_AREA).places == ("labels/train/a.txt:1",)
    assert only(report, Sign.LABEL_OUTSIDE).places == ("labels/train/a.txt:2",)
    assert only(report, Sign.LABEL_OF_UNKNOWN_CLASS).places == ("labels/train/a.txt:3",)
    assert only(report, Sign.LABEL_UNREADABLE).places == ("labels/train/a.txt:4", "labels/train/a.txt:5")
    assert only(report, Sign.LABELLED_TWICE).places == ("images/train/b.png",)
    assert report.severity is Severity.PROBLEM
    assert Sign.LABELS_FINE not in signs(report)


def test_pictures_that_are_not_whole_are_named_and_the_rest_is_checked(tmp_path: Path) -> None:
    data_yaml = write_set(tmp_path, {"train": {"a.png": PORE, "b.png": "", "c.png": CRACK}})
    torn = tmp_path / "images" / "train" / "a.png"
    torn.write_bytes(torn.read_bytes()[:-30])
    (torn.parent / "b.png").write_bytes(b"no picture")
    report = check_health(data_yaml)
    assert set(only(report, Sign.PICTURES_BROKEN).places) == {"images/train/a.png", "images/train/b.png"}
    assert report.labels == {"pore": 0, "crack": 1}


def test_copies_within_and_across_splits(tmp_path: Path) -> None:
    data_yaml = write_set(
        tmp_path, {"train": {"a.png": PORE, "b.png": CRACK, "c.png": ""}, "val": {"d.png": "", "e.png": ""}}
    )
    train, val = tmp_path / "images" / "train", tmp_path / "images" / "val"
    shutil.copy(train / "a.png", train / "again.png")  # without its label
    Image.open(train / "b.png").save(train / "other.jpg", quality=80)
    shutil.copy(train / "c.png", val / "e.png")
    (tmp_path / "groups.json").write_text(
        json.dumps([{"file": file, "group": "plate"} for file in ("train/b.png", "val/d.png")]), encoding="utf-8"
    )
    report = check_health(data_yaml)
    assert only(report, Sign.COPIES).places == (
        "images/train/a.png – images/train/again.png",
        "images/train/c.png – images/val/e.png",
    )
    assert only(report, Sign.COPIES_LABELLED_DIFFERENTLY).count == 1
    assert only(report, Sign.NEAR_COPIES).places == ("images/train/b.png – images/train/other.jpg",)
    assert only(report, Sign.ACROSS_SPLITS).places == (
        "images/train/b.png – images/val/d.png",
        "images/train/c.png – images/val/e.png",
    )
    assert Sign.SPLITS_FINE not in signs(report)
    assert only(report, Sign.NO_GROUPS).count == 5


def test_what_is_missing_is_counted_for_the_trainee(tmp_path: Path) -> None:
    pictures = {f"{number}.png": PORE for number in range(18)}
    report = check_health(write_set(tmp_path, {"train": pictures}, classes=("pore", "dead_knot", "crack")))
    few = only(report, Sign.TOO_FEW_OF_CLASS)
    assert (few.class_name, few.count, few.needed) == ("pore", 18, 30)
    assert sentence(few, "de") == "Bilder mit der Fehlerart „Pore“: 18 von 30, es fehlen noch 12."
    assert sentence(few, "en") == "Pictures with pore: 18 of 30, 12 are missing."
    assert next_step(report, "en").startswith("Pictures with pore: 18 of 30")
    assert {finding.class_name for finding in report.findings if finding.sign is Sign.NEVER_LABELLED} == {
        "dead_knot",
        "crack",
    }
    assert only(report, Sign.NO_BACKGROUND).severity is Severity.HINT
    assert {Sign.NO_GOLDEN, Sign.NO_VAL} <= signs(report)
    write_picture(tmp_path / "images" / "train" / "good.png", 99)
    assert only(check_health(tmp_path / "data.yaml"), Sign.FEW_BACKGROUND).needed == 2


def test_balance_and_tiny_labels(tmp_path: Path) -> None:
    many = "".join(f"0 0.{number:02d} 0.5 0.05 0.5\n" for number in range(10, 60, 2))
    report = check_health(write_set(tmp_path, {"train": {"a.png": many, "b.png": CRACK}}))
    rare = only(report, Sign.UNBALANCED)
    assert (rare.class_name, rare.count, rare.needed) == ("crack", 1, 25)
    assert only(report, Sign.TINY_LABELS).count == 25
    assert only(report, Sign.TINY_LABELS).places == ("images/train/a.png",)


def found(class_name: str, score: float, xyxy: tuple[float, float, float, float]) -> Detection:
    return Detection(class_name=class_name, score=score, xyxy=xyxy)


def test_a_model_that_disagrees_strongly_makes_a_person_look(tmp_path: Path) -> None:
    text = {"a.png": PORE, "b.png": "", "c.png": ""} | {f"k{number}.png": CRACK for number in range(11)}
    data_yaml = write_set(tmp_path, {"train": text})
    pore, crack = (24.0, 12.0, 40.0, 36.0), (12.8, 9.6, 25.6, 19.2)
    answers = [
        (found("crack", 0.9, pore),),  # labelled pore
        (found("pore", 0.7, (1, 1, 9, 9)), found("stain", 0.9, (40, 30, 60, 40))),  # stain: no class of this set
        (found("pore", 0.5, (1, 1, 9, 9)),),  # not sure
        *[(found("crack", 0.3, crack),)] * 10,
        (),
    ]
    detector = ScriptedDetector(answers)
    report = check_health(data_yaml, detector=detector)
    assert only(report, Sign.PERHAPS_OTHER_CLASS).places == ("images/train/a.png: pore → crack (24 12 40 36)",)
    assert only(report, Sign.PERHAPS_FORGOTTEN).places == ("images/train/b.png: pore (1 1 9 9)",)
    [missed] = only(report, Sign.PERHAPS_WRONG).places
    assert re.fullmatch(r"images/train/k\d+\.png: crack \(13 10 26 19\)", missed)


def test_a_model_that_knows_little_of_a_class_doubts_no_label_of_it(tmp_path: Path) -> None:
    data_yaml = write_set(tmp_path, {"train": {f"{number}.png": CRACK for number in range(12)}})
    crack = (12.8, 9.6, 25.6, 19.2)
    detector = ScriptedDetector([*[(found("crack", 0.9, crack),)] * 8, *[()] * 4])
    assert Sign.PERHAPS_WRONG not in signs(check_health(data_yaml, detector=detector))  # 8 of 12 are under 70 %
    detector = ScriptedDetector([(found("live_knot", 0.9, crack),)])
    assert only(check_health(data_yaml, detector=detector), Sign.MODEL_DOES_NOT_FIT).detail == "live_knot"


@pytest.mark.parametrize("text", ["", "names: [a", "train: images/train\nnames: [a]\n", "names: 3\ntrain: x\n"])
def test_a_description_that_is_none_is_a_finding(tmp_path: Path, text: str) -> None:
    (tmp_path / "data.yaml").write_text(text, encoding="utf-8")
    report = check_health(tmp_path / "data.yaml")
    assert [finding.sign for finding in report.findings] == [Sign.DESCRIPTION_BROKEN]
    assert report.severity is Severity.PROBLEM


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60), st.binary(max_size=60), st.booleans())
def test_no_bytes_make_the_check_fail(tmp_path: Path, label: bytes, picture: bytes, with_head: bool) -> None:
    data_yaml = write_set(tmp_path, {"train": {"a.png": PORE, "b.png": CRACK}})
    (tmp_path / "labels" / "train" / "a.txt").write_bytes(label)
    whole = (tmp_path / "images" / "train" / "b.png").read_bytes()
    (tmp_path / "images" / "train" / "b.png").write_bytes((whole[:40] if with_head else b"") + picture)
    report = check_health(data_yaml)
    assert HealthReport.model_validate_json(report.model_dump_json()) == report
    assert only(report, Sign.PICTURES_BROKEN).count == 1


def test_an_empty_set_says_what_to_do(tmp_path: Path) -> None:
    report = check_health(write_set(tmp_path, {"train": {}}))
    assert report.first is not None
    assert report.first.sign is Sign.NO_PICTURES


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("sign", list(Sign))
def test_every_sign_is_said_in_both_languages(sign: Sign, language: Language) -> None:
    finding = HealthFinding(
        sign=sign, severity=Severity.HINT, class_name="pore", count=3, needed=30, detail="live_knot"
    )
    said = f"{sentence(finding, language)} {remedy(finding, language)}"
    assert "{" not in said
    assert said.strip().endswith(".")
    assert not re.search(r"\b(mAP|IoU|epoch|batch|dataset(?! split))\b", said)  # no jargon
    if language == "de":
        assert said != f"{sentence(finding, 'en')} {remedy(finding, 'en')}"


def test_worst_first_then_as_it_is_worth_mending(tmp_path: Path) -> None:
    report = check_health(write_set(tmp_path, {"train": {"a.png": "7 0.5 0.5 0.1 0.1", "b.png": PORE}}))
    order = [list(Severity)[::-1].index(finding.severity) for finding in report.findings]
    assert order == sorted(order)
    assert light(report.findings[0].severity, "de") == "Fehler"
    assert light(report.severity, "en") == "problem"
