"""From pictures to a model folder that the bench accepts, small and quick."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import save_file

from inspection.detection.engines import OnnxRuntimeEngine, OpenVinoEngine
from inspection.record import Precision
from training.export import export_onnx
from training.net import ARCHITECTURE, ShopNet, start_from
from training.quantize import quantized
from training.shipped import joined


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained net of two classes, as a workshop's weights would lie on the disk."""
    path = tmp_path_factory.mktemp("weights") / "net.safetensors"
    net = ShopNet(ARCHITECTURE, nc=2, verbose=False)
    save_file({name: value.contiguous() for name, value in net.state_dict().items()}, path)
    return path


def test_a_start_takes_what_fits(weights: Path, tmp_path: Path) -> None:
    net = start_from(weights, 7)
    assert net.model[-1].nc == 7
    import torch

    save_file({"something.else": torch.zeros(3)}, tmp_path / "other.safetensors")
    with pytest.raises(ValueError, match="another architecture"):
        start_from(tmp_path / "other.safetensors", 7)


def test_the_exported_net_answers_as_the_trained_one(weights: Path) -> None:
    import torch
    from safetensors.torch import load_file

    onnx = export_onnx(weights, 2, 640)
    net = ShopNet(ARCHITECTURE, nc=2, verbose=False)
    net.load_state_dict(load_file(weights))
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


def test_eight_bits_answer_nearly_as_32_on_both_engines(weights: Path) -> None:
    onnx = export_onnx(weights, 2, 640)
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


def test_data_sets_are_joined_only_when_their_classes_agree(tmp_path: Path) -> None:
    for name, classes in (("a", "[pore, crack]"), ("b", "[pore, crack]"), ("c", "[crack, pore]")):
        (tmp_path / name).mkdir()
        text = f"train: images/train\nval: images/val\nnames: {classes}\n"
        (tmp_path / name / "data.yaml").write_text(text, encoding="utf-8")
    a, b, c = (tmp_path / name / "data.yaml" for name in "abc")
    import yaml

    together = yaml.safe_load(joined([a, b], a, tmp_path / "work").read_text(encoding="utf-8"))
    assert together["train"] == [str(tmp_path / name / "images" / "train") for name in "ab"]
    with pytest.raises(ValueError, match="must be the same"):
        joined([a, c], a, tmp_path / "work")
