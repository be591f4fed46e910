"""What a camera in a shop does to a picture, done on purpose: so that the net does not trip over it later.

The library is albumentations. Everything is drawn from one seed a picture: the same seed gives the same pixels.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.letterbox import PAD_GREY


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """A picture (height, width, 3) RGB uint8 as the net gets it; `xyxy` (n, 4) float32 px, `classes` (n,) int."""

    pixels: Pixels
    xyxy: NDArray[np.float32]
    classes: NDArray[np.int64]


class ShopLight:
    """Flips, scale and place; lamp, glare, dirt, focus, motion, noise, colour cast and JPEG."""

    def __init__(self) -> None:
        """Builds the chain once; a call takes 3 to 10 ms a picture of 640x256."""
        import albumentations as a

        lamp = [
            a.Illumination(mode="linear", intensity_range=(0.05, 0.2), p=1),
            a.Illumination(mode="corner", intensity_range=(0.05, 0.2), p=1),
            a.Illumination(mode="gaussian", effect_type="brighten", intensity_range=(0.1, 0.2), p=1),  # glare
        ]
        self._chain = a.Compose(
            [
                a.HorizontalFlip(p=0.5),
                a.VerticalFlip(p=0.5),  # parts lie in any direction under the lamp
                a.Affine(scale=(0.7, 1.35), translate_percent=(-0.1, 0.1), fill=PAD_GREY, p=0.9),
                a.OneOf(lamp, p=0.3),
                a.RandomBrightnessContrast(brightness_limit=0.2, contrast_limit=0.2, p=0.5),
                a.RandomGamma(gamma_limit=(75, 135), p=0.2),
                a.HueSaturationValue(hue_shift_limit=3, sat_shift_limit=25, val_shift_limit=0, p=0.4),
                a.PlanckianJitter(temperature_limit=(4800, 8500), p=0.1),
                a.ToGray(p=0.06),
                a.Spatter(mean=(0.55, 0.6), std=(0.2, 0.3), mode="mud", cutout_threshold=(0.68, 0.72), p=0.03),
                a.OneOf([a.Defocus(radius=(1, 2), p=1), a.MotionBlur(blur_limit=(3, 5), p=1)], p=0.12),
                a.OneOf([a.ISONoise(intensity=(0.05, 0.2), p=1), a.GaussNoise(std_range=(0.01, 0.03), p=1)], p=0.2),
                a.ImageCompression(quality_range=(55, 95), p=0.15),
            ],
            bbox_params=a.BboxParams(
                format="pascal_voc",
                label_fields=["classes"],
                min_visibility=0.35,  # of what is cut off, too little would be left to recognise
                min_width=2,
                min_height=2,
                clip=True,
            ),
        )

    def __call__(self, seen: Seen, seed: int) -> Seen:
        """`seen` as it might look another time; of the same size. Boxes that leave the picture are dropped."""
        self._chain.set_random_seed(seed)
        changed: dict[str, Any] = self._chain(
            image=np.ascontiguousarray(seen.pixels), bboxes=seen.xyxy, classes=seen.classes
        )
        boxes = np.asarray(changed["bboxes"], np.float32).reshape(-1, 4)
        return Seen(pixels=changed["image"], xyxy=boxes, classes=np.asarray(changed["classes"], np.int64).reshape(-1))
