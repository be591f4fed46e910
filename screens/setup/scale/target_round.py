"""The pictures of one calibration by the printed target, kept for this browser until the scale is saved."""

from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from typing import Final

import streamlit as st

from camera.frame import Frame, Pixels
from inspection.calibration import Calibration, View, calibrate_by_target, look, must_match
from inspection.errors import CalibrationRefused
from screens.setup.pictures import SetupPictures, ShownFrame

_ROUND: Final = "target_round"
_ANSWER: Final = "target_answer"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Round:
    """The pictures taken so far: `views` of the target held in the hand, `last` with it where the parts lie.

    `shown` is the newest picture, green where the target has been. `key` is the round's own name.
    """

    key: str = field(default_factory=token_urlsafe)

    views: tuple[View, ...] = ()
    last: View | None = None
    camera_id: str = ""
    shown: ShownFrame | None = None

    @property
    def all_views(self) -> tuple[View, ...]:
        """In the order in which they were taken."""
        return self.views if self.last is None else (*self.views, self.last)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What was calculated for a round and the rulers as they were measured."""

    of: Round
    rulers: tuple[float, float | None]
    found: Calibration | CalibrationRefused


def present_round() -> Round:
    """That of this browser; an empty one at first."""
    if _ROUND not in st.session_state:
        st.session_state[_ROUND] = Round()
    taken: Round = st.session_state[_ROUND]
    return taken


def with_picture(taken: Round, frame: Frame, pictures: SetupPictures, *, is_last: bool) -> Round:
    """The round with one more picture. Raises CalibrationRefused where the target is not seen well enough on it."""
    number = len(taken.views) + 1
    view = look(frame.pixels, number)
    must_match(view, taken.views[0] if taken.views else view, number)
    views = taken.views if is_last else (*taken.views, view)
    after = replace(taken, views=views, last=view if is_last else None, camera_id=frame.camera_id)
    return replace(after, shown=pictures.show(_with_field(frame.pixels, after.all_views), frame.camera_id))


def keep_round(taken: Round) -> None:
    """Make it that of this browser."""
    st.session_state[_ROUND] = taken


def drop_newest() -> None:
    """Forget the picture that was taken last."""
    taken = present_round()
    views = taken.views if taken.last is not None else taken.views[:-1]
    st.session_state[_ROUND] = replace(taken, views=views, last=None, shown=None)


def calculated(ruler_mm: float, cross_mm: float | None) -> Calibration | CalibrationRefused:
    """The scale by the present round; calculated once, for the page runs anew after every touch."""
    taken, rulers = present_round(), (ruler_mm, cross_mm)
    answer = _present_answer()
    if answer is None or answer.rulers != rulers:
        answer = Answer(of=taken, rulers=rulers, found=_calculate(taken, ruler_mm, cross_mm))
        st.session_state[_ANSWER] = answer
    return answer.found


def found_scale() -> Calibration | None:
    """The scale that was calculated for the present round."""
    answer = _present_answer()
    return answer.found if answer is not None and isinstance(answer.found, Calibration) else None


def begin_anew() -> None:
    """Forget all pictures."""
    st.session_state[_ROUND] = Round()


def _present_answer() -> Answer | None:
    answer: Answer | None = st.session_state.get(_ANSWER)
    return answer if answer is not None and answer.of is present_round() else None


def _calculate(taken: Round, ruler_mm: float, cross_mm: float | None) -> Calibration | CalibrationRefused:
    try:
        return calibrate_by_target(
            taken.all_views,
            camera_id=taken.camera_id,
            measured_ruler_mm=ruler_mm,
            measured_cross_ruler_mm=cross_mm,
        )
    except CalibrationRefused as error:
        return error


def _with_field(pixels: Pixels, views: tuple[View, ...]) -> Pixels:
    """The picture, green where the target has been on one of the views."""
    import cv2
    import numpy as np

    green = pixels.copy()
    for view in views:
        cv2.fillConvexPoly(green, cv2.convexHull(view.corners_px.astype(np.int32)), (0, 190, 120))
    return np.asarray(cv2.addWeighted(pixels, 0.55, green, 0.45, 0), np.uint8)
