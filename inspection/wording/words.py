"""Single words: for a verdict, a class of defect, what is measured, a clause of a norm."""

from pathlib import Path
from typing import assert_never

from inspection.finding import Characteristic
from inspection.language import Language, catalog
from inspection.verdict import Verdict

LOCALE = Path(__file__).parents[1] / "locale"


def verdict_word(verdict: Verdict, language: Language) -> str:
    """The word for a verdict.

    >>> [verdict_word(verdict, "de") for verdict in Verdict]
    ['i.O.', 'Meister fragen', 'n.i.O.', 'nicht prüfbar']
    """
    _ = catalog(LOCALE, language).gettext
    match verdict:
        case Verdict.PASS:
            return _("OK")
        case Verdict.REVIEW:
            return _("ask the master")
        case Verdict.FAIL:
            return _("not OK")
        case Verdict.NOT_JUDGED:
            return _("cannot be judged")
        case _:
            assert_never(verdict)


def class_word(class_name: str, language: Language) -> str:
    """The shop's word for a defect class; a class that the workshop taught keeps the name it was given."""
    _ = catalog(LOCALE, language).gettext
    known = {
        "pore": _("pore"),
        "crack": _("crack"),
        "deposit": _("deposit"),
        "discontinuity": _("gap in the seam"),
        "stain": _("stain"),
        "undercut": _("undercut"),
        "spatter": _("spatter"),
        "pitting": _("pit"),
        "live_knot": _("sound knot"),
        "dead_knot": _("dead knot"),
        "knot_with_crack": _("cracked knot"),
        "knot_missing": _("knot hole"),
        "resin": _("resin pocket"),
        "marrow": _("pith"),
        "quartzity": _("compression wood"),
        "blue_stain": _("blue stain"),
        "unlike_good": _("unlike good parts"),
    }
    return known.get(class_name, class_name)


def characteristic_word(characteristic: str, language: Language) -> str:
    """The word for what is measured."""
    _ = catalog(LOCALE, language).gettext
    match Characteristic(characteristic):
        case Characteristic.DIAMETER:
            return _("diameter")
        case Characteristic.LENGTH:
            return _("length")
        case Characteristic.AREA:
            return _("area")
        case Characteristic.COUNT:
            return _("count")
        case Characteristic.EQUIVALENT_DIAMETER:
            return _("diameter of the circle of the same area")
        case Characteristic.WIDTH:
            return _("width")
        case Characteristic.ALONG:
            return _("extent lengthways")
        case Characteristic.ACROSS:
            return _("extent crossways")
        case Characteristic.POSITION:
            return _("place along the part")
        case Characteristic.DISTANCE:
            return _("distance to the next one")
        case Characteristic.DEPTH:
            return _("depth")
        case Characteristic.SHARE_OF_WIDTH:
            return _("share of the width")
        case Characteristic.SHARE_OF_LENGTH:
            return _("share of the length")
        case Characteristic.SUM_PER_100_MM:
            return _("sum within 100 mm")
        case unknown:
            assert_never(unknown)


def class_and_clause(class_name: str, clause: str | None, language: Language) -> str:
    """The class with its number in ISO 6520-1 where the limit has one.

    >>> class_and_clause("pore", "2017", "de")
    'Pore (2017)'
    """
    word = class_word(class_name, language)
    return word if clause is None else f"{word} ({clause})"


def clause_word(clause: str, language: Language) -> str:
    """What an imperfection of ISO 6520-1 is called, for those that a picture from above does not answer."""
    _ = catalog(LOCALE, language).gettext
    known = {
        "2025": _("end crater pipe"),
        "401": _("lack of fusion"),
        "4021": _("incomplete root penetration"),
        "5011": _("undercut, its depth"),
        "502": _("excess weld metal"),
        "503": _("excessive convexity"),
        "506": _("overlap"),
        "510": _("burn-through"),
    }
    return known.get(clause, clause)


def capital(text: str) -> str:
    """With a capital letter at the start of a sentence."""
    return text[:1].upper() + text[1:]
