"""What is said of parts after they were judged: the master's word, what becomes of them, that one does not count."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from inspection.demonstration.years.shop import COSTS, History
from inspection.disposition import Disposition, Fate
from inspection.override import MastersVerdict, Override, Role
from inspection.record import Inspection
from inspection.verdict import Verdict
from inspection.withdrawal import WhyWithdrawn, Withdrawal

BETWEEN_WORDS_S: Final = 15
DECIDED: Final = 0.95
"""So many of the doubtful parts the master decides on the same day."""
_OVERRULED: Final = 0.05
_DISPUTED: Final = 0.35
_MISSED: Final = 0.0008
"""So many parts in order are found to be bad afterwards."""
_DISPOSED: Final = 0.45
_REWORKED: Final = {"weld-bead": 0.6, "board": 0.2, "machined-metal": 0.35}
_CORRECTED: Final = 0.03
_ROLES: Final = (Role.MASTER, Role.MASTER, Role.MASTER, Role.INSTRUCTOR)
_GOOD: Final = ("nachgemessen, in Ordnung", "unter der Lupe geprüft: kein Fehler", "liegt im Grenzwert", "nur Schmutz")
_BAD: Final = ("mit der Lehre nachgemessen: zu viel", "unter der Lupe deutlich", "beim Nacharbeiten gefunden")
_REWORK: Final = ("ausschleifen und nachsetzen", "Stelle nacharbeiten", "abschleifen")
_SCRAP: Final = ("lohnt die Nacharbeit nicht", "nicht zu retten", "Maß unterschritten")


def withdrawal_of(about: Inspection, at: datetime, rng: Random) -> Withdrawal:
    """The part is taken back right after it was judged."""
    return Withdrawal(
        withdrawal_id=_id(rng), record_id=about.record_id, why=rng.choice(list(WhyWithdrawn)), given_at=at
    )


def said_in_the_evening(
    parts: Sequence[Inspection], day: date, evening: datetime, history: History, rng: Random
) -> Iterator[Override | Disposition]:
    """What is said of a day's parts when work ends: of each its word, then what becomes of it."""
    at = evening
    for part in parts:
        verdict = _decided(part, day, history, rng)
        final = part.verdict
        if verdict is not None:
            final = verdict
            at += timedelta(seconds=BETWEEN_WORDS_S)
            yield _word(part, verdict, at, rng)
        if final is Verdict.FAIL and rng.random() < _DISPOSED:
            for fate in _fates(part, rng):
                at += timedelta(seconds=BETWEEN_WORDS_S)
                yield _disposition(part, fate, at, rng)


def _decided(part: Inspection, day: date, history: History, rng: Random) -> MastersVerdict | None:
    """The master's verdict, or None where nothing is said."""
    said = rng.random()
    match part.verdict:
        case Verdict.REVIEW:
            if said > DECIDED:
                return None
            return Verdict.PASS if said < DECIDED * 0.6 else Verdict.FAIL
        case Verdict.FAIL:
            is_disputed = part.reasons[0].class_name == "pore" and day >= history.disputed_from
            return Verdict.PASS if said < (_DISPUTED if is_disputed else _OVERRULED) else None
        case Verdict.PASS:
            return Verdict.FAIL if said < _MISSED else None
        case Verdict.NOT_JUDGED:
            return None


def _word(part: Inspection, verdict: MastersVerdict, at: datetime, rng: Random) -> Override:
    return Override(
        override_id=_id(rng),
        record_id=part.record_id,
        verdict=verdict,
        role=rng.choice(_ROLES),
        reason=rng.choice(_GOOD if verdict is Verdict.PASS else _BAD),
        given_at=at,
    )


def _fates(part: Inspection, rng: Random) -> Iterator[Fate]:
    """What becomes of a part; now and then rework fails, and a second entry corrects the first."""
    if rng.random() >= _REWORKED[part.part_type]:
        yield Fate.SCRAP
        return
    yield Fate.REWORK
    if rng.random() < _CORRECTED:
        yield Fate.SCRAP


def _disposition(part: Inspection, fate: Fate, at: datetime, rng: Random) -> Disposition:
    return Disposition(
        disposition_id=_id(rng),
        record_id=part.record_id,
        fate=fate,
        cause=part.reasons[0].class_name,
        reason=rng.choice(_REWORK if fate is Fate.REWORK else _SCRAP),
        cost_cents=COSTS.of(part.part_type, fate) or 0,
        role=rng.choice(_ROLES),
        given_at=at,
    )


def _id(rng: Random) -> str:
    return f"{rng.getrandbits(128):032x}"
