"""The pictures of the benchmarks, all rendered by this project, the same every time."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from camera.frame import Frame, Pixels
from camera.rendering import render_part

BOARD_WH: Final = (612, 224)
"""The boards of the sample set; the net sees them as 640x256."""
SQUARE_WH: Final = (640, 640)
PANEL_WH: Final = (2448, 2048)
"""A camera of five megapixels."""
SEED: Final = 1
WITH_FINDINGS: Final = 7
"""A board with resin and three knots: its findings are measured and decided upon."""
WITHOUT_FINDINGS: Final = {BOARD_WH: 0, SQUARE_WH: 8}
"""Boards on which there is nothing, by the size of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Truth:
    """A defect as it was rendered: its class, and its box in pixels of the picture."""

    class_name: str
    xyxy: tuple[float, float, float, float]


def board(resolution_wh: tuple[int, int], index: int = WITH_FINDINGS) -> Pixels:
    """A rendered board that fills the picture."""
    width, height = resolution_wh
    return render_part("board", seed=SEED, index=index, width_px=width, height_px=height).pixels


def panel(resolution_wh: tuple[int, int] = PANEL_WH) -> tuple[Pixels, tuple[Truth, ...]]:
    """Boards side by side and above each other at the scale of `BOARD_WH`, as in a glued panel, and their defects.

    What does not hold a whole board at the right and at the bottom shows the beginning of the next one; its defects
    are not in the truth.
    """
    width, height = resolution_wh
    columns, rows = -(-width // BOARD_WH[0]), -(-height // BOARD_WH[1])
    picture = np.zeros((rows * BOARD_WH[1], columns * BOARD_WH[0], 3), np.uint8)
    truths: list[Truth] = []
    for number in range(columns * rows):
        left, top = number % columns * BOARD_WH[0], number // columns * BOARD_WH[1]
        part = render_part("board", seed=SEED, index=number, width_px=BOARD_WH[0], height_px=BOARD_WH[1])
        picture[top : top + BOARD_WH[1], left : left + BOARD_WH[0]] = part.pixels
        for defect in part.defects:
            x1, y1, x2, y2 = defect.xyxy
            if left + x2 <= width and top + y2 <= height:
                truths.append(Truth(class_name=defect.class_name, xyxy=(left + x1, top + y1, left + x2, top + y2)))
    cut = np.ascontiguousarray(picture[:height, :width])
    cut.flags.writeable = False
    return cut, tuple(truths)


def half_empty(pixels: Pixels) -> Pixels:
    """The picture with its right half cleared: an evenly lit dark mat, with the noise of a sensor."""
    cleared = pixels.copy()
    mat = cleared[:, pixels.shape[1] // 2 :]
    noise = 1.2 * np.random.default_rng(SEED).standard_normal(mat.shape, np.float32)
    mat[...] = np.rint(np.array((34, 36, 37), np.float32) + noise).astype(np.uint8)
    return cleared


def write_boards(folder: Path, count: int) -> list[Path]:
    """A sample set: `count` different boards as JPEG of quality 95, in the order of their names."""
    import cv2

    files = [folder / f"board-{index:05d}.jpg" for index in range(count)]
    for index, file in enumerate(files):
        _, encoded = cv2.imencode(".jpg", in_opencv_order(board(BOARD_WH, index)), [cv2.IMWRITE_JPEG_QUALITY, 95])
        file.write_bytes(encoded.tobytes())
    return files


def in_opencv_order(pixels: Pixels) -> Pixels:
    """Blue first, as OpenCV and with it ultralytics have their pictures."""
    return np.ascontiguousarray(pixels[..., ::-1])


def frame_of(pixels: Pixels) -> Frame:
    """A picture as it lies in memory after the camera sent it, with the bytes it came in."""
    return Frame(
        pixels=pixels,
        frame_id=1,
        captured_at=datetime.now(UTC),
        camera_id="benchmark",
        encoded=b"as received",
        media_type="image/jpeg",
    )
