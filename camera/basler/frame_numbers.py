"""From the camera's own frame counter to a number that does not begin anew."""

_LAST_OF_16_BITS = 65535
_NONE = 2**64 - 1
"""pylon's `BlockID` of a frame that has none."""


class FrameNumbers:
    """Counts on where the camera's counter wraps or begins anew; the same block id twice is the same number twice.

    The block id is counted in the camera, so it tells a repeated frame from a new one; pylon's `ImageNumber` is counted
    in this computer and rises for both. USB and emulated cameras begin with 0 at every start of grabbing and use 64
    bit; GigE cameras begin with 1, and those without extended ids have 1 again after 65535 (pylon C API, `BlockID`).
    A counter that falls from the upper half of 16 bits has wrapped, even where it began anew: the gap between the two
    numbers is no proof of lost frames.
    """

    def __init__(self) -> None:
        """Before the first frame."""
        self._base = 0
        self._last: int | None = None
        self._highest = -1

    def begin_anew(self) -> None:
        """Grabbing was started again: whatever comes now was never seen before."""
        self._base, self._last = self._highest + 1, None

    def of(self, block_id: int) -> int | None:
        """The number of the frame with this block id; None where the camera does not count."""
        if block_id == _NONE:
            return None
        if self._last is not None and self._last - block_id > _LAST_OF_16_BITS // 2:
            self._base += _LAST_OF_16_BITS
        self._last = block_id
        self._highest = max(self._highest, self._base + block_id)
        return self._base + block_id
