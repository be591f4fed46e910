"""Where a piece of bead is missing: which pixels, what lies there instead, and the truth of it."""

import numpy as np

from camera.rendering.bead import Bite, Run, across_bead
from camera.rendering.surface import Surface, blend, cloud, spread, window
from camera.rendering.truth import Defect, Field, Mask, defect_from

_EDGE_MM = 0.4
"""The edge of a notch is part of the defect: the bead falls off there."""


def missing_pieces(rng: np.random.Generator, run: Run, shape: tuple[int, int], mm_per_px: float) -> tuple[Mask, ...]:
    """The pixels of every bite, one mask of `shape` (rows, columns) each, in and around the bead."""
    if not run.bites:
        return ()
    x, y, _ = across_bead(run, shape, mm_per_px)
    pieces = []
    for bite in run.bites:
        ragged = cloud(rng, shape, (3.5 / mm_per_px, 2.5 / mm_per_px), 2) * np.float32(bite.ragged)
        u, v = (x - bite.at_mm[0]) / bite.reach_mm[0], (y - bite.at_mm[1]) / bite.reach_mm[1]
        pieces.append(np.asarray(np.sqrt(u * u + v * v) + ragged < 1, np.bool_))
    return tuple(pieces)


def would_be_bead(run: Run, shape: tuple[int, int], mm_per_px: float) -> Mask:
    """The pixels that the bead would cover if nothing were missing, half a millimetre more included."""
    _, y, _ = across_bead(run, shape, mm_per_px)
    reach = np.where(run.half_width_mm > 0, run.half_width_mm + 0.5, 0)
    return np.asarray(np.abs(y - run.axis_mm[None, :]) < reach[None, :], np.bool_)


def missing_truth(run: Run, missing: tuple[Mask, ...], shape: tuple[int, int], mm_per_px: float) -> list[Defect]:
    """What is missing of the bead, with the edge where it falls off; each piece as far as the bead would have been."""
    import cv2

    if not missing:
        return []
    edge_px = 2 * round(_EDGE_MM / mm_per_px) + 1
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (edge_px, edge_px))
    free = would_be_bead(run, shape, mm_per_px)
    defects = []
    for piece in missing:
        grown = np.asarray(cv2.dilate(piece.astype(np.uint8), disk), np.bool_)
        inside: Field = _largest(grown & free).astype(np.float32)
        free &= ~grown
        defect = defect_from("discontinuity", inside, (0, 0), mm_per_px)
        if defect is not None:
            defects.append(defect)
    return defects


def dress_gaps(rng: np.random.Generator, surface: Surface, run: Run) -> None:
    """What lies in a hole of a robot's bead: bare bright sheet, often with a curl of molten metal."""
    for bite in run.bites:
        _glare(surface, bite)
        in_mid_bead = run.start_mm + run.half_mm < bite.at_mm[0] < run.end_mm - run.half_mm
        if in_mid_bead and rng.random() < 0.6:
            _curl(rng, surface, run, bite)


def _glare(surface: Surface, bite: Bite) -> None:
    """Bare metal mirrors the lamp, most in the middle."""
    piece = window(surface, *bite.at_mm, 1.8 * max(bite.reach_mm))
    middle = np.exp(-1.5 * ((piece.dx_mm / bite.reach_mm[0]) ** 2 + (piece.dy_mm / bite.reach_mm[1]) ** 2))
    blend(piece.albedo, (0.9, 0.9, 0.9), np.asarray(middle, np.float32))
    piece.gloss[...] += (0.8 - piece.gloss) * middle


def _curl(rng: np.random.Generator, surface: Surface, run: Run, bite: Bite) -> None:
    """A bow of metal that ran in and froze: part of a ring, higher than the sheet around it."""
    size = min(bite.reach_mm) * spread(rng, 0.25, 0.5)
    inward = float(np.sign(run.at(bite.at_mm[0], surface.mm_per_px)[0] - bite.at_mm[1]))
    x = bite.at_mm[0] + spread(rng, -0.4, 0.4) * bite.reach_mm[0]
    y = bite.at_mm[1] + inward * spread(rng, 0.1, 0.5) * bite.reach_mm[1]
    piece = window(surface, x, y, 2.2 * size)
    radius = np.hypot(piece.dx_mm / np.float32(spread(rng, 0.8, 1.4)), piece.dy_mm)
    turn = np.arctan2(piece.dy_mm, piece.dx_mm)
    open_side = np.clip(0.75 + np.cos(turn - spread(rng, 0, 2 * np.pi)), 0, 1)
    thick = max(size * spread(rng, 0.15, 0.35), 0.15)
    bow = np.asarray(np.exp(-(((radius - size) / thick) ** 2)) * open_side, np.float32)
    piece.height_mm[...] += np.float32(1.3 * thick) * bow
    dark = np.asarray(np.exp(-(((radius - size - thick) / thick) ** 2)) * open_side, np.float32)
    blend(piece.albedo, (0.04, 0.04, 0.04), 0.8 * dark)
    piece.gloss[...] *= 1 - 0.6 * dark


def _largest(mask: Mask) -> Mask:
    """Only the largest connected piece of a mask."""
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count <= 1:
        return mask
    return np.asarray(labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])), np.bool_)
