"""`meisterblick pin`, and what opening the station to the network asks for."""

from pathlib import Path

import pytest
import typer

from commands import pin
from inspection.people import Role, load_people
from screens.reach import lan_addresses, own_names
from tests.commands.conftest import Run
from tests.screens.door.doors import with_pins


def test_a_pin_is_typed_twice_listed_changed_and_removed(
    meisterblick: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["2750", "2750", "8063", "8063", "1234", "1234", "4915", "4916"])
    monkeypatch.setattr(typer, "prompt", lambda *_args, **_options: next(typed))
    assert "PIN vergeben: Meister" in meisterblick("pin", "set", "--role", "master", "--lang", "de").output
    (entry,) = load_people(home).entries
    assert f"{entry.id}  Master  (Master" not in meisterblick("pin", "list", "--lang", "de").output
    assert f"{entry.id}  Meister" in meisterblick("pin", "list", "--lang", "de").output
    meisterblick("pin", "set", "--role", "master")
    assert load_people(home).entries[0].generation == 2
    for said in ("in a row", "not the same"):
        done = meisterblick("pin", "set", "--role", "master", "--lang", "en")
        assert done.exit_code == 2 and said in done.output
    assert meisterblick("pin", "remove", "--role", "trainee").exit_code == 2
    assert meisterblick("pin", "remove", "--role", "master").exit_code == 0
    assert load_people(home).entries == ()


def test_without_a_masters_pin_and_a_terminal_the_station_does_not_open(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(typer.Exit) as ended:
        pin.master_pin_or_end(home, "de")
    assert ended.value.exit_code == 2
    assert "meisterblick pin set --role master" in capsys.readouterr().err
    with_pins(home, Role.MASTER)
    pin.master_pin_or_end(home, "de")


def test_names_and_addresses_are_those_of_a_network() -> None:
    assert all(name == name.lower() and name for name in own_names())
    assert "127.0.0.1" not in lan_addresses()
