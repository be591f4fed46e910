"""What a part belongs to: the order it is made for, and its own number. Never a person."""

from typing import Annotated

from pydantic import AfterValidator, Field

from inspection.closed import Closed

LONGEST_TAG = 64


def _as_printed(text: str) -> str:
    if text != text.strip() or not text.isprintable():
        raise ValueError("a number is printable text on one line, without blanks around it")
    return text


Tag = Annotated[str, Field(min_length=1, max_length=LONGEST_TAG), AfterValidator(_as_printed)]
"""A number as it stands on a label or a job card: letters, digits, signs, on one line."""


class Job(Closed):
    """`order` stays until another one is taken up; `serial` is that of one part. None where nobody said."""

    order: Tag | None = None
    serial: Tag | None = None


NO_JOB = Job()
