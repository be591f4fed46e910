"""What a part costs when it is scrapped or worked over: `costs.yaml` in the station's folder, filled in by the master.

What nobody filled in is unknown, which is not the same as nothing: an unknown cost is in no sum.
"""

from pathlib import Path
from typing import Final, assert_never

from pydantic import Field

from inspection.closed import Closed
from inspection.disposition import Fate
from inspection.on_disk import write_durably
from inspection.yaml_file import read_yaml

FILE_NAME: Final = "costs.yaml"
MINUTES_OF_AN_HOUR: Final = 60


class PartCost(Closed):
    """What one part of a kind takes: material in cents; work up to its inspection, and to work it over, in minutes."""

    material_cents: int = Field(ge=0)
    minutes: float = Field(ge=0)
    rework_minutes: float = Field(default=0, ge=0)


class Costs(Closed):
    """What an hour of work costs, in cents, and what each kind of part takes, by its name."""

    hour_cents: int = Field(default=0, ge=0)
    parts: dict[str, PartCost] = Field(default_factory=dict)

    def of(self, part_type: str, fate: Fate) -> int | None:
        """Cents lost on one part; nothing for a good one, None where the cost of its kind is not known.

        >>> bracket = PartCost(material_cents=250, minutes=12, rework_minutes=5)
        >>> costs = Costs(hour_cents=6000, parts={"bracket": bracket})
        >>> [costs.of("bracket", fate) for fate in Fate], costs.of("hinge", Fate.SCRAP)
        ([0, 500, 1450], None)
        """
        cost = self.parts.get(part_type)
        match fate:
            case Fate.GOOD:
                return 0
            case _ if cost is None:
                return None
            case Fate.REWORK:
                return self._work(cost.rework_minutes)
            case Fate.SCRAP:
                return cost.material_cents + self._work(cost.minutes)
            case _:
                assert_never(fate)

    def _work(self, minutes: float) -> int:
        return round(minutes * self.hour_cents / MINUTES_OF_AN_HOUR)


def load_costs(home: Path) -> Costs:
    """The costs at the station of the folder `home`; none are known without a file.

    Raises RecipeInvalid for a file that cannot be read, with the wrong entry.
    """
    path = home / FILE_NAME
    return read_yaml(path, Costs) if path.exists() else Costs()


def save_costs(home: Path, costs: Costs) -> None:
    """Write the file, whole or not at all. Raises OSError."""
    import yaml

    text = yaml.safe_dump(costs.model_dump(mode="json"), allow_unicode=True, sort_keys=True)
    write_durably(home / FILE_NAME, text.encode("utf-8"))
