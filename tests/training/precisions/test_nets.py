"""The trained net itself is one of those that are compared."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from inspection.detection.engines import OnnxRuntimeEngine
from inspection.errors import ModelRefused
from inspection.record import Precision
from training.export import Passport, draft, export_onnx, fused_net
from training.net import new_net
from training.precisions.nets import _TorchEngine, in_torch
from training.weights import NOT_WRITTEN_YET, WeightsCard, write_weights

CARD = WeightsCard(
    name="small",
    architecture="yolov8n.yaml",
    classes=("pore", "crack"),
    file=NOT_WRITTEN_YET,
    licence="CC0-1.0",
    trained_on=(),
    training={},
    figures={},
)
PASSPORT = Passport(
    name="small",
    version=1,
    classes=("pore", "crack"),
    thresholds={"pore": 0.25, "crack": 0.25},
    longest_side_px=128,
    licence="CC0-1.0",
    trained_on=(),
    training={},
)


def test_torch_answers_what_the_exported_net_answers(tmp_path: Path) -> None:
    torch.manual_seed(1)
    tensors = dict(new_net("yolov8n.yaml", 2).state_dict())
    onnx = export_onnx(tensors, "yolov8n.yaml", 2, 128)
    image = np.random.default_rng(1).integers(0, 255, (96, 128, 3), np.uint8)
    got = _TorchEngine(fused_net(tensors, "yolov8n.yaml", 2)).run(image)
    expected = OnnxRuntimeEngine(onnx, Precision.F32, 1).run(image)
    np.testing.assert_allclose(got[:, 4:], expected[:, 4:], atol=2e-3)
    np.testing.assert_allclose(got[:, :4], expected[:, :4], atol=0.5)
    manifest = draft(PASSPORT, onnx)
    with pytest.raises(ModelRefused, match="there are no weights in"):
        in_torch(tmp_path, manifest, 1)
    write_weights(tmp_path, tensors, CARD)
    net = in_torch(tmp_path, manifest, 1)
    assert (net.engine, net.precision) == ("torch", Precision.F32)
    assert net.find(image) == ()  # an untrained net is sure of nothing
    other = draft(replace(PASSPORT, classes=("crack", "pore")), onnx)
    with pytest.raises(ModelRefused, match="not those of this model"):
        in_torch(tmp_path, other, 1)
