"""Lens, sensor and file: focus, motion, dirt, vignetting, exposure, noise, 8 bits, and what JPEG makes of them."""

from dataclasses import dataclass

import numpy as np

from camera.frame import Pixels
from camera.rendering.surface import in_three, smoothstep, spread
from camera.rendering.truth import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """What the light goes through on its way to the file.

    `blur_px` is the standard deviation of the point image in focus, `vignetting` the loss in the corners 0..1,
    `noise` the standard deviation in grey values of the finished picture. The rest is off by default: `defocus_px`
    is the radius of the disk that a point becomes, `motion_px` the way the part moved during the exposure and
    `motion_heading` its direction in radians, `dirt` 0..1 how dirty the lens is, `jpeg_quality` 1..100 that of a
    camera that delivers JPEG.
    """

    blur_px: float
    vignetting: float
    noise: float
    defocus_px: float = 0
    motion_px: float = 0
    motion_heading: float = 0
    dirt: float = 0
    jpeg_quality: int | None = None


def draw_lens(rng: np.random.Generator) -> Lens:
    """A bench lens: every second picture is free of disturbances, the others have one of them, seldom several.

    Each keeps within what a sharp picture may lose and still pass the checks of the shipped recipes.
    """
    defocus, motion, dirt, jpeg = rng.random(4) < (0.12, 0.1, 0.15, 0.2)
    return Lens(
        blur_px=spread(rng, 0.45, 0.8),
        vignetting=spread(rng, 0.0, 0.25),
        noise=spread(rng, 1.0, 2.5),
        defocus_px=spread(rng, 0.8, 1.7) if defocus else 0,
        motion_px=spread(rng, 1.5, 3.5) if motion else 0,
        motion_heading=spread(rng, 0, np.pi),
        dirt=spread(rng, 0.2, 1.0) if dirt else 0,
        jpeg_quality=int(rng.integers(60, 96)) if jpeg else None,
    )


