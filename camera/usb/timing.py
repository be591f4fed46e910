"""When the exposure of a buffer began, at the earliest: what comes out may be too early, never too late.

V4L2 gives each buffer a time of the monotonic clock, the clock of `time.monotonic()`; for USB cameras it is that of
the frame's first packet (uvcvideo sets V4L2_BUF_FLAG_TSTAMP_SRC_SOE). By then a camera has exposed the first rows, for
one frame interval at most unless the exposure time is longer.
"""

from collections import deque
from typing import Final

_BUFFERS: Final = 4
"""How many OpenCV asks the kernel for (DEFAULT_V4L_BUFFERS)."""
_FIRST_WITHIN_S: Final = 2.0


class Timing:
    """Of one stream, from its start on: whether its times can be trusted is seen at the first frame."""

    def __init__(self, interval_s: float, *, opened_s: float) -> None:
        """`interval_s` from frame to frame as the camera announces it; `opened_s` is a `time.monotonic()`."""
        self._interval_s = interval_s
        self._trusted: bool | None = None
        self._stamp_s: float | None = None
        self._arrivals_s = deque([opened_s], maxlen=_BUFFERS)

    def of_frame(self, *, stamp_s: float, arrived_s: float, exposure_s: float) -> tuple[int | None, float]:
        """The frame's number and the time before which its exposure cannot have begun.

        `stamp_s` is what the kernel gave, `arrived_s` when the frame was in our hands, both in `time.monotonic()`.
        The number is the kernel's time in us: two exposures never have the same. None where that is not to be trusted.
        """
        if self._trusted is None:  # a stream that has just started has no old frames: other times are of another clock
            self._trusted = arrived_s - _FIRST_WITHIN_S <= stamp_s <= arrived_s
        before_s, self._stamp_s = self._stamp_s, stamp_s
        filled_after_s = self._arrivals_s[0]
        self._arrivals_s.append(arrived_s)
        if not self._trusted or stamp_s > arrived_s:
            # A buffer is filled again only after it was given back, four frames ago.
            return None, filled_after_s - max(self._interval_s, exposure_s)
        gap_s = stamp_s - before_s if before_s is not None else 0.0  # in the dark many a camera takes longer
        return round(stamp_s * 1e6), stamp_s - max(self._interval_s, exposure_s, gap_s)
