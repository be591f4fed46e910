"""What a person asks of the history: in the address and back, and as a search."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.records.search import Word
from inspection.verdict import Verdict
from screens.history.asking import NOTHING_ASKED, Asked, From, Period, TakenBack, from_address, to_address

THURSDAY = date(2026, 11, 19)

numbers = st.none() | st.text("0123456789-AZaz /äÄ%&=#+", min_size=1, max_size=12).filter(
    lambda text: text == text.strip()
)
everything_asked = st.builds(
    Asked,
    number=numbers,
    order=numbers,
    period=st.sampled_from(Period),
    first=st.none() | st.dates(),
    last=st.none() | st.dates(),
    verdicts=st.frozensets(st.sampled_from(Verdict)),
    defect=st.none() | st.sampled_from(["pore", "Loch & Co"]),
    part_type=st.none() | st.just("weld-bead"),
    origin=st.sampled_from(From),
    word=st.none() | st.sampled_from(Word),
    taken_back=st.sampled_from(TakenBack),
)


@given(asked=everything_asked)
def test_the_address_keeps_everything(asked: Asked) -> None:
    assert from_address(to_address(asked)) == asked


@given(st.dictionaries(st.sampled_from([*Asked.model_fields, "lang"]), st.lists(st.text(max_size=5), max_size=3)))
def test_no_address_is_an_error(parameters: dict[str, list[str]]) -> None:
    from_address(parameters)


def test_what_an_address_says_wrongly_is_left_out() -> None:
    wrong = {"period": ["someday"], "first": ["31.2."], "number": [" "], "verdicts": ["BAD"], "order": ["A-1"]}
    assert from_address(wrong) == Asked(order="A-1")
    assert to_address(NOTHING_ASKED) == {}


@pytest.mark.parametrize(
    ("period", "first", "days"),
    [
        (Period.TODAY, date(2026, 11, 19), 1),
        (Period.YESTERDAY, date(2026, 11, 18), 1),
        (Period.WEEK, date(2026, 11, 16), 4),
        (Period.MONTH, date(2026, 10, 21), 30),
    ],
)
def test_periods_are_whole_days_of_the_calendar(period: Period, first: date, days: int) -> None:
    search = Asked(period=period).search(THURSDAY)
    assert search.since is not None and search.until is not None
    since, until = search.since.astimezone(), search.until.astimezone()
    assert since == datetime(first.year, first.month, first.day).astimezone()
    assert until.date() == first + timedelta(days=days) and (until.hour, until.minute) == (0, 0)


def test_the_last_day_of_a_span_is_meant_too_and_either_end_may_be_open() -> None:
    search = Asked(period=Period.SPAN, first=THURSDAY, last=THURSDAY).search(THURSDAY)
    assert search.since is not None and search.until is not None
    assert search.until.astimezone().date() - search.since.astimezone().date() == timedelta(days=1)
    assert Asked(period=Period.SPAN, last=THURSDAY).search(THURSDAY).since is None
    assert Asked(period=Period.TODAY, first=date(2020, 1, 1)).search(THURSDAY).since is not None


@pytest.mark.parametrize("text", ["13", "A-13", "0", "-1", "٣", "9" * 30])
def test_a_number_is_that_of_a_part_and_where_it_can_be_of_an_entry(text: str) -> None:
    asked = Asked(number=text, period=Period.TODAY)
    assert asked.search(THURSDAY).serial == text
    entry = asked.entry_search(THURSDAY)
    assert (entry is not None) == (text == "13")
    if entry is not None:
        assert (entry.number, entry.serial) == (13, None) and entry.since == asked.search(THURSDAY).since


def test_taken_back_and_where_it_came_from() -> None:
    search = Asked(origin=From.ANYWHERE, taken_back=TakenBack.ONLY).search(THURSDAY)
    assert search.source is None and search.withdrawn is True
    assert NOTHING_ASKED.search(THURSDAY).source == "bench" and NOTHING_ASKED.search(THURSDAY).withdrawn is None
    narrowed = Asked(number="7", order="A", verdicts=frozenset({Verdict.FAIL}), period=Period.TODAY)
    assert narrowed.anywhere() == Asked(number="7", order="A", origin=From.ANYWHERE)
