"""What is said about the daily check: what changed, by how much, and what to do; or why there is no answer."""

from pathlib import Path
from typing import Final, assert_never

from inspection.daily_check.drift import Drift, Quantity
from inspection.daily_check.errors import DailyCheckError, Problem
from inspection.language import Language, catalog, number
from inspection.verdict import Verdict

LOCALE: Final = Path(__file__).parent.parent / "locale"


def quantity_word(quantity: Quantity, language: Language) -> str:
    """The word for what was compared."""
    _ = catalog(LOCALE, language).gettext
    match quantity:
        case Quantity.LIGHT:
            return _("light")
        case Quantity.EVENNESS:
            return _("evenness of the light")
        case Quantity.FOCUS:
            return _("sharpness")
        case Quantity.RED:
            return _("colour, red")
        case Quantity.BLUE:
            return _("colour, blue")
        case Quantity.SCALE:
            return _("scale")
        case _:
            assert_never(quantity)


def drift_sentence(drift: Drift, language: Language) -> str:
    """One drift in one sentence: with what to do where it is beyond its margin, else with how far it may go.

    >>> dark = Drift(quantity=Quantity.LIGHT, taught=100, now=82, change=-0.18, margin=0.15)
    >>> drift_sentence(dark, "de").replace("\\N{NO-BREAK SPACE}", " ")
    'Licht 18 % dunkler als beim Einlernen: Scheibe putzen, Lampe prüfen.'
    """
    _ = catalog(LOCALE, language).gettext
    what = _change(drift, language).format(percent=_percent(drift.change, drift.quantity, language))
    if not drift.beyond:
        margin = _percent(drift.margin, drift.quantity, language)
        return _("{what} than when it was taught; up to {margin} is fine.").format(what=what, margin=margin)
    return _("{what} than when it was taught: {remedy}").format(what=what, remedy=_remedy(drift, language))


def problem_sentence(error: DailyCheckError, language: Language) -> str:
    """Why the daily check could not be made, and what to do next."""
    _ = catalog(LOCALE, language).gettext
    got, expected = (_said(value, language) for value in (error.got, error.expected))
    return _of_problem(error.problem, language).format(got=got, expected=expected)


def _change(drift: Drift, language: Language) -> str:
    """How a quantity changed; `{percent}` is by how much."""
    _ = catalog(LOCALE, language).gettext
    more = drift.change > 0
    match drift.quantity:
        case Quantity.LIGHT:
            return _("Light {percent} brighter") if more else _("Light {percent} darker")
        case Quantity.EVENNESS:
            return _("One place {percent} brighter") if more else _("One place {percent} darker")
        case Quantity.FOCUS:
            return _("Picture {percent} sharper") if more else _("Picture {percent} softer")
        case Quantity.RED:
            return _("Colour {percent} redder") if more else _("Colour {percent} less red")
        case Quantity.BLUE:
            return _("Colour {percent} bluer") if more else _("Colour {percent} less blue")
        case Quantity.SCALE:
            return _("Reference {percent} larger") if more else _("Reference {percent} smaller")
        case _:
            assert_never(drift.quantity)


def _remedy(drift: Drift, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    match drift.quantity:
        case Quantity.LIGHT if drift.change > 0:
            return _("shield from other light, check lamp and exposure.")
        case Quantity.LIGHT:
            return _("wipe the cover, check the lamp.")
        case Quantity.EVENNESS:
            return _("wipe cover and lens, check every lamp, keep shadows and other light away.")
        case Quantity.FOCUS if drift.change > 0:
            return _("if the lens was set better, calibrate, then teach the reference again.")
        case Quantity.FOCUS:
            return _("wipe the lens, check its focus and the distance to the part.")
        case Quantity.RED | Quantity.BLUE:
            return _("check lamp and white balance, shield from other light, wipe the reference.")
        case Quantity.SCALE:
            return _("check the camera's mount and the zoom, calibrate, then teach the reference again.")
        case _:
            assert_never(drift.quantity)


def _of_problem(problem: Problem, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    match problem:
        case Problem.TOO_DARK:
            return _("Too dark for a reference: more light, then teach again.")
        case Problem.TOO_BRIGHT:
            return _("Too bright for a reference: less light or a shorter exposure, then teach again.")
        case Problem.TOO_SOFT:
            return _("Too soft for a reference: wipe the lens, set its focus, then teach again.")
        case Problem.NOTHING_TO_FIND_AGAIN:
            return _("The reference has too little structure: take a part or target with more, then teach again.")
        case Problem.OTHER_CAMERA:
            return _("Another camera ({got}) than when it was taught ({expected}): teach the reference again.")
        case Problem.OTHER_SIZE:
            return _(
                "Pictures of another size ({got} px) than when it was taught ({expected} px): set the camera back."
            )
        case Problem.OTHER_EXPOSURE:
            return _("Another exposure time ({got} µs) than when it was taught ({expected} µs): set the camera back.")
        case Problem.OTHER_GAIN:
            return _("Another gain ({got} dB) than when it was taught ({expected} dB): set the camera back.")
        case Problem.NOT_FOUND:
            return _("The reference was not found: lay the same one in its place, then check again.")
        case Problem.NOT_FOUND_AND_SOFT:
            return _(
                "The reference was not found, and the picture is {got} softer than when it was taught: "
                "lay the same one in its place; if it lies there, wipe the lens and check its focus."
            )
        case Problem.FAR_FROM_ITS_PLACE:
            return _(
                "Only {got} of the reference is seen, {expected} are needed: lay it in its place, then check again."
            )
        case Problem.NOT_AS_KNOWN:
            return _(
                "The station says {got} here, and {expected} is known of this part: lay it in its place, or take "
                "another part; if it is the right one, the limits or the model do not fit."
            )
        case Problem.NOT_TAUGHT:
            return _("No reference has been taught: lay one under the camera and teach it.")
        case Problem.DAMAGED:
            return _("What was taught cannot be read any more ({got}): teach the reference again.")
        case _:
            assert_never(problem)


def _said(value: str, language: Language) -> str:
    """A verdict in its word, anything else as it is."""
    from inspection.wording import verdict_word

    return verdict_word(Verdict(value), language) if value in set(Verdict) else value


def _percent(share: float, quantity: Quantity, language: Language) -> str:
    decimals = 1 if quantity is Quantity.SCALE else 0
    return f"{number(round(abs(share) * 100, decimals), language, decimals)}\N{NO-BREAK SPACE}%"
