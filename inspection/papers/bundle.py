"""The papers as files: each as Markdown and as PDF, or all of them in one archive."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from inspection.language import Language
from inspection.papers.on_paper import paper_pdf
from inspection.papers.paper import papers
from inspection.papers.station_facts import read_station


def paper_files(home: Path, language: Language, made_on: date, *, workshop: str = "") -> Mapping[str, bytes]:
    """What each file holds, by its name. The same state of the station gives the same bytes; raises as `read_station`.

    Takes seconds: fonts are measured for every word.
    """
    files: dict[str, bytes] = {}
    for paper in papers(read_station(home, made_on), language, workshop=workshop):
        files[f"{paper.file_name}.md"] = paper.markdown.encode()
        files[f"{paper.file_name}.pdf"] = paper_pdf(paper, made_on, workshop=workshop)
    return files


def papers_zip(home: Path, language: Language, made_on: date) -> bytes:
    """All files in one archive, with the day as their time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in paper_files(home, language, made_on).items():
            entry = zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()
