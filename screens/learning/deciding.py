"""The section in which the master decides between the model that judges and a new one of the workshop's own."""

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from inspection.errors import InspectionError, ModelRefused
from inspection.language import Language
from inspection.people import Role
from inspection.station import Station
from screens.access import visitor
from screens.access.visiting import asked_for
from screens.components import ASSETS
from screens.host import StationHost, at_work
from screens.learning.candidates import Candidate, Slot, slots_of
from screens.learning.deciding_acts import leave, promote, question_about
from screens.learning.deciding_job import ComparisonJob, begin, job_of
from screens.learning.deciding_words import advice_notice, show_figures
from screens.learning.flipping import flipping
from screens.learning.going_back import going_back
from screens.setup.acting import Said, attempt, forget, show_said
from screens.setup.notice import Notice, show, show_state, show_words
from screens.setup.times import moment_text
from screens.texts import translator
from training.errors import TrainingError
from training.promoting.advising import Counsel, advise
from training.promoting.keeping import Kept, kept

PLACE: Final = "deciding"
_LOOK_EVERY_S: Final = 1.0


def deciding(host: StationHost, station: Station, language: Language) -> None:
    """For every slot of the part: what judges, the way back, and what might take its place."""
    _ = translator(language)
    for style in ("setup.css", "inspecting.css", "deciding.css"):
        st.html(ASSETS / style)
    show_said(PLACE, language)
    try:
        slots = slots_of(station.recipe, host.home)
    except ModelRefused as error:
        show(Notice(kind="bad", title=_("Nobody knows which model is meant to judge"), detail=str(error)), language)
        return
    for slot in slots:
        with st.container(key=f"mb_slot_{slot.name}"):
            _slot(slot, host, language)


def _slot(slot: Slot, host: StationHost, language: Language) -> None:
    _ = translator(language)
    _judging(slot, language)
    if visitor().may(Role.MASTER):
        going_back(slot, PLACE, language)
    if not slot.candidates:
        title = _("There is no other model to choose yet.")
        show(Notice(kind="hint", title=title, text=_("Train one; then both are compared here.")), language)
        return
    candidate = _chosen(slot, language)
    if candidate.declined_at is not None:
        said = _("{model} was not taken on {day}.")
        show_words(said.format(model=candidate.name, day=moment_text(candidate.declined_at, language)))
    try:
        question = question_about(candidate, host)
    except (InspectionError, TrainingError) as error:
        show(_said_impossible(str(error), language), language)
        return
    job = job_of(host)
    if (answered := kept(host.home, question)) is not None:
        _decide(candidate, answered, language)
    elif job is not None and job.is_running:
        _under_way(job, language)
    else:
        _begin(candidate, job.error if job and job.question == question else "", language)


def _judging(slot: Slot, language: Language) -> None:
    _ = translator(language)
    if slot.judges is None:
        show_state("bad", _("No model judges this part."))
        return
    since = moment_text(slot.active.since, language) if slot.active else ""
    text = _("{model} judges since {day}") if since else _("{model} judges now")
    show_state("good", text.format(model=slot.judges, day=since))


def _chosen(slot: Slot, language: Language) -> Candidate:
    """The newest that was not declined, or the one that was touched."""
    _ = translator(language)
    by_name = {one.name: one for one in slot.candidates}
    if len(by_name) == 1:
        return slot.candidates[0]
    with st.container(key=f"mb_candidates_{slot.name}"):
        name = st.segmented_control(
            _("Which model is to be compared?"),
            list(by_name),
            default=slot.candidates[0].name,
            key=f"learn_candidate_{slot.name}",
            on_change=forget,
            args=(PLACE,),
        )
    return by_name.get(name or "", slot.candidates[0])


def _begin(candidate: Candidate, error: str, language: Language) -> None:
    _ = translator(language)
    if error:
        title = _("The comparison was not finished.")
        show(Notice(kind="bad", title=title, text=_("Try again; inspection was not touched."), detail=error), language)
    title = _("{model} is new: compare it with the one at work first").format(model=candidate.name)
    text = _("Both look at the pictures that were set aside for checking. Parts can be inspected meanwhile.")
    show(Notice(kind="open", title=title, text=text), language)
    if _is_master(language):
        with st.container(key="mb_decide_begin"):
            st.button(
                _("Compare both models"),
                key=f"learn_compare_{candidate.slot}",
                type="primary",
                on_click=attempt,
                args=(PLACE, partial(_compare, candidate)),
                width="stretch",
            )


def _compare(candidate: Candidate) -> Said | None:
    host = at_work()
    try:
        begin(host, question_about(candidate, host))
    except TrainingError as error:
        return partial(_said_impossible, str(error))
    return None


def _said_impossible(detail: str, language: Language) -> Notice:
    _ = translator(language)
    text = _("Tell whoever looks after this computer.")
    return Notice(kind="bad", title=_("These two cannot be compared."), text=text, detail=detail)


@st.fragment(run_every=_LOOK_EVERY_S)
def _under_way(job: ComparisonJob, language: Language) -> None:
    _ = translator(language)
    if not job.is_running:
        st.rerun(scope="app")
    text = _("Comparing with {model}. Parts can be inspected meanwhile.").format(model=job.question.candidate)
    show_state("open", text)
    words = _("picture {done} of {count}").format(done=job.done, count=job.of) if job.of else _("getting ready")
    st.progress(job.done / job.of if job.of else 0.0, words)


def _decide(candidate: Candidate, answered: Kept, language: Language) -> None:
    """What it would advise and the figures side by side, then the pictures, and last what the master says."""
    answer = answered.answer
    with st.container(key=f"mb_weighed_{candidate.slot}"):
        show(advice_notice(answer, advise(answer), language), language)
        if answer.comparison is not None:
            show_figures(answer.comparison, language)
    if answer.comparison is not None and answer.comparison.each:
        flipping(answer.comparison, language, key=f"flip_{candidate.name}")
    if _is_master(language):
        _buttons(candidate, answered, language)


def _buttons(candidate: Candidate, answered: Kept, language: Language) -> None:
    _ = translator(language)
    field = f"learn_why_{candidate.name}"
    is_advised = advise(answered.answer).counsel in (Counsel.BETTER, Counsel.PERHAPS_BETTER)
    why = _("Why? (needed to take it all the same)") if not answered.answer.holds else _("Why? (may stay empty)")
    with st.container(key="mb_decide"):
        st.text_input(why, key=field, max_chars=500)
        left, right = st.columns(2)
        acts = ((right, "take", promote, _("Take {model}")), (left, "leave", leave, _("Do not take {model}")))
        for column, name, act, label in acts:
            column.button(
                label.format(model=candidate.name),
                key=f"learn_{name}_{candidate.name}",
                type="primary" if name == "take" and is_advised else "secondary",
                on_click=partial(_say, act, candidate, field),
                width="stretch",
            )


def _say(act: Callable[[Candidate, str], Said], candidate: Candidate, field: str) -> None:
    attempt(PLACE, lambda: act(candidate, st.session_state[field]))


def _is_master(language: Language) -> bool:
    if visitor().may(Role.MASTER):
        return True
    show_words(asked_for(Role.MASTER, language))
    return False
