"""`meisterblick teach`: from a folder of good parts to verdicts; wrong use in one line."""

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.commands.conftest import Run
from tests.training.teaching.conftest import part, spoiled, write


@pytest.fixture
def taught(home: Path, meisterblick: Run, tmp_path: Path) -> Path:
    done = meisterblick("teach", write(tmp_path / "good", 12), "--name", "stripes", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "learned from 12 pictures" in done.output
    assert "about 5 of 100 good parts go to the master" in done.output
    assert "meisterblick inspect PICTURES --model stripes" in done.output
    return tmp_path


def test_what_is_unlike_good_parts_goes_to_the_master(taught: Path, meisterblick: Run) -> None:
    Image.fromarray(spoiled(200)).save(taught / "spoiled.png")
    done = meisterblick("inspect", taught / "spoiled.png", "--part", "plate", "--model", "stripes", "--format", "json")
    judged = json.loads(done.output.splitlines()[0])
    assert judged["verdict"] == "REVIEW"
    assert judged["reasons"][0]["code"] == "no-limit-for-class"
    assert "anders als an allen gelernten guten Teilen" in judged["reasons"][0]["text"]
    assert {one["class"] for one in judged["detections"]} == {"unlike_good"}


def test_the_slider_and_the_heat_map_need_no_teaching(taught: Path, home: Path, meisterblick: Run) -> None:
    before = (home / "models" / "stripes" / "bank.npz").read_bytes()
    done = meisterblick("teach", "--name", "stripes", "--false-alarms", "1", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "about 1 of 100" in done.output
    assert (home / "models" / "stripes" / "bank.npz").read_bytes() == before
    Image.fromarray(spoiled(200)).save(taught / "spoiled.png")
    done = meisterblick("teach", "--name", "stripes", "--show", taught / "spoiled.png", taught / "heat.png")
    assert done.exit_code == 0, done.output
    assert Image.open(taught / "heat.png").size == (160, 96)


def test_wrong_use_is_one_line_and_writes_nothing(home: Path, meisterblick: Run, tmp_path: Path) -> None:
    good, empty = write(tmp_path / "good", 10), tmp_path / "empty"
    empty.mkdir()
    before = sorted(home.rglob("*"))
    for arguments, said in (
        (["--name", "new"], "name the folder of good parts"),
        ([empty, "--name", "new"], "holds no picture"),
        ([good, "--name", "small"], "there is a model 'small' already"),
        ([good, "--name", "Not A Name"], "cannot be a name"),
        ([write(tmp_path / "few", 9), "--name", "new"], "at least 10 are needed"),
        (["--name", "small", "--false-alarms", "2"], "no model 'small' that was taught from good parts"),
        (["--name", "small", "--show", good / "000.png", tmp_path / "out.png"], "has no heat map"),
        (["--name", "small", "--show", good / "000.png", tmp_path / "out.jpg"], "out.png"),
    ):
        done = meisterblick("teach", *arguments)
        assert done.exit_code == 2, done.output
        assert said in done.output
        assert "Traceback" not in done.output
    assert sorted(home.rglob("*")) == before
    assert not (tmp_path / "out.png").exists()
    assert part(0).shape == (96, 160, 3)
