"""How well sizes are measured, on thousands of rendered defects: in their true boxes, and in those of the models."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from camera.picture_file import read_picture_file
from camera.rendering import PartKind, RenderedPart
from camera.rendering.truth import defect_from
from inspection.detection.detector import Detector
from inspection.detection.loading import load_detector
from inspection.finding import Characteristic as C
from inspection.places import SHIPPED_MODELS
from tests.inspection.measuring.rendered import Compared, compare, parts
from tests.proofs.figures import ROOT, leave_figures

SERIES: dict[PartKind, tuple[tuple[int, int, tuple[int, int]], ...]] = {
    "weld-bead": ((9001, 700, (640, 480)), (9002, 120, (768, 192))),
    "board": ((9003, 400, (640, 480)),),
    "machined-metal": ((9004, 120, (640, 480)),),
}
"""Seed, number of parts and size of their pictures. Nothing was ever tuned on these seeds."""
CHARACTERISTICS = (C.DIAMETER, C.EQUIVALENT_DIAMETER, C.LENGTH, C.ALONG, C.ACROSS, C.AREA)
SIZES_PX = ((0, 10), (10, 20), (20, 50), (50, 1000), (10, 1000))
"""Classes of true size, by the largest diameter."""

DRAWN = ROOT.parent / "shared" / "data" / "wood_good_only" / "ground_truth"

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3000)]


def test_sizes_come_out_as_they_were_put_in() -> None:
    figures: dict[str, Any] = {}
    covered: dict[str, list[Compared]] = {"true": [], "model": []}
    for kind, series in SERIES.items():
        for boxes, detector in detectors(kind).items():
            compared = list(compare(chain.from_iterable(rendered(kind, series)), detector))
            covered[boxes] += compared
            figures |= {f"{kind} {name}, {boxes} boxes": value for name, value in by_class(compared).items()}
    leave_figures("measuring", {"errors": figures, "covered": {name: shares(all_) for name, all_ in covered.items()}})

    for boxes in ("true", "model"):
        pores = figures[f"weld-bead pore, {boxes} boxes"]["10 to 1000 px"]
        cracks = figures[f"weld-bead crack, {boxes} boxes"]["10 to 1000 px"]
        for characteristic in (C.DIAMETER, C.EQUIVALENT_DIAMETER):
            assert pores[characteristic]["median_percent"] <= 5
            assert pores[characteristic]["p95_percent"] <= 15
        assert cracks[C.LENGTH]["median_percent"] <= 10
        for characteristic in CHARACTERISTICS:
            assert shares(covered[boxes])[characteristic] >= 0.93


@pytest.mark.skipif(not DRAWN.exists(), reason="needs the real boards beside the checkout, which are not shipped")
def test_real_knots_come_out_as_people_drew_them() -> None:
    """Their masks are drawn with a margin, so areas come out smaller; a diameter must agree within its uncertainty."""
    compared = [one for mask in sorted(DRAWN.glob("*/*.png")) for one in on_real_board(mask)]
    names = sorted({one.class_name for one in compared})
    figures = {name: errors([one for one in compared if one.class_name == name]) for name in names}
    leave_figures("measuring-real-boards", {"errors": figures, "covered": shares(compared)})
    assert shares(compared)[C.DIAMETER] >= 0.9


def on_real_board(mask: Path) -> Iterator[Compared]:
    """Every defect of one board that is at least 20 pixels large, in the box round its mask."""
    import cv2

    drawn = np.asarray(cv2.imread(str(mask), cv2.IMREAD_GRAYSCALE), np.uint8) > 0
    [picture] = (DRAWN.parent / "test" / mask.parent.name).glob(f"{mask.stem.removesuffix('_mask')}.*")
    pixels = read_picture_file(picture).pixels
    _, pieces, boxes, _ = cv2.connectedComponentsWithStats(drawn.astype(np.uint8))
    for number, (x, y, wide, tall, area) in enumerate(boxes.tolist()):
        if number == 0 or area < 20:
            continue
        coverage = (pieces[y : y + tall, x : x + wide] == number).astype(np.float32)
        defect = defect_from(mask.parent.name, coverage, (x, y), 1.0)
        if defect is not None:
            part = RenderedPart(part="board", seed=0, index=0, pixels=pixels, mm_per_px=1.0, defects=(defect,))
            yield from compare([part])


def rendered(kind: PartKind, series: Sequence[tuple[int, int, tuple[int, int]]]) -> Iterable[Iterable[RenderedPart]]:
    return (parts(kind, seed=seed, count=count, size_wh=size_wh) for seed, count, size_wh in series)


def detectors(kind: PartKind) -> dict[str, Detector | None]:
    """The true boxes, and the shipped model's, where there is one."""
    model = SHIPPED_MODELS / kind
    return {"true": None} | ({"model": load_detector(model)} if model.exists() else {})


def by_class(compared: Sequence[Compared]) -> dict[str, Any]:
    figures = {}
    for name in sorted({one.class_name for one in compared}):
        of_class = [one for one in compared if one.class_name == name]
        by_size = {
            f"{low} to {high} px": [one for one in of_class if low <= one.size_px < high] for low, high in SIZES_PX
        }
        figures[name] = {size: errors(ones) for size, ones in by_size.items() if ones}
    return figures


def errors(compared: Sequence[Compared]) -> dict[str, Any]:
    """Per characteristic, as percent of the true size; of those with an outline alone, too."""
    outlined = [one for one in compared if one.outlined]
    figures: dict[str, Any] = {"n": len(compared), "outlined": round(len(outlined) / len(compared), 3)}
    for characteristic in CHARACTERISTICS:
        figures[characteristic] = spread(compared, characteristic)
        if outlined:
            figures[f"{characteristic}, outlined"] = spread(outlined, characteristic)
    figures["diameter without staircase"] = percentiles([one.smooth_error for one in compared])
    return figures


def spread(compared: Sequence[Compared], characteristic: C) -> dict[str, float]:
    covered = float(np.mean([one.is_covered(characteristic) for one in compared]))
    return percentiles([one.error(characteristic) for one in compared]) | {"covered": round(covered, 3)}


def percentiles(errors: Sequence[float]) -> dict[str, float]:
    percent = 100 * np.array(errors)
    return {
        "bias_percent": round(float(np.median(percent)), 1),
        "median_percent": round(float(np.median(np.abs(percent))), 1),
        "p95_percent": round(float(np.percentile(np.abs(percent), 95)), 1),
    }


def shares(compared: Sequence[Compared]) -> dict[str, float]:
    """Of how many the truth lies within two standard uncertainties."""
    return {name: round(float(np.mean([one.is_covered(name) for one in compared])), 3) for name in CHARACTERISTICS}
