"""From good pictures to a model that judges; power cuts and other settings."""

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from inspection.detection.loading import load_detector
from inspection.engine_trial import try_engines
from inspection.errors import ModelRefused, PrecisionNotOffered
from inspection.good_only import UNLIKE_GOOD, GoodOnlyDetector, load_good_only_manifest
from inspection.model_book.active import Active, ActiveModels, ModelRef
from inspection.on_disk import write_durably
from inspection.record import Precision
from tests.inspection.model_book.building import home_with
from tests.training.teaching.conftest import part, spoiled, write
from training.errors import RunRefused
from training.teaching import Taught, again, teach, teaching


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def taught(home: Path) -> Taught:
    return teach(write(home / "good", 12), "mine", home, threads=1)


def test_it_finds_what_is_unlike_and_lets_good_parts_pass(taught: Taught) -> None:
    detector = load_detector(taught.folder, threads=1)
    assert isinstance(detector, GoodOnlyDetector)
    assert [detector.find(part(seed)) for seed in range(100, 110)].count(()) >= 8
    for seed in range(100, 105):
        found = detector.find(spoiled(seed))
        assert found and found[0].class_name == UNLIKE_GOOD
        x1, y1, x2, y2 = found[0].xyxy
        assert x1 < 88 < x2 and y1 < 48 < y2


def test_both_engines_say_the_same(taught: Taught) -> None:
    scores = []
    for engine in ("openvino", "onnxruntime"):
        detector = load_detector(taught.folder, engine=engine, threads=1)
        assert isinstance(detector, GoodOnlyDetector)
        scores.append(detector.score(spoiled(100)))
    assert scores[0] == pytest.approx(scores[1], rel=0.01)


def test_what_stands_in_the_manifest_is_what_happened(taught: Taught) -> None:
    manifest = load_good_only_manifest(taught.folder)
    assert manifest == taught.manifest
    assert len(manifest.held_out) == taught.seen.n == manifest.taught.pictures == 12
    assert taught.seen.count == len(taught.unlike)


def test_the_same_pictures_and_seed_give_the_same_model(taught: Taught, home: Path) -> None:
    second = teach(home / "good", "second", home, threads=1)
    assert second.manifest.bank == taught.manifest.bank
    assert second.manifest.held_out == pytest.approx(taught.manifest.held_out)


def test_other_false_alarms_need_no_picture(taught: Taught, tmp_path: Path) -> None:
    shutil.copytree(taught.folder, tmp_path / "models" / "mine")
    thresholds = []
    for per_100 in (1, 10, 50):
        done = again("mine", tmp_path, per_100)
        assert load_good_only_manifest(done.folder) == done.manifest
        assert done.manifest.false_alarms_per_100 == per_100
        load_detector(done.folder, threads=1)
        thresholds.append(done.manifest.threshold)
    assert thresholds == sorted(thresholds, reverse=True)
    with pytest.raises(RunRefused, match="there is no model 'nowhere'"):
        again("nowhere", tmp_path, 5)


def test_a_name_that_is_taken_or_none_is_refused(taught: Taught, home: Path) -> None:
    for name, said in (("mine", "already"), ("board", "already"), ("base", "already"), ("../mine", "cannot be a name")):
        with pytest.raises(RunRefused, match=said):
            teach(home / "good", name, home)


