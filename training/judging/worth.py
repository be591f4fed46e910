"""What an exported net is worth on a val split: score, score bands, and the sizes from which on it sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspection.detection.manifest import ModelManifest
from inspection.finding import Detection
from inspection.score_band import ScoreBand
from inspection.setup import Setup
from inspection.visibility import SmallestSeen
from training.counting import Counted, counted
from training.data.labels import LabelledPicture
from training.errors import NothingLearned
from training.export import SURE
from training.judging.bench_recipe import any_defect_is_bad
from training.judging.calibrating import Calibration, calibrate
from training.judging.judged_pictures import judge_pictures
from training.judging.low_scores import LowScores
from training.score import Score, score_of
from training.smallest_seen import smallest_seen

THRESHOLD = 0.25
"""Score from which on a detection is one, for every class that is not calibrated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What an exported net is worth on a val split.

    Its score, and how many defects it finds with its thresholds; score bands, where there were parts enough to
    calibrate them, and thresholds that reach down to them; the sizes from which on it then sees; and the picture on
    which it is surest.
    """

    score: Score
    counted: Counted
    calibration: Calibration | None
    thresholds: Mapping[str, float]
    smallest_seen: tuple[SmallestSeen, ...]
    clearest: LabelledPicture

    @property
    def bands(self) -> Mapping[str, ScoreBand]:
        """Calibrated score bands by class; none where there were too few parts."""
        return self.calibration.bands if self.calibration else {}

    @property
    def figures(self) -> dict[str, float]:
        """As a manifest keeps them: `figures_of`, and the rates to expect on other parts, any defect being bad."""
        return {**figures_of(self.score), **rates_to_expect(self.calibration)}


def worth_of(net: LowScores, pictures: Sequence[LabelledPicture], *, rendered: bool = False) -> Worth:
    """Judge an exported net by the pictures of a val split, `rendered` or real, through the station's own detector.

    Raises NothingLearned where it is sure of nothing on any of them.
    """
    manifest = net.manifest
    setup = Setup.without_station(any_defect_is_bad(manifest.name, manifest.classes))
    judged = judge_pictures(net.find, pictures, setup)
    answers = [one.detections for one in judged]
    clearest = _clearest(answers, pictures)
    calibration = calibrate(judged, setup.recipe)
    thresholds = thresholds_for(manifest, calibration.bands if calibration else {})
    labels = [picture.boxes for picture in pictures]
    return Worth(
        score=score_of(answers, labels),
        counted=counted(answers, labels, thresholds),
        calibration=calibration,
        thresholds=thresholds,
        smallest_seen=sizes_seen(manifest, answers, pictures, thresholds, rendered=rendered),
        clearest=clearest,
    )


def thresholds_for(manifest: ModelManifest, bands: Mapping[str, ScoreBand]) -> dict[str, float]:
    """Thresholds at which the net's answer is read down to where each class's band begins."""
    return {name: bands[name].ignored_below if name in bands else THRESHOLD for name in manifest.classes}


def sizes_seen(
    manifest: ModelManifest,
    answers: Sequence[Sequence[Detection]],
    pictures: Sequence[LabelledPicture],
    thresholds: Mapping[str, float],
    *,
    rendered: bool,
) -> tuple[SmallestSeen, ...]:
    """From which size on each class is found with these thresholds, in pixels of the net."""
    net_px_per_px = [manifest.net_px_per_px((one.width_px, one.height_px)) for one in pictures]
    found = smallest_seen(answers, [picture.boxes for picture in pictures], thresholds, net_px_per_px)
    return tuple(one.model_copy(update={"rendered": rendered}) for one in found)


def figures_of(result: Score) -> dict[str, float]:
    """A score as a manifest keeps it: map50, map50_95, and map50_CLASS."""
    per_class = {f"map50_{name}": round(ap, 4) for name, (ap, _) in result.per_class.items()}
    return {"map50": round(result.map50, 4), "map50_95": round(result.map50_95, 4), **per_class}


def rates_to_expect(calibration: Calibration | None) -> dict[str, float]:
    """Escape, false-reject and review rate by cross-validation, with interval and n, as a manifest keeps them."""
    if calibration is None:
        return {}
    of = calibration.expected
    rates = {"escape_rate": of.escape, "false_reject_rate": of.false_reject, "review_rate": of.review}
    figures: dict[str, float] = {}
    for name, rate in rates.items():
        if rate.value is not None:
            figures[name] = round(rate.value, 4)
            figures.update(
                {f"{name}_low": round(rate.low, 4), f"{name}_high": round(rate.high, 4), f"{name}_n": rate.n}
            )
    return figures


def _clearest(answers: Sequence[Sequence[Detection]], pictures: Sequence[LabelledPicture]) -> LabelledPicture:
    """The picture on which the net is surest of something. Raises NothingLearned where it is sure nowhere."""
    sureness = [max((detection.score for detection in found), default=0.0) for found in answers]
    surest = max(range(len(sureness)), key=sureness.__getitem__)
    if sureness[surest] < SURE:
        raise NothingLearned(
            f"after this training the net is at most {sureness[surest]:.0%} sure of anything, so no model was "
            "written; give it more minutes, more labelled pictures (`meisterblick dataset check` says of what), or a "
            "nearer --base"
        )
    return pictures[surest]
