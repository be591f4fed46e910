"""The main path: capture, check the picture, locate, find, measure, decide; `Station` then records.

A part that could not be inspected is not lost: it comes out NOT_JUDGED, with the reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from uuid import uuid4

from camera.errors import CameraError
from camera.figures import grey_of
from camera.frame import Frame
from inspection.decide import UNGRADED, decide, grade, lowest_grade
from inspection.detection.detector import Detector, find_with_distance
from inspection.errors import DetectorError
from inspection.good_only.known import without_known
from inspection.job import NO_JOB, Job
from inspection.judged import Judged, Laps
from inspection.locating import LocatingError
from inspection.measuring import measure
from inspection.picture_checks import look_at_picture
from inspection.pictures import keep
from inspection.piece_on_picture import piece_on_picture
from inspection.record import Exposure, Inspection, Picture, PictureLight, Source, ViewResult
from inspection.regions import inside, judged_boxes, out_of_frame_px
from inspection.resolving import visible_from
from inspection.setup import Setup
from inspection.verdict import Code, Reason, Verdict

Snap = Callable[[], Frame]

OUT_OF_FRAME_PX = 2.0
"""A region may reach so far out of the picture: the part is found no better than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPart:
    """A part with its verdict, and the pictures that prove it."""

    inspection: Inspection
    pictures: tuple[Picture, ...]


def inspect_part(
    snaps: Mapping[str, Snap], setup: Setup, detector: Detector, *, kept_at: str | None = None, job: Job = NO_JOB
) -> JudgedPart:
    """Inspect every view that the recipe asks for; `snaps` takes the picture of each. `job` is what it was made for.

    `kept_at` names the file that the pictures came from: then the record refers to it and stores no copy. Whatever goes
    wrong, a part comes out.
    """
    source: Source = "files" if kept_at else "bench"
    try:
        return _inspected(snaps, setup, detector, kept_at, source, job)
    except Exception as error:  # what no view could answer for: its evidence could not be packed
        return not_judged(setup, error, source=source, job=job)


def not_judged(setup: Setup, error: Exception, *, source: Source, job: Job, record_id: str | None = None) -> JudgedPart:
    """The part at which the program failed: NOT_JUDGED in every view, with the reason, and without a picture."""
    recipe, mistake = setup.recipe, _mistake(error)
    return JudgedPart(
        inspection=Inspection(
            record_id=record_id or uuid4().hex,
            source=source,
            job=job,
            part_type=recipe.part_type,
            recipe=recipe.name,
            recipe_version=recipe.version,
            recipe_sha256=setup.recipe_sha256,
            judge=None,
            software_version=_version_if_known(),
            views=tuple(
                ViewResult(
                    view=view,
                    picture=None,
                    exposure=None,
                    findings=(),
                    verdict=Verdict.NOT_JUDGED,
                    reasons=(mistake,),
                    timings_ms={},
                )
                for view in recipe.views
            ),
            verdict=Verdict.NOT_JUDGED,
            reasons=(mistake,),
        ),
        pictures=(),
    )


def _inspected(
    snaps: Mapping[str, Snap], setup: Setup, detector: Detector, kept_at: str | None, source: Source, job: Job
) -> JudgedPart:
    recipe = setup.recipe
    results = [inspect_view(view, snaps.get(view, _no_camera), setup, detector) for view in recipe.views]
    views = tuple(_referring_to(kept_at, view) for view, _ in results)
    verdict = Verdict.worst(view.verdict for view in views)
    return JudgedPart(
        inspection=Inspection(
            record_id=uuid4().hex,
            source=source,
            job=job,
            part_type=recipe.part_type,
            recipe=recipe.name,
            recipe_version=recipe.version,
            recipe_sha256=setup.recipe_sha256,
            judge=detector.judge,
            software_version=software_version(),
            views=views,
            verdict=verdict,
            reasons=tuple(reason for view in views if view.verdict is verdict for reason in view.reasons),
            grade=lowest_grade([view.grade for view in views], recipe),
            not_assessable=recipe.norm.not_assessable() if recipe.norm else (),
        ),
        pictures=() if kept_at else tuple(picture for _, picture in results if picture is not None),
    )


