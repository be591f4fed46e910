"""From weights to files that the bench's engines read."""

import io
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inspection.detection.engines import OnnxRuntimeEngine, OpenVinoEngine
from inspection.detection.loading import load_detector
from inspection.detection.onnx_file import inspect_onnx
from inspection.finding import Characteristic
from inspection.record import Precision
from inspection.visibility import SmallestSeen
from tests.nets import constant_net, raw_answer
from training.export import Passport, export_onnx, write_model
from training.net import new_net
from training.quantize import quantized


@pytest.fixture(scope="module")
def tensors() -> dict[str, torch.Tensor]:
    """An untrained net of two classes."""
    torch.manual_seed(1)
    return dict(new_net("yolov8n.yaml", 2).state_dict())


def test_the_exported_net_answers_as_the_trained_one(tensors: dict[str, torch.Tensor]) -> None:
    onnx = export_onnx(tensors, "yolov8n.yaml", 2, 640)
    net = new_net("yolov8n.yaml", 2)
    net.load_state_dict(tensors)
    net.eval()
    rng = np.random.default_rng(1)
    for width, height in ((640, 256), (320, 320)):
        image = rng.integers(0, 255, (height, width, 3), np.uint8)
        with torch.inference_mode():
            answer = net(torch.from_numpy(image.transpose(2, 0, 1)[None].astype(np.float32) / 255))
        expected = (answer[0] if isinstance(answer, tuple) else answer).numpy()
        for make in (OnnxRuntimeEngine, OpenVinoEngine):
            got = make(onnx, Precision.F32).run(image)
            assert got.shape == expected.shape == (1, 6, got.shape[2])
            np.testing.assert_allclose(got[:, 4:], expected[:, 4:], atol=2e-3)
            np.testing.assert_allclose(got[:, :4], expected[:, :4], atol=0.5)


def test_a_written_model_names_its_classes_itself_and_brings_a_card(tmp_path: Path) -> None:
    passport = Passport(
        name="plates",
        version=3,
        classes=("pore", "crack"),
        thresholds={"pore": 0.25, "crack": 0.25},
        longest_side_px=64,
        licence="AGPL-3.0-or-later",
        trained_on=("40 pictures of plates v2", "weights `base`"),
        training={"start": "base", "steps": 300, "seed": 1, "data": "plates v2", "data_sha256": "ab" * 32},
        smallest_seen=(
            SmallestSeen(class_name="pore", characteristic=Characteristic.DIAMETER, size_px=12.5, rate=0.9, n=20),
            SmallestSeen(class_name="crack", characteristic=Characteristic.LENGTH, size_px=None, rate=0.4, n=11),
        ),
    )
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), (120, 110, 100)).save(picture, "PNG")
    net = constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)]))
    figures = {"map50": 0.5521, "map50_95": 0.3, "map50_pore": 0.7, "map50_crack": 0.4}
    write_model(tmp_path / "plates", net, passport, picture.getvalue(), figures)
    assert inspect_onnx((tmp_path / "plates" / "model.onnx").read_bytes(), "net").classes == ("pore", "crack")
    assert load_detector(tmp_path / "plates", engine="onnxruntime").classes == ("pore", "crack")
    card = (tmp_path / "plates" / "CARD.md").read_text(encoding="utf-8")
    for said in (
        "# plates, Version 3",
        "| gelernt von | 40 pictures of plates v2; weights `base` |",
        "| licence | AGPL-3.0-or-later |",
        "**mAP50 0,552, mAP50-95 0,300**",
        "| Pore | 0,70 | 12,5 |",
        "| crack | 0.40 | at no size surely |",
        "abababab",
        "models promote",
    ):
        assert said in card
    (tmp_path / "plates" / "CARD.md").write_text("by hand")
    write_model(tmp_path / "plates", net, passport, picture.getvalue(), figures)
    assert (tmp_path / "plates" / "CARD.md").read_text() == "by hand"


def test_eight_bits_answer_nearly_as_32_on_both_engines(tensors: dict[str, torch.Tensor]) -> None:
    onnx = export_onnx(tensors, "yolov8n.yaml", 2, 640)
    rng = np.random.default_rng(1)
    pictures = [rng.integers(0, 255, (96, 160, 3), np.uint8) for _ in range(3)]
    eight_bits = quantized(onnx, pictures, longest_side_px=160)
    assert len(eight_bits) < 0.6 * len(onnx)
    exact = OnnxRuntimeEngine(onnx, Precision.F32).run(pictures[0])
    for make in (OnnxRuntimeEngine, OpenVinoEngine):
        got = make(eight_bits, Precision.INT8).run(pictures[0])
        assert np.abs(got[:, :4] - exact[:, :4]).mean() < 2
    with pytest.raises(ValueError, match="about a hundred"):
        quantized(onnx, [], longest_side_px=160)
    with pytest.raises(ValueError, match="its head is not known"):
        quantized(constant_net(raw_answer([])), pictures, longest_side_px=160)
