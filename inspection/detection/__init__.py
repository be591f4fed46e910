"""Frame to Detection: a net from verified bytes, on an engine and in a precision chosen explicitly."""

from inspection.detection.detector import Detector
from inspection.detection.manifest import ModelManifest

__all__ = ["Detector", "ModelManifest"]
