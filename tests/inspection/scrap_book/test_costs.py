"""What a scrapped part costs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.disposition import Fate
from inspection.errors import RecipeInvalid
from inspection.scrap_book.costs import FILE_NAME, Costs, PartCost, load_costs, save_costs

BRACKET = PartCost(material_cents=430, minutes=18, rework_minutes=7.5)


def test_a_scrapped_part_costs_its_material_and_its_minutes() -> None:
    """By hand: 64 euros an hour, 18 minutes are 19.20 euros, with 4.30 of material 23.50; 7.5 minutes are 8.00."""
    costs = Costs(hour_cents=6400, parts={"bracket": BRACKET})
    assert costs.of("bracket", Fate.SCRAP) == 2350
    assert costs.of("bracket", Fate.REWORK) == 800
    assert costs.of("bracket", Fate.GOOD) == 0


def test_what_nobody_filled_in_is_unknown_and_not_nothing() -> None:
    costs = Costs(hour_cents=6400, parts={"bracket": BRACKET})
    assert costs.of("hinge", Fate.SCRAP) is None
    assert costs.of("hinge", Fate.REWORK) is None
    assert costs.of("hinge", Fate.GOOD) == 0


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert load_costs(tmp_path) == Costs()


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    costs = Costs(hour_cents=6400, parts={"Träger: 12": BRACKET, "weld-bead": PartCost(material_cents=1, minutes=0)})
    save_costs(tmp_path, costs)
    assert load_costs(tmp_path) == costs


@pytest.mark.parametrize("text", ["hour_cents: -1", "hour_cent: 5", "parts: {bead: {material_cents: 1}}", "[", "a: ="])
def test_a_file_that_says_something_impossible_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(RecipeInvalid, match=FILE_NAME):
        load_costs(tmp_path)


@given(st.integers(0, 10**6), st.floats(0, 10**4), st.floats(0, 10**4), st.integers(0, 10**6))
def test_more_work_never_costs_less(material: int, minutes: float, more: float, hour: int) -> None:
    little = Costs(hour_cents=hour, parts={"part": PartCost(material_cents=material, minutes=minutes)})
    much = Costs(hour_cents=hour, parts={"part": PartCost(material_cents=material, minutes=minutes + more)})
    least, most = little.of("part", Fate.SCRAP), much.of("part", Fate.SCRAP)
    assert least is not None and most is not None and material <= least <= most
