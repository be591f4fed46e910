"""Limits that are too fine for a picture, and from which size on it shows what."""

import pytest

from inspection.finding import Characteristic, Unit
from inspection.limit import Limit
from inspection.norms import Iso5817
from inspection.recipe import Recipe
from inspection.resolving import unresolvable, visible_from
from inspection.scale import CameraScale, MillimetreScale, coarsest_length_per_px
from inspection.score_band import ScoreBand
from inspection.verdict import Code
from inspection.visibility import SmallestSeen

WH = (640, 480)


def weld(t_mm: float) -> Recipe:
    norm = Iso5817(level="C", joint="butt", t_mm=t_mm)
    return Recipe(name="weld", version=1, part_type="weld", model="none", scale=CameraScale(), norm=norm)


def test_a_limit_of_too_few_pixels_is_named_with_what_it_has_and_needs() -> None:
    [reason] = unresolvable(weld(t_mm=5), MillimetreScale(mm_per_px=0.25), WH)  # 1.0 mm are 4 px
    assert (reason.code, reason.class_name, reason.value, reason.limit) == (Code.LIMIT_TOO_FINE, "pore", 4.0, 5)
    assert unresolvable(weld(t_mm=5), MillimetreScale(mm_per_px=0.2), WH) == ()


def test_what_is_not_permitted_at_all_and_what_is_switched_off_needs_no_pixels() -> None:
    assert unresolvable(weld(t_mm=3), MillimetreScale(mm_per_px=5), WH) == ()
    fine = Limit(class_name="pore", characteristic=Characteristic.DIAMETER, upper=0.1, unit=Unit.MM, source="shop")
    off = fine.model_copy(update={"switched_on": False})
    assert unresolvable(weld(t_mm=3).model_copy(update={"limits": (off,)}), MillimetreScale(mm_per_px=5), WH) == ()


def limiting(*names: str) -> Recipe:
    none = Limit(class_name="pore", characteristic=Characteristic.COUNT, upper=0, unit=Unit.ONE, source="shop")
    limits = tuple(none.model_copy(update={"class_name": name}) for name in names)
    return Recipe(name="weld", version=1, part_type="weld", model="none", limits=limits)


PORES, CRACKS_AND_GAPS = limiting("pore"), limiting("crack", "gap")


def seen(size_px: float | None, class_name: str = "pore") -> SmallestSeen:
    return SmallestSeen(class_name=class_name, characteristic=Characteristic.DIAMETER, size_px=size_px, rate=0.95, n=80)


def test_a_size_is_that_of_the_model_or_of_the_optics_whichever_is_larger() -> None:
    scale = MillimetreScale(mm_per_px=0.1)
    [by_model] = visible_from(PORES, scale, WH, [seen(7.2)])
    assert (by_model.limited_by, by_model.size, by_model.unit, by_model.n) == ("model", 0.8, Unit.MM, 80)
    [by_optics] = visible_from(PORES, scale, WH, [seen(3)])
    assert (by_optics.limited_by, by_optics.size, by_optics.n) == ("optics", 0.5, None)


def test_what_was_never_measured_or_never_reliable_has_no_size() -> None:
    scale = MillimetreScale(mm_per_px=0.1)
    crack, gap = visible_from(CRACKS_AND_GAPS, scale, WH, [seen(None, "gap")])
    assert (crack.limited_by, crack.size) == ("not-measured", None)
    assert (gap.limited_by, gap.size, gap.rate) == ("unreliable", None, 0.95)


def test_what_was_measured_at_a_lower_score_than_counts_here_says_nothing() -> None:
    strict = PORES.model_copy(update={"bands": {"pore": ScoreBand(ignored_below=0.7, clear_from=0.8)}})
    [pore] = visible_from(strict, MillimetreScale(mm_per_px=0.1), WH, [seen(7.2)])
    assert pore.limited_by == "not-measured"


def test_what_is_changed_is_not_answered_from_what_was_worked_out_before() -> None:
    coarse, fine = MillimetreScale(mm_per_px=0.25), MillimetreScale(mm_per_px=0.2)
    for _ in range(2):
        assert coarsest_length_per_px(coarse, WH) == pytest.approx(0.25)
        assert coarsest_length_per_px(fine, WH) == pytest.approx(0.2)
        assert len(unresolvable(weld(t_mm=5), coarse, WH)) == 1
        assert unresolvable(weld(t_mm=10), coarse, WH) == ()
        changed = weld(t_mm=10).model_copy(update={"norm": weld(t_mm=5).norm})
        assert len(unresolvable(changed, coarse, WH)) == 1
