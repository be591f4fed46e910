"""Commands speak the station's language, or the one that is asked for; an unknown one is refused."""

import re
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.training.teaching.conftest import write


@pytest.mark.parametrize("command", [["teach", "--name", "x"], ["evaluate", "--model", "small", "--data", "data.yaml"]])
def test_an_unknown_language_is_refused(meisterblick: Run, command: list[str]) -> None:
    done = meisterblick(*command, "--lang", "fr")
    assert done.exit_code == 2
    assert "'fr' is not one of 'de', 'en'" in re.sub(r"[\s│]+", " ", done.output)


def test_teach_speaks_the_stations_language(home: Path, meisterblick: Run, tmp_path: Path) -> None:
    good = write(tmp_path / "good", 10)
    (home / "settings.yaml").write_text("language: en\n", encoding="utf-8")
    assert "learned from 10 pictures" in meisterblick("teach", good, "--name", "stripes").output
    assert "guten Teilen" in meisterblick("teach", "--name", "stripes", "--false-alarms", 2, "--lang", "de").output
