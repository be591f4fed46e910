"""A draft is what the fields say: an untouched one is the recipe itself, whatever the recipe."""

from typing import Any

import pytest
import streamlit as st

from inspection.finding import Characteristic, Unit
from inspection.limit import Limit
from inspection.locating import FeatureAlignment, MarkerAlignment
from inspection.norms import Iso5817
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import Grade, Recipe, load_recipe
from inspection.regions import Region
from inspection.scale import CameraScale, MillimetreScale
from screens.setup.part.draft import OWN_LIMITS, begin, drafted, grade_group
from screens.setup.part.fields import put, value
from screens.setup.part.limit_rows import add_row, offered, remove_row, row_field, row_numbers, unit_of
from screens.setup.part.problem import DraftProblem

BEAD = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")
NO_CRACK = Limit(class_name="crack", characteristic=Characteristic.COUNT, upper=0, unit=Unit.ONE, source="shop")
FULL = BEAD.model_copy(
    update={
        "scale": CameraScale(surface_height_mm=2.5),
        "norm": Iso5817(level="D", joint="fillet", t_mm=3.2, a_mm=2.26),
        "alignment": MarkerAlignment(marker_id=7, max_shift=0.07, golden_sha256="ab" * 32),
        "regions": (Region(kind="out", polygon=((0.1, 0.1), (0.9, 0.1), (0.5, 0.8888))),),
        "limits": (
            Limit(
                class_name="pore",
                characteristic=Characteristic.DISTANCE,
                lower=0.3,
                unit=Unit.MM,
                guard_band=0.05,
                clause="2017",
                source="customer",
                switched_on=False,
            ),
        ),
        "grades": (
            Grade(name="A", limits=(NO_CRACK,)),
            Grade(name="B", limits=(NO_CRACK.model_copy(update={"upper": 1.0}),)),
        ),
    }
)


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Streamlit's session, without Streamlit."""
    session: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", session)
    return session


@pytest.mark.parametrize(
    "recipe",
    [
        *(load_recipe(path) for path in sorted(SHIPPED_RECIPES.glob("*.yaml"))),
        FULL,
        FULL.model_copy(update={"alignment": FeatureAlignment(max_turn_deg=0)}),
        FULL.model_copy(update={"alignment": MarkerAlignment(max_turn_deg=170, max_shift=1)}),
        FULL.model_copy(update={"scale": MillimetreScale(mm_per_px=0.08217, relative_uncertainty=0.0205)}),
    ],
    ids=lambda recipe: f"{recipe.name}-{recipe.scale.kind}",
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_an_untouched_draft_is_the_recipe_to_the_last_bit(recipe: Recipe, language: Any) -> None:
    begin(recipe, language)
    assert drafted() == recipe


def test_what_is_changed_is_changed_and_nothing_else_is() -> None:
    begin(BEAD, "de")
    put("t", "8")
    put("level", "B")
    put("title_en", "")
    changed = drafted()
    assert changed.norm == Iso5817(level="B", joint="butt", t_mm=8)
    assert changed.titles == {"de": BEAD.titles["de"]}
    assert changed.model_copy(update={"norm": BEAD.norm, "titles": BEAD.titles}) == BEAD


def test_a_limit_keeps_what_no_field_shows_until_its_number_changes() -> None:
    begin(FULL, "de")
    key = row_field(OWN_LIMITS, 1, "on")
    st.session_state[key] = True
    assert drafted().limits == (FULL.limits[0].model_copy(update={"switched_on": True}),)
    st.session_state[row_field(OWN_LIMITS, 1, "bound")] = "0,4"
    (limit,) = drafted().limits
    assert (limit.lower, limit.guard_band, limit.clause) == (0.4, 0.05, None)


def test_the_same_digits_in_another_unit_are_asked_for_anew() -> None:
    begin(load_recipe(SHIPPED_RECIPES / "board.yaml"), "de")
    put("scale", "camera")
    with pytest.raises(DraftProblem) as problem:
        drafted()
    said = problem.value.in_words("de").replace("\xa0", " ")
    assert "Der Grenzwert war" in said and "Bitte neu eingeben, in mm." in said


def test_rows_come_and_go_and_a_second_click_removes_no_other() -> None:
    begin(BEAD, "de")
    first = row_numbers(OWN_LIMITS)[0]
    remove_row(OWN_LIMITS, first)
    remove_row(OWN_LIMITS, first)
    add_row(OWN_LIMITS, None, "de")
    assert len(row_numbers(OWN_LIMITS)) == len(BEAD.limits)
    with pytest.raises(DraftProblem) as problem:
        drafted()
    assert problem.value.in_words("de") == f"Eigene Grenzwerte, Grenzwert {len(BEAD.limits)}: Bitte den Fehler wählen."


@pytest.mark.parametrize("in_mm", [True, False])
def test_every_characteristic_that_is_offered_makes_a_limit_in_its_unit(in_mm: bool) -> None:
    for characteristic in offered(in_mm=in_mm):
        bound = "lower" if characteristic is Characteristic.DISTANCE else "upper"
        fields = {"class_name": "pore", "characteristic": characteristic, bound: 1.0, "source": "shop"}
        Limit.model_validate(fields | {"unit": unit_of(characteristic, in_mm=in_mm)})


def test_areas_whose_lines_cross_are_refused_by_their_number() -> None:
    begin(BEAD, "de")
    put("areas", (("in", ((0, 0), (1, 0), (0, 1))), ("out", ((0, 0), (1, 1), (1, 0), (0, 1)))))
    with pytest.raises(DraftProblem) as problem:
        drafted()
    assert problem.value.in_words("de").startswith("Bereich 2: Seine Linien kreuzen")


def test_another_way_to_find_the_part_needs_its_golden_part_anew() -> None:
    begin(FULL, "de")
    put("align", "features")
    alignment = drafted().alignment
    assert isinstance(alignment, FeatureAlignment)
    assert alignment.golden_sha256 is None
    put("align", "none")
    assert drafted().alignment is None
    assert value("align") == "none"


def test_a_grade_without_a_limit_that_counts_is_refused_by_its_name() -> None:
    begin(FULL, "de")
    st.session_state[row_field(grade_group("B"), 1, "on")] = False
    with pytest.raises(DraftProblem) as problem:
        drafted()
    assert problem.value.in_words("de").startswith("Güte B braucht einen Grenzwert")


def test_a_depth_may_be_limited_without_a_number_and_nothing_else_may() -> None:
    begin(BEAD, "de")
    add_row(OWN_LIMITS, None, "de")
    number = row_numbers(OWN_LIMITS)[-1]
    st.session_state[row_field(OWN_LIMITS, number, "class_name")] = "pore"
    st.session_state[row_field(OWN_LIMITS, number, "characteristic")] = Characteristic.DEPTH
    assert drafted().limits[-1].bound is None
    st.session_state[row_field(OWN_LIMITS, number, "characteristic")] = Characteristic.DIAMETER
    with pytest.raises(DraftProblem):
        drafted()
