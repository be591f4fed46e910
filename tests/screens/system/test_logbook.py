"""The audit log on the screen: what happened and who (role) said what, for the master alone."""

import pytest

from inspection.disposition import Fate
from inspection.people import Role
from inspection.record import Event
from inspection.verdict import Verdict
from screens.door.door import Visitor
from screens.system import logbook
from tests.screens.access.test_visiting import room
from tests.screens.history.conftest import shop
from tests.screens.history.shop import Shop
from tests.screens.test_page import said

__all__ = ["shop"]


def log_of(shop: Shop, monkeypatch: pytest.MonkeyPatch, role: Role) -> str:
    shop.put_to_work(role)
    monkeypatch.setattr(logbook, "visitor", lambda: Visitor(role=role))
    test = room("system")
    test.button(key="system_section_log").click().run()
    assert not test.exception
    return said(test)


def test_the_master_reads_what_happened_the_newest_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    failed, passed = shop.inspect(Verdict.FAIL), shop.inspect(Verdict.PASS)
    shop.say(failed, Verdict.PASS)
    shop.dispose(failed, Fate.SCRAP, 1250)
    shop.take_back(passed)
    shop.store.save_event(Event(code="costs-changed", detail="weld-bead <b>"))
    log = log_of(shop, monkeypatch, Role.MASTER)
    places = [log.index(text) for text in ("Kosten geändert", "Teil zurückgenommen", "Verbleib eines Teils")]
    assert places == sorted(places)
    assert f"Eintrag {failed.sequence}: i.O." in log and "Meister" in log
    assert "12,50" in log and "weld-bead &lt;b&gt;" in log


def test_nobody_but_the_master_does(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.store.save_event(Event(code="costs-changed", detail="weld-bead"))
    log = log_of(shop, monkeypatch, Role.TRAINEE)
    assert "Kosten geändert" not in log and "Hier ist der Meister gefragt" in log
