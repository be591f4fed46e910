"""Weights to start from: kept by class name, refused when they are not what their card says."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save

from inspection.errors import ModelRefused
from training.net import new_net, start_from
from training.weights import CARD, NOT_WRITTEN_YET, TENSORS, WeightsCard, find_weights, read_weights, write_weights


def card(*classes: str, name: str = "known") -> WeightsCard:
    return WeightsCard(
        name=name,
        architecture="yolov8n.yaml",
        classes=classes,
        file=NOT_WRITTEN_YET,
        licence="AGPL-3.0-or-later",
        trained_on=(),
        training={},
        figures={},
    )


def test_what_is_known_of_a_class_goes_with_its_name_not_its_number(tmp_path: Path) -> None:
    torch.manual_seed(1)
    known = new_net("yolov8n.yaml", 2).state_dict()
    write_weights(tmp_path, known, card("pore", "crack"))
    net = start_from(*read_weights(tmp_path), ("crack", "spatter", "pore"), seed=1).state_dict()
    row = "model.22.cv3.0.2.weight"
    torch.testing.assert_close(net[row][0], known[row][1], atol=1e-3, rtol=1e-2)
    torch.testing.assert_close(net[row][2], known[row][0], atol=1e-3, rtol=1e-2)
    assert not torch.allclose(net[row][1], known[row][0], atol=1e-2)
    torch.testing.assert_close(net["model.0.conv.weight"], known["model.0.conv.weight"], atol=1e-3, rtol=1e-2)


def test_as_many_classes_by_other_names_start_anew(tmp_path: Path) -> None:
    torch.manual_seed(1)
    known = new_net("yolov8n.yaml", 2).state_dict()
    write_weights(tmp_path, known, card("pore", "crack"))
    net = start_from(*read_weights(tmp_path), ("knot", "resin"), seed=2).state_dict()
    assert not torch.allclose(net["model.22.cv3.0.2.weight"], known["model.22.cv3.0.2.weight"], atol=1e-2)


def test_a_changed_byte_another_net_and_a_pickle_are_refused(tmp_path: Path) -> None:
    written = write_weights(tmp_path, {"something.else": torch.zeros(3)}, card("pore"))
    with pytest.raises(ModelRefused, match="fit 0 of 355 tensors"):
        start_from(*read_weights(tmp_path), ("pore",), seed=1)
    (tmp_path / TENSORS).write_bytes(save({"something.else": torch.ones(3)}))
    with pytest.raises(ModelRefused, match="changed or damaged"):
        read_weights(tmp_path)
    import hashlib

    torch.save({"a": 1}, tmp_path / TENSORS)
    digest = hashlib.sha256((tmp_path / TENSORS).read_bytes()).hexdigest()
    pickled = written.model_copy(update={"file": written.file.model_copy(update={"sha256": digest})})
    (tmp_path / CARD).write_text(pickled.model_dump_json())
    with pytest.raises(ModelRefused, match="no safetensors file"):
        read_weights(tmp_path)


def test_weights_are_found_by_name_only(tmp_path: Path) -> None:
    write_weights(tmp_path / "models" / "mine", {"a": torch.zeros(1)}, card(name="mine"))
    assert find_weights("mine", tmp_path) == tmp_path / "models" / "mine"
    for name in ("../mine", "other"):
        with pytest.raises(ModelRefused, match="mine"):
            find_weights(name, tmp_path)
