"""PINs: which are refused, how they are kept, whether one is right.

A PIN of four digits is found in minutes by whoever has its hash, however slow the hash is. What protects it is that the
file can be read by the station's user only, and that wrong PINs have to wait. The hash is argon2id with the parameters
that argon2-cffi recommends (RFC 9106, low memory: 64 MiB, 3 rounds; about 50 ms).
"""

from functools import cache
from itertools import pairwise
from typing import Final

from inspection.people.problem import PinProblem, refused

SHORTEST, LONGEST = 4, 12
_DIGITS: Final = frozenset("0123456789")


def weakness(pin: str) -> PinProblem | None:
    """Why this PIN is not taken; None for a good one.

    >>> weakness("1234"), weakness("0000"), weakness("8901"), weakness("2750")
    (<PinProblem.RUN: 'run'>, <PinProblem.SAME_DIGITS: 'same-digits'>, <PinProblem.RUN: 'run'>, None)
    """
    if not _DIGITS.issuperset(pin):
        return PinProblem.NOT_DIGITS
    if len(pin) < SHORTEST:
        return PinProblem.TOO_SHORT
    if len(pin) > LONGEST:
        return PinProblem.TOO_LONG
    digits = [int(digit) for digit in pin]
    if digits[2:] == digits[:-2]:  # 7777, 7373, 73737
        return PinProblem.SAME_DIGITS
    steps = {(after - before) % 10 for before, after in pairwise(digits)}
    return PinProblem.RUN if steps in ({1}, {9}) else None


def hashed(pin: str) -> str:
    """The PIN as it is kept. Raises PinRefused for a weak one. Takes about 50 ms, on purpose."""
    if (problem := weakness(pin)) is not None:
        raise refused(problem)
    from argon2 import PasswordHasher

    return PasswordHasher().hash(pin)


def fits(pin: str, kept: str | None) -> bool:
    """Whether the PIN is the one that was kept. With None it takes as long, and is wrong."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(kept or _of_nobody(), pin[: LONGEST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _of_nobody() -> str:
    from argon2 import PasswordHasher

    return PasswordHasher().hash("nobody")
