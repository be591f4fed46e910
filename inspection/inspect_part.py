"""The main path: capture, check the picture, find, measure, decide; `Station` then records.

A part that could not be inspected is not lost: it comes out NOT_JUDGED, with the reason.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from uuid import uuid4

from camera.errors import CameraError, CameraLost
from camera.frame import Frame
from inspection.decide import decide
from inspection.detection.detector import Detector
from inspection.errors import DetectorError
from inspection.finding import Finding
from inspection.measure import measure
from inspection.picture_checks import check_picture
from inspection.pictures import keep
from inspection.recipe import Recipe
from inspection.record import Exposure, Inspection, Picture, ViewResult
from inspection.verdict import Code, Reason, Verdict

Snap = Callable[[], Frame]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPart:
    """A part with its verdict, and the pictures that prove it."""

    inspection: Inspection
    pictures: tuple[Picture, ...]


def inspect_part(snaps: Mapping[str, Snap], recipe: Recipe, detector: Detector) -> JudgedPart:
    """Inspect every view that the recipe asks for; `snaps` takes the picture of each."""
    results = [inspect_view(view, snaps.get(view, _no_camera), recipe, detector) for view in recipe.views]
    views = tuple(view for view, _ in results)
    verdict = Verdict.worst(view.verdict for view in views)
    return JudgedPart(
        inspection=Inspection(
            record_id=uuid4().hex,
            part_type=recipe.part_type,
            recipe=recipe.name,
            recipe_version=recipe.version,
            judge=detector.judge,
            software_version=version("meisterblick"),
            views=views,
            verdict=verdict,
            reasons=tuple(reason for view in views if view.verdict is verdict for reason in view.reasons),
        ),
        pictures=tuple(picture for _, picture in results if picture is not None),
    )


def inspect_view(view: str, snap: Snap, recipe: Recipe, detector: Detector) -> tuple[ViewResult, Picture | None]:
    """One view of a part, from light to verdict."""
    laps = _Laps()
    frame: Frame | None = None
    findings: tuple[Finding, ...] = ()
    try:
        frame = snap()
        laps.stop("capture")
        unfit = check_picture(frame.pixels, recipe.checks)
        laps.stop("check")
        if unfit:
            return _result(view, frame, findings, Verdict.NOT_JUDGED, unfit, laps)
        detections = detector.find(frame.pixels)
        laps.stop("find")
        findings = measure(detections, recipe.scale)
        laps.stop("measure")
        verdict, reasons = decide(findings, recipe)
        laps.stop("decide")
    except CameraError as error:
        reasons = (Reason(code=Code(error.code), detail=str(error)),)
        return _result(view, None, (), Verdict.NOT_JUDGED, reasons, laps)
    except DetectorError as error:
        reasons = (Reason(code=error.code, detail=str(error)),)
        return _result(view, frame, (), Verdict.NOT_JUDGED, reasons, laps)
    return _result(view, frame, findings, verdict, reasons, laps)


def _result(
    view: str,
    frame: Frame | None,
    findings: tuple[Finding, ...],
    verdict: Verdict,
    reasons: Sequence[Reason],
    laps: "_Laps",
) -> tuple[ViewResult, Picture | None]:
    picture, reference, exposure = None, None, None
    if frame is not None:
        picture, reference = keep(frame)
        exposure = Exposure(
            camera_id=frame.camera_id,
            frame_id=frame.frame_id,
            captured_at=frame.captured_at,
            exposure_time_us=frame.exposure_time_us,
            gain_db=frame.gain_db,
        )
    result = ViewResult(
        view=view,
        picture=reference,
        exposure=exposure,
        findings=findings,
        verdict=verdict,
        reasons=tuple(reasons),
        timings_ms=laps.timings_ms(),
    )
    return result, picture


def _no_camera() -> Frame:
    raise CameraLost("no camera is set up for this view of the part; add one in the settings")


class _Laps:
    """Milliseconds from one step to the next."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def stop(self, step: str) -> None:
        now = time.perf_counter()
        self._laps[step] = round((now - self._last) * 1000, 3)
        self._last = now

    def timings_ms(self) -> dict[str, float]:
        return {**self._laps, "total": round((self._last - self._start) * 1000, 3)}
