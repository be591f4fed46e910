"""What stands on the pages of a PDF, read without a reader: the texts of each page, the pictures, the outlines."""

import re
import zlib

_STREAM = re.compile(rb"obj\s*(<<.*?>>)\s*stream\n(.*?)\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, one line a cell."""
    return [_text(content) for content in _contents(pdf)]


def text(pdf: bytes) -> str:
    """All of it, on one line with single blanks."""
    return " ".join(" ".join(pages(pdf)).replace("\N{NO-BREAK SPACE}", " ").split())


def pictures(pdf: bytes) -> list[bytes]:
    """The JPEGs in it."""
    return [data for head, data in _STREAM.findall(pdf) if b"/DCTDecode" in head]


def outlines(pdf: bytes) -> int:
    """How many closed lines are drawn over pictures: each finding has a white one and a coloured one."""
    return sum(len(re.findall(rb"\sh\s+S\b|\bs\b", content)) for content in _contents(pdf))


def _contents(pdf: bytes) -> list[bytes]:
    found = []
    for head, data in _STREAM.findall(pdf):
        if b"/FlateDecode" in head and b"/Subtype" not in head:
            content = zlib.decompress(data)
            if b"BT" in content:
                found.append(content)
    return found


def _text(content: bytes) -> str:
    shown = (re.sub(rb"\\(.)", rb"\1", found, flags=re.DOTALL) for found in _SHOWN.findall(content))
    return "\n".join(line.decode("cp1252") for line in shown)
