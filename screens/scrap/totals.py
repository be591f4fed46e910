"""The first lines of a section: how much scrap of how many parts, what it cost, and what is still open."""

from html import escape

import streamlit as st

from inspection.language import Language, number
from inspection.scrap_book.counting import Fates, fates
from inspection.scrap_book.enough import MIN_N, enough_for_share
from inspection.wording.amounts import euros, percent
from screens.scrap.shown import Shown
from screens.scrap.wording import interval_words, of_words, parts_word
from screens.setup.notice import show_words
from screens.texts import translator


def show_totals(shown: Shown, language: Language) -> None:
    """Four figures, and under them what they rest on."""
    counted = fates(shown.parts)
    cards = "".join(_card(*figure) for figure in _figures(counted, language))
    st.html(f'<dl class="mb-figures">{cards}</dl>')
    for words in _resting_on(counted, language):
        show_words(words)


def _figures(counted: Fates, language: Language) -> list[tuple[str, str, str]]:
    """Name, figure, and what stands small under it."""
    _ = translator(language)
    rate = counted.rate
    share = _("no parts") if rate.value is None else percent(rate.value, language)
    under = f"{of_words(rate, language)} · {interval_words(rate, language)}" if rate.n else ""
    return [
        (_("Scrap"), share, under),
        (_("Cost of scrap and rework"), *_cost(counted, language)),
        (_("Rework"), parts_word(counted.rework, language), ""),
        (_("Still open, not counted"), parts_word(counted.open, language), ""),
    ]


def _card(name: str, figure: str, under: str) -> str:
    small = f"<small>{escape(under)}</small>" if under else ""
    return f'<div class="mb-figure-card"><dt>{escape(name)}</dt><dd>{escape(figure)}{small}</dd></div>'


def _cost(counted: Fates, language: Language) -> tuple[str, str]:
    """The sum, as far as it is known."""
    _ = translator(language)
    lost = counted.scrap + counted.rework
    if lost and counted.cost_unknown == lost:
        return _("unknown"), _("Fill in what a part costs under Costs.")
    without = _("without {count} whose cost is unknown").format(count=number(counted.cost_unknown, language))
    return euros(counted.cost_cents, language), without if counted.cost_unknown else ""


def _resting_on(counted: Fates, language: Language) -> list[str]:
    _ = translator(language)
    said = []
    if not enough_for_share(counted.n):
        said.append(
            _("These are too few parts for a share that means something: at least {count} are needed.").format(
                count=MIN_N
            )
        )
    if counted.assumed:
        text = _(
            "{parts} are counted by their verdict; nobody has said what became of them. "
            "Say it in the history, at the part."
        )
        said.append(text.format(parts=parts_word(counted.assumed, language)))
    return said