def expose(radiance: Field, lens: Lens, rng: np.random.Generator, *, mean_grey: float | None) -> Pixels:
    """The picture of `radiance` (height, width, 3), linear: uint8 of the same shape, RGB.

    With `mean_grey` the exposure is chosen so that the picture's mean comes out there; else 1.0 is 255. The curve
    is a square root: near enough to sRGB, and it makes photon noise the same at every brightness, so that one
    noise of constant strength is right.
    """
    import cv2

    rows, columns = radiance.shape[:2]
    x = np.linspace(-1, 1, columns, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    passing = np.asarray(1 - lens.vignetting * 0.5 * (x * x + y * y), np.float32)
    light = np.asarray(cv2.GaussianBlur(radiance, (0, 0), lens.blur_px), np.float32)
    for kernel in _point_images(lens):
        light = np.asarray(cv2.filter2D(light, -1, kernel, borderType=cv2.BORDER_REFLECT_101), np.float32)
    if lens.dirt:
        lost, veil = _dirt(rng, (rows, columns), lens.dirt)
        passing = passing * (1 - lost)
        light += in_three(veil * np.float32(light.mean()))
    light *= in_three(passing)
    np.clip(light, 0, None, out=light)
    picture = np.asarray(cv2.sqrt(light), np.float32)
    picture *= np.float32(255)
    if mean_grey is not None:
        picture *= np.float32(mean_grey / max(float(np.minimum(picture, 400).mean()), 1.0))
    # colour noise: one field of noise, cut at three places far apart, costs a third of three fields
    grain = rng.standard_normal((rows + 22, columns + 26), np.float32) * np.float32(0.9 * lens.noise)
    cuts = [grain[y : y + rows, x : x + columns] for y, x in ((0, 0), (11, 13), (22, 26))]
    shared = 0.8 * grain[5 : 5 + rows, 20 : 20 + columns]
    picture += cv2.merge([0.6 * cut + shared for cut in cuts])
    pixels = np.asarray(cv2.add(picture, np.zeros(4), dtype=cv2.CV_8U), np.uint8)  # rounds and saturates
    return pixels if lens.jpeg_quality is None else _through_jpeg(pixels, lens.jpeg_quality)


def _point_images(lens: Lens) -> list[Field]:
    """What a point becomes out of focus (a disk) and in motion (a stroke): odd kernels of sum 1."""
    kernels = []
    if lens.defocus_px:
        r = np.hypot(*_kernel_axes(lens.defocus_px))
        kernels.append(smoothstep(lens.defocus_px + 0.5, lens.defocus_px - 0.5, np.asarray(r, np.float32)))
    if lens.motion_px:
        x, y = _kernel_axes(lens.motion_px / 2)
        cosine, sine = np.cos(lens.motion_heading), np.sin(lens.motion_heading)
        along, aside = np.abs(cosine * x + sine * y), np.abs(cosine * y - sine * x)
        stroke = np.clip(lens.motion_px / 2 + 0.5 - along, 0, 1) * np.clip(1 - aside, 0, 1)
        kernels.append(np.asarray(stroke, np.float32))
    return [np.asarray(kernel / kernel.sum(), np.float32) for kernel in kernels]


def _kernel_axes(reach_px: float) -> tuple[Field, Field]:
    half = int(np.ceil(reach_px + 0.5))
    axis = np.arange(-half, half + 1, dtype=np.float32)
    return np.asarray(axis[None, :], np.float32), np.asarray(axis[:, None], np.float32)


def _dirt(rng: np.random.Generator, shape: tuple[int, int], amount: float) -> tuple[Field, Field]:
    """Share of the light lost 0..1, and haze as a share of the mean light, (rows, columns) each.

    Grease and fingers leave wide blotches far out of focus that darken and scatter; dust nearer the sensor
    leaves small rings, dark at the rim and lighter in the middle. All of it is faint.
    """
    import cv2

    rows, columns = shape
    step = max(min(shape) // 120, 1)  # nothing here is sharp: it is worked out coarse
    coarse = (-(-rows // step), -(-columns // step))
    x = ((np.arange(coarse[1], dtype=np.float32) + 0.5) * step)[None, :]
    y = ((np.arange(coarse[0], dtype=np.float32) + 0.5) * step)[:, None]
    lost, veil = np.zeros(coarse, np.float32), np.zeros(coarse, np.float32)
    for _ in range(int(rng.integers(1, 5))):
        at_x, at_y, turn = spread(rng, 0, columns), spread(rng, 0, rows), spread(rng, 0, np.pi)
        long, short = columns * spread(rng, 0.06, 0.22), columns * spread(rng, 0.04, 0.1)
        along = (np.cos(turn) * (x - at_x) + np.sin(turn) * (y - at_y)) / long
        aside = (np.cos(turn) * (y - at_y) - np.sin(turn) * (x - at_x)) / short
        blotch = np.exp(-((along * along + aside * aside) ** 1.5))
        lost += np.float32(amount * spread(rng, 0.0, 0.14)) * blotch
        veil += np.float32(amount * spread(rng, 0.0, 0.12)) * blotch
    for _ in range(int(rng.integers(0, 1 + round(6 * amount)))):
        radius = columns * spread(rng, 0.006, 0.022)
        r = np.hypot(x - spread(rng, 0, columns), y - spread(rng, 0, rows)) / radius
        ring = smoothstep(1.15, 0.85, r) * (0.55 + 0.45 * smoothstep(0.3, 0.9, r))
        lost += np.float32(amount * spread(rng, 0.04, 0.16)) * ring
    size_wh = (columns, rows)
    return (
        np.asarray(np.clip(cv2.resize(lost, size_wh, interpolation=cv2.INTER_LINEAR), 0, 0.5), np.float32),
        np.asarray(cv2.resize(veil, size_wh, interpolation=cv2.INTER_LINEAR), np.float32),
    )


def _through_jpeg(pixels: Pixels, quality: int) -> Pixels:
    """The picture after one time to JPEG and back, colour at half resolution."""
    import cv2

    _, encoded = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    decoded = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(np.asarray(decoded, np.uint8)[..., ::-1])
