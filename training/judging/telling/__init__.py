"""The report in words for somebody who knows no machine learning: as text, as Markdown, as one HTML file."""

from training.judging.telling.as_html import as_html
from training.judging.telling.as_markdown import as_markdown
from training.judging.telling.as_text import as_text
from training.judging.telling.blocks import Block, Image
from training.judging.telling.chapters import told

__all__ = ["Block", "Image", "as_html", "as_markdown", "as_text", "told"]
