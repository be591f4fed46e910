"""What stands in a workbook, read without a spreadsheet."""

import io
import re
import zipfile
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def cells(data: bytes, sheet: int) -> dict[str, str | float]:
    """The values of a sheet, the first being 1, by their place ("B2")."""
    inside = members(data)
    strings = ElementTree.fromstring(inside["xl/sharedStrings.xml"])
    texts = ["".join(part.text or "" for part in entry.iter(f"{_MAIN}t")) for entry in strings.findall(f"{_MAIN}si")]
    found: dict[str, str | float] = {}
    for cell in ElementTree.fromstring(inside[f"xl/worksheets/sheet{sheet}.xml"]).iter(f"{_MAIN}c"):
        value = cell.find(f"{_MAIN}v")
        if value is not None and value.text is not None:
            found[cell.attrib["r"]] = texts[int(value.text)] if cell.get("t") == "s" else float(value.text)
    return found


def is_text_for_ever(data: bytes, sheet: int, place: str) -> bool:
    """Whether the cell is marked as text, as by an apostrophe in front, which holds when somebody edits it."""
    inside = members(data)
    found = re.search(rf'<c r="{place}" s="(\d+)"'.encode(), inside[f"xl/worksheets/sheet{sheet}.xml"])
    looks = ElementTree.fromstring(inside["xl/styles.xml"]).find(f"{_MAIN}cellXfs")
    return found is not None and looks is not None and looks[int(found[1])].get("quotePrefix") == "1"


def charts(data: bytes) -> list[str]:
    return [text.decode() for name, text in members(data).items() if name.startswith("xl/charts/chart")]
