"""Worked cases that a welding engineer or a master joiner can read line by line, and sign.

Welds after ISO 5817, numbers of the 2014 edition: t plate, s butt weld, a throat, d pore, all in mm; U is the expanded
uncertainty (k = 2) of the measured size. "gauge" is REVIEW: it was seen, and its depth must be measured by hand.
"""

from typing import Literal

import pytest

from inspection.decide import decide, grade
from inspection.finding import Characteristic, Finding, Unit
from inspection.limit import Limit
from inspection.norms import Iso5817
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import Grade, Recipe, load_recipe
from inspection.scale import MillimetreScale
from inspection.verdict import Code, Verdict
from tests.inspection.found import found

PASS, REVIEW, FAIL = Verdict.PASS, Verdict.REVIEW, Verdict.FAIL
BUTT: Literal["butt"] = "butt"
FILLET: Literal["fillet"] = "fillet"
NOTHING, NONE_PERMITTED = None, 0.0

Weld = tuple[Literal["butt", "fillet"], float, float, Literal["B", "C", "D"]]


def pore(d: float, u: float = 0.0) -> Finding:
    return found("pore", d, expanded_mm=u)


CRACK, UNDERCUT, SPATTER = found("crack", 3), found("undercut", 6), found("spatter", 1)

# weld: joint, t, s or a, level | found | verdict | limit that decides, mm (0: not permitted)
WELDS: list[tuple[Weld, list[Finding], Verdict, float | None]] = [
    # the example of the textbook: butt weld, t = s = 5, pore d = 1.4
    ((BUTT, 5, 5, "D"), [pore(1.4)], PASS, 1.5),  # min(0.3 x 5; 3) = 1.5
    ((BUTT, 5, 5, "C"), [pore(1.4)], FAIL, 1.0),  # min(0.2 x 5; 2) = 1.0
    ((BUTT, 5, 5, "B"), [pore(1.4)], FAIL, NONE_PERMITTED),
    # on the limit and beside it, measured without error
    ((BUTT, 5, 5, "D"), [pore(1.5)], PASS, 1.5),
    ((BUTT, 5, 5, "D"), [pore(1.51)], FAIL, 1.5),
    ((BUTT, 5, 5, "C"), [pore(1.0)], PASS, 1.0),
    ((BUTT, 5, 5, "C"), [pore(1.01)], FAIL, 1.0),
    # the same with an uncertainty: inside the guard band the master decides
    ((BUTT, 5, 5, "D"), [pore(1.4, u=0.1)], PASS, 1.5),  # 1.4 + 0.1 is still 1.5
    ((BUTT, 5, 5, "D"), [pore(1.4, u=0.2)], REVIEW, 1.5),
    ((BUTT, 5, 5, "D"), [pore(1.6, u=0.2)], REVIEW, 1.5),
    ((BUTT, 5, 5, "D"), [pore(1.8, u=0.2)], FAIL, 1.5),
    ((BUTT, 5, 5, "C"), [pore(0.8, u=0.1)], PASS, 1.0),
    ((BUTT, 5, 5, "C"), [pore(0.95, u=0.1)], REVIEW, 1.0),
    ((BUTT, 5, 5, "C"), [pore(1.05, u=0.1)], REVIEW, 1.0),
    ((BUTT, 5, 5, "C"), [pore(1.15, u=0.1)], FAIL, 1.0),
    # a small pore at level B is one pore too many, however small and however uncertain
    ((BUTT, 5, 5, "B"), [pore(0.2, u=0.1)], FAIL, NONE_PERMITTED),
    # thick plates: the largest pore that any thickness allows
    ((BUTT, 10, 10, "D"), [pore(3.0)], PASS, 3.0),  # min(0.3 x 10; 3): both are 3
    ((BUTT, 20, 20, "D"), [pore(3.1)], FAIL, 3.0),  # min(0.3 x 20; 3) = 3, not 6
    ((BUTT, 10, 10, "C"), [pore(2.0)], PASS, 2.0),
    ((BUTT, 20, 20, "C"), [pore(2.1)], FAIL, 2.0),  # min(0.2 x 20; 2) = 2, not 4
    ((BUTT, 9.9, 9.9, "C"), [pore(1.98)], PASS, 1.98),
    ((BUTT, 9.9, 9.9, "C"), [pore(1.99)], FAIL, 1.98),
    # s smaller than t: a butt weld that does not go through
    ((BUTT, 10, 6, "D"), [pore(1.8)], PASS, 1.8),
    ((BUTT, 10, 6, "D"), [pore(1.9)], FAIL, 1.8),
    ((BUTT, 10, 6, "C"), [pore(1.2)], PASS, 1.2),
    # thin plates, t = 0.5 to 3: only level D permits a pore
    ((BUTT, 3, 3, "D"), [pore(0.9)], PASS, 0.9),  # 0.3 x 3
    ((BUTT, 3, 3, "D"), [pore(0.91)], FAIL, 0.9),
    ((BUTT, 3, 3, "C"), [pore(0.3)], FAIL, NONE_PERMITTED),
    ((BUTT, 3.1, 3.1, "C"), [pore(0.6)], PASS, 0.62),  # above 3 mm it is 0.2 s
    ((BUTT, 0.5, 0.5, "D"), [pore(0.15)], PASS, 0.15),
    ((BUTT, 1.5, 1.5, "D"), [pore(0.5)], FAIL, 0.45),
    # fillet welds: the throat counts, not the plate
    ((FILLET, 8, 4, "D"), [pore(1.2)], PASS, 1.2),  # 0.3 x 4
    ((FILLET, 8, 4, "D"), [pore(1.3)], FAIL, 1.2),
    ((FILLET, 8, 4, "C"), [pore(0.8)], PASS, 0.8),
    ((FILLET, 8, 4, "C"), [pore(0.9, u=0.1)], REVIEW, 0.8),
    ((FILLET, 8, 4, "B"), [pore(0.9)], FAIL, NONE_PERMITTED),
    ((FILLET, 2, 2, "D"), [pore(0.6)], PASS, 0.6),
    ((FILLET, 2, 2, "C"), [pore(0.1)], FAIL, NONE_PERMITTED),
    ((FILLET, 20, 12, "D"), [pore(3.0)], PASS, 3.0),  # 0.3 x 12 = 3.6, at most 3
    # cracks: never, at any thickness and level
    ((BUTT, 5, 5, "D"), [CRACK], FAIL, NONE_PERMITTED),
    ((BUTT, 5, 5, "B"), [CRACK], FAIL, NONE_PERMITTED),
    ((FILLET, 2, 2, "D"), [CRACK], FAIL, NONE_PERMITTED),
    ((BUTT, 5, 5, "D"), [pore(0.5), CRACK], FAIL, NONE_PERMITTED),
    # perhaps a crack: the station is not sure, the master looks
    ((BUTT, 5, 5, "D"), [found("crack", 3, score=0.4)], REVIEW, NONE_PERMITTED),
    # undercut: its depth is limited, which no picture shows
    ((BUTT, 5, 5, "C"), [UNDERCUT], REVIEW, 0.5),  # gauge: min(0.1 x 5; 0.5)
    ((BUTT, 4, 4, "B"), [UNDERCUT], REVIEW, 0.2),  # gauge: min(0.05 x 4; 0.5)
    ((BUTT, 20, 20, "C"), [UNDERCUT], REVIEW, 0.5),  # gauge: 0.1 x 20 = 2, at most 0.5
    ((BUTT, 5, 5, "D"), [UNDERCUT], REVIEW, NOTHING),  # gauge; the number of level D is unconfirmed and left out
    ((BUTT, 2, 2, "C"), [UNDERCUT], REVIEW, NOTHING),  # gauge; the numbers of thin plates are unconfirmed as well
    ((BUTT, 5, 5, "C"), [UNDERCUT, pore(1.2)], FAIL, 1.0),  # what fails anyway needs no gauge
    # spatter has no limit in the norm: where the shop gives none, the master
    ((BUTT, 5, 5, "C"), [SPATTER], REVIEW, NOTHING),
    ((BUTT, 5, 5, "C"), [], PASS, NOTHING),
]


