"""Limits as rows of fields: of the shop, or of one of its grades."""

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from inspection.finding import Characteristic, Unit
from inspection.language import Language
from inspection.limit import OWN, Limit
from inspection.wording import class_word, limit_text
from inspection.wording.words import capital
from screens.setup.part.fields import field, is_hasty, put, value
from screens.setup.part.problem import DraftProblem, Word, number_in, plain_problem
from screens.setup.typing import written
from screens.texts import translator

_LENGTHS: Final = (
    Characteristic.DIAMETER,
    Characteristic.LENGTH,
    Characteristic.WIDTH,
    Characteristic.ALONG,
    Characteristic.ACROSS,
    Characteristic.DISTANCE,
    Characteristic.EQUIVALENT_DIAMETER,
)
_SHARES: Final = (Characteristic.SHARE_OF_LENGTH, Characteristic.SHARE_OF_WIDTH)
_IN_MM_ONLY: Final = (Characteristic.SUM_PER_100_MM, Characteristic.DEPTH)


def offered(*, in_mm: bool) -> tuple[Characteristic, ...]:
    """What can be limited, the most usual first."""
    rest = (Characteristic.AREA, *_SHARES)
    return (Characteristic.COUNT, *_LENGTHS, *rest, *(_IN_MM_ONLY if in_mm else ()))


def unit_of(characteristic: Characteristic, *, in_mm: bool) -> Unit:
    """The one unit that a characteristic has under a scale."""
    if characteristic is Characteristic.COUNT:
        return Unit.ONE
    if characteristic in _SHARES:
        return Unit.PERCENT
    if characteristic is Characteristic.AREA:
        return Unit.MM2 if in_mm else Unit.PX2
    return Unit.MM if in_mm or characteristic in _IN_MM_ONLY else Unit.PX


def begin_rows(group: str, limits: Sequence[Limit], language: Language) -> None:
    """One row for each limit, in their order."""
    put(f"{group}_rows", [])
    for limit in limits:
        add_row(group, limit, language)


def add_row(group: str, limit: Limit | None, language: Language) -> None:
    """Another row at the end; an empty one for None."""
    numbers = row_numbers(group)
    number = value(f"{group}_last") + 1 if numbers else 1
    put(f"{group}_last", number)
    put(f"{group}_rows", [*numbers, number])
    first = {
        "before": limit,
        "on": limit.switched_on if limit else True,
        "class_name": limit.class_name if limit else None,
        "characteristic": limit.characteristic if limit else Characteristic.DIAMETER,
        "bound": "" if limit is None or limit.bound is None else written(limit.bound, language),
        "source": "" if limit is None or limit.source == OWN else limit.source,
    }
    for name, content in first.items():
        st.session_state[row_field(group, number, name)] = content


def remove_row(group: str, number: int) -> None:
    """Take a row away. A double click takes one: the next row has moved under the finger by then."""
    if is_hasty():
        return
    put(f"{group}_rows", [one for one in row_numbers(group) if one != number])


def row_numbers(group: str) -> list[int]:
    """The rows that there are, in their order."""
    return list(st.session_state.get(field(f"{group}_rows"), []))


def row_field(group: str, number: int, name: str) -> str:
    """Where a field of a row lives in the session."""
    return field(f"{group}_{number}_{name}")


def row_characteristic(group: str, number: int) -> Characteristic:
    """What the row limits."""
    return Characteristic(st.session_state[row_field(group, number, "characteristic")])


def typed_limits(group: str, word: Word, *, in_mm: bool) -> tuple[Limit, ...]:
    """The limits that the rows make; `word` is what the group is called. Raises DraftProblem."""
    return tuple(
        _limit(place, word, {name: st.session_state[row_field(group, number, name)] for name in _FIELDS}, in_mm=in_mm)
        for place, number in enumerate(row_numbers(group), start=1)
    )


_FIELDS: Final = ("before", "on", "class_name", "characteristic", "bound", "source")


def _limit(place: int, word: Word, typed: dict[str, Any], *, in_mm: bool) -> Limit:
    class_name: str | None = typed["class_name"]
    if not class_name:
        raise DraftProblem(lambda language: _nameless(place, word(language), language))
    characteristic = Characteristic(typed["characteristic"])
    may_be_empty = characteristic is Characteristic.DEPTH  # then a defect of the class asks for the gauge
    bound = None
    if typed["bound"].strip() or not may_be_empty:
        bound = number_in(typed["bound"], lambda language: capital(class_word(class_name, language)), least=0)
    fields = {
        "class_name": class_name,
        "characteristic": characteristic,
        "lower" if characteristic is Characteristic.DISTANCE else "upper": bound,
        "unit": unit_of(characteristic, in_mm=in_mm),
    }
    told = {"switched_on": bool(typed["on"]), "source": typed["source"].strip() or OWN}
    before: Limit | None = typed["before"]
    if before is not None and all(getattr(before, name) == content for name, content in fields.items()):
        return before.model_copy(update=told)  # with what no field shows: guard band, clause, formula
    if before is not None and (before.class_name, before.characteristic) == (class_name, characteristic):
        if before.unit is not fields["unit"] and bound == before.bound and bound:
            raise DraftProblem(lambda language: _other_unit(before, str(fields["unit"]), language))
        if before.unit is fields["unit"]:
            told["guard_band"] = before.guard_band
    return plain_problem(lambda: Limit.model_validate(fields | told))


def _other_unit(before: Limit, unit: str, language: Language) -> str:
    """The same digits in another unit are another limit."""
    _ = translator(language)
    return _("{defect}: the limit was {limit}. Please type it anew, in {unit}.").format(
        defect=capital(class_word(before.class_name, language)),
        limit=limit_text(before.bound or 0, before.unit, language),
        unit=unit,
    )


def _nameless(place: int, group: str, language: Language) -> str:
    _ = translator(language)
    return _("{group}, limit {number}: please choose the defect.").format(group=group, number=place)
