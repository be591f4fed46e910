"""Defects of one picture in another, at places that look like their own: from three drawn pores a net sees hundreds.

Copy-paste (Ghiasi et al. 2021, arXiv 2012.07177) with boxes for masks: what is round a defect fades out.

    draw a defect -> turn and scale it -> find the likest of some places -> blend it in, its labels with it
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from training.fitting.samples import Samples
from training.fitting.shop_light import Seen

FEW_PICTURES = 300
"""From so many on a net sees enough places, and learns the pictures as they are."""
SHARE = 0.6
"""So many of the pictures get some."""
MOST_A_PICTURE = 3
PLACES = 12
"""So many places are looked at for each; the likest is taken."""
MOST_UNLIKE = 30.0
"""Grey levels, mean of the channels: between surroundings that differ by more the seam would be what the net learns."""
MARGIN_SHARE, LEAST_MARGIN_PX = 0.3, 4
"""What goes along round a defect, of its width and height: in it the one part fades into the other."""
MOSTLY = 0.8
"""What lies in it by more than this goes along, what lies in it by less than the rest is not recognised."""
LARGEST_SHARE = 0.2
"""A defect that takes more of its picture is a matter of the whole part, as one cut off by the edge is of the edge."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Donor:
    """A defect that may be moved: its picture's number and `around` (x1, y1, x2, y2), where it lies with its margin.

    `xyxy` (n, 4) and `classes` (n,) are of the defect, first, and of those drawn inside it, in px of `around`.
    """

    number: int
    around: tuple[int, int, int, int]
    xyxy: NDArray[np.float32]
    classes: NDArray[np.int64]


class CopyPaste:
    """Everything is drawn from one seed a picture. Safe for one thread, as `Samples` are."""

    def __init__(self, samples: Samples) -> None:
        """Looks at the labels only; rare classes are drawn more often than their share."""
        import albumentations as a

        self._samples = samples
        self._donors = donors_of(samples) if len(samples) < FEW_PICTURES else ()
        count = Counter(int(donor.classes[0]) for donor in self._donors)
        weights = np.array([count[int(donor.classes[0])] ** -0.5 for donor in self._donors])
        self._chances = weights / weights.sum() if len(weights) else weights
        self._turn = a.Compose(
            [a.HorizontalFlip(p=0.5), a.VerticalFlip(p=0.5), a.RandomScale(scale_limit=(-0.2, 0.25), p=1)],
            bbox_params=a.BboxParams(format="pascal_voc", label_fields=["classes"], clip=True),
        )

    def __call__(self, seen: Seen, seed: int) -> Seen:
        """`seen` with up to MOST_A_PICTURE defects more where it has places for them; what is drawn stays in sight."""
        random = np.random.default_rng(seed)
        if not self._donors or random.random() >= SHARE:
            return seen
        for _ in range(random.integers(1, MOST_A_PICTURE, endpoint=True)):
            piece = self._piece(self._donors[random.choice(len(self._donors), p=self._chances)], random)
            corner = _likest_place(seen, piece, random)
            if corner is not None:
                seen = _blended(seen, piece, corner)
        return seen

    def _piece(self, donor: Donor, random: np.random.Generator) -> Seen:
        x1, y1, x2, y2 = donor.around
        self._turn.set_random_seed(int(random.integers(2**31)))
        cut = np.ascontiguousarray(self._samples[donor.number].pixels[y1:y2, x1:x2])
        turned = self._turn(image=cut, bboxes=donor.xyxy, classes=donor.classes)
        return Seen(
            pixels=turned["image"],
            xyxy=np.asarray(turned["bboxes"], np.float32).reshape(-1, 4),
            classes=np.asarray(turned["classes"], np.int64),
        )


def donors_of(samples: Samples) -> tuple[Donor, ...]:
    """Every defect that can be moved whole, with all that is drawn in it and nothing of another one."""
    return tuple(
        donor
        for number in range(len(samples))
        for donor in _donors_in(number, samples.picture_wh(number), *samples.labels(number))
    )


