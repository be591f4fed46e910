"""A bench that never was: a camera whose lens is known, and printed targets that lie under it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from inspection.calibration.target import Target
from inspection.calibration.view import View
from inspection.scale import Scale, to_plane

Array = NDArray[np.float64]
Height = Callable[[Array, Array], Array]
"""How far the paper rises towards the camera, in mm, over x and y of the board in mm."""

HELD = (
    *((20, 0), (20, 90), (20, 180), (20, 270), (28, 45), (28, 225)),
    *((28, 135), (28, 315), (15, 60), (15, 240), (10, 120)),
)
"""Tilt, and the side it goes to, of one picture after the other, as a person at the bench does it."""

_SAMPLES = 3
_BORDER_MM = 30
_TABLE, _PAPER, _INK = 105.0, 215.0, 30.0


@dataclass(frozen=True, kw_only=True)
class Lens:
    """A camera: OpenCV's model, blur and noise of the sensor."""

    resolution_wh: tuple[int, int] = (800, 600)
    focal_px: tuple[float, float] = (1000.0, 1000.0)
    centre_px: tuple[float, float] = (405.0, 293.0)
    distortion: tuple[float, float, float, float, float] = (-0.18, 0.09, 0.0008, -0.0006, 0.0)
    blur_px: float = 0.8
    noise: float = 2.0

    @property
    def matrix(self) -> Array:
        (fx, fy), (cx, cy) = self.focal_px, self.centre_px
        return np.array([(fx, 0, cx), (0, fy, cy), (0, 0, 1)], np.float64)

    def rays(self, points_px: Array) -> Array:
        """Directions (n, 2), at depth 1, that these pixels look along; to a thousandth of a pixel and better."""
        criteria = (cv2.TERM_CRITERIA_COUNT + cv2.TERM_CRITERIA_EPS, 60, 1e-12)
        points = np.ascontiguousarray(points_px, np.float64).reshape(-1, 1, 2)
        rays = cv2.undistortPoints(points, self.matrix, np.array(self.distortion), criteria=criteria)
        return np.asarray(rays, np.float64).reshape(-1, 2)


@dataclass(frozen=True, kw_only=True)
class Pose:
    """How a target lies: turned in its plane, then tilted by `tilt_deg` to the side `towards_deg`.

    Its middle is `distance_mm` in front of the camera, and `aside_mm` from where the camera's axis goes.
    """

    distance_mm: float = 260.0
    tilt_deg: float = 0.0
    towards_deg: float = 0.0
    roll_deg: float = 0.0
    aside_mm: tuple[float, float] = (0.0, 0.0)

    def placed(self, target: Target) -> tuple[Array, Array]:
        """Rotation (3, 3) and translation (3,) from the board's millimetres to the camera's."""
        to, tilt, roll = np.deg2rad([self.towards_deg, self.tilt_deg, self.roll_deg])
        rotation = _turn(np.array([np.cos(to), np.sin(to), 0]) * tilt) @ _turn(np.array([0, 0, roll]))
        width, height = target.size_mm
        middle = np.array([width / 2, height / 2, 0])
        return rotation, np.array([*self.aside_mm, self.distance_mm]) - rotation @ middle


def corners_seen(
    lens: Lens, target: Target, pose: Pose, height: Height | None = None
) -> tuple[NDArray[np.intp], Array]:
    """Number and place, in pixels, of the corners that lie in the picture."""
    ids = np.arange(target.corner_count)
    flat = target.corners_mm(ids)
    rise = np.zeros(len(flat)) if height is None else height(flat[:, 0], flat[:, 1])
    rotation, translation = pose.placed(target)
    points = np.column_stack([flat, -rise])
    seen, _ = cv2.projectPoints(points, cv2.Rodrigues(rotation)[0], translation, lens.matrix, np.array(lens.distortion))
    pixels = seen.reshape(-1, 2).astype(np.float64)
    inside = ((pixels > 3) & (pixels < np.array(lens.resolution_wh) - 4)).all(axis=1)
    return ids[inside], pixels[inside]


