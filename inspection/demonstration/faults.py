"""The faults that a demonstration makes, each so strong that the station has to notice it.

Weaker ones are not all noticed: see docs/demonstration.md.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from camera.disturbances import Disturbances
from inspection.good_only.unlike import UNLIKE_GOOD
from inspection.record import Inspection
from inspection.verdict import Verdict


class Fault(StrEnum):
    """What can be done to the station, in the order of the buttons."""

    DIRTY_LENS = "dirty-lens"
    LAMP_OUT = "lamp-out"
    DEFOCUS = "defocus"
    PART_SHIFTED = "part-shifted"
    WRONG_PART = "wrong-part"
    UNPLUGGED = "unplugged"


MADE_BY: Final[Mapping[Fault, Disturbances]] = {
    Fault.DIRTY_LENS: Disturbances(lens_dirt=2),
    Fault.LAMP_OUT: Disturbances(lamp=0),
    Fault.DEFOCUS: Disturbances(defocus_px=5),
    Fault.PART_SHIFTED: Disturbances(shift_px=(0, 430)),
    Fault.WRONG_PART: Disturbances(other_part=True),
    Fault.UNPLUGGED: Disturbances(camera_unplugged=True),
}
"""Strengths at which the shipped recipe for weld beads notices each of them, at 640 x 480 px."""


def was_noticed(inspection: Inspection) -> bool:
    """Whether this part shows that the station noticed a fault: it did not judge, or saw something unlike good parts.

    A part that came out n.i.O. for its own defects shows nothing.
    """
    if inspection.verdict is Verdict.NOT_JUDGED:
        return True
    if inspection.verdict is Verdict.PASS:
        return False
    return any(one.detection.class_name == UNLIKE_GOOD for view in inspection.views for one in view.findings)
