"""A model that is to be judged, of whatever kind: a net that knows defects, or one that was taught from good parts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from camera.frame import Pixels
from inspection.detection.engines import EngineName
from inspection.detection.loading import default_engine
from inspection.finding import Detection
from inspection.good_only import GoodOnlyDetector, both, is_good_only, load_good_only, load_good_only_manifest
from inspection.record import Judge, Precision
from inspection.score_band import ScoreBand
from training.judging.judged_pictures import Find
from training.judging.low_scores import LowScores


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What judging needs of a model: what it is, and `find`, which answers as far down as the model can.

    At the bench nothing below a class's threshold is read; a class without one has none.
    """

    name: str
    version: int
    judge: Judge
    classes: tuple[str, ...]
    find: Find
    bands: Mapping[str, ScoreBand] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        folder: Path,
        *,
        engine: EngineName | None = None,
        precision: Precision = Precision.F32,
        threads: int | None = None,
    ) -> Self:
        """The model in `folder`, verified and self-tested as at the bench. Raises ModelRefused."""
        if is_good_only(folder):
            detector = load_good_only(folder, engine=engine or default_engine(), precision=precision, threads=threads)
            return cls(
                name=detector.judge.model,
                version=load_good_only_manifest(folder).version,
                judge=detector.judge,
                classes=detector.classes,
                find=detector.find,
                bands=detector.bands,
            )
        net = LowScores.of(folder, engine=engine, precision=precision, threads=threads)
        return cls(
            name=net.manifest.name,
            version=net.manifest.version,
            judge=net.judge,
            classes=net.manifest.classes,
            find=net.find,
            bands=net.manifest.bands,
            thresholds=net.manifest.thresholds,
        )

    def beside(self, second: GoodOnlyDetector | None) -> Self:
        """This model, and beside it one of good parts, as at the bench (`inspection.good_only.beside`)."""
        if second is None:
            return self

        def find(pixels: Pixels) -> tuple[Detection, ...]:
            return tuple(sorted((*self.find(pixels), *second.find(pixels)), key=lambda one: -one.score))

        judge = both(self.judge, second.judge)
        return replace(
            self,
            name=judge.model,
            judge=judge,
            classes=tuple(dict.fromkeys((*self.classes, *second.classes))),
            find=find,
            bands={**second.bands, **self.bands},
        )
