"""What a report is made of, whatever it is written as."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A title; `level` 1 is that of the whole."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A sentence or more."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A figure with its name, and what it means in plain words."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of as many cells as there are heads; from the second column on they are figures where `figures`."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture: its file name, its bytes, what it shows for who cannot see it, and what is written below."""

    name: str
    data: bytes
    media_type: str
    alt: str
    caption: str = ""


Block: TypeAlias = Heading | Paragraph | Fact | Table | Image
