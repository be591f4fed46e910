"""How well sizes are measured, on thousands of rendered defects: in their true boxes, and in those of the models."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pytest

from camera.rendering import PartKind, RenderedPart
from inspection.detection.detector import Detector
from inspection.detection.loading import load_detector
from inspection.finding import Characteristic as C
from inspection.places import SHIPPED_MODELS
from tests.inspection.measuring.rendered import Compared, compare, parts
from tests.proofs.figures import leave_figures

SERIES: dict[PartKind, tuple[tuple[int, int, tuple[int, int]], ...]] = {
    "weld-bead": ((9001, 700, (640, 480)), (9002, 120, (768, 192))),
    "board": ((9003, 400, (640, 480)),),
    "machined-metal": ((9004, 120, (640, 480)),),
}
"""Seed, number of parts and size of their pictures. Nothing was ever tuned on these seeds."""
CHARACTERISTICS = (C.DIAMETER, C.EQUIVALENT_DIAMETER, C.LENGTH, C.ALONG, C.ACROSS, C.AREA)
SIZES_PX = ((0, 10), (10, 20), (20, 50), (50, 1000), (10, 1000))
"""Classes of true size, by the largest diameter."""

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
