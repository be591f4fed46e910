"""What must stay together in one split: pictures of the same board, tile, lot or serial, and near-duplicates."""

from collections.abc import Iterable, Sequence

from training.data.near import NearPair


def together(groups: Sequence[str | None], near: Iterable[NearPair]) -> tuple[tuple[int, ...], ...]:
    """The connected components of "same group" and "near-duplicate", as places in `groups`; each place is in one.

    >>> pair = NearPair(first=0, second=2, distance_bits=3, exact=False)
    >>> together(["board 1", None, "board 2", "board 2"], [pair])
    ((0, 2, 3), (1,))
    """
    above = list(range(len(groups)))

    def top(index: int) -> int:
        while above[index] != index:
            above[index] = above[above[index]]
            index = above[index]
        return index

    def join(first: int, second: int) -> None:
        low, high = sorted((top(first), top(second)))
        above[high] = low

    firsts: dict[str, int] = {}
    for index, group in enumerate(groups):
        if group is not None:
            join(firsts.setdefault(group, index), index)
    for pair in near:
        join(pair.first, pair.second)
    members: dict[int, list[int]] = {}
    for index in range(len(groups)):
        members.setdefault(top(index), []).append(index)
    return tuple(tuple(places) for _, places in sorted(members.items()))
