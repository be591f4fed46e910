"""Amounts of data as they are shown."""

from inspection.language import Language, number


def bytes_text(size: int, language: Language) -> str:
    """Megabytes, or gigabytes from one on.

    >>> bytes_text(2_500_000, "de"), bytes_text(12_340_000_000, "de")
    ('2,5 MB', '12,3 GB')
    """
    return f"{number(size / 10**9, language, 1)} GB" if size >= 10**9 else f"{number(size / 10**6, language, 1)} MB"
