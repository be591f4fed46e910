"""A training from rendered pictures to weights, as small as it gets."""

from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file
from typer.testing import CliRunner

from commands.app import app
from training.fit import Fit, fit
from training.net import ARCHITECTURE, ShopNet
from training.shipped import joined


@pytest.mark.timeout(600)
def test_an_epoch_on_a_few_beads_changes_the_weights(tmp_path: Path) -> None:
    for split, seed in (("train", 1), ("val", 2)):
        arguments = ["weld", "--count", "4", "--seed", str(seed), "--split", split, "--width", "160", "--height", "96"]
        done = CliRunner().invoke(app, ["render", *arguments, "--out", str(tmp_path / split)])
        assert done.exit_code == 0, done.output
    start = tmp_path / "start.safetensors"
    net = ShopNet(ARCHITECTURE, nc=7, verbose=False)
    save_file({name: value.contiguous() for name, value in net.state_dict().items()}, start)
    work = tmp_path / "work"
    data = joined([tmp_path / "train" / "data.yaml"], tmp_path / "val" / "data.yaml", work)
    task = Fit(data_yaml=data, start_weights=start, epochs=1, longest_side_px=160, batch=2)
    fitted = fit(task, work)
    assert len(fitted.classes) == 7
    before, after = load_file(start), load_file(fitted.weights)
    assert set(before) == set(after)
    assert any((before[name] != after[name]).any() for name in before if name.endswith("conv.weight"))
    assert fitted.curve.exists()
