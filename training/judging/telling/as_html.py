"""One file that opens in any browser, with no network."""

import base64
from collections.abc import Iterable
from html import escape
from typing import assert_never

from inspection.language import Language
from training.judging.telling.blocks import Block, Fact, Heading, Image, Paragraph, Table

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; max-width: 62rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.8rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #d0d5da; }
.fact { border-left: 4px solid #005fa0; padding: .2rem 0 .2rem 1rem; margin: 1rem 0; }
.fact b { font-size: 1.15rem; } .fact p { margin: 0; color: #434a52; }
table { border-collapse: collapse; margin: 1rem 0; } th, td { border: 1px solid #d0d5da; padding: .3rem .6rem; }
th { background: #f1f3f5; text-align: left; }
table.figures td:not(:first-child), table.figures th:not(:first-child) { text-align: right; }
figure { margin: 1rem 0; } img { max-width: 100%; height: auto; } figcaption { color: #434a52; }
@media print { figure, .fact, tr { break-inside: avoid; } }
"""


def as_html(blocks: Iterable[Block], language: Language) -> str:
    """The whole page, pictures and style in it; nothing is loaded from anywhere."""
    every = tuple(blocks)
    title = next((block.text for block in every if isinstance(block, Heading)), "")
    body = "\n".join(map(_one, every))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _one(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text=text):
            return f"<p>{escape(text)}</p>"
        case Fact(name=name, value=value, meaning=meaning):
            return f'<div class="fact"><b>{escape(name)}: {escape(value)}</b><p>{escape(meaning)}</p></div>'
        case Table():
            return _table(block)
        case Image(data=data, media_type=media_type, alt=alt, caption=caption):
            source = f"data:{media_type};base64,{base64.b64encode(data).decode()}"
            below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
            return f'<figure><img src="{source}" alt="{escape(alt)}">{below}</figure>'
        case _:
            assert_never(block)


def _table(table: Table) -> str:
    heads = "".join(f"<th>{escape(head)}</th>" for head in table.heads)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in table.rows)
    figures = ' class="figures"' if table.figures else ""
    return f"<table{figures}>\n<tr>{heads}</tr>\n{rows}</table>"
