"""The master takes a model or does not: once, as it was compared, and for this part alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from inspection.model_book.active import active_models
from inspection.places import find_recipe
from inspection.record import Event
from inspection.station import Station
from inspection.station.build import build_station
from screens import host as hosts
from screens.host import AtWork, StationHost, put_to_work
from screens.learning.candidates import Candidate, slots_of
from screens.learning.deciding_acts import leave, promote, question_about
from screens.learning.deciding_slot import slot_to_take
from screens.learning.going_back import _go_back
from tests.nets import write_model
from tests.screens.learning.workshop import lightness_net, seen, workshop
from training.promoting.asking import Asked, ask_golden
from training.promoting.keeping import declined, keep


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StationHost]:
    """The workshop with its station at work."""
    home = workshop(tmp_path / "home")
    station = build_station(home)
    host = StationHost(build_station, home)
    monkeypatch.setattr(host, "_phase", AtWork(station=station))
    monkeypatch.setattr(hosts, "_at_work", None)
    put_to_work(host)
    yield host
    station.close()


def station_of(host: StationHost) -> Station:
    assert host.station is not None
    return host.station


def candidate(host: StationHost, name: str) -> Candidate:
    [slot] = slots_of(station_of(host).recipe, host.home)
    return next(one for one in slot.candidates if one.name == name)


def compared(host: StationHost, name: str) -> Candidate:
    """With the answer kept, as `models compare` keeps it."""
    one = candidate(host, name)
    asked = Asked(slot=one.slot, candidate=one.folder, golden=None, margin=0.02, home=host.home, engine="onnxruntime")
    keep(host.home, question_about(one, host), ask_golden(asked, station_of(host).setup))
    return one


def events(host: StationHost, code: str) -> list[str]:
    with closing(sqlite3.connect(host.home / "records.db")) as database:
        bodies = database.execute("SELECT body FROM entries WHERE kind = 'event' ORDER BY sequence").fetchall()
    return [one.detail for (body,) in bodies if (one := Event.model_validate_json(body)).code == code]


def judging(host: StationHost) -> str:
    judge = station_of(host).state().model.judge
    assert judge is not None
    return judge.model


def test_what_was_compared_is_taken_once_and_one_step_leads_back(host: StationHost) -> None:
    one = compared(host, "small-2")
    for _ in range(2):
        assert promote(one, "")("de").title == "small-2 prüft jetzt"
    assert (judging(host), events(host, "model-promoted")) == (
        "small-2",
        ["small: small (not promoted) -> small-2, master: -"],
    )
    seen_sha256 = active_models(host.home).slots["small"].now.manifest_sha256
    for _ in range(2):
        assert _go_back("small", seen_sha256)("de").title == "small prüft wieder"
    assert (judging(host), len(events(host, "model-rolled-back"))) == ("small", 1)


def test_what_was_not_compared_or_has_changed_since_is_not_taken(host: StationHost) -> None:
    assert promote(candidate(host, "small-2"), "")("de").kind == "open"
    one = compared(host, "small-2")
    write_model(one.folder, lightness_net() + b"\x08\x08", [seen(110 / 255)])
    assert promote(one, "")("de").title == "Seit dem Vergleich hat sich etwas geändert."
    assert (judging(host), events(host, "model-promoted")) == ("small", [])


def test_against_the_advice_the_master_says_why(host: StationHost) -> None:
    one = compared(host, "small-3")
    assert promote(one, " so what ")("de").kind == "bad"
    assert judging(host) == "small"
    assert promote(one, "die alte\u200b Kamera ist defekt")("de").kind == "good"
    now = active_models(host.home).slots["small"]
    assert (now.reason, len(now.overruled)) == ("die alte Kamera ist defekt", 1)
    assert events(host, "model-promoted")[0].endswith("(overruled by the master), master: die alte Kamera ist defekt")


def test_a_part_that_shares_its_slot_gets_one_of_its_own(host: StationHost) -> None:
    home, recipe = host.home, station_of(host).recipe
    assert slot_to_take("small", recipe, home) == "small"
    other = (home / "recipes" / "plate.yaml").read_text().replace("name: plate", "name: hinge")
    (home / "recipes" / "hinge.yaml").write_text(other)
    one = compared(host, "small-2")
    for _ in range(2):
        assert promote(one, "")("de").kind == "good"
    assert (find_recipe("plate", home).model, find_recipe("hinge", home).model) == ("plate", "small")
    assert (station_of(host).recipe.version, judging(host)) == (2, "small-2")
    slots = active_models(home).slots
    assert slots.keys() == {"plate"}
    assert slots["plate"].previous is not None and slots["plate"].previous.model == "small"
    assert len(events(host, "model-promoted")) == 1
    assert _go_back("plate", slots["plate"].now.manifest_sha256)("de").title == "small prüft wieder"
    assert judging(host) == "small"


def test_what_the_master_does_not_want_is_kept_and_recorded(host: StationHost) -> None:
    one = candidate(host, "small-3")
    assert leave(one, "schlägt bei allem an")("de").kind == "good"
    assert declined(host.home)[one.manifest_sha256].reason == "schlägt bei allem an"
    assert events(host, "model-declined") == ["small: small-3, master: schlägt bei allem an"]
