"""A second person is told; whoever is gone is forgotten."""

from screens.labelling.who_draws import GONE_AFTER_S, WhoDraws
from tests.screens.door.doors import Clock


def test_a_browser_that_was_killed_is_forgotten_and_one_that_moved_on_at_once() -> None:
    clock = Clock()
    who = WhoDraws(clock)
    assert not who.looks("weld", "a", "me")
    assert who.looks("weld", "a", "other")
    assert not who.looks("weld", "b", "other")
    assert not who.looks("weld", "a", "me")
    assert not who.looks("board", "a", "third")
    clock.now_s += GONE_AFTER_S + 1
    assert not who.looks("weld", "a", "fourth")


def test_a_desk_is_nobody_else_to_itself() -> None:
    who = WhoDraws()
    assert not who.looks("weld", "a", "me")
    assert not who.looks("weld", "a", "me")
    who.leaves("me")
    assert not who.looks("weld", "a", "other")
