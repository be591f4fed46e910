"""What is said of a recipe before anybody judges by it."""

from datetime import date
from pathlib import Path

import pytest

from inspection.finding import Characteristic, Unit
from inspection.language import Language
from inspection.limit import Limit
from inspection.locating import FeatureAlignment, MarkerAlignment
from inspection.norms import Iso5817
from inspection.piece import Piece
from inspection.places import SHIPPED_RECIPES, find_recipe
from inspection.recipe import Grade, PictureChecks, Recipe, load_recipe
from inspection.recipe_book import check_recipe
from inspection.recipe_book.describing import facts, heading, limit_rows
from inspection.recipe_book.thresholds import checks_texts
from inspection.scale import CameraScale, MillimetreScale
from inspection.score_band import ScoreBand
from inspection.setup import Setup

NOWHERE = Path("/nowhere")
CONFIRMED = Iso5817(level="C", joint="butt", t_mm=5, confirmed_on=date(2026, 3, 4))
WELD = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml").model_copy(update={"norm": CONFIRMED})

BLIND = ScoreBand(ignored_below=1, clear_from=1)


def own(class_name: str = "pore", upper: float = 3.0, **fields: object) -> Limit:
    plain = {"characteristic": Characteristic.DIAMETER, "unit": Unit.MM, "source": "shop", **fields}
    return Limit.model_validate({"class_name": class_name, "upper": upper, **plain})


def said(recipe: Recipe, language: Language = "en") -> list[tuple[bool, str]]:
    remarks = check_recipe(recipe, NOWHERE, Setup.without_station(recipe), language)
    return [(remark.is_problem, remark.text) for remark in remarks]


def test_there_is_nothing_to_say_of_a_recipe_that_fits() -> None:
    assert said(WELD.model_copy(update={"scale": CameraScale()})) == [
        (False, "The camera here is not calibrated: nothing can be judged before it is.")
    ]


@pytest.mark.parametrize(
    ("change", "is_problem", "text"),
    [
        ({"model": "nobody-trained-it"}, True, "The model nobody-trained-it cannot be used"),
        ({"limits": (own("dragon"),)}, True, "does not know the class “dragon”; it knows: pore, crack"),
        ({"accepted": ("stain", "spatter", "dragon")}, True, "does not know the class “dragon”"),
        ({"bands": {"dragon": ScoreBand(ignored_below=0, clear_from=1)}}, True, "“dragon”"),
        ({"grades": (Grade(name="A", limits=(own("dragon"),)),)}, True, "“dragon”"),
        ({"limits": (own(upper=0.2),), "norm": None}, True, "diameter"),
        ({"limits": (), "norm": None}, True, "No limit counts"),
        ({"limits": (own(switched_on=False),)}, False, "Switched off, it decides nothing: Pore, diameter, own limit"),
        ({"norm": CONFIRMED.model_copy(update={"confirmed_on": None})}, False, "has not confirmed the numbers"),
        ({"accepted": ()}, False, "No limit for: stain, spatter"),
        ({"scale": CameraScale()}, False, "The camera here is not calibrated"),
        ({"bands": {"crack": BLIND}}, False, "Left out without a word below 100 %: crack. The model"),
        ({"default_band": BLIND}, False, "Left out without a word below 100 %: pore, crack, deposit"),
        (
            {"checks": PictureChecks(min_mean_grey=-1)},
            False,
            "as good as off: mean grey at least -1 (`min_mean_grey`).",
        ),
        ({"checks": PictureChecks(min_texture=0)}, False, "structure at least 0 % (`min_texture`)."),
        ({"checks": PictureChecks(max_clipped_bright=1)}, False, "overexposed at most 100 % (`max_clipped_bright`)."),
        ({"scale": MillimetreScale(mm_per_px=0.1)}, False, "The scale is fixed at 0.1 mm a pixel"),
        ({"views": ("top", "bottom")}, True, "2 views (top, bottom), this station has a camera for the first only"),
        ({"alignment": FeatureAlignment()}, False, "The golden part has not been taught here"),
    ],
)
def test_each_trouble_is_named(change: dict[str, object], is_problem: bool, text: str) -> None:
    remarks = said(WELD.model_copy(update=change))
    plain = [(problem, remark.replace("\N{NO-BREAK SPACE}", " ").lower()) for problem, remark in remarks]
    assert [problem for problem, remark in plain if text.lower() in remark] == [is_problem]


def test_what_the_norm_limits_and_no_model_knows_is_no_problem_of_the_recipe() -> None:
    board = find_recipe("board", NOWHERE)
    recipe = board.model_copy(update={"norm": CONFIRMED, "scale": MillimetreScale(mm_per_px=0.1), "limits": ()})
    remarks = said(recipe.model_copy(update={"grades": (), "accepted": ()}))
    assert (False, "The norm limits pore, which the model board was not taught: look for it yourself.") in remarks


