"""What can go wrong in front of, in, and behind the simulated camera, switched on for demonstrations and tests."""

from functools import lru_cache
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from camera.frame import Pixels

Share = Annotated[float, Field(ge=0, le=1)]


class Disturbances(BaseModel):
    """Everything is off by default. What the station sees is what the real fault gives:

    | field | what happens |
    |---|---|
    | `lens_dirt` | 0..1: grease and specks on the lens, always at the same place; up to 2 it closes to a film |
    | `lamp` | 1 is as it should be, 0 the lamp is out, above 1 too bright |
    | `defocus_px` | standard deviation of the blur |
    | `shift_px` | (x, y): the part lies elsewhere |
    | `part_missing` | the empty table |
    | `other_part` | a part of another kind lies there |
    | `dead_rows` | 0..1: that share of the rows is black |
    | `camera_unplugged` | CameraLost from `snap` and `latest`, CameraAbsent from `open`; after plugging in again |
    |                    | the camera has to be closed and opened, as a real one |
    | `freeze_ms` | so long no exposure comes: `snap` waits, and gives up with SnapTimeout; `latest` gets stale |
    | `truncated_frame` | `snap` raises FrameBroken: half of the frame came |
    | `repeated_frame` | `snap` raises FrameStale: the driver delivered the same frame again |
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lens_dirt: float = Field(default=0, ge=0, le=2)
    lamp: float = Field(default=1, ge=0, le=10)
    defocus_px: float = Field(default=0, ge=0, le=50)
    shift_px: tuple[int, int] = (0, 0)
    part_missing: bool = False
    other_part: bool = False
    dead_rows: Share = 0
    camera_unplugged: bool = False
    freeze_ms: int = Field(default=0, ge=0)
    truncated_frame: bool = False
    repeated_frame: bool = False


def disturbed(pixels: Pixels, faults: Disturbances, empty_table: Pixels, brightness: float) -> Pixels:
    """The picture (height, width, 3) as it reaches the sensor; a new array where anything is disturbed.

    `empty_table` is what the camera sees without a part, of the same shape; `brightness` is a factor on the light from
    exposure time and gain.
    """
    import cv2

    picture: Pixels = empty_table if faults.part_missing else pixels
    shift_x, shift_y = faults.shift_px
    if (shift_x or shift_y) and not faults.part_missing:
        rows, columns = picture.shape[:2]
        picture = np.asarray(
            cv2.warpAffine(
                picture,
                np.array([[1, 0, shift_x], [0, 1, shift_y]], np.float32),
                (columns, rows),
                dst=empty_table.copy(),
                flags=cv2.INTER_NEAREST,
                borderMode=cv2.BORDER_TRANSPARENT,
            ),
            np.uint8,
        )
    if faults.defocus_px:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), faults.defocus_px), np.uint8)
    if faults.lens_dirt:
        picture = _dirty(picture, faults.lens_dirt)
    light = faults.lamp * brightness
    if light != 1:
        # grey values go with the square root of the light (see rendering.lens)
        table = np.clip(np.rint(np.arange(256) * np.sqrt(light)), 0, 255).astype(np.uint8)
        picture = np.asarray(cv2.LUT(picture, table), np.uint8)
    return picture


def _dirty(picture: Pixels, amount: float) -> Pixels:
    """Grease veils and softens, specks darken; out of focus, because the lens is far from the part."""
    import cv2

    rows, columns = picture.shape[:2]
    keep, veil = _dirt(rows, columns, amount)
    small = cv2.resize(picture, (max(columns // 16, 1), max(rows // 16, 1)), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_LINEAR)
    haze = cv2.convertScaleAbs(soft, alpha=0.75, beta=40)
    seen = cv2.add(cv2.multiply(picture, keep, scale=1 / 255), cv2.multiply(haze, veil, scale=1 / 255))
    return np.asarray(seen, np.uint8)


@lru_cache(maxsize=2)
def _dirt(rows: int, columns: int, amount: float) -> tuple[Pixels, Pixels]:
    """How much of the picture gets through, and how much haze lies over it: 0..255, (rows, columns, 3) each."""
    import cv2

    rng = np.random.default_rng(1)
    specks = np.zeros((rows, columns), np.float32)
    for _ in range(round(4 + 26 * min(amount, 1))):
        centre = (int(rng.integers(0, columns)), int(rng.integers(0, rows)))
        cv2.circle(specks, centre, int(columns * rng.uniform(0.004, 0.02)), float(rng.uniform(0.3, 1)), -1)
    clear = 1 - 0.8 * np.clip(cv2.GaussianBlur(specks, (0, 0), columns / 160), 0, 1)
    grease = cv2.resize(rng.random((4, 5), np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
    spread, film = min(amount, 1), max(amount - 1, 0)
    veil = np.clip(spread * np.asarray(grease, np.float32) + film, 0, 1)
    layers = [np.rint(255 * clear * share).astype(np.uint8) for share in (1 - veil, veil)]
    keep, haze = (np.asarray(cv2.merge((layer, layer, layer)), np.uint8) for layer in layers)
    return keep, haze
