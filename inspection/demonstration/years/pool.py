"""Rendered parts, measured and decided upon as real ones are, to stand for all parts of the years.

A net is not asked: what was put into the part is what is found, with a score that is sure, or doubtful.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from camera.figures import focus_score, grey_of, light_of
from camera.rendering import PartKind, RenderedPart, render_part
from inspection.decide import decide
from inspection.finding import Detection, Finding
from inspection.measuring import measure
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import Recipe, content_sha256, load_recipe
from inspection.record import Picture, PictureLight, PictureRef
from inspection.scale import MillimetreScale, PixelScale, Scale
from inspection.verdict import Reason, Verdict

WIDTH_PX, HEIGHT_PX = 640, 480
SURE: Final = (0.72, 0.97)
DOUBTFUL: Final = (0.3, 0.45)
"""Scores between `ignored_below` and `clear_from` of the shipped recipes: the master is asked."""

Wanted = tuple[Verdict, str | None]
"""A verdict, and the class of defects behind it; None for a part in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPart:
    """A rendered part with its verdict."""

    ref: PictureRef
    picture: Picture
    light: PictureLight
    findings: tuple[Finding, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...]

    @property
    def wanted(self) -> Wanted:
        """What this part can stand for."""
        return self.verdict, None if self.verdict is Verdict.PASS else self.reasons[0].class_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Parts of one kind by what they can stand for; what was wanted and never rendered is stood for by its like."""

    recipe: Recipe
    recipe_sha256: str
    scale: Scale
    of: Mapping[Wanted, tuple[JudgedPart, ...]]

    def pick(self, wanted: Wanted, rng: Random) -> JudgedPart:
        """A part that stands for this: the same verdict and class, else the same verdict, else any."""
        alike = (found for (verdict, _cause), found in self.of.items() if verdict is wanted[0])
        fitting = self.of.get(wanted) or next(alike, None) or next(iter(self.of.values()))
        return rng.choice(fitting)


def rendered_pool(part: PartKind, count: int, seed: int, tell: Callable[[], None] = lambda: None) -> Pool:
    """`count` parts of the series `seed`; `tell` is called after each. About 12 a second."""
    recipe = load_recipe(SHIPPED_RECIPES / f"{part}.yaml")
    rng = Random(f"{part} {seed}")
    found: dict[Wanted, list[JudgedPart]] = {}
    for index in range(count):
        rendered = render_part(part, seed=seed, index=index, width_px=WIDTH_PX, height_px=HEIGHT_PX)
        for judged in _judged(rendered, recipe, rng):
            found.setdefault(judged.wanted, []).append(judged)
        tell()
    return Pool(
        recipe=recipe,
        recipe_sha256=content_sha256(recipe),
        scale=_scale_of(recipe),
        of={wanted: tuple(parts) for wanted, parts in found.items()},
    )


def _judged(rendered: RenderedPart, recipe: Recipe, rng: Random) -> list[JudgedPart]:
    """The part as a sure net would see it, and, where it has defects, as a doubtful one would."""
    import cv2

    scale = _scale_of(recipe)
    seen = [Detection(class_name=one.class_name, score=0.9, xyxy=one.xyxy) for one in rendered.defects]
    measured = measure(seen, rendered.pixels, scale, recipe.piece)
    _, encoded = cv2.imencode(".jpg", rendered.pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])
    data = encoded.tobytes()
    ref = PictureRef(
        sha256=hashlib.sha256(data).hexdigest(), media_type="image/jpeg", width_px=WIDTH_PX, height_px=HEIGHT_PX
    )
    light = PictureLight(
        mean_grey=round(light_of(grey_of(rendered.pixels)).mean_grey, 2), focus=round(focus_score(rendered.pixels), 1)
    )
    sure = _decided(measured, recipe, SURE, rng)
    part = JudgedPart(
        ref=ref,
        picture=Picture(data=data, media_type="image/jpeg"),
        light=light,
        findings=sure[0],
        verdict=sure[1],
        reasons=sure[2],
    )
    if part.verdict is not Verdict.FAIL:
        return [part]
    findings, verdict, reasons = _decided(measured, recipe, DOUBTFUL, rng)
    return [part, replace(part, findings=findings, verdict=verdict, reasons=reasons)]


def _decided(
    measured: tuple[Finding, ...], recipe: Recipe, scores: tuple[float, float], rng: Random
) -> tuple[tuple[Finding, ...], Verdict, tuple[Reason, ...]]:
    """The findings with other scores, and what is decided upon them."""
    findings = tuple(
        one.model_copy(update={"detection": one.detection.model_copy(update={"score": round(rng.uniform(*scores), 3)})})
        for one in measured
    )
    return findings, *decide(findings, recipe)


def _scale_of(recipe: Recipe) -> Scale:
    """The scale of the simulated camera, as the shipped recipes have it."""
    return recipe.scale if isinstance(recipe.scale, MillimetreScale) else PixelScale()
