"""A model that is not what its manifest says never judges a part."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from inspection.detection import manifest
from inspection.detection.engines import OnnxRuntimeEngine, OpenVinoEngine
from inspection.detection.loading import load_detector, overlap
from inspection.detection.manifest import load_manifest
from inspection.errors import ModelRefused, PrecisionNotOffered
from inspection.finding import Detection
from inspection.record import EngineName, Precision
from tests.nets import constant_net, in_two_files, raw_answer, with_class_names, write_model

PORE = Detection(class_name="pore", score=0.9, xyxy=(20, 25, 40, 35))
NET = constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_model(tmp_path / "small", NET, [PORE])
    return tmp_path / "small"


@pytest.mark.parametrize("engine", ["openvino", "onnxruntime"])
def test_a_sound_model_loads_and_says_how_it_judges(folder: Path, engine: str) -> None:
    detector = load_detector(folder, engine=engine)  # type: ignore[arg-type]
    judge = detector.judge
    assert judge is not None
    assert (judge.model, judge.engine, judge.precision) == ("small", engine, Precision.F32)
    assert detector.classes == ("pore", "crack")


def test_boxes_come_back_in_pixels_of_the_frame_and_clipped_to_it(tmp_path: Path) -> None:
    # 128 x 32 is scaled by one half into 64 x 16, centred in 64 x 32 with 8 rows of grey above and below
    inside, reaching_out, outside = (30, 16, 20, 10, 0.9, 0.0), (10, 20, 10, 20, 0.8, 0.0), (50, 3, 6, 4, 0.7, 0.0)
    in_the_square = Detection(class_name="pore", score=0.9, xyxy=(20, 11, 40, 21))
    write_model(tmp_path / "small", constant_net(raw_answer([inside, reaching_out, outside])), [in_the_square])
    found = load_detector(tmp_path / "small").find(np.zeros((32, 128, 3), np.uint8))
    assert [detection.xyxy for detection in found] == [(40, 6, 80, 26), (10, 4, 30, 32)]


@pytest.mark.parametrize("at", [0, 10, 100, -1])
def test_one_flipped_bit_is_refused(folder: Path, at: int) -> None:
    data = bytearray((folder / "model.onnx").read_bytes())
    data[at] ^= 1
    (folder / "model.onnx").write_bytes(data)
    with pytest.raises(ModelRefused, match="changed or damaged"):
        load_detector(folder)


def test_a_truncated_model_is_refused(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(NET[:-100])
    with pytest.raises(ModelRefused, match="changed or damaged"):
        load_detector(folder)


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "model.onnx").unlink()
    with pytest.raises(ModelRefused, match="copy the model's folder again"):
        load_detector(folder)


def test_a_changed_self_test_picture_is_refused(folder: Path) -> None:
    (folder / "self_test.png").write_bytes(b"something else")
    with pytest.raises(ModelRefused, match="changed or damaged"):
        load_detector(folder)


def test_a_foreign_class_list_is_refused(tmp_path: Path) -> None:
    write_model(tmp_path / "small", NET, [PORE], classes=("pore", "crack", "stain"))
    with pytest.raises(ModelRefused, match="the class list is of another net"):
        load_detector(tmp_path / "small")


def test_a_net_that_forgot_what_it_knew_is_refused(tmp_path: Path) -> None:
    blind = constant_net(raw_answer([(30, 30, 20, 10, 0.6, 0.0)]))
    write_model(tmp_path / "small", blind, [PORE])
    with pytest.raises(ModelRefused, match="failed its self-test"):
        load_detector(tmp_path / "small")


def test_a_net_that_answers_nan_is_refused(tmp_path: Path) -> None:
    write_model(tmp_path / "small", constant_net(np.full((1, 6, 8), np.nan, np.float32)), [PORE])
    with pytest.raises(ModelRefused, match="failed its self-test"):
        load_detector(tmp_path / "small")


@pytest.mark.parametrize("engine", [OpenVinoEngine, OnnxRuntimeEngine])
def test_tensors_in_another_file_are_refused_though_the_manifest_vouches_for_the_net(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: type[OpenVinoEngine | OnnxRuntimeEngine]
) -> None:
    """Also where the file lies at hand: OpenVINO would read it from the folder that the program runs in."""
    net = in_two_files(NET, tmp_path)
    write_model(tmp_path / "small", net, [PORE])
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelRefused, match=r"in another file, 'weights\.bin', which nobody has verified"):
        load_detector(tmp_path / "small")
    with pytest.raises(ModelRefused, match=r"the net keeps the tensor 'answer' in another file"):
        engine(net, Precision.F32)


def test_a_pickle_is_refused_though_the_manifest_vouches_for_it(tmp_path: Path) -> None:
    write_model(tmp_path / "small", pickle.dumps({"weights": [1.0]}), [PORE])
    with pytest.raises(ModelRefused, match="a pickle can run any program"):
        load_detector(tmp_path / "small")


def test_a_class_list_in_another_order_than_the_nets_own_is_refused(tmp_path: Path) -> None:
    """The output has the right shape, and the self-test was made with the wrong list: only the net knows better."""
    named = with_class_names(NET, ("crack", "pore"))
    write_model(tmp_path / "small", named, [PORE])
    with pytest.raises(ModelRefused, match="made for the classes crack, pore, the manifest says pore, crack"):
        load_detector(tmp_path / "small")


def test_a_precision_without_a_file_is_refused(folder: Path) -> None:
    with pytest.raises(PrecisionNotOffered, match="has no file for int8; it has f32; `meisterblick models export"):
        load_detector(folder, precision=Precision.INT8)


def test_a_precision_is_calculated_in_where_it_was_checked_with_this_file_on_this_engine(folder: Path) -> None:
    with pytest.raises(PrecisionNotOffered, match="has not been checked in int8 on onnxruntime"):
        load_detector(with_int8(folder, offered_on=None), engine="onnxruntime", precision=Precision.INT8)
    with pytest.raises(PrecisionNotOffered, match="has not been checked in int8 on onnxruntime"):
        load_detector(with_int8(folder, offered_on="openvino"), engine="onnxruntime", precision=Precision.INT8)
    detector = load_detector(
        with_int8(folder, offered_on="onnxruntime"), engine="onnxruntime", precision=Precision.INT8
    )
    assert detector.judge is not None
    assert detector.judge.precision is Precision.INT8


def test_an_offer_for_another_file_is_none(folder: Path) -> None:
    with_int8(folder, offered_on="onnxruntime", offered_sha256="0" * 64)
    with pytest.raises(PrecisionNotOffered, match="has not been checked"):
        load_detector(folder, engine="onnxruntime", precision=Precision.INT8)


def test_an_offer_for_other_thresholds_is_none(folder: Path) -> None:
    path = with_int8(folder, offered_on="onnxruntime") / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "thresholds": {"pore": 0.25, "crack": 0.3}}))
    with pytest.raises(PrecisionNotOffered, match="has not been checked"):
        load_detector(folder, engine="onnxruntime", precision=Precision.INT8)


def test_an_offer_for_another_version_of_the_engine_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_int8(folder, offered_on="onnxruntime")
    monkeypatch.setattr(manifest, "version", lambda engine: "0.9")
    with pytest.raises(PrecisionNotOffered, match="in int8 on onnxruntime as installed here"):
        load_detector(folder, engine="onnxruntime", precision=Precision.INT8)


def with_int8(folder: Path, *, offered_on: EngineName | None, offered_sha256: str | None = None) -> Path:
    """The folder with an INT8 file (the same net again), offered on an engine or on none."""
    path = folder / "manifest.json"
    said = json.loads(path.read_text())
    said["files"]["int8"] = said["files"]["f32"]
    offer = {"engine": offered_on, "precision": "int8", "map50": 0.7, "map50_f32": 0.7}
    offer |= {"engine_version": manifest.installed_version(offered_on) if offered_on else None}
    offer |= {"pictures": 9, "judged": 9, "data_sha256": "1" * 64}
    offer |= {"sha256": offered_sha256 or said["files"]["f32"]["sha256"]}
    offer |= {"scores_sha256": load_manifest(folder).scores_sha256}
    said["offered"] = [offer] if offered_on else []
    path.write_text(json.dumps(said))
    return folder


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("files", {"f32": {"name": "../../elsewhere.onnx", "sha256": "0" * 64}}),
        ("files", {}),
        ("thresholds", {"pore": 0.25}),
        ("classes", ["pore", "pore"]),
        ("surprise", 1),
    ],
)
def test_a_manifest_that_cannot_be_right_is_refused(folder: Path, entry: str, value: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), entry: value}))
    with pytest.raises(ModelRefused, match=r"manifest\.json"):
        load_detector(folder)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="there is no manifest"):
        load_detector(tmp_path)


def test_overlap_of_boxes_apart_is_nothing() -> None:
    assert overlap((0, 0, 1, 1), (2, 2, 3, 3)) == 0
