"""`meisterblick part`: a part goes out as one file and comes in as one, or does not."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands.app import app
from inspection.people import Role
from inspection.places import find_recipe
from tests.screens.learning.workshop import workshop
from tests.training.labelling.building import box, png
from training.labelling.book import LabelBook
from training.labelling.drawing import State


def run(home: Path, *arguments: object) -> Result:
    return CliRunner(env={"MEISTERBLICK_HOME": str(home)}).invoke(app, ["part", *map(str, arguments)])


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = workshop(tmp_path_factory.mktemp("there") / "home")
    book = LabelBook.open(home)
    book.add_classes("plate", ["pore"])
    picture = book.add_picture("plate", png())
    book.draw("plate", picture.sha256, [box()], based_on=0, role=Role.MASTER, state=State.APPROVED)
    book.close()
    return home


def test_a_part_goes_out_and_comes_in_under_its_own_name_or_the_next(there: Path, tmp_path: Path) -> None:
    file, here = tmp_path / "plate.mbpart", tmp_path / "here"
    out = run(there, "export", "plate", "--out", file, "--pictures", "5", "--lang", "en")
    assert out.exit_code == 0, out.output
    assert "plate with small (CC0-1.0), 1 pictures" in out.stdout
    assert "With this file pictures leave the house." in out.stdout
    first = run(here, "import", file, "--lang", "en")
    assert first.exit_code == 0, first.output
    assert "plate with small and 1 pictures is here." in first.stdout
    second = run(here, "import", file)
    assert "plate-2 (dort: plate) mit small-2" in second.stdout
    assert find_recipe("plate-2", here).model == "small-2"
    taken = run(here, "import", file, "--as", "plate")
    assert (taken.exit_code, "plate" in taken.stderr) == (2, True)


def test_no_picture_goes_along_that_is_not_asked_for(there: Path, tmp_path: Path) -> None:
    out = run(there, "export", "plate", "--out", tmp_path / "plate.mbpart")
    assert (out.exit_code, "0 Bilder" in out.stdout, "verlassen" in out.stdout) == (0, True, False)
    again = run(there, "export", "plate", "--out", tmp_path / "plate.mbpart")
    assert (again.exit_code, "already" in again.stderr) == (2, True)


def test_what_is_no_part_is_refused_in_one_line(there: Path, tmp_path: Path) -> None:
    (tmp_path / "best.pt").write_bytes(b"PK\x03\x04 no zip")
    for file in (tmp_path / "best.pt", tmp_path / "absent.mbpart"):
        refused = run(tmp_path / "here", "import", file)
        assert (refused.exit_code, refused.stderr.startswith("meisterblick: ")) == (2, True)
        assert isinstance(refused.exception, SystemExit)
    absent = run(there, "export", "gate", "--out", tmp_path / "gate.mbpart")
    assert (absent.exit_code, "gate" in absent.stderr) == (2, True)
    assert not (tmp_path / "here" / "models").exists()
