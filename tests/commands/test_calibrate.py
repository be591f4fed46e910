"""`meisterblick calibrate`: from the printed sheet to millimetres."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from commands.calibrate import app
from inspection.calibration import find_target, load_calibration, target_pdf
from inspection.scale import PlaneScale
from tests.inspection.calibration.bench import Lens, Pose, held, take

Calibrate = Callable[..., Result]
A5 = find_target("a5", 10)
LAST = Pose(distance_mm=175, tilt_deg=6, towards_deg=40)
CAMERA = "simulated:weld-bead:1"


@pytest.fixture
def calibrate(home: Path) -> Calibrate:
    """Calls `meisterblick calibrate` in that home; what `keys` types is read from the keyboard."""

    def run(*arguments: object, keys: str = "") -> Result:
        runner = CliRunner(env={"MEISTERBLICK_HOME": str(home)})
        return runner.invoke(app, [str(argument) for argument in arguments], input=keys)

    return run


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Pictures of the target, tilted to all sides, at last flat."""
    folder, rng = tmp_path_factory.mktemp("shots"), np.random.default_rng(31)
    paths = []
    for number, pose in enumerate(held(rng, 6, LAST)):
        paths.append(folder / f"{number}.png")
        Image.fromarray(take(Lens(), A5, pose, rng)).save(paths[-1])
    return paths


def test_from_the_sheet_to_millimetres(calibrate: Calibrate, home: Path, tmp_path: Path, shots: list[Path]) -> None:
    sheet = tmp_path / "sheet.pdf"
    assert "A5 10 mm, 170 × 90 mm" in calibrate("target", "--paper", "a5", "--out", sheet).stdout
    assert sheet.read_bytes() == target_pdf(A5)

    rulers = ("--measured-ruler-mm", 100, "--measured-cross-mm", 100)
    done = calibrate("camera", *rulers, *shots)
    assert done.exit_code == 0, done.stderr

    shown = calibrate("show")
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[0].startswith(f"Kamera {CAMERA}, Bilder von 800 × 600 Bildpunkten")
    assert re.search(r"^Maßstab: 0,175\d ± 0,000\d mm/px in der Mitte, ", shown.stdout, re.MULTILINE)
    assert re.search(r"^Abstand 17[34],\d ± 0,6 mm, Neigung (6|5,9|6,1)°$", shown.stdout, re.MULTILINE)
    assert shown.stdout in done.stdout
    assert re.search(r"^Distance 17[34]\.\d ± 0\.6 mm, tilt ", calibrate("show", "--lang", "en").stdout, re.MULTILINE)
    assert isinstance(load_calibration(home, CAMERA).scale, PlaneScale)


def test_with_the_stations_camera_a_bad_picture_is_taken_again(
    calibrate: Calibrate, home: Path, tmp_path: Path, shots: list[Path]
) -> None:
    feed = tmp_path / "feed"
    feed.mkdir()
    for number, shot in enumerate(shots):
        (feed / f"{number}.png").write_bytes(shot.read_bytes())
    Image.new("RGB", (800, 600), (90, 90, 90)).save(feed / "1b.png")
    (home / "settings.yaml").write_text(f"camera: {{kind: folder, path: {feed}, loop: false}}\n")
    done = calibrate("camera", "--measured-ruler-mm", 100, keys="\n" * 6 + "f\n")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count("Bild 3:") == 3  # asked, refused, asked again
    assert "Keine Kalibriertafel zu sehen" in done.stdout
    assert "Bilder: 6," in done.stdout
    assert load_calibration(home, f"folder:{feed}").made.by == "target"


def test_a_camera_that_gives_no_more_pictures_ends_it(
    calibrate: Calibrate, home: Path, tmp_path: Path, shots: list[Path]
) -> None:
    (tmp_path / "feed").mkdir()
    (tmp_path / "feed" / "0.png").write_bytes(shots[0].read_bytes())
    (home / "settings.yaml").write_text(f"camera: {{kind: folder, path: {tmp_path / 'feed'}, loop: false}}\n")
    done = calibrate("camera", "--measured-ruler-mm", 100, keys="\n\n\n")
    assert done.exit_code == 1
    assert "meisterblick: " in done.stderr
    assert not (home / "calibration").exists()


def test_the_rulers_must_be_measured(calibrate: Calibrate, shots: list[Path]) -> None:
    assert calibrate("camera", *shots).exit_code == 2
    done = calibrate("camera", "--measured-ruler-mm", 10, *shots[-1:])
    assert done.exit_code == 1
    assert "In Originalgröße drucken" in done.stderr


def test_pictures_that_do_not_do(calibrate: Calibrate, tmp_path: Path, shots: list[Path]) -> None:
    done = calibrate("camera", "--measured-ruler-mm", 100, "--lang", "en", *shots[:3])
    assert (done.exit_code, "3 pictures are too few" in done.stderr) == (1, True)
    done = calibrate("camera", "--measured-ruler-mm", 100, tmp_path / "none.png")
    assert (done.exit_code, "none.png" in done.stderr) == (1, True)


def test_two_clicks_on_a_ruler(calibrate: Calibrate, home: Path, shots: list[Path]) -> None:
    done = calibrate("ruler", "--from", "100,100", "--to", "700,100", "--mm", 100, "--picture", shots[0])
    assert done.exit_code == 0
    assert "Maßstab: 0,167 ± 0,007 mm/px in der Mitte" in done.stdout
    assert load_calibration(home, CAMERA).made.by == "ruler"
    done = calibrate("ruler", "--from", "1,1", "--to", "9,1", "--mm", 100)
    assert (done.exit_code, "weiter auseinander" in done.stderr) == (1, True)


@pytest.mark.parametrize("point", ["100", "a,b", "1,2,3", ""])
def test_a_point_that_is_none(calibrate: Calibrate, point: str) -> None:
    done = calibrate("ruler", "--from", point, "--to", "9,1", "--mm", 100)
    assert (done.exit_code, "two numbers" in done.stderr) == (2, True)


def test_show_says_what_is_missing_or_broken(calibrate: Calibrate, home: Path) -> None:
    done = calibrate("show")
    assert (done.exit_code, f"Die Kamera {CAMERA} ist nicht kalibriert" in done.stderr) == (1, True)
    calibrate("ruler", "--from", "0,0", "--to", "500,0", "--mm", 50)
    (home / "calibration" / "usb-2-00000000.json").write_text("{")
    done = calibrate("show")
    assert done.exit_code == 1
    assert "Kamera simulated" in done.stdout
    assert "usb-2-00000000.json ist nicht lesbar" in done.stderr


def test_a_target_that_there_is_not_or_cannot_be_written(calibrate: Calibrate, tmp_path: Path) -> None:
    done = calibrate("target", "--square-mm", 7)
    assert (done.exit_code, "20, 15, 10, 5" in done.stderr) == (2, True)
    done = calibrate("target", "--out", tmp_path / "no" / "sheet.pdf")
    assert (done.exit_code, "sheet.pdf" in done.stderr) == (2, True)
