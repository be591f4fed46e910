"""One recorded part, whole: what was seen and why it was judged so, what it belongs to, what was said of it."""

from collections.abc import Callable
from html import escape

import streamlit as st

from inspection.job import Job
from inspection.language import Language
from inspection.record import DispositionRecord, InspectionRecord
from inspection.station import Station
from screens import components
from screens.arithmetic import arithmetic_html
from screens.disposition_words import disposition_words
from screens.history.asking import From
from screens.history.looking import FoundOne
from screens.history.rows import dated_word, job_words
from screens.history.words import origin_word
from screens.part_view import PartView, part_view
from screens.setup.times import moment_text
from screens.texts import translator


def dated_view(part: FoundOne, language: Language) -> PartView:
    """The part as it is shown at the bench, with its day, and what it belongs to."""
    _ = translator(language)
    record, word = part.record, part.word
    entry = _("Entry {number}").format(number=record.sequence)
    heading = " · ".join([entry, moment_text(record.recorded_at, language), *job_words(record.inspection, language)])
    view = part_view(record, language, is_newest=False, word=word, is_withdrawn=part.is_withdrawn)
    spoken = None if word is None else dated_word(word, language)
    return view.model_copy(update={"heading": heading, "master": spoken})


def show_result(part: FoundOne, back: str, language: Language, *, on_back: Callable[[], None]) -> None:
    """Verdict, reasons, evidence picture; `back` is what the way back is called."""
    _ = translator(language)
    texts = {
        "title": "",
        "how": "",
        "no_picture": _("No picture"),
        "back": back,
        "enlarge": _("Show the picture large"),
        "larger": _("larger"),
        "smaller": _("smaller"),
        "whole": _("Whole picture"),
        "close": _("Close"),
    }
    components.result(components.ResultData(part=dated_view(part, language), texts=texts), on_back=on_back)


def show_behind(part: FoundOne, station: Station, language: Language) -> None:
    """The numbers, what was asked and said, and the paper."""
    _ = translator(language)
    facts, numbers = st.columns([2, 3])
    with facts:
        st.html(facts_html(part, _title(part.record, station, language), language))
        address = f"/api/protocols/{part.record.inspection.record_id}?lang={language}"
        st.link_button(_("Test report (PDF)"), address, width="stretch")
    with numbers, st.expander(_("Numbers and times"), expanded=True, key="history_numbers"):
        st.html(arithmetic_html(part.record, language))


def facts_html(part: FoundOne, title: str, language: Language) -> str:
    """What the part belongs to and all that was said of it, as HTML; every text is escaped."""
    _ = translator(language)
    job, inspection = part.record.inspection.job, part.record.inspection
    facts = {
        _("Serial number"): job.serial or "–",
        _("Order"): job.order or "–",
        **{name: text for name, text in _further(job, language).items() if text},
        _("Part"): title,
        _("Pictures"): origin_word(From(inspection.source), language),
    }
    if part.is_withdrawn:
        facts[_("Taken back")] = _("This part does not count.")
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts.items())
    said = "".join(f"<li>{escape(dated_word(one.override, language).said)}</li>" for one in part.words)
    heading = escape(_("Word of the master"))
    words = f"<h3>{heading}</h3><ul>{said}</ul>" if said else ""
    fates = "".join(f"<li>{escape(_dated(one, language))}</li>" for one in part.dispositions)
    if fates:
        words += f"<h3>{escape(_('What becomes of it'))}</h3><ul>{fates}</ul>"
    return f'<section class="mb-facts"><dl>{rows}</dl>{words}</section>'


def _further(job: Job, language: Language) -> dict[str, str | None]:
    """What is said of few parts stands there only where somebody said it."""
    _ = translator(language)
    return {_("Machine"): job.machine, _("Lot"): job.lot, _("Batch of material"): job.material}


def _dated(one: DispositionRecord, language: Language) -> str:
    said = one.disposition
    return f"{disposition_words(said, language)} ({moment_text(said.given_at, language)})"


def _title(record: InspectionRecord, station: Station, language: Language) -> str:
    """What people call this kind of part today."""
    from inspection.station.choosing import parts_to_choose

    kind = record.inspection.part_type
    recipes = (station.recipe, *parts_to_choose(station.home))
    return next((recipe.title(language) for recipe in recipes if recipe.part_type == kind), kind)
