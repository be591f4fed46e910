"""The outline of what stands out in a box that somebody drew, so that nobody has to click round it.

Only what lies round the box is looked at, at most SIDE_PX wide, so it takes the same time on every picture. Two looks:
GrabCut (Rother et al., SIGGRAPH 2004), which follows edges, and where its answer does not fill the box that was drawn,
what differs most in colour from the surroundings. People draw boxes that fit, so the one that fills the box is right.
Against the true masks of 414 rendered defects the median overlap is 0.77 (knots 0.90, pores 0.85, pitting 0.64,
hairline cracks 0.23); a box drawn by hand alone has 0.43. It takes 13 ms (95 %: 25 ms), however large the picture.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.finding import Outline
from training.labelling.drawing import Xyxy

SIDE_PX: Final = 200
AROUND: Final = 0.3
"""So much of the box's longer side is looked at beyond it, to know what surrounds it."""
ROUNDS: Final = 2
"""Of GrabCut. More made nothing better."""
FILLS: Final = 0.7
"""From so much overlap of its own box with the one that was drawn on, GrabCut is believed."""
STANDS_OUT: Final = 0.35
"""Below so much overlap nothing in the box stands out."""
SMALLEST_PX: Final = 3
_STRAIGHT_PX: Final = 0.7
"""Corners that lie closer than this to the line between their neighbours are left out."""

Mask = NDArray[np.bool_]
_Cell = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cut:
    """What lies round a box: pixels, the box in them, and where they lie in the picture."""

    pixels: Pixels
    box: _Cell
    left_px: int
    top_px: int
    px_per_px: tuple[float, float]


def outline_in_box(pixels: Pixels, xyxy: Xyxy) -> Outline | None:
    """The outline within the box `xyxy` on `pixels` (height, width, 3; RGB; uint8), in px of the picture.

    None where nothing stands out, or the box has no room for it. The same box has the same outline every time.
    """
    cut = _cut(pixels, xyxy)
    if cut is None:
        return None
    best = _largest_piece(_by_edges(cut))
    if (fills := _filled(best, cut.box)) < FILLS:
        other = _largest_piece(_by_colour(cut))
        if (fills_other := _filled(other, cut.box)) >= fills:
            best, fills = other, fills_other
    return _outline(best, cut) if fills >= STANDS_OUT else None


def _cut(pixels: Pixels, xyxy: Xyxy) -> _Cut | None:
    import cv2

    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = max(xyxy[0], 0.0), max(xyxy[1], 0.0), min(xyxy[2], width), min(xyxy[3], height)
    if not min(x2 - x1, y2 - y1) >= SMALLEST_PX:
        return None
    around = AROUND * max(x2 - x1, y2 - y1) + 2
    left, top = int(max(x1 - around, 0)), int(max(y1 - around, 0))
    right, bottom = int(min(np.ceil(x2 + around), width)), int(min(np.ceil(y2 + around), height))
    seen = np.ascontiguousarray(pixels[top:bottom, left:right])
    shrink = SIDE_PX / max(seen.shape[:2])
    grow = SIDE_PX / 2 / max(seen.shape[:2])
    if shrink < 1:
        seen = np.asarray(cv2.resize(seen, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)
    elif grow > 1:  # a small defect has too few pixels to tell two colours by
        seen = np.asarray(cv2.resize(seen, None, fx=grow, fy=grow, interpolation=cv2.INTER_CUBIC), np.uint8)
    scale = seen.shape[1] / (right - left), seen.shape[0] / (bottom - top)
    rows, columns = seen.shape[:2]
    box = (
        max(round((x1 - left) * scale[0]), 0),
        max(round((y1 - top) * scale[1]), 0),
        min(round((x2 - left) * scale[0]), columns),
        min(round((y2 - top) * scale[1]), rows),
    )
    if min(box[2] - box[0], box[3] - box[1]) < SMALLEST_PX:
        return None
    return _Cut(pixels=seen, box=box, left_px=left, top_px=top, px_per_px=scale)


def _by_edges(cut: _Cut) -> Mask:
    """GrabCut: what lies outside the box is surely ground, what lies inside is perhaps the defect."""
    import cv2

    x1, y1, x2, y2 = cut.box
    said = np.full(cut.pixels.shape[:2], cv2.GC_BGD, np.uint8)
    said[y1:y2, x1:x2] = cv2.GC_PR_FGD
    ground, defect = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)  # its clusters begin at random
    try:
        cv2.grabCut(cut.pixels, said, (0, 0, 1, 1), ground, defect, ROUNDS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:  # all of one colour, or a box as large as the picture
        return np.zeros(said.shape, np.bool_)
    return np.asarray((said == cv2.GC_FGD) | (said == cv2.GC_PR_FGD), np.bool_)


def _by_colour(cut: _Cut) -> Mask:
    """What is farthest from the usual colour of the surroundings, split from the rest after Otsu."""
    import cv2

    x1, y1, x2, y2 = cut.box
    lab = cv2.GaussianBlur(cv2.cvtColor(cut.pixels, cv2.COLOR_RGB2LAB).astype(np.float32), (0, 0), 1)
    outside = np.ones(lab.shape[:2], np.bool_)
    outside[y1:y2, x1:x2] = False
    ground = lab[outside] if outside.any() else lab.reshape(-1, 3)
    usual = np.median(ground, axis=0)
    spread = 1.4826 * np.median(np.abs(ground - usual), axis=0) + 2  # 2: no surface is smoother than its noise
    apart = np.sqrt((((lab - usual) / spread) ** 2).sum(axis=2))[y1:y2, x1:x2]
    grey = (apart / max(float(np.percentile(apart, 99)), 1e-6) * 255).clip(0, 255).astype(np.uint8)
    mask = np.zeros(lab.shape[:2], np.bool_)
    mask[y1:y2, x1:x2] = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)[1] > 0
    return mask


def _largest_piece(mask: Mask) -> Mask:
    """The largest piece, without holes."""
    import cv2

    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    piece = np.zeros(mask.shape, np.uint8)
    if outlines:
        cv2.drawContours(piece, [max(outlines, key=cv2.contourArea)], -1, 1, cv2.FILLED)
    return np.asarray(piece > 0, np.bool_)


def _filled(mask: Mask, box: _Cell) -> float:
    """How well the mask's own box and the one that was drawn overlap, 0 to 1."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return 0.0
    x1, y1, x2, y2 = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    common = max(min(x2, box[2]) - max(x1, box[0]), 0) * max(min(y2, box[3]) - max(y1, box[1]), 0)
    both = (x2 - x1) * (y2 - y1) + (box[2] - box[0]) * (box[3] - box[1]) - common
    return common / both


def _outline(mask: Mask, cut: _Cut) -> Outline | None:
    """The mask's outer edge in px of the picture, with no more corners than it needs."""
    import cv2

    finer = 2  # so that the line runs along the edge of the pixels, and not through their middles
    large = mask.repeat(finer, axis=0).repeat(finer, axis=1).astype(np.uint8)
    outlines, _ = cv2.findContours(large, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    line = cv2.approxPolyDP(max(outlines, key=cv2.contourArea), finer * _STRAIGHT_PX, closed=True).reshape(-1, 2)
    if len(line) < SMALLEST_PX:
        return None
    corners = (line + 0.5) / finer / np.array(cut.px_per_px) + (cut.left_px, cut.top_px)
    return tuple((round(float(x), 2), round(float(y), 2)) for x, y in corners)