@pytest.mark.parametrize(("weld", "findings", "verdict", "limit"), WELDS)
def test_welds(weld: Weld, findings: list[Finding], verdict: Verdict, limit: float | None) -> None:
    joint, t, thickness, level = weld
    sizes = {"s_mm": thickness} if joint == "butt" else {"a_mm": thickness}
    norm = Iso5817(level=level, joint=joint, t_mm=t, **sizes)
    recipe = Recipe(
        name="weld", version=1, part_type="weld", model="none", scale=MillimetreScale(mm_per_px=0.1), norm=norm
    )
    got, reasons = decide(findings, recipe)
    assert got is verdict, reasons
    assert reasons[0].limit == limit, reasons
    if limit is not None:
        assert reasons[0].source == f"ISO 5817:2014 {level}"
        assert reasons[0].clause == {"pore": "2017", "crack": "100", "undercut": "5011"}[str(reasons[0].class_name)]
    if reasons[0].class_name == "undercut":
        assert reasons[0].code is Code.NEEDS_GAUGE


@pytest.mark.parametrize("level", ["B", "C", "D"])
@pytest.mark.parametrize("t_mm", [2, 5, 20])
def test_the_shipped_recipe_never_passes_an_undercut_from_a_picture(level: Literal["B", "C", "D"], t_mm: float) -> None:
    shipped = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")
    recipe = shipped.model_copy(update={"norm": Iso5817(level=level, joint="butt", t_mm=t_mm)})
    assert decide([found("undercut", 2)], recipe)[0] is REVIEW
    assert decide([found("undercut", 14)], recipe)[0] is FAIL  # longer than the shop allows, whatever its depth


