"""Every engine and precision against f32: mAP50, scores, boxes, and the verdicts of the bench."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from camera.frame import Pixels
from inspection.detection.loading import overlap
from inspection.errors import DetectorError, ModelRefused
from inspection.finding import Detection
from inspection.record import Precision
from inspection.setup import Setup
from inspection.verdict import Verdict
from training.judging.judged_pictures import judge_pictures, verdict_under
from training.judging.judging_set import JudgingSet
from training.precisions.nets import Answers, Net, ask
from training.precisions.report import ParityRow, Turned
from training.score import Score, score_of

MAX_DROP: Final = 0.005
"""So much mAP50 (half a point) a reduced precision may cost."""
_NAMED: Final = 20

MakeNet = Callable[[], Net]


def compare_nets(
    nets: Mapping[str, MakeNet],
    scored: JudgingSet,
    judged: JudgingSet,
    setup: Setup,
    thresholds: Mapping[str, float],
    *,
    watch: Callable[[str], None] = lambda _: None,
) -> tuple[tuple[ParityRow, ...], dict[str, str]]:
    """A row for each net that runs here, and why the others do not.

    `nets` are in order: the first is what f32 is held against, and each engine's f32 comes before its reduced
    precisions. mAP is that on `scored`; verdicts are those on `judged`, under the recipe of `setup`, which has the
    score bands of the bench. Raises FrameBroken for a picture that is not whole.
    """
    rows: list[ParityRow] = []
    not_run: dict[str, str] = {}
    exact: dict[str, _Tried] = {}
    for name, make in nets.items():
        watch(name)
        try:
            tried = _Tried(make(), scored, judged, setup)
        except ModelRefused as error:
            not_run[name] = str(error)
            continue
        is_exact = tried.net.precision is Precision.F32
        reference = exact.get("" if is_exact else tried.net.engine) or next(iter(exact.values()), tried)
        if is_exact:
            exact[tried.net.engine] = tried
            exact.setdefault("", tried)
        rows.append(_row(tried, reference, thresholds))
    return tuple(rows), not_run


class _Tried:
    """A net and what it came to; the net itself is let go."""

    def __init__(self, net: Net, scored: JudgingSet, judged: JudgingSet, setup: Setup) -> None:
        self.net = net
        self.answers: Answers = ask(net, scored.pictures)
        self.score: Score = score_of(self.answers.detections, [picture.boxes for picture in scored.pictures])
        again = self.answers if judged.sha256 == scored.sha256 else ask(net, judged.pictures)
        self.verdicts = _verdicts(again, judged, setup)
        self.net = replace(net, find=_gone)


def _gone(pixels: Pixels) -> tuple[Detection, ...]:
    raise DetectorError("this net was let go")


def _verdicts(answers: Answers, judged: JudgingSet, setup: Setup) -> dict[str, Verdict]:
    """The verdict on each picture, by its name, from answers that are there already."""
    waiting = iter(answers.answers)

    def find(_: Pixels) -> tuple[Detection, ...]:
        answer = next(waiting)
        if isinstance(answer, DetectorError):
            raise answer
        return answer

    each = judge_pictures(find, judged.pictures, setup)
    return {str(one.picture.picture): verdict_under(one, setup.recipe) for one in each}


def _row(tried: _Tried, reference: _Tried, thresholds: Mapping[str, float]) -> ParityRow:
    net, score = tried.net, tried.score
    turned = _turned(reference.verdicts, tried.verdicts)
    difference, iou = apart(reference.answers.detections, tried.answers.detections, thresholds)
    row = ParityRow(
        engine=net.engine,
        engine_version=net.engine_version,
        precision=net.precision,
        file_sha256=net.file_sha256,
        map50=score.map50,
        map50_95=score.map50_95,
        score_difference=difference,
        iou=iou,
        turned=turned,
        judged=len(_both_judged(reference.verdicts, tried.verdicts)),
        ms_a_picture=round(tried.answers.ms, 2),
    )
    return row.model_copy(update={"why_not": tuple(_why_not(row, tried, reference))})


def _both_judged(before: Mapping[str, Verdict], after: Mapping[str, Verdict]) -> list[str]:
    """The pictures that got a verdict from both."""
    return [one for one, verdict in before.items() if Verdict.NOT_JUDGED not in (verdict, after[one])]


def _why_not(row: ParityRow, tried: _Tried, reference: _Tried) -> Iterable[str]:
    """A comparison with what is no number holds for neither side, so it is written as what must hold."""
    judged = _both_judged(reference.verdicts, tried.verdicts) if row.is_reduced else ()
    if row.is_reduced and not any(reference.verdicts[one] is Verdict.FAIL for one in judged):
        yield f"nothing is proven: of {len(judged)} parts that got a verdict in both, none fails in f32"
    drop = reference.score.map50 - row.map50
    if not drop <= MAX_DROP:
        yield f"mAP50 drops by {drop:.4f}, from {reference.score.map50:.4f} to {row.map50:.4f}; at most {MAX_DROP}"
    for turn in row.turned if row.is_reduced else ():
        if (turn.f32, turn.verdict) == (Verdict.FAIL, Verdict.PASS):
            yield f"{turn.n} parts turn from FAIL to PASS: {', '.join(turn.pictures)}"


def _turned(before: Mapping[str, Verdict], after: Mapping[str, Verdict]) -> tuple[Turned, ...]:
    changed: dict[tuple[Verdict, Verdict], list[str]] = {}
    for picture, verdict in before.items():
        if after[picture] is not verdict:
            changed.setdefault((verdict, after[picture]), []).append(picture.replace("\\", "/").rsplit("/", 1)[-1])
    return tuple(
        Turned(f32=f32, verdict=verdict, n=len(pictures), pictures=tuple(pictures[:_NAMED]))
        for (f32, verdict), pictures in sorted(changed.items())
    )


def apart(
    reference: Sequence[Sequence[Detection]], found: Sequence[Sequence[Detection]], thresholds: Mapping[str, float]
) -> tuple[float, float]:
    """Largest difference in score and smallest overlap, over all that the reference finds from `thresholds` on.

    >>> one = Detection(class_name="pore", score=0.9, xyxy=(0, 0, 10, 10))
    >>> half = Detection(class_name="pore", score=0.5, xyxy=(0, 0, 10, 5))
    >>> apart([[one]], [[half]], {"pore": 0.25})
    (0.4, 0.5)
    >>> apart([[one]], [[]], {"pore": 0.25})
    (0.9, 0.0)
    """
    difference, iou = 0.0, 1.0
    for theirs, ours in zip(reference, found, strict=True):
        for detection in theirs:
            if detection.score < thresholds[detection.class_name]:
                continue
            pairs = [
                (overlap(detection.xyxy, other.xyxy), abs(detection.score - other.score))
                for other in ours
                if other.class_name == detection.class_name
            ]
            shared, off = max(pairs, key=lambda pair: (pair[0], -pair[1]), default=(0.0, detection.score))
            difference = max(difference, off if shared > 0 else detection.score)
            iou = min(iou, shared)
    return round(difference, 4), round(iou, 4)
