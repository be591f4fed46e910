"""What ships was made as it says, and offers what was checked."""

import shutil
from pathlib import Path

import pytest

from inspection.detection.manifest import load_manifest
from inspection.detection.sealed import sealed
from inspection.errors import ModelRefused
from inspection.places import SHIPPED_MODELS
from inspection.record import Precision
from training.shipped import offer


def checked(tmp_path: Path, **changed: object) -> Path:
    """A copy of the shipped model as `models export` would leave it."""
    folder = tmp_path / "board-fast"
    shutil.copytree(SHIPPED_MODELS / "board", folder)
    manifest = load_manifest(folder)
    offers = tuple(one.model_copy(update=changed) for one in manifest.offered)
    (folder / "manifest.json").write_bytes(sealed(manifest.model_copy(update={"offered": offers})))
    return folder


def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "board"
    shutil.copytree(SHIPPED_MODELS / "board", folder)
    return folder


def test_bf16_that_was_checked_is_offered(tmp_path: Path) -> None:
    target = shipped(tmp_path)
    offer(checked(tmp_path), target, 9)

    manifest = load_manifest(target)
    assert manifest.version == 9
    assert {one.precision for one in manifest.offered} == {Precision.BF16}
    assert list(manifest.files) == [Precision.F32]


@pytest.mark.parametrize("other", ["sha256", "scores_sha256"])
def test_what_was_checked_on_another_net_is_not(tmp_path: Path, other: str) -> None:
    target = shipped(tmp_path)
    before = (target / "manifest.json").read_bytes()

    with pytest.raises(ModelRefused, match="export it first"):
        offer(checked(tmp_path, **{other: "0" * 64}), target, 9)
    assert (target / "manifest.json").read_bytes() == before


@pytest.mark.parametrize("name", ["board", "weld-bead"])
def test_shipped_models_offer_bf16(name: str) -> None:
    assert {one.precision for one in load_manifest(SHIPPED_MODELS / name).offered} == {Precision.BF16}
