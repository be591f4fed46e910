"""For a terminal."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from training.judging.telling.blocks import Block, Fact, Heading, Image, Paragraph, Table


def as_text(blocks: Iterable[Block]) -> str:
    """Plain text; pictures are left out."""
    return "\n\n".join(text for block in blocks if (text := _one(block))) + "\n"


def _one(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"{text}\n{('=' if level == 1 else '-') * len(text)}"
        case Paragraph(text=text):
            return text
        case Fact(name=name, value=value, meaning=meaning):
            return f"{name}: {value}\n    {meaning}"
        case Table():
            return _table(block)
        case Image():
            return ""
        case _:
            assert_never(block)


def _table(table: Table) -> str:
    every = (table.heads, *table.rows)
    widths = [max(len(row[column]) for row in every) for column in range(len(table.heads))]
    return "\n".join(_row(row, widths, to_the_right=table.figures) for row in every)


def _row(row: Sequence[str], widths: Sequence[int], *, to_the_right: bool) -> str:
    cells = (
        cell.rjust(width) if to_the_right and column else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()
