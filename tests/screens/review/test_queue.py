"""Which part comes next, whatever is recorded and said meanwhile."""

import pytest

from inspection.record import InspectionRecord
from inspection.verdict import Verdict
from screens.review.queue import Pile, Shown, lay_out, looked_at_again
from screens.review.waiting import Waiting, waiting
from tests.screens.history.shop import Shop


def entry(shown: Shown) -> int | None:
    return shown.part.record.sequence if shown.part else None


def through(shop: Shop, pile: Pile) -> list[int | None]:
    """The parts in the order in which the master sees them who lays each aside."""
    shown, seen = lay_out(shop.station, pile), list[int | None]()
    while shown.part is not None and not shown.is_again:
        seen.append(entry(shown))
        shown = lay_out(shop.station, pile, after=shown.part.record.sequence)
    return seen


def everything(shop: Shop) -> dict[str, InspectionRecord]:
    parts = {
        "good": shop.inspect(Verdict.PASS),
        "doubtful": shop.inspect(Verdict.REVIEW),
        "unseen": shop.inspect(Verdict.NOT_JUDGED),
        "bad": shop.inspect(Verdict.FAIL),
        "spoken": shop.inspect(Verdict.REVIEW),
        "confirmed": shop.inspect(Verdict.FAIL),
        "taken back": shop.inspect(Verdict.REVIEW),
        "from a file": shop.inspect(Verdict.REVIEW, source="files"),
        "of the check": shop.inspect(Verdict.REVIEW, source="check"),
    }
    shop.say(parts["spoken"], Verdict.PASS)
    shop.say(parts["confirmed"], Verdict.FAIL)
    shop.take_back(parts["taken back"])
    return parts


@pytest.mark.parametrize(
    ("pile", "expected"),
    [
        (Pile.WAITING, ["unseen", "doubtful"]),
        (Pile.OVERRULED, ["spoken"]),
        (Pile.SPOKEN, ["confirmed", "spoken"]),
    ],
)
def test_every_part_lies_on_its_pile_the_newest_on_top(shop: Shop, pile: Pile, expected: list[str]) -> None:
    parts = everything(shop)
    assert through(shop, pile) == [parts[name].sequence for name in expected]


def test_after_the_last_one_it_begins_again_with_what_came_meanwhile(shop: Shop) -> None:
    oldest = shop.inspect(Verdict.REVIEW)
    shown = lay_out(shop.station, Pile.WAITING)
    assert entry(shown) == oldest.sequence and not shown.is_again
    newer = shop.inspect(Verdict.REVIEW)
    again = lay_out(shop.station, Pile.WAITING, after=oldest.sequence)
    assert entry(again) == newer.sequence and again.is_again


def test_what_is_shown_stays_and_tells_that_somebody_was_faster(shop: Shop) -> None:
    part = shop.inspect(Verdict.REVIEW)
    shown = lay_out(shop.station, Pile.WAITING)
    shop.inspect(Verdict.REVIEW)
    shown = looked_at_again(shop.station, shown)
    assert entry(shown) == part.sequence and not shown.somebody_was_faster
    shop.say(part, Verdict.PASS)
    shown = looked_at_again(shop.station, shown)
    assert entry(shown) == part.sequence and shown.somebody_was_faster
    assert entry(lay_out(shop.station, Pile.WAITING, after=part.sequence)) != part.sequence


def test_a_part_that_was_spoken_about_before_is_no_reason_to_say_so(shop: Shop) -> None:
    part = shop.inspect(Verdict.REVIEW)
    shop.say(part, Verdict.PASS)
    shown = lay_out(shop.station, Pile.SPOKEN)
    assert shown.words_seen == 1 and not shown.somebody_was_faster
    shop.say(part, Verdict.FAIL)
    assert looked_at_again(shop.station, shown).somebody_was_faster


def test_an_empty_pile_is_looked_at_anew_once_something_was_recorded(shop: Shop) -> None:
    shown = lay_out(shop.station, Pile.WAITING)
    assert shown.part is None
    asked = shop.questions
    assert looked_at_again(shop.station, shown) is shown and shop.questions == asked
    part = shop.inspect(Verdict.NOT_JUDGED)
    assert entry(looked_at_again(shop.station, shown)) == part.sequence


def test_how_many_wait_is_counted_only_after_something_was_recorded(shop: Shop) -> None:
    everything(shop)
    counter = Waiting(shop.station)
    assert counter.last_known() is None or counter.last_known() == 2
    assert counter.now() == 2
    asked = shop.questions
    assert counter.now() == 2 and counter.last_known() == 2 and shop.questions == asked
    shop.inspect(Verdict.REVIEW)
    assert counter.now() == 3


def test_a_number_that_cannot_be_counted_stays_and_nobody_waits_for_it(shop: Shop) -> None:
    shop.inspect(Verdict.REVIEW)
    counter = Waiting(shop.station)
    assert counter.now() == 1
    shop.broken = True
    shop.inspect(Verdict.REVIEW)
    assert counter.last_known() == 1


def test_a_station_has_one_counter(shop: Shop) -> None:
    assert waiting(shop.station) is waiting(shop.station)
