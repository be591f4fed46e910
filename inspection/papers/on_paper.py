"""Markdown as PDF (A4), in the form of the other papers of the station: headings, paragraphs, lists, tables.

Pictures and links are their words; HTML is text. The same text and day give the same bytes.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from inspection.language import catalog
from inspection.papers.paper import Paper
from inspection.wording import LOCALE

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from inspection.protocol.sheet import Sheet

_SIZES: Final = {"h1": 17.0, "h2": 12.0, "h3": 10.5}
_LETTERS: Final = 120
"""So many letters of a table's size stand beside each other on a page."""
_BESIDE: Final = 3
"""Letters that the margins of a cell take."""
_LONGEST_CELL: Final = 1500


def paper_pdf(paper: Paper, made_on: date, *, workshop: str = "") -> bytes:
    """The paper as PDF."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    from inspection.protocol.sheet import Sheet

    _ = catalog(LOCALE, paper.language).gettext
    sheet = Sheet(
        footer=f"{workshop} · {paper.title}" if workshop else paper.title,
        page_text=_("page {page} of {pages}"),
        made_at=datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC),
        title=paper.title,
        language=paper.language,
    )
    sheet.add_page()
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    for node in SyntaxTreeNode(parser.parse(paper.markdown)).children:
        _draw(sheet, node)
    return bytes(sheet.output())


def _draw(sheet: "Sheet", node: "SyntaxTreeNode") -> None:
    match node.type:
        case "heading":
            sheet.heading(words(node), _SIZES.get(node.tag, 9.5))
        case "bullet_list" | "ordered_list":
            sheet.bullets([words(item) for item in node.children])
            sheet.ln(1)
        case "table":
            rows = [[words(cell) for cell in row.children] for part in node.children for row in part.children]
            sheet.grid(rows[0], rows[1:], widths(rows), _LONGEST_CELL)
        case "fence" | "code_block":
            for line in node.content.splitlines():
                sheet.text_line(line, grey=True, indent_mm=4)
        case "hr":
            sheet.ln(2)
        case _:
            sheet.text_line(words(node))
            sheet.ln(1)


def words(node: "SyntaxTreeNode") -> str:
    """The words of a node, without marks."""
    return " ".join("".join(_pieces(node)).split())


def _pieces(node: "SyntaxTreeNode") -> Iterator[str]:
    if node.type in ("softbreak", "hardbreak"):
        yield " "
    elif node.type in ("text", "code_inline", "fence", "code_block", "html_block", "html_inline"):
        yield node.content
    else:
        for child in node.children:
            yield from _pieces(child)
            if child.is_nested and child.type in ("paragraph", "list_item"):
                yield " "


def widths(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Shares of the page's width: no column is narrower than its longest word, what is left goes to long texts.

    >>> widths([("a", "some long text of a cell"), ("b", "x")])
    (4, 27)
    """
    columns = list(zip(*rows, strict=True))
    words_of = [_BESIDE + max(len(word) for cell in column for word in ("", *cell.split())) for column in columns]
    texts_of = [_BESIDE + max(map(len, column)) for column in columns]
    wanted, spare = sum(texts_of) - sum(words_of), _LETTERS - sum(words_of)
    if spare >= wanted:
        return tuple(texts_of)
    share = max(spare, 0) / wanted
    return tuple(round(word + share * (text - word)) for word, text in zip(words_of, texts_of, strict=True))
