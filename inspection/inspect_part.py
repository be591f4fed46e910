"""The main path: capture, check the picture, find, measure, decide; `Station` then records.

A part that could not be inspected is not lost: it comes out NOT_JUDGED, with the reason.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from uuid import uuid4

from camera.errors import CameraError
from camera.frame import Frame
from inspection.decide import decide
from inspection.detection.detector import Detector
from inspection.errors import DetectorError
from inspection.finding import Finding
from inspection.measuring import measure
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


def inspect_part(
    snaps: Mapping[str, Snap], recipe: Recipe, detector: Detector, *, kept_at: str | None = None
) -> JudgedPart:
    """Inspect every view that the recipe asks for; `snaps` takes the picture of each.

    `kept_at` names the file that the pictures came from: then the record refers to it and stores no copy.
    """
    results = [inspect_view(view, snaps.get(view, _no_camera), recipe, detector) for view in recipe.views]
    views = tuple(_referring_to(kept_at, view) for view, _ in results)
    verdict = Verdict.worst(view.verdict for view in views)
    return JudgedPart(
        inspection=Inspection(
            record_id=uuid4().hex,
            source="files" if kept_at else "bench",
            part_type=recipe.part_type,
            recipe=recipe.name,
            recipe_version=recipe.version,
            judge=detector.judge,
            software_version=version("meisterblick"),
            views=views,
            verdict=verdict,
            reasons=tuple(reason for view in views if view.verdict is verdict for reason in view.reasons),
        ),
        pictures=() if kept_at else tuple(picture for _, picture in results if picture is not None),
    )


def inspect_view(view: str, snap: Snap, recipe: Recipe, detector: Detector) -> tuple[ViewResult, Picture | None]:
    """One view of a part, from light to verdict."""
    laps = _Laps()
    frame: Frame | None = None
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Reason, ...]
    try:
        frame = snap()
        laps.stop("capture")
        verdict, reasons = Verdict.NOT_JUDGED, check_picture(frame.pixels, recipe.checks)
        laps.stop("check")
        if not reasons:
            detections = detector.find(frame.pixels)
            laps.stop("find")
            findings = measure(detections, frame.pixels, recipe.scale)
            laps.stop("measure")
            verdict, reasons = decide(findings, recipe)
            laps.stop("decide")
    except CameraError as error:
        verdict, reasons = Verdict.NOT_JUDGED, (Reason(code=Code(error.code), detail=str(error)),)
    except DetectorError as error:
        verdict, reasons = Verdict.NOT_JUDGED, (Reason(code=error.code, detail=str(error)),)
    except Exception as error:  # a mistake in the program must not make a part vanish either
        detail = f"{type(error).__name__}: {error}"
        verdict, reasons = Verdict.NOT_JUDGED, (Reason(code=Code.PROGRAM_ERROR, detail=detail),)
    picture, reference = keep(frame) if frame else (None, None)
    result = ViewResult(
        view=view,
        picture=reference,
        exposure=_exposure(frame) if frame else None,
        findings=findings,
        verdict=verdict,
        reasons=reasons,
        timings_ms=laps.timings_ms(),
    )
    return result, picture


def _referring_to(path: str | None, view: ViewResult) -> ViewResult:
    if path is None or view.picture is None:
        return view
    return view.model_copy(update={"picture": view.picture.model_copy(update={"path": path})})


def _exposure(frame: Frame) -> Exposure:
    return Exposure(
        camera_id=frame.camera_id,
        frame_id=frame.frame_id,
        captured_at=frame.captured_at,
        exposure_time_us=frame.exposure_time_us,
        gain_db=frame.gain_db,
    )


class _ViewMissing(CameraError):
    code = Code.VIEW_MISSING


def _no_camera() -> Frame:
    raise _ViewMissing("no camera is set up for this view of the part; add one in the settings")


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
