"""Machined metal without faults: ground, milled and faced plates, turned shafts, threads of ball screws.

Every surface carries a pair of coordinates, across and along the marks that its tool left. Feed marks and fine
scores are noise over these two, so that straight, curved and round marks are made the same way. What catches the
eye on real parts (reference: Schlagenhauf and Landwehr, arXiv 2103.13003, ball screws): broad bands of glare with
soft ends, the dark image of the lens between them, scores that run with the tool, brown oil.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

import numpy as np

from camera.rendering.surface import Surface, cloud, in_three, smoothstep, spread
from camera.rendering.truth import Field

Machining: TypeAlias = Literal["ground", "milled", "faced", "shaft", "thread"]
_TABLE_RGB = (0.012, 0.013, 0.014)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Workpiece:
    """A machined surface, before and after faults are set into it.

    All fields are (height, width): `heading` is the direction of the tool marks in radians, `on_part` 0..1 where
    metal is and not the table or a bore, `scores` the fine marks of mean 0 and spread about 1.
    """

    surface: Surface
    heading: Field
    on_part: Field
    scores: Field


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Form:
    """`across_mm`, `along_mm`: where a point lies in the pattern of tool marks; `height_mm` without these marks."""

    across_mm: Field
    along_mm: Field
    heading: Field
    height_mm: Field
    on_part: Field


def machine(rng: np.random.Generator, shape: tuple[int, int], mm_per_px: float) -> Workpiece:
    """A workpiece of one of the five kinds, of `shape` (rows, columns)."""
    kinds: tuple[Machining, ...] = ("ground", "milled", "faced", "shaft", "thread")
    form = _form(rng, kinds[int(rng.choice(5, p=(0.22, 0.22, 0.16, 0.2, 0.2)))], shape, mm_per_px)
    feed_mm = spread(rng, 0.18, 0.7)
    turn = form.across_mm / np.float32(feed_mm)
    scores = _scores(rng, form, mm_per_px)
    # a rounded tool leaves one arc per turn; how deep changes from turn to turn and with the scores
    steepness = spread(rng, 0.01, 0.08)
    wave = np.abs(turn - np.rint(turn)) ** 2 * 4 * np.clip(1 + 0.35 * scores, 0, 2)
    height = form.height_mm + np.float32(steepness * feed_mm * 0.25) * wave
    height += np.float32(spread(rng, 0.03, 0.08) * mm_per_px) * scores
    tint = np.array((1, spread(rng, 0.97, 1), spread(rng, 0.92, 0.99)), np.float32)
    tone = spread(rng, 0.42, 0.62) * (1 + spread(rng, 0.035, 0.08) * scores)
    albedo = in_three(np.asarray(np.clip(tone, 0.05, 0.95), np.float32)) * tint
    cell = spread(rng, 0.08, 0.3) / mm_per_px  # a mat or a board with grit and dust on it, never one even grey
    grit = in_three(np.clip(1 + spread(rng, 0.06, 0.14) * cloud(rng, shape, (cell, cell), 2), 0.2, 2))
    table = grit * np.array(_TABLE_RGB, np.float32) * np.float32(spread(rng, 1, 9))
    albedo = table + (albedo - table) * in_three(form.on_part)
    surface = Surface(
        height_mm=np.asarray(height, np.float32),
        albedo=np.asarray(albedo, np.float32),
        gloss=np.asarray(0.03 + form.on_part * np.float32(spread(rng, 0.75, 0.9) - 0.03), np.float32),
        mm_per_px=mm_per_px,
    )
    return Workpiece(surface=surface, heading=form.heading, on_part=form.on_part, scores=scores)


def _form(rng: np.random.Generator, kind: Machining, shape: tuple[int, int], mm_per_px: float) -> _Form:
    rows, columns = shape
    width, height = columns * mm_per_px, rows * mm_per_px
    x = ((np.arange(columns, dtype=np.float32) + 0.5) * mm_per_px)[None, :] - width / 2
    y = ((np.arange(rows, dtype=np.float32) + 0.5) * mm_per_px)[:, None] - height / 2
    turn = spread(rng, -0.2, 0.2) + (np.pi / 2 if rng.random() < 0.3 else 0)
    u = np.asarray(np.cos(turn) * x + np.sin(turn) * y, np.float32)
    v = np.asarray(np.cos(turn) * y - np.sin(turn) * x, np.float32)
    match kind:
        case "ground":
            heading = np.full(shape, turn, np.float32)
            return _plate(rng, v, u, heading, u, v, mm_per_px)
        case "milled":
            radius = spread(rng, 0.5, 1.6) * width
            aside = np.clip((v + spread(rng, -0.3, 0.3) * height) / radius, -0.97, 0.97)
            arc = np.asarray(u - radius * np.sqrt(1 - aside * aside), np.float32)
            heading = np.asarray(turn + np.pi / 2 + np.arcsin(aside), np.float32)
            return _plate(rng, arc, np.asarray(radius * np.arcsin(aside), np.float32), heading, u, v, mm_per_px)
        case "faced":
            from_x, from_y = x + spread(rng, -0.7, 0.7) * width, y + spread(rng, -0.7, 0.7) * height
            r = np.asarray(np.hypot(from_x, from_y), np.float32)
            around = np.asarray(np.arctan2(from_y, from_x), np.float32)
            along = np.asarray(np.abs(around) * np.float32(0.35 * width), np.float32)  # mirrored, so without a seam
            return _plate(rng, r, along, np.asarray(around + np.pi / 2, np.float32), u, v, mm_per_px)
        case "shaft":
            return _shaft(rng, u, v, turn, thread=False, mm_per_px=mm_per_px)
        case "thread":
            return _shaft(rng, u, v, turn, thread=True, mm_per_px=mm_per_px)
        case _:
            assert_never(kind)


def _plate(
    rng: np.random.Generator, across: Field, along: Field, heading: Field, u: Field, v: Field, mm_per_px: float
) -> _Form:
    """A flat face; often one side of it is in the picture, with its chamfer, and now and then a bore."""
    shape = (across.shape[0], across.shape[1])
    height = np.zeros(shape, np.float32)
    on_part = np.ones(shape, np.float32)
    soft = 0.8 * mm_per_px
    if rng.random() < 0.5:
        side = v if rng.random() < 0.5 else u
        sign = float(rng.choice((-1, 1)))
        inwards = np.asarray(float(np.abs(side).max()) * spread(rng, 0.6, 0.9) - sign * side, np.float32)
        height -= _chamfer(inwards, spread(rng, 0.2, 1.0))
        on_part *= smoothstep(-soft, soft, inwards)
    if rng.random() < 0.25:
        radius = spread(rng, 1.5, 5)
        half_u, half_v = float(np.abs(u).max()), float(np.abs(v).max())
        at_u, at_v = spread(rng, -0.8, 0.8) * half_u, spread(rng, -0.8, 0.8) * half_v
        inwards = np.asarray(np.hypot(u - at_u, v - at_v) - radius, np.float32)
        height -= _chamfer(inwards, spread(rng, 0.15, 0.6))
        on_part *= smoothstep(-soft, soft, inwards)
    return _Form(across_mm=across, along_mm=along, heading=heading, height_mm=height, on_part=on_part)


def _chamfer(inwards_mm: Field, width_mm: float) -> Field:
    """How much lower the edge is: 45 degrees over its width, then the table, not deeper than the camera cares."""
    low: Field = np.clip(width_mm - inwards_mm, 0, 1.5 * width_mm)
    return low


def _shaft(rng: np.random.Generator, u: Field, v: Field, turn: float, *, thread: bool, mm_per_px: float) -> _Form:
    """A round bar with its axis along u; a thread adds the grooves in which balls run."""
    half = float(np.abs(v).max())
    radius = half * spread(rng, 0.85, 2.2)
    sine = np.clip(v / np.float32(radius), -0.995, 0.995)
    angle = np.arcsin(sine)
    height = np.asarray(radius * np.sqrt(1 - sine * sine), np.float32)
    on_part = smoothstep(radius, radius - 1.6 * mm_per_px, np.abs(v))
    along = np.asarray(radius * angle, np.float32)
    across = u
    lean = 0.0
    if thread:
        pitch, groove = spread(rng, 5, 14), spread(rng, 0.5, 0.68)
        across = np.asarray(u - np.float32(pitch / (2 * np.pi)) * angle, np.float32)
        lean = float(np.arctan(pitch / (2 * np.pi * radius)))
        turns = across / np.float32(pitch) + spread(rng, 0, 1)
        place = np.abs(turns - np.floor(turns) - 0.5) * 2 / groove  # 0 in the middle of the groove, 1 at its edge
        ball = spread(rng, 0.2, 0.32) * pitch * groove
        depth = ball * np.sqrt(np.clip(1 - (0.92 * place) ** 2, 0, 1)) - ball * np.sqrt(1 - 0.92**2)
        height -= np.asarray(np.clip(depth, 0, None), np.float32) + 0.12 * smoothstep(1.12, 1.0, place)
    elif rng.random() < 0.5:  # a shoulder or a recess
        at, wide = spread(rng, -0.6, 0.6) * float(np.abs(u).max()), spread(rng, 0.8, 4)
        inwards = np.asarray(np.abs(u - at) - wide, np.float32)
        height -= np.minimum(_chamfer(inwards, spread(rng, 0.15, 0.5)), 0.8)
    heading = np.full((v.shape[0], v.shape[1]), turn + np.pi / 2 - lean, np.float32)
    return _Form(across_mm=across, along_mm=along, heading=heading, height_mm=height, on_part=on_part)


def _scores(rng: np.random.Generator, form: _Form, mm_per_px: float) -> Field:
    """Fine marks along the tool's way, drawn once as a straight pattern and laid over the part."""
    import cv2

    fine = cloud(rng, (384, 1536), (1.0, 2.5), 1)  # rows along the marks, columns across, wrapped round
    fine += 0.7 * cloud(rng, (384, 1536), (3.0, 6.0), 2) + 0.5 * cloud(rng, (384, 1536), (14.0, 24.0), 2)
    fine *= np.float32(1 / fine.std())
    step_mm = max(spread(rng, 0.03, 0.07), 0.7 * mm_per_px)
    long_mm = spread(rng, 0.5, 2.5)
    at_x = form.across_mm * np.float32(1 / step_mm) + np.float32(768)
    at_y = form.along_mm * np.float32(1 / long_mm) + np.float32(192)
    laid = cv2.remap(fine, np.asarray(at_x), np.asarray(at_y), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    return np.asarray(laid, np.float32)
