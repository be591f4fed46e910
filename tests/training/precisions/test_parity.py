"""A reduced precision is offered only where it holds against f32; a file that is wrong in silence is found out."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inspection.detection.loading import load_detector
from inspection.detection.manifest import load_manifest
from inspection.errors import ModelRefused
from inspection.finding import Detection
from inspection.model_book.changing import make_active
from inspection.override import Role
from inspection.record import Precision
from inspection.setup import Setup
from inspection.verdict import Verdict
from tests.inspection.model_book.building import sound
from tests.nets import constant_net, raw_answer, write_model
from tests.pictures import patchwork
from training.data.freeze import freeze
from training.errors import LabelError
from training.judging.bench_recipe import ANY_PICTURE, any_defect_is_bad
from training.precisions import check_parity, exporting, holds
from training.precisions.report import ParityReport, ParityRow
from training.precisions.telling import as_text

BOX = (30, 30, 20, 10)
PORE = Detection(class_name="pore", score=0.9, xyxy=(20, 25, 40, 35))
RIGHT = constant_net(raw_answer([(*BOX, 0.9, 0.0)]))
SILENT = constant_net(raw_answer([(*BOX, 0.006, 0.0)]))
"""What NNCF's INT8, exported to ONNX, becomes in OpenVINO: it loads, it runs, it finds nothing."""
MOVED = constant_net(raw_answer([(40, 30, 20, 10, 0.8, 0.0)]))
UNSURE = constant_net(raw_answer([(*BOX, 0.3, 0.0)]))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    write_model(tmp_path / "home" / "models" / "small", RIGHT, [PORE])
    return tmp_path / "home" / "models" / "small"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return labelled_set(tmp_path / "set")


def labelled_set(root: Path) -> Path:
    """Three pictures to train on and four to judge by; a pore in the same place on each."""
    for split, count in (("train", 3), ("val", 4)):
        for kind in ("images", "labels"):
            (root / kind / split).mkdir(parents=True)
        for index in range(count):
            Image.fromarray(patchwork(64, 64, seed=index + 10 * count)).save(root / "images" / split / f"{index}.png")
            x, y, width, height = (side / 64 for side in BOX)
            (root / "labels" / split / f"{index}.txt").write_text(f"0 {x} {y} {width} {height}\n")
    (root / "data.yaml").write_text("train: images/train\nval: images/val\nnames: [pore, crack]\n")
    return root / "data.yaml"


def row(report: ParityReport, engine: str, precision: Precision) -> ParityRow:
    return next(one for one in report.rows if (one.engine, one.precision) == (engine, precision))


def test_a_file_that_computes_the_same_holds_on_both_engines(model: Path, data: Path) -> None:
    report = check_parity(model, data, "val", None, int8=RIGHT)
    for engine in ("onnxruntime", "openvino"):
        for precision in (Precision.F32, Precision.INT8):
            found = row(report, engine, precision)
            assert (found.score_difference, found.iou, found.turned, found.why_not) == (0, 1, (), ())
            assert found.map50 == pytest.approx(0.995)
            assert holds(found, report)
    assert report.not_run["torch f32"].startswith("there are no weights in ")
    assert report.pictures == report.judged == 4


@pytest.mark.parametrize("engine", ["onnxruntime", "openvino"])
def test_a_file_that_finds_nothing_is_refused_though_it_loads_and_runs(model: Path, data: Path, engine: str) -> None:
    report = check_parity(model, data, "val", None, int8=SILENT)
    found = row(report, engine, Precision.INT8)
    assert not holds(found, report)
    assert found.map50 < 0.01
    assert [(turn.f32, turn.verdict, turn.n) for turn in found.turned] == [(Verdict.FAIL, Verdict.PASS, 4)]
    assert "mAP50 drops by 0.99" in found.why_not[0]
    assert "4 parts turn from FAIL to PASS: 0.png, 1.png, 2.png, 3.png" in found.why_not[1]


def test_where_there_are_golden_pictures_the_verdicts_are_those_on_them(model: Path, data: Path) -> None:
    """What escapes on golden pictures is found out though mAP is measured on others."""
    golden = data.parent / "images" / "test"
    golden.mkdir()
    (data.parent / "labels" / "test").mkdir()
    Image.fromarray(patchwork(64, 64, seed=99)).save(golden / "gold.png")
    (data.parent / "labels" / "test" / "gold.txt").write_text("0 0.46875 0.46875 0.3125 0.15625\n")
    data.write_text(data.read_text() + "test: images/test\n")
    home = model.parents[1]
    frozen = freeze(data, name="plates", approved_by=Role.MASTER, home=home) / "data.yaml"
    report = check_parity(model, frozen, "val", None, int8=SILENT)
    assert (report.judged_split, report.judged, report.pictures) == ("golden", 1, 4)
    found = row(report, "onnxruntime", Precision.INT8)
    assert [(turn.f32, turn.verdict, turn.n) for turn in found.turned] == [(Verdict.FAIL, Verdict.PASS, 1)]


