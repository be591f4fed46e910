"""What is said of a training, without a word of machine learning."""

import re
from typing import Final, assert_never

from inspection.language import Language, number
from inspection.wording import class_word
from inspection.wording.words import capital
from screens.setup.notice import Notice
from screens.texts import translator
from training.fitting.task import LUNCH_MINUTES, OVERNIGHT_MINUTES
from training.runs import Run, Standing

HALF_AN_HOUR: Final = 30.0
_MINUTE_S, _HOUR_S = 60, 3600
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def defects_word(class_name: str, language: Language) -> str:
    """Several defects of a class, as they are called after "of" and "with"."""
    _ = translator(language)
    known = {
        "pore": _("pores"),
        "crack": _("cracks"),
        "deposit": _("deposits"),
        "discontinuity": _("gaps in the seam"),
        "stain": _("stains"),
        "undercut": _("undercuts"),
        "spatter": _("spatters"),
        "pitting": _("pits"),
        "live_knot": _("sound knots"),
        "dead_knot": _("dead knots"),
        "knot_with_crack": _("cracked knots"),
        "knot_missing": _("knot holes"),
        "resin": _("resin pockets"),
        "marrow": _("places with pith"),
        "quartzity": _("places with compression wood"),
        "blue_stain": _("places with blue stain"),
    }
    own = class_word(class_name, language)
    return known.get(class_name, capital(own) if language == "de" else own)


def found_words(class_name: str, found: int, of: int, language: Language) -> str:
    """How many of the defects of a class are found.

    >>> found_words("pore", 9, 10, "de"), found_words("kratzer", 1, 4, "en")
    ('findet 9 von 10 Poren', 'finds 1 of 4 kratzer')
    """
    _ = translator(language)
    return _("finds {found} of {of} {defects}").format(found=found, of=of, defects=defects_word(class_name, language))


def time_words(seconds: float, language: Language) -> str:
    """How long something takes, as one says it.

    >>> time_words(30, "de"), time_words(500, "de"), time_words(8 * 3600, "de"), time_words(5400, "en")
    ('weniger als eine Minute', '8 Minuten', '8 Stunden', '1.5 hours')
    """
    _ = translator(language)
    if seconds < _MINUTE_S:
        return _("less than a minute")
    if seconds < 1.5 * _HOUR_S:
        minutes = round(seconds / _MINUTE_S)
        return _("one minute") if minutes == 1 else _("{count} minutes").format(count=minutes)
    hours = round(seconds / _HOUR_S * 2) / 2
    return _("{count} hours").format(count=number(hours, language, 0 if hours == int(hours) else 1))


def budget_word(minutes: float, language: Language) -> str:
    """A time budget as it is chosen; 0 for one of one's own."""
    _ = translator(language)
    if not minutes:
        return _("another time")
    if minutes == LUNCH_MINUTES:
        return _("lunch break (15 min)")
    if minutes == OVERNIGHT_MINUTES:
        return _("over night (8 h)")
    return _("{count} min").format(count=number(minutes, language))


def standing_words(run: Run, language: Language) -> str:
    """Where a training is, or how it ended."""
    _ = translator(language)
    match run.standing:
        case Standing.GATHERING:
            return _("The pictures are gathered …")
        case Standing.LEARNING:
            return _("It is learning")
        case Standing.WRITING:
            return _("The model is checked and written …")
        case Standing.STOPPING:
            return _("It stops as soon as its step is done …")
        case Standing.FINISHED:
            return _("finished")
        case Standing.STOPPED:
            return _("stopped by hand")
        case Standing.KILLED:
            return _("broken off from outside")
        case Standing.FAILED:
            return _("it did not work out")
        case _:
            assert_never(run.standing)


def ended_notice(run: Run, language: Language) -> Notice | None:
    """What is said of a training that has ended, with the next step; None while it is at work."""
    _ = translator(language)
    stays = _("The model at the bench is the same as before.")
    again = _("Go on where it stopped, or begin anew.") if run.may_go_on else _("Begin anew.")
    match run.standing:
        case Standing.FINISHED:
            title = _("{name} has finished learning").format(name=run.name)
            then = _("It judges nothing yet: under Decide it stands beside the model that judges now.")
            return Notice(kind="good", title=title, text=then)
        case Standing.STOPPED:
            title = _("{name} was stopped").format(name=run.name)
            return Notice(kind="open", title=title, text=f"{stays} {again}")
        case Standing.KILLED:
            title = _("{name} was broken off").format(name=run.name)
            why = _("The computer was switched off, memory ran out, or somebody ended the program.")
            other = _("Close other programs if it happens again.")
            return Notice(kind="bad", title=title, text=f"{why} {stays} {again} {other}", detail=run.why)
        case Standing.FAILED:
            title = _("{name} could not learn").format(name=run.name)
            todo = _("More time or more pictures help; the message says what was missing.")
            return Notice(kind="bad", title=title, text=f"{stays} {todo}", detail=run.why)
        case _:
            return None


def not_installed(language: Language) -> Notice:
    """A bench station leaves the training part out."""
    _ = translator(language)
    text = _("This computer only inspects. Whoever looks after it installs the learning part with `uv sync`.")
    return Notice(kind="open", title=_("The learning part is not installed"), text=text)


def model_name(typed: str) -> str:
    """What somebody typed as a file can have it.

    >>> model_name("Schweißnaht Größe 2 "), model_name("¡!"), model_name("weld-2")
    ('schweissnaht-groesse-2', '', 'weld-2')
    """
    plain = typed.strip().lower().translate(_GERMAN)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63]
