"""The health check of a labelled set. It reads everything and changes nothing; a broken set is a finding, no crash."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from camera.errors import FrameBroken
from inspection.detection.detector import Detector
from training.data.health.amounts import amounts
from training.data.health.copies import copies
from training.data.health.doubts import doubts
from training.data.health.labels import label_faults
from training.data.health.report import HealthFinding, HealthReport, Severity, Sign, in_order
from training.data.health.seen import Seen
from training.data.labels import Survey, survey
from training.data.near import fingerprints
from training.data.plain import printable
from training.errors import LayoutError


def check_health(data_yaml: Path, *, detector: Detector | None = None) -> HealthReport:
    """Look at everything that makes training on `data_yaml` better or worse.

    With a `detector` also where it disagrees strongly with the labels, since these are often slips of the pen.
    Raises nothing for what is wrong in the set: that is what it reports.
    """
    try:
        surveyed = survey(data_yaml)
    except LayoutError as error:
        broken = HealthFinding(sign=Sign.DESCRIPTION_BROKEN, severity=Severity.PROBLEM, detail=printable(str(error)))
        return HealthReport(pictures={}, labels={}, findings=(broken,))
    root = data_yaml.absolute().parent
    seen, torn = _look(surveyed, root)
    findings = [*_pictures(surveyed, torn, root), *label_faults(seen, surveyed.flaws)]
    if seen:
        findings += [*copies(seen), *amounts([one.labelled for one in seen], surveyed.labelled.classes)]
        findings += doubts(seen, surveyed.labelled.classes, detector) if detector is not None else []
    labels = Counter(box.class_name for one in seen for box in one.labelled.boxes)
    return HealthReport(
        pictures={split: len(pictures) for split, pictures in surveyed.labelled.splits.items()},
        labels={name: labels[name] for name in surveyed.labelled.classes},
        findings=in_order(findings),
    )


def _look(surveyed: Survey, root: Path) -> tuple[list[Seen], list[Path]]:
    """Every picture decoded once; those that are not whole apart."""
    pictures = [(split, one) for split, ones in surveyed.labelled.splits.items() for one in ones]
    prints = fingerprints([one.picture for _, one in pictures])
    seen, torn = [], []
    for (split, one), answer in zip(pictures, prints, strict=True):
        if isinstance(answer, FrameBroken):
            torn.append(one.picture)
        else:
            seen.append(Seen(split=split, place=_place(one.picture, root), labelled=one, print=answer))
    return seen, torn


def _pictures(surveyed: Survey, torn: Sequence[Path], root: Path) -> list[HealthFinding]:
    broken = [flaw.picture for flaw in surveyed.flaws if flaw.fault is None] + list(torn)
    if broken:
        places = tuple(_place(path, root) for path in broken)
        return [HealthFinding(sign=Sign.PICTURES_BROKEN, severity=Severity.PROBLEM, count=len(places), places=places)]
    count = sum(map(len, surveyed.labelled.splits.values()))
    if not count:
        return [HealthFinding(sign=Sign.NO_PICTURES, severity=Severity.PROBLEM)]
    return [HealthFinding(sign=Sign.PICTURES_FINE, severity=Severity.GOOD, count=count)]


def _place(path: Path, root: Path) -> str:
    return printable(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path))