def take(
    lens: Lens,
    target: Target,
    pose: Pose,
    rng: np.random.Generator,
    *,
    height: Height | None = None,
    stretch_xy: tuple[float, float] = (1.0, 1.0),
    motion_px: int = 0,
) -> NDArray[np.uint8]:
    """A picture (h, w, 3) of the target, printed `stretch_xy` too large."""
    width, rows = lens.resolution_wh
    rays = _fine_rays(replace(lens, blur_px=0, noise=0))
    rotation, translation = pose.placed(target)
    across = np.linalg.inv(np.column_stack([rotation[:, 0], rotation[:, 1], translation]))
    x, y = _on_board(rays, across)
    if height is not None:
        up = -rotation[:, 2]
        for _ in range(3):
            rise = height(x, y)
            shifted = translation[:, None, None] + up[:, None, None] * rise
            x, y = _on_raised(rays, rotation, shifted)
    texture, per_mm = _texture(target)
    columns = ((x / stretch_xy[0] + _BORDER_MM) * per_mm - 0.5).astype(np.float32)
    lines = ((y / stretch_xy[1] + _BORDER_MM) * per_mm - 0.5).astype(np.float32)
    light = cv2.remap(texture, columns, lines, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=_TABLE)
    light = cv2.GaussianBlur(light, (0, 0), lens.blur_px * _SAMPLES)
    if motion_px:
        light = cv2.blur(light, (motion_px * _SAMPLES, 1))
    small = cv2.resize(light, (width, rows), interpolation=cv2.INTER_AREA)
    small = small * np.linspace(0.85, 1.05, width, dtype=np.float32) + rng.normal(0, lens.noise, small.shape)
    grey = np.clip(np.round(small), 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


@cache
def _fine_rays(lens: Lens) -> Array:
    """Directions (h, w, 2) of a grid of samples within the pixels."""
    width, rows = lens.resolution_wh
    grid = np.stack(np.meshgrid(np.arange(-1.0, width + 1), np.arange(-1.0, rows + 1)), axis=-1)
    rays = lens.rays(grid.reshape(-1, 2)).reshape(rows + 2, width + 2, 2)
    step = 1 + (np.arange(_SAMPLES * max(width, rows)) + 0.5) / _SAMPLES - 0.5
    columns, lines = np.meshgrid(step[: width * _SAMPLES], step[: rows * _SAMPLES])
    left, top = np.floor(columns).astype(int), np.floor(lines).astype(int)
    dx, dy = (columns - left)[..., None], (lines - top)[..., None]
    upper = rays[top, left] * (1 - dx) + rays[top, left + 1] * dx
    lower = rays[top + 1, left] * (1 - dx) + rays[top + 1, left + 1] * dx
    return np.asarray(upper * (1 - dy) + lower * dy, np.float64)


def _on_board(rays: Array, across: Array) -> tuple[Array, Array]:
    x, y, w = (across[row, 0] * rays[..., 0] + across[row, 1] * rays[..., 1] + across[row, 2] for row in range(3))
    return x / w, y / w


def _on_raised(rays: Array, rotation: Array, shifted: Array) -> tuple[Array, Array]:
    """Where rays meet planes parallel to the board's, each through its own point `shifted`."""
    normal = rotation[:, 2]
    directions = np.stack([rays[..., 0], rays[..., 1], np.ones(rays.shape[:2])])
    depth = np.tensordot(normal, shifted, 1) / np.tensordot(normal, directions, 1)
    offset = directions * depth - shifted
    return np.tensordot(rotation[:, 0], offset, 1), np.tensordot(rotation[:, 1], offset, 1)


@cache
def _texture(target: Target) -> tuple[NDArray[np.float32], float]:
    """The print with white paper round it, on a table, and its pixels per millimetre."""
    square_px = 56 if target.square_mm <= 10 else 112
    per_mm = square_px / target.square_mm
    board = target.charuco_board().generateImage((target.columns * square_px, target.rows * square_px))
    ink = _INK + (_PAPER - _INK) * (board.astype(np.float32) / 255)
    paper, table = round(8 * per_mm), round((_BORDER_MM - 8) * per_mm)
    sheet = cv2.copyMakeBorder(ink, paper, paper, paper, paper, cv2.BORDER_CONSTANT, value=_PAPER)
    whole = cv2.copyMakeBorder(sheet, table, table, table, table, cv2.BORDER_CONSTANT, value=_TABLE)
    return np.asarray(whole, np.float32), per_mm


def _turn(vector: Array) -> Array:
    return np.asarray(cv2.Rodrigues(np.asarray(vector, np.float64))[0], np.float64)


def held(rng: np.random.Generator, count: int, last: Pose, *, distance_mm: float = 190.0) -> list[Pose]:
    """Poses of a target that is held in the hand, and at last lies flat; distances for a board of 170 mm."""
    poses = [
        Pose(
            distance_mm=distance_mm * rng.uniform(0.92, 1.08),
            tilt_deg=tilt,
            towards_deg=side + rng.uniform(-10, 10),
            roll_deg=rng.uniform(-20, 20),
            aside_mm=(rng.uniform(-25, 25), rng.uniform(-25, 25)),
        )
        for tilt, side in HELD[: count - 1]
    ]
    return [*poses, last]


def bulging(target: Target, bulge_mm: tuple[float, float, float]) -> Height:
    """A sheet whose outermost corners lie so much higher than its middle: lengthways, crossways, by twist."""
    (width, height), rim = target.size_mm, 2 * target.square_mm
    along, across, twist = bulge_mm

    def rise(x: Array, y: Array) -> Array:
        u, v = (2 * x - width) / (width - rim), (2 * y - height) / (height - rim)
        return along * u**2 + across * v**2 + twist * u * v

    return rise


def view_of(
    lens: Lens, target: Target, pose: Pose, rng: np.random.Generator, noise_px: float, height: Height | None = None
) -> View:
    """What `look` would answer, without a picture: every corner a little off."""
    ids, corners = corners_seen(lens, target, pose, height)
    seen = corners + rng.normal(0, noise_px, corners.shape)
    return View(target=target, resolution_wh=lens.resolution_wh, ids=ids, corners_px=seen, blur_px=(1.0, 1.0))


def true_mm(lens: Lens, target: Target, pose: Pose, points_px: Array) -> Array:
    """Where pixels (n, 2) lie on the plane of the target, (n, 2)."""
    rotation, translation = pose.placed(target)
    across = np.linalg.inv(np.column_stack([rotation[:, 0], rotation[:, 1], translation]))
    seen = np.column_stack([lens.rays(points_px), np.ones(len(points_px))]) @ across.T
    return np.asarray(seen[:, :2] / seen[:, 2:], np.float64)


def relative_errors(
    lens: Lens, target: Target, pose: Pose, scale: Scale, rng: np.random.Generator, length_px: float | None = None
) -> Array:
    """Errors of measured lengths as shares of them: between any two points, or points `length_px` apart."""
    size = np.array(lens.resolution_wh)
    start = rng.uniform(5, size - 6, (300, 2))
    if length_px is None:
        end = rng.uniform(5, size - 6, (300, 2))
    else:
        angle = rng.uniform(0, 2 * np.pi, 300)
        end = start + length_px * np.column_stack([np.cos(angle), np.sin(angle)])
    inside = ((end > 4) & (end < size - 5)).all(axis=1) & (np.linalg.norm(end - start, axis=1) > 10)
    start, end = start[inside], end[inside]
    truth = np.linalg.norm(true_mm(lens, target, pose, start) - true_mm(lens, target, pose, end), axis=1)
    measured = np.linalg.norm(to_plane(start, scale) - to_plane(end, scale), axis=1)
    return np.asarray(measured / truth - 1, np.float64)
