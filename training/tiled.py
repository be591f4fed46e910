"""The same net, which looks at large pictures in tiles at native resolution, as a model of its own."""

from pathlib import Path

from inspection.detection.manifest import ModelManifest, load_manifest
from inspection.detection.tiling.tiles import FEWEST_PX, Tiles
from inspection.errors import ModelRefused
from training.variant import refuse_out, write_variant


def write_tiled(folder: Path, out: Path, home: Path, *, overlap_px: int | None = None) -> ModelManifest:
    """Write the model in `folder` as `out`, with tiles that overlap by `overlap_px` (default: a fifth of a tile).

    Everything else stays, offers of reduced precisions among it: on each tile the net calculates as before. Raises
    ModelRefused, also for an overlap of more than half a tile, and OSError.
    """
    refuse_out(out, folder, home)
    manifest = load_manifest(folder)
    if overlap_px is None:
        overlap_px = max(FEWEST_PX, manifest.longest_side_px // 5)
    if overlap_px > manifest.longest_side_px // 2:
        raise ModelRefused(
            f"tiles of {manifest.longest_side_px} px can overlap by at most {manifest.longest_side_px // 2} px, "
            f"got {overlap_px}; choose a smaller overlap, a little more than the largest common defect"
        )
    return write_variant(folder, out, {"tiles": Tiles(overlap_px=overlap_px)})
