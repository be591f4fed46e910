"""An inspected picture as a JSON object, a CSV row, a table row."""

import csv
import io
import json
from typing import Any, assert_never

from inspection.finding import Finding
from inspection.language import Language
from inspection.record import Inspection
from inspection.scale import CameraScale, MillimetreScale, PixelScale, PlaneScale, length_per_px
from inspection.setup import Setup
from inspection.spreadsheet import harmless
from inspection.verdict import Reason
from inspection.wording import class_word, sentence, verdict_word

CSV_HEADER = ("image", "verdict", "code", "reason", "value", "limit", "unit", "defects", "total_ms")


def as_json(image: str, inspection: Inspection, language: Language) -> str:
    """One line of JSON Lines."""
    return json.dumps(
        {
            "image": image,
            "verdict": inspection.verdict,
            "reasons": [
                {
                    "code": reason.code,
                    "text": _said(reason, language),
                    "value": reason.value,
                    "limit": reason.limit,
                    "unit": reason.unit,
                }
                for reason in inspection.reasons
            ],
            "detections": [_detection(finding) for view in inspection.views for finding in view.findings],
            "timings_ms": inspection.views[0].timings_ms,
        },
        ensure_ascii=False,
    )


def _detection(finding: Finding) -> dict[str, Any]:
    return {
        "class": finding.detection.class_name,
        "score": round(finding.detection.score, 4),
        "xyxy": [round(side, 2) for side in finding.detection.xyxy],
        "measurements": [
            {
                "characteristic": measurement.characteristic,
                "value": round(measurement.value, 4),
                "uncertainty": round(measurement.uncertainty, 4),
                "unit": measurement.unit,
            }
            for measurement in finding.measurements
        ],
    }


def as_csv(image: str, inspection: Inspection, language: Language) -> str:
    """One row for CSV_HEADER, with the worst reason."""
    reason = inspection.reasons[0]
    return csv_row(
        (
            image,
            inspection.verdict,
            reason.code,
            _said(reason, language),
            "" if reason.value is None else reason.value,
            "" if reason.limit is None else reason.limit,
            reason.unit or "",
            sum(len(view.findings) for view in inspection.views),
            inspection.views[0].timings_ms["total"],
        )
    )


def csv_row(cells: tuple[object, ...]) -> str:
    r"""A line of CSV; text that a spreadsheet would calculate gets an apostrophe in front.

    >>> csv_row(("=1+1", 2, "a,b"))
    '\'=1+1,2,"a,b"'
    """
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(harmless(cell) if isinstance(cell, str) else cell for cell in cells)
    return line.getvalue()


def table_row(image: str, inspection: Inspection, language: Language) -> tuple[str, str, str, str]:
    """Picture, verdict, what was found, why."""
    counts: dict[str, int] = {}
    for view in inspection.views:
        for finding in view.findings:
            name = class_word(finding.detection.class_name, language)
            counts[name] = counts.get(name, 0) + 1
    found = ", ".join(f"{count} × {name}" for name, count in counts.items())
    return image, verdict_word(inspection.verdict, language), found, _said(inspection.reasons[0], language)


def scale_line(setup: Setup, camera_id: str, language: Language) -> str:
    """Which scale the pictures are measured with, and how long a pixel in their middle is."""
    german = language == "de"
    match setup.scale, setup.recipe.scale:
        case None, _:
            said = f"keiner, Kamera {camera_id}" if german else f"none, camera {camera_id}"
        case PixelScale(), _:
            said = "nicht bekannt, Längen in Bildpunkten" if german else "not known, lengths in pixels"
        case MillimetreScale() | PlaneScale() as scale, taken_from:
            width, height = setup.calibrated_wh or (1, 1)
            length = f"{length_per_px(scale, ((width - 1) / 2, (height - 1) / 2)):.3f}"
            of_camera = f"Kamera {camera_id}" if german else f"camera {camera_id}"
            of_recipe = "aus dem Rezept" if german else "from the recipe"
            source = of_camera if isinstance(taken_from, CameraScale) else of_recipe
            per_px = f"{length.replace('.', ',')} mm je Bildpunkt" if german else f"{length} mm a pixel"
            said = f"{source}, {per_px}"
        case _:
            assert_never(setup.scale)
    return f"Maßstab: {said}" if german else f"Scale: {said}"


def _said(reason: Reason, language: Language) -> str:
    """The sentence with plain spaces only: what is read by programs has no hidden characters."""
    return sentence(reason, language).replace("\N{NO-BREAK SPACE}", " ")
