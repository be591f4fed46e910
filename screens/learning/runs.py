"""What was learned so far: every training, how it ended, and how good it became."""

from html import escape

import streamlit as st

from inspection.language import Language
from inspection.station import Station
from screens.host import StationHost
from screens.learning.curves import found_list, show_looks
from screens.learning.training_words import standing_words, time_words
from screens.setup.notice import show_words
from screens.setup.times import moment_text
from screens.texts import translator
from training.runs import Run, Standing, runs

SHOWN = 30
_LAMPS = {Standing.FINISHED: "good", Standing.KILLED: "bad", Standing.FAILED: "bad"}
_MARKS = {"good": "✓", "open": "!", "bad": "✕"}


def history(host: StationHost, _station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    found = runs(host.home)[:SHOWN]
    if not found:
        show_words(_("Nothing has been learned here yet."))
        return
    st.html(f'<ul class="mb-lines mb-runs">{"".join(line(run, language) for run in found)}</ul>')
    if len(found[0].looks) > 1:
        show_words(_("How {name} came to it:").format(name=found[0].name))
        show_looks(found[0].looks, language)


def line(run: Run, language: Language) -> str:
    """One training, as HTML."""
    _ = translator(language)
    lamp = _LAMPS.get(run.standing, "open")
    when = moment_text(run.begun_at, language) if run.begun_at else ""
    took = _("took {time}").format(time=time_words(run.finished.elapsed_s, language)) if run.finished else ""
    facts = " · ".join(text for text in (standing_words(run, language), when, took) if text)
    looked = run.finished or next(iter(reversed(run.looks)), None)
    good = found_list(looked, language) if looked is not None else ""
    detail = f'<p><small lang="en">{escape(run.why)}</small></p>' if run.why else ""
    return (
        f'<li data-lamp="{lamp}"><i aria-hidden="true">{_MARKS[lamp]}</i>'
        f"<div><b>{escape(run.name)}</b> <span>{escape(facts)}</span>{good}{detail}</div></li>"
    )