def _donors_in(
    number: int, picture_wh: tuple[int, int], xyxy: NDArray[np.float32], classes: NDArray[np.int64]
) -> list[Donor]:
    width, height = picture_wh
    donors = []
    for index, box in enumerate(xyxy):
        side = box[2:] - box[:2]
        margin = np.maximum(MARGIN_SHARE * side, LEAST_MARGIN_PX)
        x1, y1 = np.floor(box[:2] - margin).astype(int).tolist()
        x2, y2 = np.ceil(box[2:] + margin).astype(int).tolist()
        if min(x1, y1) < 0 or x2 > width or y2 > height or side.prod() > LARGEST_SHARE * width * height:
            continue
        inside = _share_inside(xyxy, box) > MOSTLY
        if (~inside & (_share_inside(xyxy, np.array((x1, y1, x2, y2))) > 1 - MOSTLY)).any():
            continue
        own = [index, *(other for other in np.flatnonzero(inside).tolist() if other != index)]
        shifted = xyxy[own] - np.array((x1, y1) * 2, np.float32)
        donors.append(Donor(number=number, around=(x1, y1, x2, y2), xyxy=shifted, classes=classes[own]))
    return donors


def _likest_place(seen: Seen, piece: Seen, random: np.random.Generator) -> tuple[int, int] | None:
    """Left and top in px of where the piece's surroundings are likest; None where no place is free and like enough."""
    rows, columns = piece.pixels.shape[:2]
    room = (seen.pixels.shape[1] - columns, seen.pixels.shape[0] - rows)
    if min(room) < 0 or not len(piece.xyxy):
        return None
    around = _surroundings(piece.pixels)
    best, likest = MOST_UNLIKE, None
    for left, top in random.integers(0, room, (PLACES, 2), endpoint=True).tolist():
        if _overlap(seen.xyxy, (left, top, left + columns, top + rows)).any():
            continue
        unlike = float(np.abs(_surroundings(seen.pixels[top : top + rows, left : left + columns]) - around).sum() / 3)
        if unlike < best:
            best, likest = unlike, (left, top)
    return likest


def _blended(seen: Seen, piece: Seen, corner: tuple[int, int]) -> Seen:
    """The piece over the picture, as bright as its new surroundings, fading out from the defect to its own rim."""
    left, top = corner
    rows, columns = piece.pixels.shape[:2]
    there = np.s_[top : top + rows, left : left + columns]
    below = seen.pixels[there].astype(np.float32)
    brighter = _surroundings(seen.pixels[there])[0] - _surroundings(piece.pixels)[0]
    x1, y1, x2, y2 = piece.xyxy[0].tolist()
    shown = np.minimum(_fading(rows, y1, y2)[:, None], _fading(columns, x1, x2))[..., None]
    pixels = seen.pixels.copy()
    blended = shown * (piece.pixels + brighter) + (1 - shown) * below
    pixels[there] = np.clip(np.rint(blended), 0, 255).astype(np.uint8)
    return Seen(
        pixels=pixels,
        xyxy=np.concatenate([seen.xyxy, piece.xyxy + np.array((left, top) * 2, np.float32)]),
        classes=np.concatenate([seen.classes, piece.classes]),
    )


def _surroundings(pixels: Pixels) -> NDArray[np.float32]:
    """Mean and spread of the rim, a sixth of the narrow side wide: shape (2, 3), grey levels."""
    rim = max(2, min(pixels.shape[:2]) // 6)
    sides = (pixels[:rim], pixels[-rim:], pixels[rim:-rim, :rim], pixels[rim:-rim, -rim:])
    of_rim = np.concatenate([side.reshape(-1, 3) for side in sides]).astype(np.float32)
    return np.stack([of_rim.mean(axis=0), of_rim.std(axis=0)])


def _fading(length: int, first: float, last: float) -> NDArray[np.float32]:
    """One from `first` to `last`, gently down to nothing at both ends: shape (length,)."""
    at = np.arange(length) + 0.5
    risen = np.clip(np.minimum(at / max(first, 1e-6), (length - at) / max(length - last, 1e-6)), 0, 1)
    return np.asarray(risen * risen * (3 - 2 * risen), np.float32)


def _share_inside(xyxy: NDArray[np.float32], area: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much of each box lies in the area: shape (n,)."""
    width_height = np.minimum(xyxy[:, 2:], area[2:]) - np.maximum(xyxy[:, :2], area[:2])
    return np.asarray(width_height.clip(0).prod(axis=1) / (xyxy[:, 2:] - xyxy[:, :2]).prod(axis=1), np.float32)


def _overlap(xyxy: NDArray[np.float32], area: tuple[int, int, int, int]) -> NDArray[np.bool_]:
    x1, y1, x2, y2 = area
    return (xyxy[:, 0] < x2) & (xyxy[:, 2] > x1) & (xyxy[:, 1] < y2) & (xyxy[:, 3] > y1)
