"""What the part is called, and with which scale it is measured."""

import streamlit as st

from inspection.language import Language
from inspection.station import Station
from screens.host import StationHost
from screens.setup.part.fields import field, value
from screens.setup.part.problem import field_word
from screens.setup.typing import number_field, text_field
from screens.texts import translator


def part_form(host: StationHost, station: Station, language: Language) -> None:
    """Names on the left, scale on the right."""
    _ = translator(language)
    left, right = st.columns(2)
    with left:
        text_field(_("Name of the part, German"), field("title_de"))
        text_field(_("Name of the part, English"), field("title_en"))
    with right:
        _scale(language)


def _scale(language: Language) -> None:
    _ = translator(language)
    words = {"camera": _("as the camera was calibrated"), "mm": _("fixed"), "px": _("not known: pixels")}
    st.segmented_control(
        _("Scale"),
        list(words),
        format_func=words.__getitem__,
        key=field("scale"),
        required=True,
        width="stretch",
        persist_state="session",
    )
    match value("scale"):
        case "camera":
            label = _("{field} above the ruler or target, in mm").format(field=field_word("height", language))
            hint = _("0 where ruler or target lay on the judged surface. Otherwise only the target's scale will do.")
            number_field(label, field("height"), hint=hint)
        case "mm":
            number_field(_("{field} in mm").format(field=field_word("fixed_mm", language)), field("fixed_mm"))
            number_field(
                _("{field} in ± %").format(field=field_word("fixed_percent", language)), field("fixed_percent")
            )
        case _:
            st.caption(_("Limits on lengths are then in pixels, and no norm can be applied."))
