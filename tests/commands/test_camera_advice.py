"""`meisterblick camera advise` answers in one screen, and names what it cannot read."""

import pytest
import typer
from typer.testing import CliRunner, Result

from commands.camera_advice import advise

app = typer.Typer()
app.command()(advise)


def ask(defect: str, field: str, *more: str) -> Result:
    return CliRunner().invoke(app, ["--smallest-defect", defect, "--field", field, *more])


def test_the_answer_names_sensor_lens_distance_aperture_and_light() -> None:
    said = ask("0.5", "200x150").stdout
    for words in (
        "2000 x 1500 px for 5 px across 0.5 mm; at least 1200 x 900 px for 3",
        '3.1 megapixels, 1/1.8", like Sony IMX252',
        "12 mm, C mount",
        "about 352 mm from lens to part",
        "f/4: sharp over 23 mm of height",
        "one with 2592 x 1944 px will do",
        "light: weld beads",
        "light: wood",
        "light: machined metal",
    ):
        assert words in said
    assert "exposure  " not in said
    assert len(said.splitlines()) < 20


@pytest.mark.parametrize("field", ["200 x 150", "200X150 mm", "200×150", "200,0x150.0", "200*150"])
def test_a_field_may_be_written_as_people_write_it(field: str) -> None:
    assert ask("0.5", field).stdout == ask("0.5", "200x150").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("0.1", "120x90"), "just enough"),
        (("0.1", "200x150"), "4 pictures (2 x 2) of 105 x 79 mm"),
        (("0.1", "200x150"), "rolling one: parts must lie still"),
        (("0.02", "5x4"), "extension ring"),
        (("0.02", "5x4"), "none: too few pixels for this field, or no focus so near"),
        (("0.5", "200x150", "--speed", "100"), "at most 977 µs"),
        (("0.5", "200x150", "--distance", "3000"), "from 3000 mm no usual lens fills the picture"),
    ],
)
def test_what_is_special_is_said(arguments: tuple[str, str], words: str) -> None:
    assert words in ask(*arguments).stdout


@pytest.mark.parametrize(
    ("defect", "field", "words"),
    [
        ("1", "200", "expected the field as width x height in mm, like 200x150, got '200'"),
        ("1", "200x1.5.0", "like 200x150"),
        ("1", "0x150", "the field's width must be more than 0, got 0"),
        ("500", "200x150", "must be smaller than the field"),
    ],
)
def test_what_cannot_be_is_wrong_use(defect: str, field: str, words: str) -> None:
    result = ask(defect, field)
    assert result.exit_code == 2
    assert words in result.stderr
