"""A camera's features that no emulated camera has: those of older and smaller models."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class FakeNode:
    """One feature, as pylon shows it; `choices` are its names, or `low` to `high` its range."""

    value: Any = None
    choices: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    step: int = 1
    writable: bool = True
    log: list[tuple[str, Any]] = field(default_factory=list)
    name: str = ""

    def IsReadable(self) -> bool:
        return self.value is not None

    def IsWritable(self) -> bool:
        return self.value is not None and self.writable

    def GetValue(self) -> Any:
        return self.value

    def SetValue(self, value: Any) -> None:
        assert self.IsWritable()
        self.value = value
        self.log.append((self.name, value))

    def GetSettableValues(self) -> tuple[str, ...]:
        return self.choices

    def GetMin(self) -> float:
        return self.low

    def GetMax(self) -> float:
        return self.high

    def GetInc(self) -> int:
        return self.step

    def SetToMinimum(self) -> None:
        self.SetValue(self.low)


class FakeNodes:
    """A node map; `log` has every value that was set, in order."""

    def __init__(self, **nodes: FakeNode) -> None:
        self._nodes = nodes
        self.log: list[tuple[str, Any]] = []
        for name, node in nodes.items():
            node.name, node.log = name, self.log

    def GetNode(self, name: str) -> FakeNode:
        return self._nodes.get(name) or FakeNode()
