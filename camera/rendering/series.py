"""The endless series of rendered parts that a seed stands for."""

from typing import assert_never

import numpy as np

from camera.rendering.truth import PartKind, RenderedPart


def render_part(part: PartKind, *, seed: int, index: int, width_px: int = 640, height_px: int = 480) -> RenderedPart:
    """Part number `index` (from 0) of the series `seed`: about every second part is good.

    The same arguments give the same bytes, in every process on the same kind of machine. Raises ValueError for
    fewer than 64 pixels a side or a negative index.
    """
    if min(width_px, height_px) < 64 or index < 0:
        raise ValueError(
            f"a rendered picture has at least 64 x 64 px and an index from 0; got {width_px} x {height_px}, {index}"
        )
    match part:
        case "weld-bead":
            from camera.rendering.bead_part import MM_PER_PX, render_bead

            rng = _generator(seed, index, 1)
            mm_per_px = MM_PER_PX
            pixels, defects = render_bead(rng, (height_px, width_px), good=bool(rng.random() < 0.5))
        case "board":
            from camera.rendering.board_part import mm_per_px_for, render_board

            rng = _generator(seed, index, 2)
            mm_per_px = mm_per_px_for(width_px)
            pixels, defects = render_board(rng, (height_px, width_px), good=bool(rng.random() < 0.5))
        case "machined-metal":
            from camera.rendering.metal_part import MM_PER_PX as METAL_MM_PER_PX
            from camera.rendering.metal_part import render_metal

            rng = _generator(seed, index, 3)
            mm_per_px = METAL_MM_PER_PX
            pixels, defects = render_metal(rng, (height_px, width_px), good=bool(rng.random() < 0.5))
        case _:
            assert_never(part)
    return RenderedPart(part=part, seed=seed, index=index, pixels=pixels, mm_per_px=mm_per_px, defects=defects)


def _generator(seed: int, index: int, kind: int) -> np.random.Generator:
    return np.random.default_rng([seed & 0xFFFF_FFFF_FFFF_FFFF, index, kind])
