"""The sheet of rendered pictures: what may go into the project, and what may not."""

from pathlib import Path

import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from tests.contact_sheet import LIMIT_BYTES, ROOT, SHEET, main, may_hold_real_pictures


def run(*arguments: str | Path) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(main)
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.output


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    folder = tmp_path / "photographs"
    folder.mkdir()
    for number in range(3):
        Image.fromarray(np.full((60, 120, 3), (10, 20 * number, 250), np.uint8)).save(folder / f"{number}.png")
    return folder


def test_real_pictures_stand_on_the_right(photographs: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.jpg"
    assert run("--part", "board", "--rows", "1", "--real", photographs, "--out", out)[0] == 0
    sheet = np.asarray(Image.open(out))
    assert sheet[50, 100:700, 2].mean() < 200
    assert sheet[50, -700:-100, 2].mean() > 220


@pytest.mark.parametrize("inside", ["docs/pictures/rendered-parts.jpg", "mine.jpg", "build/../mine.jpg"])
def test_real_pictures_never_go_into_the_project(photographs: Path, inside: str) -> None:
    assert not may_hold_real_pictures(ROOT / inside)
    status, said = run("--real", photographs, "--out", ROOT / inside)
    assert status == 2
    assert "outside of the project" in " ".join(said.replace("│", " ").split())


def test_outside_and_in_build_they_may(tmp_path: Path) -> None:
    assert may_hold_real_pictures(tmp_path / "sheet.jpg")
    assert may_hold_real_pictures(ROOT / "build" / "sheet.jpg")


def test_a_folder_without_pictures_is_named(tmp_path: Path) -> None:
    status, said = run("--real", tmp_path, "--out", tmp_path / "sheet.jpg")
    assert status == 2
    assert "no picture" in " ".join(said.replace("│", " ").split())


def test_the_shipped_sheet_is_there_and_small() -> None:
    assert SHEET.stat().st_size <= LIMIT_BYTES
    with Image.open(SHEET) as sheet:
        assert sheet.width > 1200
