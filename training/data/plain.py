"""What strangers wrote, in messages: short, printable, and never itself a reason to fail."""


def shown(value: object, most: int = 80) -> str:
    """The first `most` characters of `value` as it would be written in Python; its type where that is impossible.

    >>> shown(["a", 1]), shown(1 << 100_000)
    ("['a', 1]", '<int, too large to show>')
    """
    try:
        return f"{value!r:.{most}}"
    except (ValueError, RecursionError):  # more than 4,300 digits, or nested too deeply
        return f"<{type(value).__name__}, too large to show>"


def printable(text: str) -> str:
    """`text` with what no encoding can write as an escape: names of files may hold such bytes.

    >>> printable("a\\udcff.png")
    'a\\\\udcff.png'
    """
    return text.encode(errors="backslashreplace").decode()


def is_text(value: object) -> bool:
    """Whether `value` is a text that can be written into a file as UTF-8 and has more than spaces."""
    return isinstance(value, str) and bool(value.strip()) and printable(value) == value
