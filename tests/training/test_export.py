"""From weights to files that the bench's engines read."""

import numpy as np
import pytest
import torch

from inspection.detection.engines import OnnxRuntimeEngine, OpenVinoEngine
from inspection.record import Precision
from training.export import export_onnx
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