def test_a_power_cut_leaves_no_model_and_its_name_free(
    home: Path, taught: Taught, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = write_durably

    def cut(path: Path, data: bytes) -> None:
        if path.name == "manifest.json":
            raise OSError("the power is gone")
        kept(path, data)

    monkeypatch.setattr(teaching, "write_durably", cut)
    with pytest.raises(OSError, match="power"):
        teach(home / "good", "cut", home, threads=1)
    with pytest.raises(ModelRefused):
        load_detector(home / "models" / "cut")
    monkeypatch.setattr(teaching, "write_durably", kept)
    assert teach(home / "good", "cut", home, threads=1).folder.is_dir()


@pytest.mark.parametrize("file", ["bank.npz", "features.onnx", "self_test.png"])
def test_a_changed_file_is_refused(taught: Taught, tmp_path: Path, file: str) -> None:
    folder = shutil.copytree(taught.folder, tmp_path / "mine")
    data = bytearray((folder / file).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / file).write_bytes(bytes(data))
    with pytest.raises(ModelRefused, match="changed or damaged"):
        load_detector(folder)


def test_a_pc_that_calculates_something_else_is_found_out(taught: Taught, tmp_path: Path) -> None:
    folder = shutil.copytree(taught.folder, tmp_path / "mine")
    known = taught.manifest.self_test
    other = known.model_copy(update={"score": known.score + 0.1 * taught.manifest.threshold})
    wrong = taught.manifest.model_copy(update={"self_test": other})
    (folder / "manifest.json").write_text(wrong.model_dump_json())
    with pytest.raises(ModelRefused, match="self-test"):
        load_detector(folder, threads=1)


def test_a_precision_that_was_not_taught_in_is_not_offered(taught: Taught) -> None:
    with pytest.raises(PrecisionNotOffered, match="f32"):
        load_detector(taught.folder, precision=Precision.BF16)


@pytest.mark.parametrize(("model", "good_only"), [("mine", "null"), ("small", "mine")])
def test_engines_are_timed_with_it_alone_or_beside_a_net(
    taught: Taught, tmp_path: Path, model: str, good_only: str
) -> None:
    station = home_with(tmp_path, "small")
    shutil.copytree(taught.folder, station / "models" / "mine")
    (station / "recipes").mkdir()
    recipe = f"name: plate\nversion: 1\npart_type: plate\nmodel: {model}\ngood_only: {good_only}\n"
    (station / "recipes" / "plate.yaml").write_text(recipe, encoding="utf-8")
    (station / "settings.yaml").write_text("part: plate\ncamera: {kind: simulated, width_px: 160, height_px: 96}\n")
    trial = try_engines(station, seconds_each=0.01)
    able = {str(one.way) for one in trial.tried if not one.why_not}
    assert (trial.model, able) == (model, {"openvino f32", "onnxruntime f32"})


def copies(folder: Path, parts: int, each: int) -> Path:
    """So many pictures of each part that differ in one pixel."""
    folder.mkdir()
    for seed in range(parts):
        for place in range(each):
            pixels = part(seed).copy()
            pixels[0, place] = 0
            Image.fromarray(pixels).save(folder / f"{seed:02d}-{place}.png")
    return folder


def test_nearly_the_same_picture_is_one_part(tmp_path: Path) -> None:
    with pytest.raises(RunRefused, match="12 pictures, but only 3 different parts"):
        teach(copies(tmp_path / "three", 3, 4), "three", tmp_path)
    done = teach(copies(tmp_path / "ten", 10, 2), "ten", tmp_path, threads=1)
    assert (done.manifest.taught.pictures, done.seen.n, len(done.manifest.held_out)) == (20, 10, 10)


def test_no_threshold_hides_a_pc_that_calculates_something_else(taught: Taught, tmp_path: Path) -> None:
    folder = shutil.copytree(taught.folder, tmp_path / "mine")
    known, furthest = taught.manifest.self_test, max(taught.manifest.held_out)
    other = known.model_copy(update={"score": known.score + 0.01 * furthest})
    wrong = taught.manifest.model_copy(update={"self_test": other, "threshold": 9 * furthest})
    (folder / "manifest.json").write_text(wrong.model_dump_json())
    with pytest.raises(ModelRefused, match="self-test"):
        load_detector(folder, threads=1)
    (folder / "manifest.json").write_text(wrong.model_copy(update={"threshold": 11 * furthest}).model_dump_json())
    with pytest.raises(ModelRefused, match="no part would ever be unlike"):
        load_detector(folder, threads=1)


def test_records_tell_another_threshold_from_the_old_one(taught: Taught, tmp_path: Path) -> None:
    shutil.copytree(taught.folder, tmp_path / "models" / "mine")
    hashes = {judge.sha256 for judge in (load_detector(taught.folder, threads=1).judge,) if judge}
    again("mine", tmp_path, 1)
    hashes |= {judge.sha256 for judge in (load_detector(tmp_path / "models" / "mine", threads=1).judge,) if judge}
    assert len(hashes) == 2


@pytest.mark.parametrize("rolled_back_to", [False, True])
def test_a_model_that_was_promoted_stays_as_it_is(taught: Taught, tmp_path: Path, rolled_back_to: bool) -> None:
    folder = shutil.copytree(taught.folder, tmp_path / "models" / "mine")
    mine = ModelRef(model="mine", manifest_sha256=hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest())
    other = ModelRef(model="other", manifest_sha256="0" * 64)
    now, previous = (other, mine) if rolled_back_to else (mine, None)
    pointer = ActiveModels.of({"plate": Active(now=now, previous=previous, since=datetime.now(UTC))})
    (tmp_path / "models" / "active.json").write_text(pointer.model_dump_json())
    with pytest.raises(RunRefused, match="was promoted for plate"):
        again("mine", tmp_path, 1)
    assert load_good_only_manifest(folder) == taught.manifest
