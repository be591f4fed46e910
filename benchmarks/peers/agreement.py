"""Whether two found the same: a fast wrong answer is an error."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from inspection.detection.loading import overlap
from inspection.finding import Detection

CLEAR_FROM: Final = 0.45
"""Score from which on a detection must be found by both: a guess need not be shared."""
MARGIN: Final = 0.15
"""So much lower the other's score may be: what bf16 may change (`SELF_TEST_TOLERANCE`)."""
SAME_PLACE: Final = 0.5
SHARE: Final = 0.9

Xyxy = tuple[float, float, float, float]
Answers = Iterable[tuple[Sequence[Detection], Sequence[Detection]]]


class PeersDisagree(RuntimeError):
    """Ours or the peer is wrong, so that their times say nothing."""


def must_agree(peer: str, answers: Answers, *, near: Callable[[Xyxy, Xyxy], float] = overlap) -> int:
    """How many clear detections ours and `peer` have in common, by class and place, over all pictures.

    `answers` are ours and the peer's of one picture each. Raises PeersDisagree where fewer than nine in ten of what
    either saw clearly were seen by the other, or there is nothing to compare.
    """
    alike, clear = 0, 0
    alone: list[Detection] = []
    for ours, theirs in answers:
        for seen, other in ((ours, theirs), (theirs, ours)):
            for one in seen:
                if one.score >= CLEAR_FROM:
                    clear += 1
                    if any(_same(one, match, near) for match in other):
                        alike += 1
                    else:
                        alone.append(one)
    if not clear or alike < SHARE * clear:
        first = [f"; first {one.class_name} {one.score:.2f} at {[round(side) for side in one.xyxy]}" for one in alone]
        raise PeersDisagree(
            f"ours and {peer} agree on {alike} of {clear} clear detections, expected {SHARE:.0%} at least"
            f"{''.join(first[:1])}: look at both answers before believing any time"
        )
    return alike


def share_of_smaller(first: Xyxy, second: Xyxy) -> float:
    """Intersection over the smaller of two boxes xyxy: what a tile's edge cut off does not count.

    >>> share_of_smaller((0, 0, 10, 10), (0, 0, 10, 5))
    1.0
    """
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    smaller = min((x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (first, second))
    return max(0.0, width) * max(0.0, height) / smaller


def _same(one: Detection, other: Detection, near: Callable[[Xyxy, Xyxy], float]) -> bool:
    return (
        one.class_name == other.class_name
        and other.score >= one.score - MARGIN
        and near(one.xyxy, other.xyxy) >= SAME_PLACE
    )
