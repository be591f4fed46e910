"""How time grows with megapixels, detections, records and pictures: a curve each, held against its nature."""

from benchmarks.growth.running import run

__all__ = ["run"]
