"""The golden pictures as one model judged them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from inspection.detection.detector import Detector
from inspection.detection.loading import overlap
from inspection.model_book.active import manifest_sha256
from inspection.rate import Rate
from inspection.recipe import Recipe
from inspection.record import Precision
from inspection.setup import Setup
from inspection.verdict import Verdict
from training.data.labels import Box, LabelledPicture
from training.judging.judged_pictures import JudgedPicture, judge_pictures, seen_under, verdict_under
from training.judging.verdict_rates import rates_of
from training.promoting.golden import Golden
from training.promoting.picture_by_picture import Pointed, Said
from training.promoting.report import Figures

FOUND_FROM: Final = 0.3
"""Overlap (IoU) from which on a detection of any class points at a labelled defect."""

OnPicture = Callable[[int, int], None]
"""Hears how many pictures were judged, of how many; each counts once for every model."""


@dataclass(slots=True, kw_only=True)
class Count:
    """Tells how many pictures are done, of how many."""

    of: int
    tell: OnPicture | None
    done: int = 0

    def through(self, pictures: Iterable[LabelledPicture]) -> Iterator[LabelledPicture]:
        """The pictures; whoever asks for the next one is through with this one."""
        for picture in pictures:
            yield picture
            self.done += 1
            if self.tell is not None:
                self.tell(self.done, self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedGolden:
    """The golden pictures as one model judged them. `found` says of each defect of each picture whether it points."""

    folder: Path
    precision: Precision
    recipe: Recipe
    pictures: Sequence[JudgedPicture]
    verdicts: Sequence[Verdict]
    defects: Sequence[Sequence[Box]]
    found: Sequence[Sequence[bool]]

    @classmethod
    def by(cls, detector: Detector, folder: Path, golden: Golden, basis: Setup, count: Count) -> Self:
        """Asks the net about every picture. Raises FrameBroken for one that is not whole."""
        recipe = basis.recipe.with_bands(detector.bands)
        pictures = judge_pictures(detector.find, count.through(golden.pictures), replace(basis, recipe=recipe))
        defects = [_defects(one, recipe) for one in pictures]
        return cls(
            folder=folder,
            precision=detector.judge.precision if detector.judge else Precision.F32,
            recipe=recipe,
            pictures=pictures,
            verdicts=[verdict_under(one, recipe) for one in pictures],
            defects=defects,
            found=[_pointed_at(one, boxes, recipe) for one, boxes in zip(pictures, defects, strict=True)],
        )

    def figures(self) -> Figures:
        """The rates."""
        rates = rates_of(zip((one.truth for one in self.pictures), self.verdicts, strict=True))
        every = [found for each in self.found for found in each]
        return Figures(
            model=self.folder.name,
            manifest_sha256=manifest_sha256(self.folder),
            precision=self.precision,
            escape_rate=rates.escape,
            false_reject_rate=rates.false_reject,
            review_rate=rates.review,
            found=Rate.of(sum(every), len(every)),
        )

    def said(self, index: int) -> Said:
        """What the model said of one picture."""
        one, defects = self.pictures[index], self.defects[index]
        seen = () if one.refused else seen_under(one, self.recipe)
        findings = tuple(
            Pointed(
                class_name=found.class_name,
                score=found.score,
                xyxy=found.xyxy,
                polygon=found.polygon,
                is_wrong=found.class_name not in self.recipe.accepted
                and not any(overlap(box.xyxy, found.xyxy) >= FOUND_FROM for box in defects),
            )
            for found in seen
        )
        return Said(verdict=self.verdicts[index], findings=findings, found=tuple(self.found[index]))

    def wrongly_refused(self) -> int:
        """Good parts that failed or got no verdict."""
        wrong = (Verdict.FAIL, Verdict.NOT_JUDGED)
        return sum(
            one.truth is Verdict.PASS and verdict in wrong
            for one, verdict in zip(self.pictures, self.verdicts, strict=True)
        )


def _defects(judged: JudgedPicture, recipe: Recipe) -> tuple[Box, ...]:
    """The labels of what may not simply be there: sound knots are labelled, too."""
    return tuple(box for box in judged.picture.boxes if box.class_name not in recipe.accepted)


def _pointed_at(judged: JudgedPicture, defects: Sequence[Box], recipe: Recipe) -> tuple[bool, ...]:
    seen = () if judged.refused else seen_under(judged, recipe)
    return tuple(any(overlap(box.xyxy, one.xyxy) >= FOUND_FROM for one in seen) for box in defects)
