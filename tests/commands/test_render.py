import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import typer
import yaml
from PIL import Image
from typer.testing import CliRunner, Result

from camera.decoding import decode_picture
from camera.rendering import CLASS_NAMES, Defect, render_part
from commands.render import render
from commands.rendered_set import SetTruth, jpeg_of, mask_of, truth_of
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe

DATASETS = Path(__file__).parents[2] / "datasets"
KINDS = {"weld": "weld-bead", "board": "board", "metal": "machined-metal"}


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command("render")(render)
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(params=["weld", "board", "metal"])
def part(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_pictures_labels_and_truth_belong_together(part: str, tmp_path: Path) -> None:
    out = tmp_path / "set"
    result = run(part, "--count", "6", "--seed", "4", "--out", str(out), "--width", "320", "--height", "160")
    assert result.exit_code == 0, result.output
    data = yaml.safe_load((out / "data.yaml").read_text())
    assert "path" not in data
    assert data["val"] == "images/val"
    assert "train" not in data
    assert data["nc"] == len(data["names"])
    truth = SetTruth.model_validate_json((out / "truth.json").read_text())
    assert truth.part == KINDS[part]
    assert [picture.image for picture in truth.pictures] == sorted(
        file.relative_to(out).as_posix() for file in (out / "images" / "val").iterdir()
    )
    for picture in truth.pictures:
        pixels, _ = decode_picture((out / picture.image).read_bytes())
        assert pixels.shape == (picture.height_px, picture.width_px, 3)
        label = out / picture.image.replace("images", "labels").replace(".jpg", ".txt")
        rows = [line.split() for line in label.read_text().splitlines()]
        assert len(rows) == len(picture.defects)
        for row, defect in zip(rows, picture.defects, strict=True):
            assert data["names"][int(row[0])] == defect.class_name
            x, y, w, h = (float(value) for value in row[1:])
            box = ((x - w / 2) * 320, (y - h / 2) * 160, (x + w / 2) * 320, (y + h / 2) * 160)
            assert box == pytest.approx(defect.xyxy, abs=0.01)
        assert picture.reasons
        with Image.open(out / picture.image.replace("images", "masks").replace(".jpg", ".png")) as opened:
            assert opened.mode == "L"
            mask = np.asarray(opened)
        assert mask.shape == (picture.height_px, picture.width_px)
        assert set(np.unique(mask)) - {0} <= set(range(1, len(picture.defects) + 1))
        for number, defect in enumerate(picture.defects, start=1):
            x1, y1, x2, y2 = defect.xyxy
            there = mask == number
            assert there[y1:y2, x1:x2].sum() == there.sum() > 0
            assert sum(mask[y, x] == number for x, y in defect.polygon) > 0.7 * len(defect.polygon)


def test_the_same_seed_gives_the_same_bytes(part: str, tmp_path: Path) -> None:
    for name in ("one", "other"):
        run(part, "--count", "2", "--seed", "9", "--out", str(tmp_path / name), "--width", "128", "--height", "96")
    files = [sorted(file for file in (tmp_path / name).rglob("*") if file.is_file()) for name in ("one", "other")]
    assert len(files[0]) == 8
    assert [file.read_bytes() for file in files[0]] == [file.read_bytes() for file in files[1]]


def test_a_mask_has_room_for_255_numbers() -> None:
    part = render_part("machined-metal", seed=1, index=0, width_px=64, height_px=64)
    dot = Defect(
        class_name="pitting", xyxy=(0, 0, 1, 1), mask=np.ones((1, 1), np.bool_), diameter_mm=1, length_mm=1, area_mm2=1
    )
    dots = tuple(replace(dot, xyxy=(n % 64, n // 64, n % 64 + 1, n // 64 + 1)) for n in range(300))
    mask = np.asarray(Image.open(io.BytesIO(mask_of(replace(part, pixels=part.pixels.copy(), defects=dots)))))
    assert mask.ravel()[:300].tolist() == [*range(1, 256), *[255] * 45]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")
    result = run("weld", "--count", "1", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "not empty" in result.output
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_may_be_written_to(tmp_path: Path) -> None:
    result = run("board", "--count", "1", "--out", str(tmp_path), "--split", "train", "--width", "64", "--height", "64")
    assert result.exit_code == 0
    assert yaml.safe_load((tmp_path / "data.yaml").read_text())["train"] == "images/train"


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("weld", "--count", "1", "--out", str(tmp_path / "file" / "set"))
    assert result.exit_code == 2
    assert "cannot be written" in result.output


@pytest.mark.parametrize("wrong", [("steel",), ("weld", "--count", "0"), ("weld", "--width", "20"), ("weld",)])
def test_wrong_use(wrong: tuple[str, ...], tmp_path: Path) -> None:
    out = () if wrong == ("weld",) else ("--out", str(tmp_path / "set"))
    assert run(*wrong, *out).exit_code == 2


def test_the_verdict_due_is_that_of_the_true_sizes(tmp_path: Path) -> None:
    run("weld", "--count", "24", "--seed", "2", "--out", str(tmp_path / "set"), "--width", "320", "--height", "240")
    truth = SetTruth.model_validate_json((tmp_path / "set" / "truth.json").read_text())
    for picture in truth.pictures:
        pores = [defect.diameter_mm for defect in picture.defects if defect.class_name == "pore"]
        cracks = [defect for defect in picture.defects if defect.class_name == "crack"]
        if cracks or max(pores, default=0) > 1.2:
            assert picture.verdict == "FAIL"
        if not picture.defects:
            assert picture.verdict == "PASS"
    assert {picture.verdict for picture in truth.pictures} >= {"PASS", "FAIL"}


# --- the sample sets


@pytest.fixture(params=["weld-beads", "boards"])
def sample_set(request: pytest.FixtureRequest) -> Path:
    folder = DATASETS / str(request.param)
    assert folder.is_dir(), f"the sample set {folder} is missing"
    return folder


def test_sample_sets_can_be_made_again(sample_set: Path) -> None:
    truth = SetTruth.model_validate_json((sample_set / "truth.json").read_text())
    recipe = load_recipe(SHIPPED_RECIPES / f"{truth.part}.yaml")
    assert truth.recipe_version == recipe.version, "the recipe has changed: make the sample sets again"
    for picture in (truth.pictures[0], truth.pictures[-1]):
        again = render_part(
            truth.part, seed=truth.seed, index=picture.index, width_px=picture.width_px, height_px=picture.height_px
        )
        assert truth_of(again, recipe, picture.image).verdict == picture.verdict
        stored = (sample_set / picture.image).read_bytes()
        if stored == jpeg_of(again):
            continue
        # another JPEG library, or another processor's last bit: the pictures are alike all the same
        pixels = np.asarray(Image.open(io.BytesIO(jpeg_of(again))), np.int16)
        assert np.abs(pixels - np.asarray(Image.open(sample_set / picture.image), np.int16)).mean() < 1.0
        assert len(again.defects) == len(picture.defects)


def test_sample_sets_are_complete_and_small(sample_set: Path) -> None:
    truth = SetTruth.model_validate_json((sample_set / "truth.json").read_text())
    assert 40 <= len(truth.pictures) <= 100
    assert {"PASS", "FAIL"} <= {picture.verdict for picture in truth.pictures}
    images = sorted(file.relative_to(sample_set).as_posix() for file in sample_set.glob("images/*/*.jpg"))
    assert images == sorted(picture.image for picture in truth.pictures)
    assert len(list(sample_set.glob("labels/*/*.txt"))) == len(images)
    assert sum(file.stat().st_size for file in sample_set.rglob("*") if file.is_file()) < 7.5e6
    assert not list(sample_set.rglob("*.py"))
    names = yaml.safe_load((sample_set / "data.yaml").read_text())["names"]
    assert tuple(names) == CLASS_NAMES[truth.part]


def test_sample_set_cards_say_what_is_there(sample_set: Path) -> None:
    card = (sample_set / "README.md").read_text(encoding="utf-8")
    truth = json.loads((sample_set / "truth.json").read_text())
    assert "CC0-1.0" in card
    assert "rendered, not photographed" in card
    assert f"--count {len(truth['pictures'])} --seed {truth['seed']}" in card
    for name in {defect["class_name"] for picture in truth["pictures"] for defect in picture["defects"]}:
        assert f"`{name}`" in card
