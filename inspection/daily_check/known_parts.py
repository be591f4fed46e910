"""Parts of known quality ("red rabbits"): before the first part of a day the bad one must come out n.i.O., the good one
i.O. So a station that has gone blind is found out before it lets anything pass.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, Field, ValidationError

from camera.frame import Pixels
from inspection.closed import Closed
from inspection.daily_check.errors import Problem, ReferenceMissing
from inspection.daily_check.reference import replace_json
from inspection.locating.alignment import Sha256
from inspection.override import RecordId
from inspection.taught_pictures import keep_picture
from inspection.verdict import Verdict

FILE_NAME: Final = "known-parts.json"


class Quality(StrEnum):
    """What is known of the part; the bad one is looked at first."""

    BAD = "bad"
    GOOD = "good"


EXPECTED: Final = {Quality.BAD: Verdict.FAIL, Quality.GOOD: Verdict.PASS}


class KnownPart(Closed):
    """A part that was taught: when, and how it looked, so that whoever checks takes the right one."""

    quality: Quality
    taught_at: AwareDatetime
    picture_sha256: Sha256


class KnownParts(Closed):
    """The parts of known quality of a recipe: none, one or both."""

    parts: tuple[KnownPart, ...] = ()

    def of(self, quality: Quality) -> KnownPart | None:
        """The part of this quality, None where none was taught."""
        return next((part for part in self.parts if part.quality is quality), None)


class KnownCheck(Closed):
    """How a part of known quality came out last; `record_id` is that of the record which proves it."""

    quality: Quality
    checked_at: AwareDatetime
    verdict: Verdict
    record_id: RecordId

    @property
    def as_expected(self) -> bool:
        """Whether the station still sees what is known."""
        return self.verdict is EXPECTED[self.quality]


class KnownChecks(Closed):
    """The last check of each part of known quality."""

    checks: tuple[KnownCheck, ...] = Field(default=(), max_length=2)

    def of(self, quality: Quality) -> KnownCheck | None:
        """The last check of the part of this quality, None where there was none."""
        return next((check for check in self.checks if check.quality is quality), None)

    def with_check(self, check: KnownCheck) -> "KnownChecks":
        """These, with a newer one."""
        return KnownChecks(checks=(*(one for one in self.checks if one.quality is not check.quality), check))

    def without(self, quality: Quality) -> "KnownChecks":
        """These, but for one that no longer says anything: another part was taught."""
        return KnownChecks(checks=tuple(one for one in self.checks if one.quality is not quality))


def failed(parts: KnownParts, checks: KnownChecks) -> Quality | None:
    """The part that came out otherwise than is known, last time; None where none did."""
    known = (checks.of(part.quality) for part in parts.parts)
    return next((check.quality for check in known if check is not None and not check.as_expected), None)


def all_as_expected(parts: KnownParts, checks: KnownChecks) -> bool:
    """Whether there are parts of known quality, and each came out as is known."""
    found = [checks.of(part.quality) for part in parts.parts]
    return bool(found) and all(check is not None and check.as_expected for check in found)


def due(parts: KnownParts, checks: KnownChecks, now: datetime) -> tuple[Quality, ...]:
    """The taught parts that have been neither taught nor checked on the local day of `now`, the bad one first."""
    return tuple(
        part.quality
        for quality in Quality
        if (part := parts.of(quality)) is not None and _last(part, checks).astimezone().date() != _day(now)
    )


def save_known_part(quality: Quality, pixels: Pixels, taught_at: datetime, folder: Path) -> KnownPart:
    """Keep what lay under the camera, (height, width, 3) RGB, in `folder` (HOME/taught/RECIPE) as the part of this
    quality. Raises OSError; ReferenceMissing where what is there cannot be read.
    """
    part = KnownPart(quality=quality, taught_at=taught_at, picture_sha256=keep_picture(pixels, folder))
    others = tuple(one for one in load_known_parts(folder).parts if one.quality is not quality)
    replace_json(folder / FILE_NAME, KnownParts(parts=(*others, part)))
    return part


def forget_known_part(quality: Quality, folder: Path) -> None:
    """Check without this part from now on. Raises OSError; ReferenceMissing where what is there cannot be read."""
    kept = tuple(one for one in load_known_parts(folder).parts if one.quality is not quality)
    replace_json(folder / FILE_NAME, KnownParts(parts=kept))


def load_known_parts(folder: Path) -> KnownParts:
    """What was taught in `folder`; none where there is no file. Raises ReferenceMissing for one that is damaged."""
    path = folder / FILE_NAME
    try:
        return KnownParts.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return KnownParts()
    except (OSError, ValidationError) as error:
        message = f"{path} cannot be used: {error}; teach the parts of known quality again"
        raise ReferenceMissing(message, Problem.DAMAGED, got=str(path)) from error


def _last(part: KnownPart, checks: KnownChecks) -> datetime:
    check = checks.of(part.quality)
    return part.taught_at if check is None else max(part.taught_at, check.checked_at)


def _day(moment: datetime) -> object:
    return moment.astimezone().date()
