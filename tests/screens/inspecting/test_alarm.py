"""What rises is said on the operator's page, and no verdict waits for it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.cards.rising import Rising
from inspection.verdict import Verdict
from screens.inspecting.alarm import RisingWatch, advice_words, rising_card, rising_words
from tests.screens.history.shop import Shop

FOUND = Rising(class_name="crack", count=6, n=50, before=10, before_n=1000)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path)
    yield shop
    shop.store.close()


def test_it_says_both_numbers_and_what_to_try_first(shop: Shop) -> None:
    card = rising_card(FOUND, shop.station, "de")
    assert card is not None
    words = rising_words(FOUND, card, "de")
    assert words.startswith("Riss kommt öfter als vorher: bei 6 der letzten 50 Teile, vorher bei 10 von 1.000. Zuerst")
    assert card.text.try_first[0] in words


def test_it_is_said_beside_a_good_part_too(shop: Shop) -> None:
    part = shop.inspect(Verdict.PASS)
    assert "Riss kommt öfter" in advice_words(shop.station, part, None, FOUND, "de")
    assert advice_words(shop.station, part, None, None, "de") == ""


def test_what_came_again_and_again_goes_first(shop: Shop) -> None:
    part = shop.inspect(Verdict.FAIL)
    assert "immer wieder" in advice_words(shop.station, part, "crack", FOUND, "de").lower()


def test_the_look_is_taken_in_the_background_and_seen_with_the_next_part(shop: Shop) -> None:
    for verdict in [Verdict.PASS] * 130 + [Verdict.FAIL] * 20:
        shop.inspect(verdict)
    watch = RisingWatch(shop.station)
    assert watch.last_known() is None
    deadline = time.monotonic() + 20
    while (found := watch.last_known()) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found is not None and (found.class_name, found.count, found.n) == ("crack", 20, 50)
    shop.broken = True
    assert watch.last_known() == found
