"""A shop that never was: kinds of part, machines, what goes wrong how often, and what happens when.

Nothing here is measured; it is chosen so that the scrap book has something to find: a machine that is worse from some
day on, a bad batch of material, a class of defects about which the master and the station no longer agree, a lamp that
fades.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from camera.rendering import PartKind
from inspection.scrap_book.costs import Costs, PartCost

PARTS_A_DAY: Final = 200
FEWEST_DAYS: Final = 60
MOST_DAYS: Final = 1250
"""About five years; more parts than that make the days fuller."""
NOT_JUDGED: Final = 0.008
TAKEN_BACK: Final = 0.003
WORSE: Final = 5.0
"""So many times more scrap on the machine that is worse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfPart:
    """One kind: share of all parts; machines; share that fails or is doubtful; classes of defects with weights."""

    part: PartKind
    share: float
    machines: tuple[str, ...]
    fails: float
    doubtful: float
    causes: Mapping[str, float]
    order_letter: str


KINDS: Final = (
    KindOfPart(
        part="weld-bead",
        share=0.55,
        machines=("Schweißzelle 1", "Schweißzelle 2", "Handplatz"),
        fails=0.035,
        doubtful=0.02,
        causes={"pore": 9, "crack": 2, "discontinuity": 3, "deposit": 3, "undercut": 4},
        order_letter="S",
    ),
    KindOfPart(
        part="board",
        share=0.3,
        machines=("Hobel 1", "Säge 2"),
        fails=0.055,
        doubtful=0.025,
        causes={"dead_knot": 6, "knot_with_crack": 2, "live_knot": 2, "crack": 1},
        order_letter="B",
    ),
    KindOfPart(
        part="machined-metal",
        share=0.15,
        machines=("Fräse 1", "Fräse 2"),
        fails=0.022,
        doubtful=0.012,
        causes={"pitting": 1},
        order_letter="M",
    ),
)

COSTS: Final = Costs(
    hour_cents=5800,
    parts={
        "weld-bead": PartCost(material_cents=640, minutes=9, rework_minutes=6),
        "board": PartCost(material_cents=410, minutes=3, rework_minutes=2.5),
        "machined-metal": PartCost(material_cents=1850, minutes=14, rework_minutes=8),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What happens when: the days lie before `until`, or before the first day where the years are short.

    On `worse_machine` more goes wrong from `worse_from` on, most of it pores. Once before, the first machine for boards
    was worse from `earlier_from` until it was mended at `earlier_until`. From `disputed_from` on the master overrules
    every third pore; from `dimmer_from` on the lamp fades.
    """

    until: date
    worse_from: date
    earlier_from: date
    earlier_until: date
    disputed_from: date
    dimmer_from: date
    worse_machine: str = "Schweißzelle 2"
    earlier_machine: str = "Hobel 1"

    @classmethod
    def before(cls, until: date) -> "History":
        """What leads up to `until`. The machine is worse since the Tuesday two to three weeks ago."""
        two_weeks_ago = until - timedelta(days=14)
        return cls(
            until=until,
            worse_from=two_weeks_ago - timedelta(days=(two_weeks_ago.weekday() - 1) % 7),
            earlier_from=until - timedelta(days=300),
            earlier_until=until - timedelta(days=265),
            disputed_from=until - timedelta(days=60),
            dimmer_from=until - timedelta(days=80),
        )

    def factor(self, machine: str, day: date) -> float:
        """How many times more than usual goes wrong."""
        if machine == self.worse_machine and day >= self.worse_from:
            return WORSE
        if machine == self.earlier_machine and self.earlier_from <= day < self.earlier_until:
            return 2.5
        return 1.0

    def light(self, day: date) -> float:
        """Share of the lamp's light that is left: a fifth is lost over the last weeks."""
        days = (day - self.dimmer_from).days
        return 1.0 - 0.2 * max(0, days) / max(1, (self.until - self.dimmer_from).days)
