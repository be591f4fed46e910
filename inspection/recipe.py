"""What is checked on a kind of part: views, picture checks, model, score bands, scale, limits."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, model_validator

from inspection.closed import Closed
from inspection.finding import Detection, Unit
from inspection.language import Language
from inspection.limit import Limit
from inspection.locating import Alignment
from inspection.norms import Iso5817
from inspection.piece import Piece
from inspection.regions import Region
from inspection.scale import PixelScale, RecipeScale
from inspection.score_band import ScoreBand, Share
from inspection.yaml_file import read_yaml


class Grade(Closed):
    """A grade that the shop sorts its parts into, and what a part of it may have at most."""

    name: str = Field(min_length=1, max_length=12)
    limits: tuple[Limit, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _limits_something(self) -> "Grade":
        if not any(limit.switched_on for limit in self.limits):
            raise ValueError(f"grade {self.name} has no limit that is switched on: every part would have it")
        return self


class PictureChecks(Closed):
    """From where on a picture cannot be judged. Grey values 0..255, shares of all pixels 0..1.

    `min_focus` is the variance of the Laplacian of the picture at half resolution, less that of noise; `min_texture` is
    the share of 16 px blocks that must show more structure than an empty table does.
    """

    min_mean_grey: float = 25
    max_mean_grey: float = 235
    max_clipped_dark: Share = 0.6
    max_clipped_bright: Share = 0.2
    min_focus: float = Field(default=8, ge=0)
    min_texture: Share = 0.2


class Recipe(Closed):
    """Everything that a verdict rests on beside the picture itself and what the bench was taught.

    `views` are the faces or camera positions that must all be judged. Limits come from the `norm`, from the shop
    (`limits`), and from the `grades`, best first: a part that misses the last grade is not in order. `accepted` are
    classes that may be there without any limit; a class that has neither makes the master decide. `good_only` names a
    model that was taught from good parts and looks beside `model` for what nobody knows yet. `regions` are drawn
    on the golden part, which `alignment` finds again on every picture.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    version: int = Field(ge=1)
    part_type: str
    titles: dict[Language, str] = Field(default_factory=dict)
    views: tuple[str, ...] = Field(default=("top",), min_length=1)
    model: str
    scale: RecipeScale = PixelScale()
    piece: Piece = Piece()
    alignment: Alignment | None = None
    regions: tuple[Region, ...] = ()
    checks: PictureChecks = PictureChecks()
    bands: dict[str, ScoreBand] = Field(default_factory=dict)
    default_band: ScoreBand = ScoreBand(ignored_below=0.25, clear_from=0.5)
    norm: Iso5817 | None = None
    limits: tuple[Limit, ...] = ()
    grades: tuple[Grade, ...] = ()
    accepted: tuple[str, ...] = ()
    good_only: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")

    @model_validator(mode="after")
    def _consistent(self) -> "Recipe":
        in_mm = not isinstance(self.scale, PixelScale)
        wrong = {Unit.PX, Unit.PX2} if in_mm else {Unit.MM, Unit.MM2}
        for limit in self.all_limits:
            if limit.unit in wrong:
                raise ValueError(
                    f"the limit for {limit.class_name} is in {limit.unit}, but the scale is in {self.scale.kind}: "
                    "give the limit in the scale's unit, or calibrate the scale"
                )
        names = [grade.name for grade in self.grades]
        if len(set(names)) != len(names):
            raise ValueError(f"a grade stands twice in {names}")
        return self

    @property
    def all_limits(self) -> tuple[Limit, ...]:
        """Every limit of norm, shop and grades, those that are switched off as well."""
        of_norm = self.norm.limits() if self.norm else ()
        return (*of_norm, *self.limits, *(limit for grade in self.grades for limit in grade.limits))

    @property
    def applied(self) -> tuple[Limit, ...]:
        """The limits that decide between in order and not: of norm, shop and lowest grade, where switched on."""
        of_norm = self.norm.limits() if self.norm else ()
        of_grade = self.grades[-1].limits if self.grades else ()
        return tuple(limit for limit in (*of_norm, *self.limits, *of_grade) if limit.switched_on)

    def title(self, language: Language) -> str:
        """What people call the part; its name where the recipe has no title in that language."""
        return self.titles.get(language, self.name)

    def band(self, class_name: str) -> ScoreBand:
        """The score band of a class: the recipe's own, else the default; see `with_bands`."""
        return self.bands.get(class_name, self.default_band)

    def with_bands(self, of_model: Mapping[str, ScoreBand]) -> "Recipe":
        """The recipe with the model's calibrated bands for the classes that it has no band of its own for."""
        return self.model_copy(update={"bands": {**of_model, **self.bands}})

    def ignores(self, detection: Detection) -> bool:
        """Whether a detection is too unsure to be a finding at all."""
        return detection.score < self.band(detection.class_name).ignored_below


def content_sha256(recipe: Recipe) -> str:
    """A hash of everything that the recipe says but its version: two recipes of one hash judge alike."""
    # without defaults, so that an entry which recipes get later leaves the hashes of older ones as they are
    plain = recipe.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    said = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def load_recipe(path: Path) -> Recipe:
    """Read a recipe from its YAML file. Raises RecipeInvalid with the name of the file and of the first wrong entry."""
    return read_yaml(path, Recipe)
