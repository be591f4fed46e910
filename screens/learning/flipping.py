"""Golden pictures to flip through: what is labelled, and what the model that judges and the new one said of it."""

from collections.abc import Iterator, Sequence
from typing import Final

import streamlit as st

from inspection.closed import Closed
from inspection.finding import Outline
from inspection.language import Language
from inspection.verdict import Verdict
from inspection.wording import class_word, verdict_word
from screens.components import source
from screens.learning.golden_route import golden_address
from screens.part_view import Mark
from screens.texts import translator
from training.promoting.picture_by_picture import ComparedPicture, Defect, Said
from training.promoting.report import Comparison

MOST: Final = 300
"""Nobody flips through more; those that matter come first."""


class Truth(Closed):
    """A labelled defect, in px of the picture."""

    xyxy: tuple[float, float, float, float]
    outline: Outline | None


class Side(Closed):
    """What one model said of the picture. `is_right` is whether the verdict is the one that the part deserves."""

    model: str
    verdict: Verdict
    word: str
    is_right: bool
    lines: tuple[str, ...]
    marks: tuple[Mark, ...]


class FlipPicture(Closed):
    """One picture with both sides; `told_apart` is a sentence where they differ, else it is empty."""

    address: str
    width_px: int
    height_px: int
    name: str
    deserves: str
    told_apart: str
    truths: tuple[Truth, ...]
    sides: tuple[Side, ...]


class FlipData(Closed):
    """All pictures, and the words round them."""

    pictures: tuple[FlipPicture, ...]
    texts: dict[str, str]


_flip = st.components.v2.component(
    "mb_flip",
    html='<div class="mb-flip"></div>',
    js=source("shapes.js", "text_field.js", "marks.js", "zooming.js", "closer.js", "flipping.js"),
    isolate_styles=False,
)


def flipping(comparison: Comparison, language: Language, *, key: str) -> None:
    """The pictures, those first on which the two differ, then those on which the new one errs."""
    _flip(key=key, data=flip_data(comparison, language).model_dump(mode="json"))


def flip_data(comparison: Comparison, language: Language) -> FlipData:
    """What the component shows."""
    _ = translator(language)
    models = {_("Now"): comparison.active.model, _("New"): comparison.candidate.model} if comparison.active else {}
    titles = [f"{when}: {model}" for when, model in models.items()] or [comparison.candidate.model]
    return FlipData(
        pictures=tuple(_picture(one, titles, language) for one in ordered(comparison.each)[:MOST]),
        texts={
            "before": _("Picture before"),
            "next": _("Next picture"),
            "count": _("Picture {number} of {count}"),
            "legend_truth": _("blue, dashed: drawn by people"),
            "legend_found": _("white: found"),
            "legend_missed": _("red: missed"),
            "legend_wrong": _("yellow: flagged where nothing is"),
            "enlarge": _("Show the picture large"),
            "larger": _("larger"),
            "smaller": _("smaller"),
            "whole": _("Whole picture"),
            "close": _("Close"),
            "no_picture": _("This picture cannot be shown: its file is not what was frozen."),
        },
    )


def ordered(each: Sequence[ComparedPicture]) -> list[ComparedPicture]:
    """Those on which they differ first, then those on which the new one errs; else as they were."""
    return sorted(each, key=lambda one: (not one.is_told_apart, not _errs(one.candidate, one.truth)))


def _errs(said: Said, truth: Verdict) -> bool:
    return bool(said.missed or said.flagged_wrongly) or said.verdict is not truth


def _picture(one: ComparedPicture, titles: Sequence[str], language: Language) -> FlipPicture:
    _ = translator(language)
    said = [*([one.active] if one.active else []), one.candidate]
    deserves = {
        Verdict.PASS: _("This part is good."),
        Verdict.FAIL: _("This part is bad."),
        Verdict.REVIEW: _("This part is one for the master."),
        Verdict.NOT_JUDGED: _("This picture cannot be judged."),
    }
    return FlipPicture(
        address=golden_address(one.sha256),
        width_px=one.width_px,
        height_px=one.height_px,
        name=one.name,
        deserves=deserves[one.truth],
        told_apart=_("Here they differ.") if one.is_told_apart else "",
        truths=tuple(Truth(xyxy=defect.xyxy, outline=defect.polygon) for defect in one.defects),
        sides=tuple(
            _side(title, each, one.defects, one.truth, language) for title, each in zip(titles, said, strict=True)
        ),
    )


def _side(model: str, said: Said, defects: Sequence[Defect], truth: Verdict, language: Language) -> Side:
    return Side(
        model=model,
        verdict=said.verdict,
        word=verdict_word(said.verdict, language),
        is_right=said.verdict is truth,
        lines=tuple(_lines(said, defects, language)),
        marks=tuple(_marks(said, defects, language)),
    )


def _lines(said: Said, defects: Sequence[Defect], language: Language) -> Iterator[str]:
    _ = translator(language)
    if defects:
        yield _("finds {found} of {count} defects").format(found=len(defects) - said.missed, count=len(defects))
    match said.flagged_wrongly:
        case 0:
            if not defects:
                yield _("flags nothing")
        case 1:
            yield _("flags 1 place where nothing is")
        case count:
            yield _("flags {count} places where nothing is").format(count=count)


def _marks(said: Said, defects: Sequence[Defect], language: Language) -> Iterator[Mark]:
    _ = translator(language)
    for defect, found in zip(defects, said.found, strict=True):
        if not found:
            label = _("missed: {defect}").format(defect=class_word(defect.class_name, language))
            yield Mark(xyxy=defect.xyxy, outline=defect.polygon, label=label, kind="fail")
    for finding in said.findings:
        label = class_word(finding.class_name, language)
        kind = "review" if finding.is_wrong else "within"
        yield Mark(xyxy=finding.xyxy, outline=finding.polygon, label=label, kind=kind)