def shop(class_name: str, characteristic: Characteristic, upper: float, unit: Unit) -> Limit:
    return Limit(class_name=class_name, characteristic=characteristic, upper=upper, unit=unit, source="shop")


def knots(largest_mm: float, percent: float) -> tuple[Limit, ...]:
    """A sound knot has a limit in mm and one in percent of the width of the piece, as in EN 942; the tighter counts."""
    return (
        shop("live_knot", Characteristic.ALONG, largest_mm, Unit.MM),
        shop("live_knot", Characteristic.SHARE_OF_WIDTH, percent, Unit.PERCENT),
    )


JOINERY = Recipe(
    name="joinery",
    version=1,
    part_type="board",
    model="none",
    scale=MillimetreScale(mm_per_px=0.2),
    limits=(
        shop("crack", Characteristic.COUNT, 0, Unit.ONE),
        shop("knot_missing", Characteristic.COUNT, 0, Unit.ONE),
        shop("resin", Characteristic.LENGTH, 50, Unit.MM),
    ),
    grades=(
        Grade(name="A", limits=(*knots(10, 10), shop("blue_stain", Characteristic.COUNT, 0, Unit.ONE))),
        Grade(name="B", limits=knots(20, 20)),
        Grade(name="C", limits=knots(40, 40)),
    ),
    accepted=("blue_stain", "marrow"),
)


def knot(size: float, width: float, u: float = 0.0) -> Finding:
    return found("live_knot", size, expanded_mm=u, piece_mm=(1000, width))


# found on a board of the width given | verdict | grade
BOARDS: list[tuple[list[Finding], Verdict, str | None]] = [
    ([], PASS, "A"),
    ([knot(8, 100)], PASS, "A"),  # 8 mm, 8 %
    ([knot(8, 60)], PASS, "B"),  # 8 mm is A, 13 % of 60 mm is B
    ([knot(10, 100)], PASS, "A"),  # on both limits
    ([knot(9.8, 200, u=0.5)], PASS, "B"),  # A is not proven
    ([knot(15, 100)], PASS, "B"),
    ([knot(15, 50)], PASS, "C"),  # 30 % of the width
    ([knot(30, 200)], PASS, "C"),
    ([knot(39, 200, u=2)], REVIEW, None),  # too near to 40 mm
    ([knot(45, 200)], FAIL, None),
    ([knot(15, 30)], FAIL, None),  # only 15 mm, but half of the width
    ([found("crack", 12)], FAIL, "A"),  # the crack fails the board, whatever its knots are
    ([found("knot_missing", 6)], FAIL, "A"),
    ([found("blue_stain", 30)], PASS, "B"),  # allowed, and no A any more
    ([found("marrow", 60)], PASS, "A"),
    ([found("resin", 40)], PASS, "A"),
    ([found("resin", 60)], FAIL, "A"),
    ([found("crack", 12, score=0.3)], REVIEW, "A"),  # perhaps a crack
    ([found("beetle_hole", 2)], REVIEW, "A"),  # nobody gave a limit
]


@pytest.mark.parametrize(("findings", "verdict", "name"), BOARDS)
def test_boards(findings: list[Finding], verdict: Verdict, name: str | None) -> None:
    assert decide(findings, JOINERY)[0] is verdict
    assert grade(findings, JOINERY).grade == name


def test_there_are_enough_of_them() -> None:
    assert len(WELDS) + len(BOARDS) >= 40
