"""What a part belongs to: order, machine, lot, batch of material, and its own number. Never a person."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from inspection.closed import Closed

LONGEST_TAG = 64


def _as_printed(text: str) -> str:
    if text != text.strip() or not text.isprintable():
        raise ValueError("a number is printable text on one line, without blanks around it")
    return text


Tag = Annotated[str, Field(min_length=1, max_length=LONGEST_TAG), AfterValidator(_as_printed)]
"""A number as it stands on a label or a job card: letters, digits, signs, on one line."""


Dimension = Literal["order", "machine", "lot", "material"]
"""What stays from one part to the next."""


class Job(Closed):
    """What a part belongs to; None where nobody said.

    `serial` is that of one part. All others stay until another one is taken up: the order, the machine that made it,
    its `lot`, and the batch of `material` that it is made of.
    """

    order: Tag | None = None
    serial: Tag | None = None
    machine: Tag | None = None
    lot: Tag | None = None
    material: Tag | None = None

    @property
    def lasting(self) -> "Job":
        """What the next part belongs to as well."""
        return self.model_copy(update={"serial": None})

    def with_tag(self, name: Dimension, tag: str | None) -> "Job":
        """The same with another order, machine, lot or material. Raises ValueError for what is no tag."""
        return Job.model_validate({**self.model_dump(), name: tag})


NO_JOB = Job()
