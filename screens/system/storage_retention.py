"""How long pictures are kept: what is laid down, what was deleted last, and the master's form."""

from functools import partial
from pathlib import Path

import streamlit as st

from inspection.errors import RecipeInvalid
from inspection.language import Language, number
from inspection.people import Role
from inspection.upkeep.daily import YOUNG_DAYS, Upkeep, last_upkeep
from inspection.upkeep.retention import LONGEST_DAYS, Retention, load_retention, save_retention
from screens.access import visitor
from screens.host import StationHost, at_work
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show, show_words
from screens.setup.times import moment_text
from screens.system.blocks import show_facts
from screens.texts import translator

PLACE = "system_retention"
_GOOD, _BAD, _ASIDE, _EARLY = "keep_good", "keep_bad", "keep_aside", "keep_early"


def retention_block(host: StationHost, language: Language) -> None:
    """What holds, what was done last, and for the master the form."""
    _ = translator(language)
    show_said(PLACE, language)
    try:
        retention = load_retention(host.home)
    except RecipeInvalid as error:
        title = _("How long pictures are kept cannot be read: nothing is deleted.")
        show(Notice(kind="bad", title=title, detail=str(error)), language)
        retention = Retention()
    show_facts(_("How long pictures are kept"), retention_facts(retention, last_upkeep(host.home), language))
    if (notice := upkeep_notice(last_upkeep(host.home), language)) is not None and retention.deletes:
        show(notice, language)
    if visitor().may(Role.MASTER):
        with st.expander(_("Change how long pictures are kept")):
            _form(retention, language)


def retention_facts(retention: Retention, last: Upkeep | None, language: Language) -> tuple[tuple[str, str], ...]:
    """Days in words, and what was deleted when somebody looked last."""
    _ = translator(language)
    done = ""
    if last is not None and last.failed is None and not last.postponed:
        done = _("{moment}: {count} pictures").format(
            moment=moment_text(last.at, language), count=number(last.deleted, language)
        )
    return (
        (_("Good parts"), _days(retention.good_pictures_days, language)),
        (_("Bad and doubtful parts"), _days(retention.bad_pictures_days, language)),
        (_("Pictures without a record"), _days(retention.put_aside_days, language)),
        (_("When the disk gets full"), _("good parts go early") if retention.early_when_short else ""),
        (_("Deleted last"), done if retention.deletes else ""),
    )


def upkeep_notice(last: Upkeep | None, language: Language) -> Notice | None:
    """What stood in the way of deleting; None where nothing did."""
    _ = translator(language)
    if last is None or (last.failed is None and not last.postponed):
        return None
    if last.failed is not None:
        title = _("Old pictures could not be deleted")
        text = _("The station tries again. If it stays so, call whoever looks after this computer.")
        return Notice(kind="open", title=title, text=text, detail=last.failed)
    title = _("Deleting waits for a day")
    text = _("Much time has passed since the last look, or the clock was set. Check the date of this computer.")
    return Notice(kind="open", title=title, text=text)


def _days(days: int | None, language: Language) -> str:
    _ = translator(language)
    return _("for good") if days is None else _("{days} days").format(days=number(days, language))


def _form(retention: Retention, language: Language) -> None:
    _ = translator(language)
    show_words(
        _(
            "An empty field means: for good. Deleted are pictures only, never records. What labels, golden parts and "
            "border samples need stays. Every deletion stands in the records."
        )
    )
    with st.form("retention", border=False):
        _number(_("Good parts: days"), _GOOD, retention.good_pictures_days, language)
        _number(_("Bad and doubtful parts: days"), _BAD, retention.bad_pictures_days, language)
        _number(_("Pictures without a record: days"), _ASIDE, retention.put_aside_days, language)
        early = _("When the disk gets full, pictures of good parts go early, but none younger than {days} days")
        st.checkbox(early.format(days=YOUNG_DAYS), value=retention.early_when_short, key=_EARLY)
        st.form_submit_button(_("Keep pictures so"), type="primary", on_click=_save)


def _number(label: str, key: str, value: int | None, language: Language) -> None:
    _ = translator(language)
    st.number_input(label, 1, LONGEST_DAYS, value=value, step=30, key=key, placeholder=_("for good"))


def _save() -> None:
    asked = Retention(
        good_pictures_days=st.session_state.get(_GOOD),
        bad_pictures_days=st.session_state.get(_BAD),
        put_aside_days=st.session_state.get(_ASIDE),
        early_when_short=bool(st.session_state.get(_EARLY)),
    )
    attempt(PLACE, partial(_kept, at_work().home, asked))


def _kept(home: Path, retention: Retention) -> Said:
    save_retention(home, retention)
    if (host := at_work()).station is not None:
        host.station.note("retention-set", retention.model_dump_json())

    def said(language: Language) -> Notice:
        _ = translator(language)
        return Notice(kind="good", title=_("Pictures are kept so from now on."))

    return said
