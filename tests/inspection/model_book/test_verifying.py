"""A model or file that is not what it says is named with what is wrong; whatever could run a program is not read."""

import json
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from inspection.errors import ModelRefused
from inspection.model_book.changing import make_active
from inspection.model_book.verifying import refuse_unsound, verify, verify_all, verify_file, verify_folder
from inspection.places import SHIPPED_MODELS
from tests.inspection.model_book.building import NET, home_with, sound
from tests.nets import in_two_files, with_class_names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return home_with(tmp_path, "small") / "models" / "small"


def problems(folder: Path) -> str:
    return " ".join(verify_folder(folder).problems)


def test_a_sound_model_passes_every_check(folder: Path) -> None:
    found = verify_folder(folder, "onnxruntime")
    assert found.problems == ()
    assert found.passed == ("model.onnx: sha256, no external data", "class list, self-test: onnxruntime f32")
    refuse_unsound(folder)


def test_weights_alone_are_held_against_their_card(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED_MODELS / "base", tmp_path / "base")
    assert verify_folder(tmp_path / "base").passed == ("weights: sha256",)
    with pytest.raises(ModelRefused, match=r"there is no manifest\.json"):
        refuse_unsound(tmp_path / "base")
    data = bytearray((tmp_path / "base" / "weights.safetensors").read_bytes())
    data[5000] ^= 1
    (tmp_path / "base" / "weights.safetensors").write_bytes(data)
    assert "changed or damaged" in problems(tmp_path / "base")


@pytest.mark.parametrize("name", ["model.onnx", "self_test.png"])
def test_a_truncated_or_flipped_file_is_named(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    for torn in (whole[:-7], whole[:50] + bytes([whole[50] ^ 1]) + whole[51:]):
        (folder / name).write_bytes(torn)
        assert f"{name} was changed or damaged" in problems(folder)
        with pytest.raises(ModelRefused, match="changed or damaged"):
            refuse_unsound(folder)


def test_a_wrong_class_list_is_named(folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_text())
    said |= {"classes": ["pore", "crack", "stain"], "thresholds": {"pore": 0.2, "crack": 0.2, "stain": 0.2}}
    (folder / "manifest.json").write_text(json.dumps(said))
    assert "the class list is of another net" in problems(folder)


def test_a_checkpoint_beside_the_model_is_named_whatever_it_is_called(folder: Path) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        (folder / "notes.txt").write_bytes(pickle.dumps({"weights": [1.0]}, protocol=protocol))
        assert "notes.txt is a Python pickle" in problems(folder)


def test_single_files_are_judged_by_their_content(tmp_path: Path, folder: Path) -> None:
    from safetensors.numpy import save_file

    (tmp_path / "best.pt").write_bytes(NET)
    assert verify_file(tmp_path / "best.pt").problems == ()
    (tmp_path / "fine.onnx").write_bytes(pickle.dumps([1]))
    assert "a pickle can run any program" in verify_file(tmp_path / "fine.onnx").problems[0]
    (tmp_path / "two.onnx").write_bytes(in_two_files(NET, tmp_path))
    assert "in another file" in verify_file(tmp_path / "two.onnx").problems[0]
    save_file({"a": np.zeros(3, np.float32)}, tmp_path / "w.safetensors")
    assert verify_file(tmp_path / "w.safetensors").problems == ()
    (folder / "model.onnx").write_bytes(with_class_names(NET, ("pore", "crack")))
    assert "its sha256 is not the manifest's" in verify_file(folder / "model.onnx").problems[0]


def test_names_folders_and_files_may_be_asked_for(tmp_path: Path, folder: Path) -> None:
    assert verify("small", tmp_path).path == folder
    assert verify(str(folder), tmp_path).path == folder
    assert verify(str(folder / "model.onnx"), tmp_path).path == folder / "model.onnx"
    assert "there is no model 'absent'" in verify("absent", tmp_path).problems[0]
    assert verify("base", tmp_path).passed == ("weights: sha256",)
    assert verify("no/such.pt", tmp_path).problems == (
        "there is no file or folder no/such.pt, and no model can be called so",
    )


def test_all_are_looked_at_and_a_broken_one_stops_none(tmp_path: Path, folder: Path) -> None:
    (folder / "manifest.json").write_text("{")
    (tmp_path / "models" / "empty").mkdir()
    found = {one.name: one for one in verify_all(tmp_path)}
    assert {"small", "empty", "base", "board", "weld-bead"} <= set(found)
    assert [name for name, one in found.items() if one.problems] == ["empty", "small"]


def test_a_pointer_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    home_with(tmp_path, "small", "small-2")
    make_active("small", tmp_path / "models" / "small-2", tmp_path, sound)
    assert not [one for one in verify_all(tmp_path) if one.problems]
    shutil.rmtree(tmp_path / "models" / "small-2")
    (found,) = [one for one in verify_all(tmp_path) if one.problems]
    assert found.name == "active"
    assert "'small-2', active for 'small', is not there any more" in found.problems[0]
