"""Recorded parts for the tests of the screen."""

from datetime import UTC, datetime

from inspection.decide import decide
from inspection.finding import Detection
from inspection.measuring import measure_box
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.record import Exposure, Inspection, InspectionRecord, Judge, PictureRef, Precision, ViewResult
from inspection.scale import MillimetreScale
from inspection.verdict import Reason, Verdict

RECIPE = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")
SCALE = MillimetreScale(mm_per_px=0.1)
NOON = datetime(2026, 11, 21, 12, 0, 1, tzinfo=UTC)


def inspection(
    *detections: Detection, record_id: str = "ab" * 16, path: str | None = "/pictures/bead.png"
) -> Inspection:
    """A part on which the detector found this, on a picture that stays where it is."""
    findings = tuple(measure_box(detection, SCALE, frame_wh=(640, 480)) for detection in detections)
    verdict, reasons = decide(findings, RECIPE)
    view = ViewResult(
        view="top",
        picture=PictureRef(sha256="cd" * 32, media_type="image/png", width_px=640, height_px=480, path=path),
        exposure=Exposure(camera_id="test", frame_id=1, captured_at=NOON),
        findings=findings,
        verdict=verdict,
        reasons=reasons,
        timings_ms={"capture": 10.0, "find": 20.5, "total": 30.5},
    )
    return _inspection(view, verdict, reasons, record_id)


def not_judged(reason: Reason) -> Inspection:
    """A part of which there is no picture."""
    view = ViewResult(
        view="top",
        picture=None,
        exposure=None,
        findings=(),
        verdict=Verdict.NOT_JUDGED,
        reasons=(reason,),
        timings_ms={"total": 1.0},
    )
    return _inspection(view, Verdict.NOT_JUDGED, (reason,), "ef" * 16)


def recorded(inspection: Inspection, sequence: int = 7) -> InspectionRecord:
    """The part in the record."""
    return InspectionRecord(
        sequence=sequence, recorded_at=NOON, previous_sha256="0" * 64, sha256="1" * 64, inspection=inspection
    )


def _inspection(view: ViewResult, verdict: Verdict, reasons: tuple[Reason, ...], record_id: str) -> Inspection:
    judge = Judge(model="weld-bead", sha256="2" * 64, engine="openvino", engine_version="1", precision=Precision.F32)
    return Inspection(
        source="bench",
        record_id=record_id,
        part_type="weld-bead",
        recipe="weld-bead",
        recipe_version=1,
        judge=judge,
        software_version="0",
        views=(view,),
        verdict=verdict,
        reasons=reasons,
    )
