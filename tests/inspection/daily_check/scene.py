"""A rendered part under a camera that can be moved, dimmed, turned out of focus and zoomed."""

from datetime import UTC, datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

from camera.frame import Frame, Pixels
from camera.rendering import PartKind, render_part

VIEW_WH = (400, 300)
_MARGIN = 60


@cache
def _whole(part: PartKind, seed: int, index: int) -> Pixels:
    """More of the part than the camera sees."""
    width, height = (side + 2 * _MARGIN for side in VIEW_WH)
    return render_part(part, seed=seed, index=index, width_px=width, height_px=height).pixels


def seen(
    part: PartKind = "board",
    index: int = 1,
    *,
    seed: int = 5,
    shift_px: tuple[float, float] = (0, 0),
    turn_deg: float = 0,
    zoom: float = 1,
    light: float = 1,
    tilt_of_light: float = 0,
    colour: tuple[float, float] = (1, 1),
    blur_px: float = 0,
    noise: float = 2,
    exposure: int = 1,
) -> Frame:
    """What the camera sees; `exposure` numbers the picture, each has its own noise.

    `tilt_of_light` is by how much the left gains and the right loses; `colour` are factors on red and blue.
    """
    import cv2

    columns, rows = VIEW_WH
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), -turn_deg, zoom)
    matrix[:, 2] += np.array(shift_px)
    from_whole = np.vstack([matrix, (0, 0, 1)]) @ np.array([(1, 0, -_MARGIN), (0, 1, -_MARGIN), (0, 0, 1)])
    picture = cv2.warpAffine(
        _whole(part, seed, index),
        from_whole[:2],
        VIEW_WH,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    if blur_px:
        picture = cv2.GaussianBlur(picture, (0, 0), blur_px).astype(np.float32)
    picture *= light * np.array([colour[0], 1, colour[1]], np.float32)
    picture *= np.linspace(1 + tilt_of_light, 1 - tilt_of_light, columns, dtype=np.float32)[None, :, None]
    return frame_of(picture + np.random.default_rng(exposure).normal(0, noise, picture.shape))


def frame_of(picture: NDArray[np.floating], camera_id: str = "bench", exposure_time_us: float | None = 5000) -> Frame:
    return Frame(
        pixels=np.clip(np.rint(picture), 0, 255).astype(np.uint8),
        frame_id=1,
        captured_at=datetime.now(UTC),
        camera_id=camera_id,
        exposure_time_us=exposure_time_us,
        gain_db=0,
    )
