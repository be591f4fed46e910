"""Every problem has its sentence in both languages, with its numbers as people write them."""

import pytest

from inspection.locating import LocatingError, PartMisplaced, PartNotFound, problem_sentence
from inspection.locating.errors import Problem


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_words(problem: Problem) -> None:
    error = PartNotFound("technical", problem, value=0.25, limit=0.5)
    german, english = problem_sentence(error, "de"), problem_sentence(error, "en")
    assert german != english
    assert "{" not in german + english


@pytest.mark.parametrize(
    ("error", "german"),
    [
        (
            PartMisplaced("", Problem.TOO_FAR, value=0.124, limit=0.1),
            "Das Teil liegt 12,4 % der Bildbreite neben seinem Platz, erlaubt sind 10 %: an den Anschlag legen.",
        ),
        (
            PartNotFound("", Problem.NOT_LIKE_GOLDEN, value=0.314, limit=0.65),
            "Das Teil wurde nicht gefunden (Ähnlichkeit 0,31, nötig 0,65): das richtige Teil wie eingelernt hinlegen, "
            "und wegnehmen, was es verdeckt.",
        ),
    ],
)
def test_sentences(error: LocatingError, german: str) -> None:
    assert problem_sentence(error, "de") == german
