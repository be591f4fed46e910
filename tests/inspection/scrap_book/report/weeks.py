"""Two weeks of a shop, to be counted by hand."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from inspection.scrap_book.columns import Question
from inspection.scrap_book.report import By, ScrapReport, scrap_report
from tests.inspection.scrap_book.building import MONDAY, Part, facts_of

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 3, 2)


def day(
    number: int, good: int, scrap: int = 0, rework: int = 0, open_: int = 0, machine: str | None = "press 1"
) -> list[Part]:
    """The parts of a day from 8:00 UTC on, a minute apart; a scrapped one costs 10 euros, a reworked one 3."""
    at = MONDAY + timedelta(days=number)
    kinds = [("good", good, 0), ("scrap", scrap, 1000), ("rework", rework, 300), ("open", open_, None)]
    parts = [
        Part(fate=fate, at=at, cost_cents=cents, cause=None if fate == "good" else "pore", machine=machine, order="A-7")
        for fate, count, cents in kinds
        for _ in range(count)
    ]
    return [part._replace(at=at + timedelta(minutes=place)) for place, part in enumerate(parts)]


def report_of(parts: list[Part], by: By, question: Question | None = None) -> ScrapReport:
    return scrap_report(facts_of(parts), question or Question(), by, time_zone=BERLIN)
