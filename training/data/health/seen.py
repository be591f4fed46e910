"""A picture as the checks see it."""

from dataclasses import dataclass

from training.data.labels import LabelledPicture
from training.data.near import Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A picture that can be read, as the checks see it; `place` is how it is named to people."""

    split: str
    place: str
    labelled: LabelledPicture
    print: Fingerprint