def inspect_view(view: str, snap: Snap, setup: Setup, detector: Detector) -> tuple[ViewResult, Picture | None]:
    """One view of a part, from light to verdict."""
    laps = Laps()
    frame: Frame | None = None
    try:
        frame = snap()
        laps.stop("capture")
        judged = judge(frame, setup, detector, laps)
    except CameraError as error:
        judged = Judged.refused(Reason(code=Code(error.code), detail=str(error)))
    except (LocatingError, DetectorError) as error:
        judged = Judged.refused(Reason(code=error.code, detail=str(error)))
    except Exception as error:  # a mistake in the program must not make a part vanish either
        judged = Judged.refused(_mistake(error))
    picture, reference = keep(frame) if frame else (None, None)
    result = ViewResult(
        view=view,
        picture=reference,
        exposure=_exposure(frame) if frame else None,
        findings=judged.findings,
        verdict=judged.verdict,
        reasons=judged.reasons,
        scale=setup.scale,
        placement=judged.placement,
        visible=judged.visible,
        light=judged.light,
        grade=judged.grading.grade,
        grade_missed=judged.grading.missed,
        timings_ms=laps.timings_ms(),
    )
    return result, picture


def judge(frame: Frame, setup: Setup, detector: Detector, laps: Laps) -> Judged:
    """Check the picture, locate the part, find, measure, decide. Raises LocatingError, DetectorError."""
    recipe, scale, pixels = setup.recipe.with_bands(detector.bands), setup.scale, frame.pixels
    resolution_wh, grey = (frame.width_px, frame.height_px), grey_of(pixels)

    light: PictureLight | None = None
    if not (hindered := setup.obstacles(resolution_wh)):
        hindered, light = look_at_picture(grey, recipe.checks)
    laps.stop("check")
    if hindered or scale is None:
        return Judged.refused(*hindered, light=light)

    placement = setup.locate(pixels)
    if placement is not None:
        laps.stop("locate")
    if out_of_frame_px(recipe.regions, placement, resolution_wh) > OUT_OF_FRAME_PX:
        misplaced = Reason(code=Code.PART_MISPLACED, detail="a region that is to be judged is not all seen")
        return Judged.refused(misplaced, light=light)

    found, distance = find_with_distance(detector, pixels, judged_boxes(recipe.regions, placement, resolution_wh))
    detections = inside(found, recipe.regions, placement, resolution_wh)
    laps.stop("find")

    counting = [detection for detection in detections if not recipe.ignores(detection)]
    seen = without_known(counting, recipe)
    findings = measure(seen, pixels, scale, piece_on_picture(recipe, placement, resolution_wh, scale), grey=grey)
    laps.stop("measure")

    verdict, reasons = decide(findings, recipe)
    grading = UNGRADED if verdict is Verdict.FAIL else grade(findings, recipe)
    laps.stop("decide")

    return Judged(
        verdict=verdict,
        reasons=reasons,
        findings=findings,
        placement=placement,
        grading=grading,
        visible=visible_from(recipe, scale, resolution_wh, detector.smallest_seen(resolution_wh)),
        light=light and light.model_copy(update={"unlike": None if distance is None else round(distance, 4)}),
    )


@cache
def software_version() -> str:
    """This program's. Looked up once: the look-up goes through every folder of the path, and may fail under load."""
    return version("meisterblick")


def _version_if_known() -> str:
    try:
        return software_version()
    except Exception:  # it may be the very mistake at hand
        return "unknown"


def _mistake(error: Exception) -> Reason:
    return Reason(code=Code.PROGRAM_ERROR, detail=f"{type(error).__name__}: {error}")


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
