"""Before and after in words: what is chance is called chance."""

from inspection.scrap_book.periods import compare
from screens.scrap.comparing import verdict


def told(before: tuple[int, int], after: tuple[int, int]) -> tuple[str, str, str]:
    said = verdict(compare(before, after), "de")
    return said.kind, said.title, " ".join(said.lines).replace("\N{NO-BREAK SPACE}", " ")


def test_a_difference_that_fisher_believes_is_said_with_both_n() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, row a: 56 of 70 against 48 of 80
    kind, title, lines = told((56, 70), (48, 80))
    assert (kind, title) == ("good", "Es ist besser geworden, und das ist kaum Zufall.")
    assert "(56 von 70)" in lines and "(48 von 80)" in lines
    assert "−20,0 Prozentpunkte, wahrscheinlich zwischen −33,4 und −5,2." in lines  # his method 10: 0.0524 to 0.3339
    assert told((48, 80), (56, 70))[0] == "bad"


def test_a_difference_that_chance_makes_is_no_improvement() -> None:
    kind, title, lines = told((20, 400), (15, 400))
    assert (kind, title) == ("hint", "Der Unterschied kann gut Zufall sein.")
    assert "in 100 solchen Vergleichen etwa" in lines


def test_few_parts_are_called_few() -> None:
    kind, title, lines = told((1, 8), (0, 7))
    assert (kind, title) == ("open", "Zu wenige Teile, um zu sagen, ob sich etwas geändert hat.")
    assert "in 100 solchen Vergleichen" not in lines
