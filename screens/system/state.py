"""How the station is: what the bench shows at the top, then what the doctor says, in plain words."""

from collections.abc import Iterator
from pathlib import Path
from typing import assert_never

import streamlit as st

from inspection.doctor import Check, Topic, quick_checks
from inspection.errors import RecipeInvalid
from inspection.language import Language
from inspection.places import find_recipe
from screens.host import StationHost
from screens.station_view import Sign, signs
from screens.system.blocks import Lamp, show_lines
from screens.texts import translator

LOOK_AGAIN_S = 2.0
Line = tuple[Lamp, str, str, str, str]


def state_section(host: StationHost, language: Language) -> None:
    """Lamps, and beside each what it means and what to try."""
    _now(host, language)
    at_work = host.station.recipe.name if host.station else None
    show_lines(_line(check, host.home, language) for check in quick_checks(host.home) if _matters(check, at_work))


def _matters(check: Check, part: str | None) -> bool:
    """A part that nobody inspects now, and whose recipe is sound, is nobody's trouble."""
    return check.topic is not Topic.PART or not check.good or check.subject == part


@st.fragment(run_every=LOOK_AGAIN_S)
def _now(host: StationHost, language: Language) -> None:
    if host.station is not None:
        show_lines(_of_sign(sign) for sign in _signs(host, language))


def _signs(host: StationHost, language: Language) -> Iterator[Sign]:
    if host.station is not None:
        yield from signs(host.station.state(), None, language)


def _of_sign(sign: Sign) -> Line:
    return ("good" if sign.good else "bad", sign.name, sign.words, sign.advice, sign.detail)


def _line(check: Check, home: Path, language: Language) -> Line:
    lamp: Lamp = "bad" if not check.good else "open" if check.topic is Topic.PART and check.next_step else "good"
    name, words, advice = _in_words(check, lamp, home, language)
    return (lamp, name, words, "", "") if lamp == "good" else (lamp, name, words, advice, check.what)


def _in_words(check: Check, lamp: Lamp, home: Path, language: Language) -> tuple[str, str, str]:
    """Name, how it is, what to try."""
    _ = translator(language)
    in_order, again = _("in order"), _("Install the program again.")
    match check.topic:
        case Topic.COMPUTER:
            return _("Computer"), in_order, ""
        case Topic.INSPECTION:
            return _("Program"), in_order if check.good else _("incomplete"), again
        case Topic.TRAINING:
            can, cannot = _("this station can train"), _("this station inspects and does not train")
            return _("Training"), cannot if check.next_step else can, ""
        case Topic.PART:
            words = {"good": in_order, "open": _("its model is not there yet"), "bad": _("its recipe cannot be read")}
            advice = {"open": _("Train a model for it, or copy one."), "bad": _("Mend its recipe, or delete it.")}
            return _part(check.subject, home, language), words[lamp], advice.get(lamp, "")
        case Topic.ACTIVE | Topic.POINTER:
            words_ = in_order if check.good else _("the promoted model is gone or was changed")
            name = _("Model for {slot}").format(slot=check.subject) if check.subject else _("Promoted models")
            return name, words_, _("Go back to the model before: section Models.")
        case Topic.DISK | Topic.RECORDS | Topic.MODEL | Topic.MODELS | Topic.CAMERA:
            return check.name, in_order if check.good else _("not in order"), check.next_step
        case _:
            assert_never(check.topic)


def _part(name: str, home: Path, language: Language) -> str:
    """What people call it; its name where the recipe cannot be read."""
    _ = translator(language)
    try:
        return _("Part {name}").format(name=find_recipe(name, home).title(language))
    except RecipeInvalid:
        return _("Part {name}").format(name=name)
