import stat
import sys
from pathlib import Path

import pytest

from screens.presence import FILE_NAME, Presence


def test_what_is_written_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    presence = Presence.of_this_process(8501, "secret")
    presence.write(tmp_path)
    assert Presence.read(tmp_path) == presence
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    presence.remove(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_another_stations_file_is_left_alone(tmp_path: Path) -> None:
    other = Presence(pid=1, port=8502, token="other")
    other.write(tmp_path)
    Presence.of_this_process(8501, "mine").remove(tmp_path)
    assert Presence.read(tmp_path) == other


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"pid":1,"port":0,"token":"t"}'])
def test_a_damaged_file_is_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    assert Presence.read(tmp_path) is None
