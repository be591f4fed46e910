"""YAML from elsewhere: plain data only, and only so much of it.

Anchors are refused, so that no small file unfolds into a large one; so are tags, which name types of a program, entries
that stand twice, and characters that no person types.
"""

import re
from typing import Any, Final

from inspection.errors import RecipeRefused
from inspection.recipe_book.refusal import Problem, Refusal

MAX_BYTES: Final = 2_000_000
MAX_NODES: Final = 20_000
MAX_DEPTH: Final = 12
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def read_strictly(data: bytes) -> Any:
    """The plain data in a YAML file that somebody else wrote: mappings, lists, texts, numbers, true, false, nothing.

    Raises RecipeRefused where it is too large, no YAML, or holds what a recipe needs not.
    """
    import yaml

    if len(data) > MAX_BYTES:
        raise RecipeRefused(
            f"the file has {len(data):,} bytes, a recipe has at most {MAX_BYTES:,}: nothing was read",
            Refusal(problem=Problem.TOO_LARGE),
        )
    try:
        text = data.decode("utf-8")
        _look_through(text)
        return yaml.load(text, Loader=_loader())
    except UnicodeDecodeError as error:
        raise RecipeRefused(
            f"the file is no text in UTF-8 ({error}): it is no recipe, or damaged",
            Refusal(problem=Problem.NOT_EXPORTED),
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date or number that there is not
        raise RecipeRefused(
            f"the file is no YAML: {error}; have it exported again", Refusal(problem=Problem.NOT_EXPORTED)
        ) from error


def _look_through(text: str) -> None:
    """Walk through the file's events before anything is built from them."""
    import yaml

    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        where = _line(event.start_mark)
        if count > MAX_NODES:
            raise _not_plain(where, f"the file has more than {MAX_NODES:,} entries, which no recipe has")
        match event:
            case yaml.AliasEvent():
                raise _not_plain(where, f"aliases (*{event.anchor}) are not taken: write the entry out")
            case yaml.ScalarEvent(anchor=None, tag=None, value=value):
                if found := _UNSEEN.search(value):
                    raise _not_plain(where, f"the character {found[0]!r} cannot be seen: remove it")
            case yaml.CollectionStartEvent(anchor=None, tag=None):
                depth += 1
            case yaml.CollectionEndEvent():
                depth -= 1
            case yaml.NodeEvent():
                raise _not_plain(where, "anchors (&) and tags (!) are not taken: a recipe holds plain data only")
            case _:
                pass  # where stream and document begin and end
        if depth > MAX_DEPTH:
            raise _not_plain(where, f"entries lie more than {MAX_DEPTH} deep, which those of no recipe do")


def _not_plain(where: str, what: str) -> RecipeRefused:
    return RecipeRefused(f"{where}: {what}", Refusal(problem=Problem.NOT_PLAIN, where=where))


def _line(mark: Any) -> str:
    return f"line {mark.line + 1}"


def _loader() -> Any:
    import yaml

    class Loader(yaml.SafeLoader):
        """Refuses an entry that stands twice: YAML says it must not, PyYAML takes the last."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            seen = set[str]()
            for key, _ in node.value:
                where = _line(key.start_mark)
                if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
                    raise _not_plain(where, "the name of an entry must be a plain text")
                if key.value in seen:
                    raise _not_plain(where, f"the entry {key.value!r} stands twice: remove one")
                seen.add(key.value)
            return super().construct_mapping(node, deep)

    return Loader
