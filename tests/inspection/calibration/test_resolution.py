import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.calibration.resolution import MIN_PIXELS, too_fine
from inspection.calibration.wording import advice_sentence
from inspection.finding import Characteristic, Unit

LENGTHS = sorted(set(MIN_PIXELS) - {Characteristic.AREA})
sizes = st.floats(0.001, 1000)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@given(st.sampled_from(LENGTHS), sizes, sizes)
def test_a_limit_is_refused_exactly_below_its_pixels(kind: Characteristic, limit: float, per_px: float) -> None:
    refused = too_fine(limit, kind, Unit.MM, per_px)
    spans = limit / per_px
    if not math.isclose(spans, MIN_PIXELS[kind], rel_tol=1e-6):
        assert (refused is not None) == (spans < MIN_PIXELS[kind])


@given(st.sampled_from(sorted(MIN_PIXELS)), sizes, sizes)
def test_what_helps_does_help(kind: Characteristic, limit: float, per_px: float) -> None:
    unit = Unit.MM2 if kind is Characteristic.AREA else Unit.MM
    refused = too_fine(limit, kind, unit, per_px)
    if refused:
        assert refused.factor > 1
        assert too_fine(limit, kind, unit, per_px / refused.factor) is None
        assert too_fine(refused.resolvable, kind, unit, per_px) is None
        assert refused.pixels_across(1000) >= 1000 * refused.factor


@given(st.sampled_from(sorted(MIN_PIXELS)), sizes, sizes, st.floats(1, 100))
def test_coarser_optics_never_resolve_more(kind: Characteristic, limit: float, per_px: float, times: float) -> None:
    unit = Unit.MM2 if kind is Characteristic.AREA else Unit.MM
    if too_fine(limit, kind, unit, per_px):
        assert too_fine(limit, kind, unit, per_px * times)


@pytest.mark.parametrize(
    ("limit", "kind", "unit", "per_px", "refused"),
    [
        (0.5, Characteristic.DIAMETER, Unit.MM, 0.1, False),  # exactly 5 px
        (0.49, Characteristic.DIAMETER, Unit.MM, 0.1, True),
        (0.2, Characteristic.WIDTH, Unit.MM, 0.1, False),  # a hair crack of 2 px
        (0.15, Characteristic.WIDTH, Unit.MM, 0.1, True),
        (0.25, Characteristic.AREA, Unit.MM2, 0.1, False),  # 5 px by 5 px
        (0.24, Characteristic.AREA, Unit.MM2, 0.1, True),
        (4, Characteristic.DIAMETER, Unit.PX, 1, True),
        (0, Characteristic.DIAMETER, Unit.MM, 0.1, False),  # none may be there
        (1, Characteristic.COUNT, Unit.ONE, 0.1, False),
        (0.001, Characteristic.SHARE_OF_WIDTH, Unit.PERCENT, 0.1, False),
        (0.001, Characteristic.POSITION, Unit.MM, 0.1, False),
    ],
)
def test_worked_cases(limit: float, kind: Characteristic, unit: Unit, per_px: float, refused: bool) -> None:
    assert (too_fine(limit, kind, unit, per_px) is not None) == refused


@pytest.mark.parametrize("per_px", [0, -1, math.nan, math.inf])
def test_a_pixel_has_a_length(per_px: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        too_fine(1, Characteristic.DIAMETER, Unit.MM, per_px)


def test_advice_in_both_languages() -> None:
    refused = too_fine(0.3, Characteristic.DIAMETER, Unit.MM, 0.1)
    assert refused
    assert plain(advice_sentence(refused, "de", width_px=640)) == (
        "Durchmesser 0,3 mm: Das sind nur 3 Bildpunkte dieses Bildes, nötig sind 5. Was hilft: 1,7-mal näher heran, "
        "ein Objektiv mit 1,7-facher Brennweite (beides zeigt weniger vom Teil) oder eine Kamera mit mindestens 1067 "
        "Bildpunkten in der Breite. So wie es ist, lassen sich Grenzwerte ab 0,5 mm prüfen."
    )
    assert plain(advice_sentence(refused, "en")) == (
        "Diameter 0.3 mm: that is only 3 pixels of this picture, and 5 are needed. What would help: 1.7 times nearer, "
        "a lens of 1.7 times the focal length (both show less of the part), or a camera with 1.7 times as many pixels "
        "across. As it is, limits from 0.5 mm on can be checked."
    )
