"""Step 5, defect cards: what the shop knows about every kind of defect, in its own words."""

from functools import partial
from typing import Final

import streamlit as st

from inspection.cards import Card, CardText, find_card
from inspection.errors import RecipeInvalid
from inspection.language import Language
from inspection.station import Station
from inspection.wording import class_word
from inspection.wording.words import capital
from screens.defect_card import card_html
from screens.host import StationHost
from screens.setup.acting import Said, attempt, forget, show_said
from screens.setup.notice import Notice, show, show_state, show_words
from screens.setup.part.limits_form import known_classes
from screens.setup.part.problem import DraftProblem, plain_problem
from screens.setup.trouble import trouble
from screens.setup.typing import text_field
from screens.texts import translator

PLACE: Final = "cards"
_CLASS: Final = "card_class"
_TIMES: Final = "card_times"


def cards_step(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    classes = known_classes(station)
    cards = {name: _find(name, station, language) for name in classes}
    _state(cards, language)
    show_said(PLACE, language)
    chosen = st.pills(
        _("Defect"),
        classes,
        format_func=lambda name: capital(class_word(name, language)),
        key=_CLASS,
        default=classes[0] if classes else None,
        required=True,
        label_visibility="collapsed",
        on_change=partial(forget, PLACE),
        persist_state="session",
    )
    if chosen is None:
        return
    card = cards[chosen]
    left, right = st.columns(2)
    with left:
        _shown(card, language)
    with right:
        _edit(chosen, card if isinstance(card, Card) else None, host, station, language)


def _find(class_name: str, station: Station, language: Language) -> Card | RecipeInvalid | None:
    """The card, None where there is none, or why the workshop's own cannot be read."""
    try:
        return find_card(class_name, station.recipe.part_type, station.home, language)
    except RecipeInvalid as error:
        return error


def _state(cards: dict[str, Card | RecipeInvalid | None], language: Language) -> None:
    _ = translator(language)
    there = [card for card in cards.values() if isinstance(card, Card)]
    own = sum(card.is_own for card in there)
    words = _("Defect cards: {count} of {all} defects have one, {own} are your own.").format(
        count=len(there), all=len(cards), own=own
    )
    todo = _("Choose a defect, and write down what you know about it. The card comes up beside the verdict.")
    show_state("good" if len(there) == len(cards) else "open", words, todo)


def _shown(card: Card | RecipeInvalid | None, language: Language) -> None:
    _ = translator(language)
    match card:
        case Card():
            st.subheader(card.text.title, anchor=False)
            st.html(card_html(card, language))
            show_words(_("Your own card.") if card.is_own else _("This card came with the program."))
        case RecipeInvalid():
            show(trouble(card, language), language)
        case None:
            show_words(_("There is no card for this defect yet."))


def _edit(class_name: str, card: Card | None, host: StationHost, station: Station, language: Language) -> None:
    """Fields that begin with the card; a new set after every saving."""
    _ = translator(language)
    times = st.session_state.setdefault(_TIMES, 0)
    key = f"card{times}_{language}_{class_name}"
    text = card.text if card else None
    text_field(_("Title"), f"{key}_title", text.title if text else capital(class_word(class_name, language)))
    _lines(_("What it looks like"), f"{key}_looks_like", (text.looks_like,) if text else ())
    _lines(_("What to try first, one thing a line"), f"{key}_try_first", text.try_first if text else ())
    _lines(_("Likely causes, one a line"), f"{key}_causes", text.causes if text else ())
    st.button(
        _("Save the card"),
        key="card_save",
        type="primary",
        on_click=partial(_save, key, class_name, card, host, station, language),
        width="stretch",
    )
    try:
        _typed(key)
    except DraftProblem as problem:  # below the button, which must not move away while a finger presses it
        show(Notice(kind="bad", title=problem.in_words(language)), language)


def _lines(label: str, key: str, first: tuple[str, ...]) -> None:
    if key not in st.session_state:
        st.session_state[key] = "\n".join(first)
    st.text_area(label, key=key, height="content", persist_state="session")


def _typed(key: str) -> CardText:
    """What the fields say. Raises DraftProblem."""
    values = {name: str(st.session_state[f"{key}_{name}"]) for name in ("title", "looks_like", "try_first", "causes")}
    lists = {
        name: [line.strip() for line in values[name].splitlines() if line.strip()] for name in ("try_first", "causes")
    }
    looks_like = " ".join(values["looks_like"].split())
    return plain_problem(lambda: CardText.model_validate({"title": values["title"], "looks_like": looks_like, **lists}))


def _save(
    key: str, class_name: str, card: Card | None, host: StationHost, station: Station, language: Language
) -> None:
    """A second click finds just this card, and saves nothing."""
    times = st.session_state[_TIMES]
    try:
        text = _typed(key)
    except DraftProblem:
        return

    def act() -> Said:
        new = Card(
            class_name=class_name,
            part_type=station.recipe.part_type,
            iso_6520=card.iso_6520 if card else None,
            language=language,
            text=text,
        )
        host.desk.save_card(station, new)
        st.session_state[_TIMES] = times + 1
        return partial(_saved, class_name)

    attempt(PLACE, act)


def _saved(class_name: str, language: Language) -> Notice:
    _ = translator(language)
    title = _("The card for “{defect}” is saved.").format(defect=capital(class_word(class_name, language)))
    return Notice(kind="good", title=title)
