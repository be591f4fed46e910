"""The sentence about a limit: what was measured, what is allowed and why, what follows, what another level says."""

from inspection.finding import Characteristic
from inspection.language import Language, catalog
from inspection.verdict import Code, Reason, Verdict
from inspection.wording.quantities import formula_text, limit_text, quantity
from inspection.wording.words import LOCALE, capital, characteristic_word, class_and_clause, verdict_word


def limit_sentence(reason: Reason, language: Language) -> str:
    r"""The sentence for a reason that comes from a limit.

    >>> from inspection.limit import Formula
    >>> from inspection.verdict import Elsewhere, Verdict
    >>> pore = Reason(
    ...     code=Code.LIMIT_EXCEEDED, class_name="pore", characteristic="diameter", value=1.4, uncertainty=0.05,
    ...     limit=1, unit="mm", source="ISO 5817:2014 C", clause="2017", level="C",
    ...     formula=Formula(factor=0.2, of="s", of_mm=5, at_most_mm=2),
    ...     elsewhere=(Elsewhere(level="D", limit=1.5, unit="mm", verdict=Verdict.PASS),),
    ... )
    >>> limit_sentence(pore, "de").replace("\N{NO-BREAK SPACE}", " ")
    'Pore (2017), Durchmesser 1,4 ± 0,1 mm; C erlaubt min(0,2 × 5; 2) = 1,0 mm: n.i.O.; D (1,5 mm) wäre i.O.'
    """
    _ = catalog(LOCALE, language).gettext
    what, allowed = _what(reason, language), _allowed(reason, language)
    match reason.code:
        case Code.NEEDS_GAUGE:
            template = _("{what} seen; {allowed}, and a picture does not show it: measure with the gauge")
        case Code.WITHIN_LIMIT if reason.value is None:
            template = _("{what}: there is only one")
        case Code.WITHIN_LIMIT:
            template = _("{what}; {allowed}: kept")
        case Code.LIMIT_EXCEEDED:
            template = _("{what}; {allowed}: not OK")
        case Code.CUT_BY_EDGE:
            template = _("{what}; it runs out of the picture and may be larger")
        case Code.NEAR_LIMIT:
            template = _("{what}; {allowed}: too near to the limit to be sure")
        case _:
            template = _("Perhaps {what}; {allowed}: the station is not sure")
    text = capital(template.format(what=what, allowed=allowed))
    whole = "; ".join([text, *_elsewhere(reason, language)])
    return whole if whole.endswith(".") else f"{whole}."


def _what(reason: Reason, language: Language) -> str:
    """What was found, and how much of it."""
    _ = catalog(LOCALE, language).gettext
    defect = class_and_clause(reason.class_name or "?", reason.clause, language)
    characteristic = reason.characteristic or Characteristic.COUNT
    if reason.code is Code.NEEDS_GAUGE:
        return defect
    if reason.value is None:
        return f"{defect}, {characteristic_word(characteristic, language)}"
    value = quantity(reason.value, reason.unit, language, reason.uncertainty)
    if characteristic == Characteristic.COUNT and reason.limit == 0:
        several = "" if reason.value == 1 else f"{value} × "
        return several + _("{defect} found").format(defect=defect)
    return f"{defect}, {characteristic_word(characteristic, language)} {value}"


def _allowed(reason: Reason, language: Language) -> str:
    """What the limit says, with its formula."""
    _ = catalog(LOCALE, language).gettext
    if reason.characteristic == Characteristic.COUNT and reason.limit == 0:
        return _("not permitted at {level}").format(level=reason.level) if reason.level else _("not permitted")
    limit = limit_text(reason.limit or 0, reason.unit, language)
    if reason.bound == "lower":
        return _("at least {limit} required").format(limit=limit)
    if reason.formula is not None:
        limit = f"{formula_text(reason.formula, language)} = {limit}"
    if reason.characteristic == Characteristic.DEPTH and reason.limit is None:
        return _("{level} limits its depth").format(level=reason.level or "?")
    if reason.characteristic == Characteristic.DEPTH:
        return _("{level} allows a depth of {limit}").format(level=reason.level, limit=limit)
    if reason.level is not None:
        return _("{level} allows {limit}").format(level=reason.level, limit=limit)
    return _("at most {limit} allowed").format(limit=limit)


def _elsewhere(reason: Reason, language: Language) -> list[str]:
    """What the other levels of the norm would say; only those that say something else."""
    _ = catalog(LOCALE, language).gettext
    asks, says = _("the master would decide at {level} ({limit})"), _("{level} ({limit}) would be {verdict}")
    here = Verdict.FAIL if reason.code is Code.LIMIT_EXCEEDED else Verdict.REVIEW
    return [
        (asks if other.verdict is Verdict.REVIEW else says).format(
            level=other.level,
            limit=limit_text(other.limit, other.unit, language) if other.unit else _("not permitted"),
            verdict=verdict_word(other.verdict, language),
        )
        for other in reason.elsewhere
        if other.verdict is not here and reason.code not in (Code.NEEDS_GAUGE, Code.CUT_BY_EDGE)
    ]
