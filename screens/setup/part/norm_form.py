"""The norm of a weld: level, joint and thickness, and at once the limits that follow."""

from datetime import UTC, datetime

import streamlit as st

from inspection.language import Language
from inspection.norms import Iso5817
from inspection.recipe import Recipe
from inspection.recipe_book.describing import limit_rows
from inspection.station import Station
from inspection.wording import clause_word
from inspection.wording.coverage import why_not_assessable
from screens.host import StationHost
from screens.setup.notice import show_words
from screens.setup.part.draft import drafted_norm
from screens.setup.part.fields import base, field, put, value
from screens.setup.part.problem import DraftProblem, field_word
from screens.setup.tables import table_html
from screens.setup.typing import number_field
from screens.texts import translator


def norm_form(host: StationHost, station: Station, language: Language) -> None:
    """Fields on the left, what follows from them on the right."""
    _ = translator(language)
    st.toggle(_("Welds are judged by ISO 5817"), key=field("norm"), persist_state="session")
    if not value("norm"):
        return
    left, right = st.columns([2, 3])
    with left:
        _fields(language)
    with right:
        try:
            norm = drafted_norm()
        except DraftProblem:
            norm = None
        if norm is not None:
            _what_follows(norm, language)


def _fields(language: Language) -> None:
    _ = translator(language)
    levels = {"B": _("B · stringent"), "C": _("C · intermediate"), "D": _("D · moderate")}
    joints = {"butt": _("butt weld"), "fillet": _("fillet weld")}
    _choice(_("Level"), "level", levels)
    _choice(_("Joint"), "joint", joints)
    number_field(_("{field} in mm").format(field=field_word("t", language)), field("t"))
    if value("joint") == "butt":
        hint = _("May stay empty: then it is that of the plate.")
        number_field(_("{field} in mm").format(field=field_word("s", language)), field("s"), hint=hint)
    else:
        number_field(_("{field} in mm").format(field=field_word("a", language)), field("a"))
    st.date_input(
        _("Numbers confirmed by the welding engineer on"),
        key=field("confirmed_on"),
        format="DD.MM.YYYY" if language == "de" else "DD/MM/YYYY",
        persist_state="session",
    )
    st.button(_("Confirmed today"), key="norm_confirmed", on_click=_confirm_today)


def _confirm_today() -> None:
    put("confirmed_on", datetime.now(UTC).astimezone().date())


def _choice(label: str, name: str, words: dict[str, str]) -> None:
    st.segmented_control(
        label,
        list(words),
        format_func=words.__getitem__,
        key=field(name),
        required=True,
        width="stretch",
        persist_state="session",
    )


def _what_follows(norm: Iso5817, language: Language) -> None:
    _ = translator(language)
    rows = [(row.defect, row.characteristic, row.limit, row.remark) for row in limit_rows(_alone(norm), language)]
    headings = (_("Defect"), _("Measured"), _("Allowed"), "")
    st.html(table_html(_("What level {level} allows").format(level=norm.level), headings, rows))
    left_out = [
        (f"{clause_word(entry.clause, language)} ({entry.clause})", why_not_assessable(entry.why, language))
        for entry in norm.not_assessable()
    ]
    title = _("Also limited by the norm, and not to be seen on a picture")
    st.html(table_html(title, (_("Defect"), _("Why not")), left_out))
    source = _("Numbers from ISO 5817:{edition}, to be confirmed by the welding engineer.").format(edition=norm.edition)
    show_words(source)


def _alone(norm: Iso5817) -> Recipe:
    """The recipe with no other limits than those of the norm."""
    recipe = base()
    assert recipe is not None
    return recipe.model_copy(update={"norm": norm, "limits": (), "grades": ()})
