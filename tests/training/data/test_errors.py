"""Whatever can go wrong with data is explained to a person."""

from pathlib import Path

from training.errors import MAX_NAMED, DatasetError, listed

ROOT = Path(__file__).parents[3]


def test_every_error_is_explained() -> None:
    explained = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    for error in DatasetError.__subclasses__():
        assert f"`{error.__name__}`" in explained


def test_a_long_list_says_how_much_longer_it_is() -> None:
    assert listed(["a", "b"]) == "  a\n  b"
    assert listed(list(range(MAX_NAMED + 3))).splitlines()[-1] == "  and 3 more"
