"""What people are at this station; never who they are."""

from enum import Enum
from functools import total_ordering


@total_ordering
class Role(Enum):
    """Each may do what those before it may: inspect; look at settings and history; decide and set up.

    >>> Role.OPERATOR < Role.TRAINEE < Role.MASTER, Role("master") >= Role.TRAINEE
    (True, True)
    """

    OPERATOR = "operator"
    TRAINEE = "trainee"
    MASTER = "master"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Role):
            return NotImplemented
        order = list(Role)
        return order.index(self) < order.index(other)
