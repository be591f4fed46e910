"""What cannot be learned from is refused in words, before anything is written."""

import shutil
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.training.teaching.conftest import part, write
from training.errors import RunRefused
from training.teaching.pictures import read_good


def refused(folder: Path) -> str:
    with pytest.raises(RunRefused) as error:
        read_good(folder, {})
    return str(error.value)


def test_good_pictures_come_by_name(good: Path) -> None:
    assert [one.path.name for one in read_good(good, {})] == [f"{seed:03d}.png" for seed in range(12)]


def test_no_folder_and_no_picture(tmp_path: Path) -> None:
    assert "there is no folder" in refused(tmp_path / "nowhere")
    assert "holds no picture" in refused(tmp_path)


def test_fewer_than_ten_and_copies_do_not_count(tmp_path: Path) -> None:
    folder = write(tmp_path / "few", 9)
    for copy in range(5):
        shutil.copy(folder / "000.png", folder / f"copy{copy}.png")
    said = refused(folder)
    assert "9 different pictures" in said and "5 are copies" in said and "take more" in said


def test_every_picture_that_is_broken_or_empty_is_named(good: Path) -> None:
    (good / "torn.png").write_bytes((good / "000.png").read_bytes()[:300])
    Image.fromarray(np.full((96, 160, 3), 90, np.uint8)).save(good / "flat.png")
    said = refused(good)
    assert "2 pictures" in said and "torn.png" in said and "flat.png: one colour" in said


def test_another_scale_is_refused_other_cuts_are_not(good: Path) -> None:
    Image.fromarray(part(50)[:, :120]).save(good / "cut.png")
    assert len(read_good(good, {})) == 13
    Image.fromarray(part(51)).resize((640, 384)).save(good / "near.png")
    said = refused(good)
    assert "different sizes" in said and "near.png has 640x384 px" in said


def test_pictures_of_folders_below_are_not_taken_for_good(good: Path) -> None:
    write(good.parent / "bad", 2, first=90)
    said = refused(good.parent)
    assert "2 folders below" in said and "bad" in said and "good" in said


def test_what_models_are_judged_by_is_not_taught(good: Path) -> None:
    digest = sha256((good / "003.png").read_bytes()).hexdigest()
    with pytest.raises(RunRefused, match=r"003\.png: golden in boards v2"):
        read_good(good, {digest: "boards v2"})
