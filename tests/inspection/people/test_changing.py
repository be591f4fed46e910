"""PINs are set, changed and removed; what cannot be is refused, and then nothing has changed."""

import json
from pathlib import Path

import pytest

from inspection.errors import PeopleUnreadable, PinRefused
from inspection.people import PinProblem, Role, add_pin, change_pin, load_people, remove_pin


def refused(problem: PinProblem) -> "pytest.RaisesExc[PinRefused]":
    return pytest.raises(PinRefused, check=lambda error: error.problem is problem)


def test_where_there_is_no_file_there_is_nobody(tmp_path: Path) -> None:
    assert load_people(tmp_path).entries == ()


def test_the_master_comes_first_and_goes_last(tmp_path: Path) -> None:
    with refused(PinProblem.MASTER_FIRST):
        add_pin(tmp_path, Role.TRAINEE, "Azubi", "8063")
    master = add_pin(tmp_path, Role.MASTER, "Meister", "2750")
    trainee = add_pin(tmp_path, Role.TRAINEE, "Azubi", "8063")
    with refused(PinProblem.LAST_MASTER):
        remove_pin(tmp_path, master.id)
    remove_pin(tmp_path, trainee.id)
    remove_pin(tmp_path, master.id)
    assert load_people(tmp_path).entries == ()


def test_labels_are_told_apart_and_must_be_printable(tmp_path: Path) -> None:
    labels = [add_pin(tmp_path, Role.MASTER, " Meister ", pin).label for pin in ("2750", "8063", "4915")]
    assert labels == ["Meister", "Meister 2", "Meister 3"]
    for label in ("", "  ", "x" * 25, "a\u200bb"):
        with refused(PinProblem.BAD_LABEL):
            add_pin(tmp_path, Role.MASTER, label, "3618")


def test_a_change_is_a_new_generation_and_a_weak_one_changes_nothing(tmp_path: Path) -> None:
    entry = add_pin(tmp_path, Role.MASTER, "Meister", "2750")
    changed = change_pin(tmp_path, entry.id, "8063")
    assert (changed.id, changed.generation) == (entry.id, entry.generation + 1)
    with refused(PinProblem.RUN):
        change_pin(tmp_path, entry.id, "4321")
    with refused(PinProblem.UNKNOWN):
        change_pin(tmp_path, "00000000", "8063")
    assert load_people(tmp_path).entries == (changed,)


def test_the_file_is_closed_and_for_the_user_only(tmp_path: Path) -> None:
    add_pin(tmp_path, Role.MASTER, "Meister", "2750")
    path = tmp_path / "people.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "2750" not in path.read_text()
    said = json.loads(path.read_text())
    for damaged in ({**said, "name": "Karl Huber"}, {**said, "version": 2}, {**said, "entries": said["entries"] * 2}):
        path.write_text(json.dumps(damaged))
        with pytest.raises(PeopleUnreadable, match="pin set --role master"):
            load_people(tmp_path)
    path.write_text(json.dumps(said).replace('"master"', '"operator"'))  # nobody left who could change anything
    with pytest.raises(PeopleUnreadable):
        load_people(tmp_path)
