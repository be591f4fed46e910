"""What is checked on a kind of part: views, picture checks, model, score bands, scale, limits."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from inspection.closed import Closed
from inspection.finding import Characteristic, Unit
from inspection.language import Language
from inspection.scale import MillimetreScale, PixelScale, Scale
from inspection.yaml_file import read_yaml

Share = Annotated[float, Field(ge=0, le=1)]


class ScoreBand(Closed):
    """Scores under `ignored_below` are no finding; from `clear_from` on a finding counts; between, it is doubtful."""

    ignored_below: Share
    clear_from: Share

    @model_validator(mode="after")
    def _in_order(self) -> "ScoreBand":
        if self.ignored_below > self.clear_from:
            raise ValueError(f"ignored_below ({self.ignored_below}) must not be above clear_from ({self.clear_from})")
        return self


class Limit(Closed):
    """What a class may have at most: `upper` in `unit`; `guard_band` beside it, within which the master decides.

    A count of at most 0 is the field's "not permitted". `source` names the norm with its edition, or the shop.
    """

    class_name: str
    characteristic: Characteristic
    upper: float = Field(ge=0)
    unit: Unit
    guard_band: float = Field(default=0, ge=0)
    source: str

    @model_validator(mode="after")
    def _unit_fits(self) -> "Limit":
        fitting = {
            Characteristic.DIAMETER: (Unit.MM, Unit.PX),
            Characteristic.LENGTH: (Unit.MM, Unit.PX),
            Characteristic.AREA: (Unit.MM2, Unit.PX2),
            Characteristic.COUNT: (Unit.ONE,),
        }[self.characteristic]
        if self.unit not in fitting:
            raise ValueError(f"a limit on {self.characteristic} is in {' or '.join(fitting)}; got {self.unit}")
        return self


class PictureChecks(Closed):
    """From where on a picture cannot be judged. Grey values 0..255, shares of all pixels 0..1.

    `min_focus` is the variance of the Laplacian of the picture at half resolution; `min_texture` is the share of
    16 px blocks that must show more structure than an empty table does.
    """

    min_mean_grey: float = 25
    max_mean_grey: float = 235
    max_clipped_dark: Share = 0.6
    max_clipped_bright: Share = 0.2
    min_focus: float = Field(default=8, ge=0)
    min_texture: Share = 0.2


class Recipe(Closed):
    """Everything that a verdict rests on beside the picture itself.

    `views` are the faces or camera positions that must all be judged; `accepted` are classes that may be there
    without any limit. A class that has neither a limit nor is accepted makes the master decide.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    version: int = Field(ge=1)
    part_type: str
    titles: dict[Language, str] = Field(default_factory=dict)
    views: tuple[str, ...] = Field(default=("top",), min_length=1)
    model: str
    scale: Scale = PixelScale()
    checks: PictureChecks = PictureChecks()
    bands: dict[str, ScoreBand] = Field(default_factory=dict)
    default_band: ScoreBand = ScoreBand(ignored_below=0.25, clear_from=0.5)
    limits: tuple[Limit, ...]
    accepted: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _units_fit_scale(self) -> "Recipe":
        lengths = {Unit.MM, Unit.MM2} if isinstance(self.scale, MillimetreScale) else {Unit.PX, Unit.PX2}
        for limit in self.limits:
            if limit.unit is not Unit.ONE and limit.unit not in lengths:
                raise ValueError(
                    f"the limit for {limit.class_name} is in {limit.unit}, but the scale is in {self.scale.kind}: "
                    "give the limit in the scale's unit, or calibrate the scale"
                )
        return self

    def title(self, language: Language) -> str:
        """What people call the part; its name where the recipe has no title in that language."""
        return self.titles.get(language, self.name)

    def band(self, class_name: str) -> ScoreBand:
        """The score band of a class."""
        return self.bands.get(class_name, self.default_band)


def load_recipe(path: Path) -> Recipe:
    """Read a recipe from its YAML file. Raises RecipeInvalid with the name of the file and of the first wrong entry."""
    return read_yaml(path, Recipe)