def test_boxes_that_moved_are_measured_and_cost_map(model: Path, data: Path) -> None:
    found = row(check_parity(model, data, "val", None, int8=MOVED), "onnxruntime", Precision.INT8)
    assert found.iou == pytest.approx(1 / 3, abs=0.001)
    assert found.score_difference == pytest.approx(0.1, abs=0.001)
    assert len(found.why_not) == 1


def test_a_part_that_goes_to_the_master_instead_is_no_escape(model: Path, data: Path) -> None:
    found = row(check_parity(model, data, "val", None, int8=UNSURE), "onnxruntime", Precision.INT8)
    assert [(turn.f32, turn.verdict, turn.n) for turn in found.turned] == [(Verdict.FAIL, Verdict.REVIEW, 4)]
    assert found.why_not == ()


def test_what_holds_is_written_as_a_model_of_its_own_and_can_be_loaded(
    model: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (model / "CARD.md").write_text("the card of small")
    calibrated: list[int] = []

    def quantized(onnx: bytes, pictures: list[object], **_: object) -> bytes:
        calibrated.append(len(pictures))
        return RIGHT + b"\x08\x08"  # the same net in another file: its version, said twice

    monkeypatch.setattr(exporting, "quantized", quantized)
    before = {path.name: path.read_bytes() for path in model.iterdir()}
    home, out = model.parents[1], model.parent / "small-fast"
    report = exporting.export_checked(model, data, out, home)
    assert calibrated == [3]
    assert {path.name: path.read_bytes() for path in model.iterdir()} == before
    manifest = load_manifest(out)
    assert manifest.name == "small-fast"
    assert manifest.training["derived_from"] == "small"
    assert "| made from | `small`" in (out / "CARD.md").read_text()
    assert {(one.engine, one.precision) for one in manifest.offered} >= {
        ("onnxruntime", Precision.INT8),
        ("openvino", Precision.INT8),
    }
    assert {(one.pictures, one.judged, one.data_sha256) for one in manifest.offered} == {(4, 4, report.data_sha256)}
    judge = load_detector(out, engine="onnxruntime", precision=Precision.INT8).judge
    assert judge is not None
    assert judge.sha256 != manifest.files[Precision.F32].sha256
    with pytest.raises(ModelRefused, match="choose another --out"):
        exporting.export_checked(model, data, out, home)
    make_active("small", out, home, sound)
    with pytest.raises(ModelRefused, match="the model itself, one that is active"):
        exporting.export_checked(model, data, out, home)
    with pytest.raises(ModelRefused, match="the model itself"):
        exporting.export_checked(model, data, model, home)
    with pytest.raises(ModelRefused, match="because a recipe names it"):
        exporting.export_checked(model, data, model.parent / "board", home)  # would come before the shipped one


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"checks": ANY_PICTURE.model_copy(update={"min_focus": 1e9})}, "of 0 parts that got a verdict in both"),
        ({"limits": (), "accepted": ("pore",)}, "of 4 parts that got a verdict in both, none fails in f32"),
    ],
)
def test_where_no_bad_part_was_judged_nothing_holds(
    model: Path, data: Path, change: dict[str, object], why: str
) -> None:
    recipe = any_defect_is_bad("small", ["pore"]).model_copy(update=change)
    report = check_parity(model, data, "val", Setup.without_station(recipe), int8=RIGHT)
    found = row(report, "onnxruntime", Precision.INT8)
    assert why in found.why_not[0]
    assert not holds(found, report)
    assert holds(row(report, "onnxruntime", Precision.F32), report)


def test_where_nothing_holds_nothing_is_written(model: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "quantized", lambda *_, **__: SILENT)
    monkeypatch.setattr(exporting, "holds", lambda row, report: row.precision is Precision.INT8 and not row.why_not)
    exporting.export_checked(model, data, model.parent / "small-fast", model.parents[1])
    assert not (model.parent / "small-fast").exists()


def test_int8_needs_training_pictures(model: Path, data: Path) -> None:
    (data.parent / "images" / "train").rename(data.parent / "elsewhere")
    (data.parent / "images" / "train").mkdir()
    with pytest.raises(LabelError, match="takes its ranges from training pictures"):
        exporting.export_checked(model, data, model.parent / "small-fast", model.parents[1])


def test_the_report_is_told_in_both_languages_and_read_again(model: Path, data: Path) -> None:
    report = check_parity(model, data, "val", None, int8=SILENT)
    german, english = as_text(report, "de"), as_text(report, "en")
    assert "openvino int8: mAP50 0, " in german
    assert "0,900" in german
    assert "nicht angeboten" in german
    assert "not offered" in english
    assert ParityReport.model_validate(json.loads(report.model_dump_json())) == report
    assert np.isfinite([one.ms_a_picture for one in report.rows]).all()
