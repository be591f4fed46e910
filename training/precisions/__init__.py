"""Reduced precisions, offered only where they hold: export to INT8, and the check against f32 on real pictures.

A processor with bf16 or INT8 judges a part in half the time. What it costs is measured on each engine and with each
file: NNCF's INT8 exported to ONNX loads, runs, and finds nothing in OpenVINO (score 0.90 -> 0.006).
"""

from training.precisions.exporting import check_parity, export_checked, holds
from training.precisions.parity import MAX_DROP
from training.precisions.report import ParityReport, ParityRow

__all__ = ["MAX_DROP", "ParityReport", "ParityRow", "check_parity", "export_checked", "holds"]
