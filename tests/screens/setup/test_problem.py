from typing import Any

import pytest

from inspection.cards import CardText
from inspection.locating import MarkerAlignment
from inspection.norms import Iso5817
from screens.setup.part.problem import DraftProblem, named, number_in, plain_problem


@pytest.mark.parametrize(
    ("text", "bounds", "said"),
    [
        ("", {}, "Blechdicke t: Bitte eine Zahl eintragen."),
        (" dick ", {}, "Blechdicke t: „dick“ ist keine Zahl."),
        ("0", {"above": 0}, "Blechdicke t: Muss mehr als 0 sein."),
        ("0,25", {"least": 0.5}, "Blechdicke t: Muss mindestens 0,5 sein."),
        ("12", {"most": 10.125}, "Blechdicke t: Darf höchstens 10,125 sein."),
    ],
)
def test_a_number_that_cannot_be_is_said_with_its_field(text: str, bounds: dict[str, Any], said: str) -> None:
    with pytest.raises(DraftProblem) as problem:
        number_in(text, named("t"), **bounds)
    assert problem.value.in_words("de") == said
    assert problem.value.in_words("en").startswith("Plate thickness t: ")


def test_a_number_within_its_bounds_is_the_number() -> None:
    assert number_in("0,5 mm", named("t"), least=0.5, most=0.5) == 0.5


CARD = {"title": "Pore", "looks_like": "a hole", "causes": ["draught"], "try_first": ["close the gate"]}


@pytest.mark.parametrize(
    ("model", "fields", "said"),
    [
        (CardText, CARD | {"title": " "}, "Überschrift: Darf nicht leer sein."),
        (CardText, CARD | {"title": "x" * 41}, "Überschrift: Höchstens 40 Zeichen."),
        (CardText, CARD | {"causes": []}, "Mögliche Ursachen: Darf nicht leer sein."),
        (CardText, CARD | {"causes": ["x"] * 9}, "Mögliche Ursachen: Höchstens 8 Zeilen."),
        (CardText, CARD | {"try_first": ["x" * 121]}, "Zuerst versuchen: Höchstens 120 Zeichen."),
        (MarkerAlignment, {"marker_id": 587}, "Nummer des Markers: Darf höchstens 586 sein."),
    ],
)
def test_what_pydantic_finds_is_one_plain_sentence(model: Any, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(DraftProblem) as problem:
        plain_problem(lambda: model.model_validate(fields))
    assert problem.value.in_words("de") == said


def test_what_the_library_says_in_words_of_its_own_is_kept() -> None:
    with pytest.raises(DraftProblem) as problem:
        plain_problem(lambda: Iso5817(level="C", joint="fillet", t_mm=5))
    assert problem.value.in_words("de") == "a fillet weld needs its nominal throat: give a_mm, and no s_mm"
