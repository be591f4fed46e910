"""Labelled pictures with what the net said of them and what they deserve: once; then verdicts under any score bands.

The path is that of `inspection.inspect_part.judge`, in the same order and by the same functions; only that the net is
asked once, down to a low score, and that what follows is asked as often as there are bands to try.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from camera.frame import Pixels
from camera.picture_file import read_picture_file
from inspection.decide import decide
from inspection.errors import DetectorError
from inspection.finding import Characteristic, Detection, Finding
from inspection.good_only.known import without_known
from inspection.inspect_part import OUT_OF_FRAME_PX
from inspection.locating import LocatingError, Placement
from inspection.measuring import measure
from inspection.picture_checks import check_picture
from inspection.piece import Piece
from inspection.piece_on_picture import piece_on_picture
from inspection.recipe import Recipe
from inspection.regions import inside, out_of_frame_px
from inspection.scale import Scale
from inspection.setup import Setup
from inspection.verdict import Code, Reason, Verdict
from training.data.labels import Box, LabelledPicture

Find = Callable[[Pixels], tuple[Detection, ...]]
_NOT_OF_SIZE = frozenset({Characteristic.COUNT, Characteristic.DEPTH})


class Sizes:
    """Measures detections of one picture when asked, and remembers.

    What one defect measures depends on which others are measured with it (`inspection.measuring`), so those of other
    bands cannot be picked from one measurement of all: they are measured anew, from the file.
    """

    def __init__(self, picture: Path, scale: Scale, piece: Piece) -> None:
        self._picture = picture
        self._scale = scale
        self._piece = piece
        self._measured: dict[tuple[Detection, ...], tuple[Finding, ...]] = {(): ()}

    def of(self, detections: tuple[Detection, ...], pixels: Pixels | None = None) -> tuple[Finding, ...]:
        """The findings of `detections`, in their order; `pixels` are read from the file where they are not given."""
        if detections not in self._measured:
            seen = read_picture_file(self._picture).pixels if pixels is None else pixels
            self._measured[detections] = measure(detections, seen, self._scale, self._piece)
        return self._measured[detections]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JudgedPicture:
    """A labelled picture and everything that verdicts on it need.

    `detections` are all that the net gave, best score first; `candidates` those that touch what the recipe judges.
    `refused` says why the bench would not judge the picture; empty where it would. `truth` is what the labels deserve,
    for `truth_reasons`: NOT_JUDGED where nothing can be measured. `sizes` is None there, too.
    """

    picture: LabelledPicture
    truth: Verdict
    detections: tuple[Detection, ...]
    candidates: tuple[Detection, ...] = ()
    refused: tuple[Reason, ...] = ()
    sizes: Sizes | None = None
    truth_reasons: tuple[Reason, ...] = ()


def judge_pictures(find: Find, pictures: Iterable[LabelledPicture], setup: Setup) -> tuple[JudgedPicture, ...]:
    """Ask the net once about every picture, and work out what each deserves.

    `find` is the station's own detector, answering down to the lowest score that will be tried
    (`training.judging.low_scores`); where it raises DetectorError the bench would not judge either. The truth is what
    `decide` says of findings measured from the labels, each with score 1, under the same recipe.

    Raises FrameBroken for a picture that is not whole.
    """
    return tuple(_judged(find, picture, setup) for picture in pictures)


def verdict_under(judged: JudgedPicture, recipe: Recipe) -> Verdict:
    """The verdict that the bench would give with the score bands of `recipe`.

    `recipe` may differ from that of the setup in its bands and limits; regions, scale and piece are those of the setup.
    """
    return decided_under(judged, recipe)[0]


def decided_under(judged: JudgedPicture, recipe: Recipe) -> tuple[Verdict, tuple[Reason, ...]]:
    """As `verdict_under`, with the reasons."""
    if judged.refused:
        return Verdict.NOT_JUDGED, judged.refused
    return decide(findings_under(judged, recipe), recipe)


def findings_under(judged: JudgedPicture, recipe: Recipe) -> tuple[Finding, ...]:
    """What the bench would have found; measured only where a limit of `recipe` asks for a size."""
    seen = seen_under(judged, recipe)
    if judged.sizes is None or not _asks_for_sizes(recipe):
        return _unmeasured(seen)
    return judged.sizes.of(seen)


def seen_under(judged: JudgedPicture, recipe: Recipe) -> tuple[Detection, ...]:
    """The detections that are findings under the bands of `recipe`."""
    return without_known([one for one in judged.candidates if not recipe.ignores(one)], recipe)


def _judged(find: Find, picture: LabelledPicture, setup: Setup) -> JudgedPicture:
    pixels = read_picture_file(picture.picture).pixels
    resolution_wh = (pixels.shape[1], pixels.shape[0])
    recipe, scale = setup.recipe, setup.scale
    unfit = setup.obstacles(resolution_wh) or check_picture(pixels, recipe.checks)
    placement, lost = _located(setup, pixels)
    detections, silent = _asked(find, pixels)
    if scale is None or lost:
        return JudgedPicture(
            picture=picture, truth=Verdict.NOT_JUDGED, detections=detections, refused=unfit or lost or silent
        )
    sizes = Sizes(picture.picture, scale, piece_on_picture(recipe, placement, resolution_wh, scale))
    due = inside(map(as_found, picture.boxes), recipe.regions, placement, resolution_wh)
    truth, why = decide(sizes.of(due, pixels) if _asks_for_sizes(recipe) else _unmeasured(due), recipe)
    return JudgedPicture(
        picture=picture,
        truth=truth,
        detections=detections,
        candidates=inside(detections, recipe.regions, placement, resolution_wh),
        refused=unfit or silent,
        sizes=sizes,
        truth_reasons=why,
    )


def as_found(label: Box) -> Detection:
    """A label as a detector that makes no mistake would find it."""
    return Detection(class_name=label.class_name, score=1, xyxy=label.xyxy, polygon=label.polygon)


def _located(setup: Setup, pixels: Pixels) -> tuple[Placement | None, tuple[Reason, ...]]:
    """How the part lies, or why the bench would say that it does not lie as it should."""
    try:
        placement = setup.locate(pixels)
    except LocatingError as error:
        return None, (Reason(code=error.code, detail=str(error)),)
    if out_of_frame_px(setup.recipe.regions, placement, (pixels.shape[1], pixels.shape[0])) > OUT_OF_FRAME_PX:
        return placement, (Reason(code=Code.PART_MISPLACED),)
    return placement, ()


def _asked(find: Find, pixels: Pixels) -> tuple[tuple[Detection, ...], tuple[Reason, ...]]:
    """What the net found, or why it gave no answer."""
    try:
        return find(pixels), ()
    except DetectorError as error:
        return (), (Reason(code=error.code, detail=str(error)),)


def _unmeasured(detections: Iterable[Detection]) -> tuple[Finding, ...]:
    return tuple(Finding(detection=detection, measurements=()) for detection in detections)


def _asks_for_sizes(recipe: Recipe) -> bool:
    every = (one for limit in recipe.applied for one in (limit, *limit.other_levels))
    return any(limit.characteristic not in _NOT_OF_SIZE for limit in every)
