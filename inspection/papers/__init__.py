"""Papers on privacy and on the AI rules, made from the station's own state: no person writes them twice.

station_facts   what the papers say of this station: parts, models, PINs a role, entries, how long pictures are kept
texts/          the papers, in German and English, with $places for those facts
paper           places filled in: Markdown
on_paper        the same as PDF
bundle          all of them as files
"""

from inspection.papers.bundle import paper_files, papers_zip
from inspection.papers.on_paper import paper_pdf
from inspection.papers.paper import Paper, PaperKind, papers
from inspection.papers.station_facts import StationFacts, read_station

__all__ = ["Paper", "PaperKind", "StationFacts", "paper_files", "paper_pdf", "papers", "papers_zip", "read_station"]
