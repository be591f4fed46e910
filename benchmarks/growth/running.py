"""All curves, one after the other."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.growth import detections, megapixels, records, sample_set
from benchmarks.pairs import Benchmark

NAME = "growth"


def run(*, quick: bool = False) -> Benchmark:
    """Every curve; `quick` goes up to small sizes only and says nothing about growth."""
    with TemporaryDirectory(prefix="meisterblick-growth-") as folder:
        curves = [
            curve
            for part in (megapixels, detections, records, sample_set)
            for curve in part.curves(Path(folder), quick=quick)
        ]
    return Benchmark(name=NAME, cases=tuple(case for curve in curves for case in curve.cases()))
