"""Recipes of every kind, for property tests."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from inspection.finding import Characteristic, Unit
from inspection.limit import OWN, Limit
from inspection.locating import FeatureAlignment, MarkerAlignment
from inspection.norms import Iso5817
from inspection.piece import Piece
from inspection.recipe import Grade, Recipe
from inspection.regions import Region
from inspection.scale import CameraScale, MillimetreScale
from inspection.score_band import ScoreBand

text = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), min_size=1, max_size=12)
length = st.floats(0.01, 500, allow_nan=False)
share = st.floats(0, 1)


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    characteristic, unit = draw(
        st.sampled_from(
            [
                (Characteristic.DIAMETER, Unit.MM),
                (Characteristic.AREA, Unit.MM2),
                (Characteristic.COUNT, Unit.ONE),
                (Characteristic.DISTANCE, Unit.MM),
                (Characteristic.SHARE_OF_LENGTH, Unit.PERCENT),
            ]
        )
    )
    bound = draw(length)
    side: dict[str, Any] = {"lower": bound} if characteristic is Characteristic.DISTANCE else {"upper": bound}
    return Limit(
        class_name=draw(text),
        characteristic=characteristic,
        unit=unit,
        guard_band=draw(st.just(0.0) | length),
        source=draw(st.just(OWN) | text),
        clause=draw(st.none() | st.just("2017")),
        switched_on=draw(st.booleans()),
        **side,
    )


def grades(name: str) -> st.SearchStrategy[Grade]:
    some = st.lists(limits(), min_size=1, max_size=2).filter(lambda found: any(limit.switched_on for limit in found))
    return some.map(lambda found: Grade(name=name, limits=tuple(found)))


corner = st.tuples(share, share)
regions = st.builds(
    lambda x, y, side, kind: Region(kind=kind, polygon=((x, y), (x + side, y), (x, y + side))),
    st.floats(0, 0.5),
    st.floats(0, 0.5),
    st.floats(0.1, 0.5),
    st.sampled_from(["in", "out"]),
)
norms = st.builds(
    lambda level, t, on: Iso5817(level=level, joint="butt", t_mm=t, confirmed_on=on),
    st.sampled_from(["B", "C", "D"]),
    st.floats(0.5, 100),
    st.none() | st.dates(date(2000, 1, 1)),
)
recipes = st.builds(
    Recipe,
    name=st.sampled_from(["plate", "gate-hinge-7", "0"]),
    version=st.integers(1, 99),
    part_type=text,
    titles=st.dictionaries(st.sampled_from(["de", "en"]), text),
    views=st.lists(text, min_size=1, max_size=3).map(tuple),
    model=st.sampled_from(["weld-bead", "board", "nobody-trained-it"]),
    scale=st.builds(MillimetreScale, mm_per_px=length) | st.builds(CameraScale, surface_height_mm=st.floats(-50, 50)),
    piece=st.builds(Piece, angle_deg=st.floats(-180, 180), length=st.none() | length),
    alignment=st.none() | st.builds(FeatureAlignment) | st.builds(MarkerAlignment, marker_id=st.integers(0, 49)),
    regions=st.lists(regions, max_size=2).map(tuple),
    bands=st.dictionaries(
        text, st.builds(lambda a, b: ScoreBand(ignored_below=min(a, b), clear_from=max(a, b)), share, share), max_size=2
    ),
    norm=st.none() | norms,
    limits=st.lists(limits(), max_size=4).map(tuple),
    grades=st.just(()) | st.tuples(grades("A"), grades("no")),
    accepted=st.lists(text, max_size=3).map(tuple),
)