def test_problems_come_first_and_german_is_said_in_german() -> None:
    remarks = said(WELD.model_copy(update={"accepted": ("dragon",)}), "de")
    assert [problem for problem, _ in remarks] == sorted((problem for problem, _ in remarks), reverse=True)
    assert remarks[0][1].startswith("Das Modell weld-bead kennt die Klasse „dragon“ nicht; es kennt: pore")


def test_every_limit_has_a_row_with_its_source() -> None:
    recipe = WELD.model_copy(
        update={
            "limits": (own(guard_band=0.1, switched_on=False),),
            "grades": (Grade(name="A", limits=(own("stain", 1.5),)),),
        }
    )
    rows = {(row.defect, row.characteristic): row for row in limit_rows(recipe, "de")}
    assert len(rows) == len(recipe.all_limits)
    plain = {key: row.limit.replace("\N{NO-BREAK SPACE}", " ") for key, row in rows.items()}
    assert plain["Riss (100)", "Anzahl"] == "nicht zulässig"
    assert plain["Pore (2017)", "Durchmesser"] == "höchstens min(0,2 × 5; 2) = 1,0 mm"
    assert rows["Pore (2017)", "Durchmesser"].source == "ISO 5817:2014 C"
    assert rows["Pore", "Durchmesser"].source == "eigener Grenzwert"
    assert rows["Pore", "Durchmesser"].remark == "abgeschaltet"
    assert rows["Pore", "Durchmesser"].guard_band.startswith("± 0,1")
    assert rows["Fleck", "Durchmesser"].remark == "Güte A"


def test_a_distance_is_at_least() -> None:
    limit = Limit(class_name="pore", characteristic=Characteristic.DISTANCE, lower=5, unit=Unit.MM, source="shop")
    (row,) = limit_rows(WELD.model_copy(update={"norm": None, "limits": (limit,)}), "en")
    assert row.limit.replace("\N{NO-BREAK SPACE}", " ") == "at least 5.0 mm"


@pytest.mark.parametrize("name", ["weld-bead", "board", "machined-metal"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_shipped_recipe_can_be_told(name: str, language: Language) -> None:
    recipe = find_recipe(name, NOWHERE)
    assert recipe.name in heading(recipe, language) and str(recipe.version) in heading(recipe, language)
    words = dict(facts(recipe, language))
    assert recipe.model in words.values()
    assert all(text for text in words.values())


def told(**changed: object) -> dict[str, str]:
    words = facts(WELD.model_copy(update=changed), "de")
    return {word: text.replace("\N{NO-BREAK SPACE}", " ") for word, text in words}


def test_facts_name_what_decides_beside_the_limits() -> None:
    words = told(bands={"crack": BLIND}, piece=Piece(angle_deg=90, length=200, width=12.5))
    assert words["Erkennung"] == (
        "Riss: unter 100 % weggelassen, ab 100 % sicher; sonst wie beim Modell "
        "eingestellt; wo nicht: unter 25 % weggelassen, ab 50 % sicher"
    )
    assert words["Werkstück"] == "Richtung 90°, Länge 200,0 mm, Breite 12,5 mm"
    assert told(checks=PictureChecks(min_mean_grey=-1))["Bildprüfung"] == (
        "mittlerer Grauwert mindestens -1, mittlerer Grauwert höchstens 235, schwarz höchstens 60 %, "
        "überbelichtet höchstens 20 %, Schärfe mindestens 8, Struktur mindestens 20 %"
    )
    features = FeatureAlignment(max_shift=0.2, max_turn_deg=5, min_score=0.7)
    assert told(alignment=features)["Lage"] == (
        "an Umriss und Kanten gefunden, höchstens 20 % des Bildes verschoben, höchstens 5° verdreht, "
        "Ähnlichkeit mindestens 70 %"
    )
    assert told(alignment=MarkerAlignment())["Lage"] == (
        "an der Marke gefunden, höchstens 10 % des Bildes verschoben, höchstens 10° verdreht"
    )


def test_everything_that_a_recipe_says_stands_in_facts_or_limits() -> None:
    """Whoever gives recipes a new entry adds it here and to `facts`, or to `limit_rows`."""
    in_heading, in_limits = {"name", "version", "titles"}, {"limits"}
    in_facts = {
        "part_type", "views", "model", "scale", "norm", "grades", "accepted", "regions", "piece", "alignment",
        "bands", "default_band", "checks", "good_only",
    }  # fmt: skip
    assert set(Recipe.model_fields) == in_heading | in_limits | in_facts
    assert set(checks_texts(PictureChecks(), "de")) == set(PictureChecks.model_fields)


@pytest.mark.parametrize("name", ["weld-bead", "board", "machined-metal"])
def test_no_shipped_recipe_looks_away(name: str) -> None:
    remarks = [text for _, text in said(find_recipe(name, NOWHERE))]
    assert [text for text in remarks if "Left out" in text or "as good as off" in text] == []
