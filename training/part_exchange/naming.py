"""Names for what comes from another workshop: its own, or the next free one."""

from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path

from inspection.model_book.listing import all_slots
from inspection.places import SHIPPED_MODELS, recipe_names
from inspection.recipe_book.book import refuse_name

_LONGEST = 63


def free_recipe_name(wanted: str, home: Path, as_name: str | None = None) -> str:
    """`wanted`, or `wanted-2` and so on where there is a recipe of that name.

    Raises RecipeRefused where `as_name` is given and is taken, or is no name.
    """
    if as_name is not None:
        refuse_name(as_name, home)
        return as_name
    known = set(recipe_names(home))
    return next(name for name in _names(wanted) if name not in known)


def free_model_name(wanted: str, home: Path, also_taken: Collection[str] = ()) -> str:
    """`wanted`, or the next: of no model, training or slot here, so that nothing judges by it that did not before.

    Raises ModelRefused for a damaged pointer.
    """
    taken = {*all_slots(home), *also_taken}
    roots = (home / "models", home / "training", SHIPPED_MODELS)
    return next(
        name for name in _names(wanted) if name not in taken and not any((root / name).exists() for root in roots)
    )


def _names(wanted: str) -> Iterator[str]:
    """
    >>> from itertools import islice
    >>> list(islice(_names("beads"), 3))
    ['beads', 'beads-2', 'beads-3']
    """
    yield wanted
    for number in count(2):
        ending = f"-{number}"
        yield wanted[: _LONGEST - len(ending)].rstrip("-") + ending
