"""How the daily check stands, in words."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspection.daily_check import DailyState, Drift, KnownCheck, KnownChecks, KnownPart, KnownParts, Quality, Taught
from inspection.daily_check.drift import Quantity
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.setup import NEVER_CHECKED, Setup
from inspection.verdict import Verdict
from screens.daily.standing import Item, standing_of

NOW = datetime(2026, 5, 5, 7, tzinfo=UTC)
BEFORE = NOW - timedelta(days=3)
RECIPE = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")
KNOWN = KnownParts(parts=tuple(KnownPart(quality=one, taught_at=BEFORE, picture_sha256="a" * 64) for one in Quality))
REFERENCE = Taught(
    taught_at=BEFORE,
    camera_id="c",
    resolution_wh=(640, 480),
    exposure_time_us=None,
    gain_db=None,
    picture_sha256="b" * 64,
)


def setup(
    known: KnownParts = KNOWN,
    daily: DailyState = NEVER_CHECKED,
    required: bool = False,
    taught: Taught | None = REFERENCE,
) -> Setup:
    return Setup(
        recipe=RECIPE,
        recipe_sha256="0" * 64,
        scale=None,
        taught=taught,
        known=known,
        daily=daily,
        daily_check_required=required,
    )


def came_out(bad: Verdict = Verdict.FAIL, good: Verdict = Verdict.PASS, at: datetime = NOW) -> KnownChecks:
    return KnownChecks(
        checks=tuple(
            KnownCheck(quality=quality, checked_at=at, verdict=verdict, record_id="1" * 32)
            for quality, verdict in ((Quality.BAD, bad), (Quality.GOOD, good))
        )
    )


def test_in_the_morning_everything_is_open_and_the_reference_comes_first() -> None:
    standing = standing_of(setup(), NOW, "de")
    assert (standing.kind, standing.words) == ("open", "Heute noch zu prüfen: 3 von 3.")
    assert [check.item for check in standing.checks] == list(Item)
    assert standing.next_item is Item.REFERENCE


@pytest.mark.parametrize(("required", "kind"), [(True, "bad"), (False, "open")])
def test_where_the_check_is_asked_for_it_says_that_nothing_is_judged(required: bool, kind: str) -> None:
    standing = standing_of(setup(required=required), NOW, "de")
    assert standing.kind == kind
    assert ("kein Teil" in standing.next_step) is required


def test_after_all_three_the_day_can_begin() -> None:
    daily = DailyState(checked_at=NOW, known=came_out())
    standing = standing_of(setup(daily=daily, required=True), NOW, "en")
    assert standing.kind == "good" and standing.next_item is None
    assert {check.state for check in standing.checks} == {"done"}
    tomorrow = standing_of(setup(daily=daily, required=True), NOW + timedelta(days=1), "en")
    assert {check.state for check in tomorrow.checks} == {"open"}


def test_a_bad_part_that_came_out_good_is_said_in_red_until_it_passes() -> None:
    daily = DailyState(checked_at=NOW, known=came_out(bad=Verdict.PASS))
    for moment in (NOW, NOW + timedelta(days=1)):
        standing = standing_of(setup(daily=daily), moment, "de")
        assert (standing.kind, standing.next_item) == ("bad", Item.BAD)
        assert "kam als i.O. heraus" in standing.checks[1].said


def test_what_has_drifted_is_named_with_what_to_do() -> None:
    dark = Drift(quantity=Quantity.LIGHT, taught=100, now=70, change=-0.3, margin=0.15)
    daily = DailyState(checked_at=NOW, passed=False, drifts=(dark,), known=came_out())
    standing = standing_of(setup(daily=daily), NOW, "de")
    assert (standing.kind, standing.next_item) == ("bad", Item.REFERENCE)
    assert "Lampe prüfen" in standing.checks[0].lines[0]


def test_where_nothing_was_taught_it_leads_to_the_master(tmp_path: Path) -> None:
    nothing = KnownParts()
    standing = standing_of(setup(known=nothing, taught=None), NOW, "de")
    assert (standing.kind, standing.checks) == ("hint", ())
    assert "Meister" in standing.next_step
    assert standing_of(setup(known=nothing, taught=None, required=True), NOW, "de").kind == "bad"
