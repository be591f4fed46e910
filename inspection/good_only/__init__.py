"""What is unlike the good parts that were shown: a detector that needs no defect to learn from."""

from inspection.good_only.beside import beside_good_only, good_only_of
from inspection.good_only.combined import CombinedDetector, both
from inspection.good_only.detector import GoodOnlyDetector
from inspection.good_only.loading import load_good_only
from inspection.good_only.manifest import GoodOnlyManifest, is_good_only, load_good_only_manifest
from inspection.good_only.unlike import UNLIKE_GOOD

__all__ = [
    "UNLIKE_GOOD",
    "CombinedDetector",
    "GoodOnlyDetector",
    "GoodOnlyManifest",
    "beside_good_only",
    "both",
    "good_only_of",
    "is_good_only",
    "load_good_only",
    "load_good_only_manifest",
]
