"""A manifest that carries a hash of itself."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspection.detection.manifest import ModelManifest, load_manifest
from inspection.detection.sealed import SEAL, sealed, unsealed
from inspection.errors import ModelRefused
from inspection.finding import Detection
from tests.nets import CLASSES, redness_net, write_model

SURE = Detection(class_name=CLASSES[0], score=120 / 255, xyxy=(22, 22, 42, 42))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    model = tmp_path_factory.mktemp("models") / "plate"
    manifest = write_model(model, redness_net(), [SURE])
    (model / "manifest.json").write_bytes(sealed(manifest))
    return model


def test_a_sealed_manifest_is_read_as_it_was_written(folder: Path) -> None:
    manifest = load_manifest(folder)
    assert sealed(manifest) == (folder / "manifest.json").read_bytes()
    assert ModelManifest.model_validate_json(unsealed(sealed(manifest))) == manifest


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_no_flipped_bit_changes_what_is_read(folder: Path, tmp_path: Path, place: int, bit: int) -> None:
    data = bytearray((folder / "manifest.json").read_bytes())
    data[place % len(data)] ^= 1 << bit
    (tmp_path / "manifest.json").write_bytes(data)
    try:
        read = load_manifest(tmp_path)
    except ModelRefused:
        return
    assert read == load_manifest(folder)  # white space between entries says nothing


def test_one_bit_makes_no_model_blind(folder: Path, tmp_path: Path) -> None:
    """'0' and '8' differ in one bit: a threshold of 0.25 becomes 8.25, which no score reaches."""
    said = json.loads((folder / "manifest.json").read_text())
    said["thresholds"][CLASSES[0]] = 0.05
    (tmp_path / "manifest.json").write_text(json.dumps(said))
    with pytest.raises(ModelRefused, match="changed or damaged"):
        load_manifest(tmp_path)
    del said[SEAL]
    said["thresholds"][CLASSES[0]] = 8.25
    (tmp_path / "manifest.json").write_text(json.dumps(said))
    with pytest.raises(ModelRefused, match="thresholds"):
        load_manifest(tmp_path)
