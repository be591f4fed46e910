"""The demonstration's blocks of HTML; every text is escaped."""

from collections.abc import Sequence
from html import escape

from inspection.demonstration import DemonstrationState, Fault
from inspection.language import Language, number
from screens.blocks import with_commands
from screens.demo.noticed import Noticed
from screens.demo.steps import State, Step
from screens.demo.words import what_was_done
from screens.station_view import counts
from screens.texts import translator

_MARKS: dict[State, str] = {"done": "✓", "now": "●", "stopped": "✕", "left-out": "–"}


def steps_html(steps: Sequence[Step], language: Language) -> str:
    """The way of a part, from left to right."""
    _ = translator(language)
    items = "".join(
        f'<li data-state="{step.state}"><b><i aria-hidden="true">{_MARKS[step.state]}</i> {escape(step.name)}</b>'
        f"<span>{escape(step.said)}</span><em>{escape(step.took)}</em></li>"
        for step in steps
    )
    title = escape(_("What is happening"))
    return f'<section class="mb-way" aria-label="{title}"><h2>{title}</h2><ol>{items}</ol></section>'


def counts_html(state: DemonstrationState, language: Language) -> str:
    """The counters of this demonstration."""
    _ = translator(language)
    items = "".join(
        f'<li data-verdict="{one.verdict}"><b>{one.count}</b> {escape(one.word)}</li>'
        for one in counts(state.counts, language)
    )
    noticed = _("Faults noticed: {noticed} of {made}").format(
        noticed=number(state.faults_noticed, language), made=number(state.faults_made, language)
    )
    return f'<ul class="mb-demo-counts">{items}<li>{escape(noticed)}</li></ul>'


def fault_html(fault: Fault, noticed: Noticed, language: Language) -> str:
    """Side by side: what was done, what the station noticed, what it says to try."""
    _ = translator(language)
    boxes = (
        ("done", _("What was done"), what_was_done(fault, language)),
        ("noticed", _("What the station says"), noticed.said),
        ("try", _("What to try"), noticed.to_try or "…"),
    )
    sections = "".join(
        f'<section data-box="{box}"><h2>{escape(title)}</h2><p>{with_commands(text)}</p></section>'
        for box, title, text in boxes
    )
    seen = str(noticed.is_noticed).lower()
    return f'<div class="mb-fault" role="status" data-fault="{fault}" data-noticed="{seen}">{sections}</div>'
