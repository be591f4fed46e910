"""What can go wrong between the golden part and the part on the picture.

LocatingError(InspectionError)
├── GoldenRefused    a picture cannot be the golden one: nothing on it can be found again
├── GoldenMissing    the golden picture that the recipe names is not there, or has changed  -> teach it again
├── PartNotFound     nothing on the picture is sufficiently like the golden part            -> NOT_JUDGED
└── PartMisplaced    it was found, but further away or more turned than the recipe allows   -> NOT_JUDGED
"""

from typing import ClassVar

from inspection.errors import InspectionError
from inspection.verdict import Code


class LocatingError(InspectionError):
    """The part was not located."""

    code: ClassVar[Code] = Code.PART_NOT_FOUND


class GoldenRefused(LocatingError):
    """The picture shows nothing that could be found again; another one, or a marker, is needed."""

    code = Code.GOLDEN_MISSING


class GoldenMissing(LocatingError):
    """The golden picture has not been taught on this station, or its file is gone or changed."""

    code = Code.GOLDEN_MISSING


class PartNotFound(LocatingError):
    """Nothing on the picture is sufficiently like the golden part."""


class PartMisplaced(LocatingError):
    """The part lies further from its place, or is turned more, than the recipe allows."""

    code = Code.PART_MISPLACED
