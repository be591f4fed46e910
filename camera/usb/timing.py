"""When the exposure of a frame began, at the earliest: what comes out may be too early, never too late.

For USB cameras V4L2's time of a frame is that of its first packet (uvcvideo), by the clock of `time.monotonic()`; by
the wall clock where uvcvideo's parameter `clock` says so, which OpenCV does not show. What holds by any clock: a buffer
is filled only after it was given back.
"""

from collections import deque


class Timing:
    """Of one stream, from its start on."""

    def __init__(self, interval_s: float, *, buffers: int, opened_s: float) -> None:
        """`interval_s` from frame to frame as the camera announces it; `opened_s` is a `time.monotonic()`."""
        self._interval_s = interval_s
        self._given_back_s = deque([opened_s] * buffers, maxlen=buffers)
        self._sent_s: float | None = None

    def of_frame(self, *, stamp_s: float, taken_s: float, exposure_s: float) -> tuple[int | None, float]:
        """The frame's number, and the `time.monotonic()` before which its exposure cannot have begun.

        `stamp_s` is what the kernel gave, 0 for nothing; `taken_s` a `time.monotonic()` after the frame came and before
        its buffer was given back. The number is the stamp in us: no two exposures have the same, whatever the clock.
        """
        free_s = self._given_back_s[0]
        self._given_back_s.append(taken_s)
        sent_s = free_s if stamp_s > taken_s else max(free_s, stamp_s)
        before_s, self._sent_s = self._sent_s, sent_s
        gap_s = sent_s - before_s if before_s is not None else 0.0  # in the dark many a camera exposes for longer
        number = round(stamp_s * 1e6) if stamp_s > 0 else None
        return number, sent_s - max(self._interval_s, exposure_s, gap_s)
