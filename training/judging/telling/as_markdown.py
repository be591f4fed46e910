"""For a repository or a note."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from training.judging.telling.blocks import Block, Fact, Heading, Image, Paragraph, Table

_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#"})


def as_markdown(blocks: Iterable[Block], *, pictures: str | None) -> str:
    """GitHub's Markdown; `pictures` is the folder, beside the file, in which the pictures lie. None: without them."""
    return "\n\n".join(text for block in blocks if (text := _one(block, pictures))) + "\n"


def _one(block: Block, pictures: str | None) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"{'#' * level} {_plain(text)}"
        case Paragraph(text=text):
            return _plain(text)
        case Fact(name=name, value=value, meaning=meaning):
            return f"**{_plain(name)}: {_plain(value)}**  \n{_plain(meaning)}"
        case Table():
            return _table(block)
        case Image(name=name, alt=alt, caption=caption):
            shown = f"![{_plain(alt)}]({pictures}/{name})" if pictures else ""
            return "  \n".join(line for line in (shown, _plain(caption)) if line) if shown else ""
        case _:
            assert_never(block)


def _table(table: Table) -> str:
    rest = "---:" if table.figures else "---"
    rule = ["---", *[rest] * (len(table.heads) - 1)]
    return "\n".join([_row(table.heads), f"| {' | '.join(rule)} |", *map(_row, table.rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    return text.translate(_SPECIAL)
