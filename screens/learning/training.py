"""Begin a training, see how far it is and how good already, stop it and go on with it."""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from inspection.errors import RecipeInvalid
from inspection.language import Language
from inspection.people import Role
from inspection.places import find_recipe, recipe_names
from inspection.station import Station
from screens.access import visitor
from screens.access.visiting import asked_for_html
from screens.host import StationHost
from screens.learning import training_job
from screens.learning.curves import found_list, show_looks
from screens.learning.training_words import (
    HALF_AN_HOUR,
    budget_word,
    ended_notice,
    model_name,
    not_installed,
    standing_words,
    time_words,
)
from screens.room import look_again
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show, show_words
from screens.setup.typing import text_field
from screens.texts import translator
from training.errors import TooFewLessons, TrainingError
from training.fitting.task import LUNCH_MINUTES, OVERNIGHT_MINUTES
from training.labelling.lessons import approved, refuse_too_few
from training.runs import Run, Standing, run_at_work, runs

PLACE: Final = "learn_training"
OWN_TIME: Final = 0.0
BUDGETS: Final = (LUNCH_MINUTES, HALF_AN_HOUR, OVERNIGHT_MINUTES, OWN_TIME)
_LOOK_AGAIN_S: Final = 2.0
_LEAST_MINUTES, _MOST_MINUTES = 2, 10_080


def training(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    show_said(PLACE, language)
    run = run_at_work(host.home)
    if run is not None:
        follow = st.fragment(_under_way, run_every=_LOOK_AGAIN_S)
        follow(host, run.name, language)
        _stopping(host, run, language)
        return
    look_again(None, partial(_at_work, host))  # it may be begun at another screen
    last = next(iter(runs(host.home)), None)
    if last is not None:
        _ended(host, last, language)
    _asking(host, station, language, is_first=last is None or not (last.may_go_on or last.finished))


def _at_work(host: StationHost) -> str | None:
    run = run_at_work(host.home)
    return run.name if run is not None else None


def _under_way(host: StationHost, name: str, language: Language) -> None:
    """How far it is; looked at again every two seconds, and by itself no more than a few lines of a file."""
    run = run_at_work(host.home)
    if run is None or run.name != name:
        st.rerun(scope="app")
    else:
        st.html(progress_html(run, language))
        show_looks(run.looks, language)


def progress_html(run: Run, language: Language) -> str:
    """Bar and time left."""
    _ = translator(language)
    percent = round(100 * run.share)
    left = ""
    if run.standing is Standing.LEARNING and run.seconds_left is not None:
        left = _("{time} left").format(time=time_words(run.seconds_left, language))
    said = " · ".join(text for text in (standing_words(run, language), f"{percent} %", left) if text)
    label = escape(_("Progress of {name}").format(name=run.name))
    return (
        f'<section class="mb-room-card mb-learning" data-standing="{run.standing}"><h2>{escape(run.name)}</h2>'
        f'<div class="mb-bar" role="progressbar" aria-label="{label}" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{percent}"><i style="width: {percent}%"></i></div>'
        f'<p role="status"><b>{escape(said)}</b></p></section>'
    )


def _stopping(host: StationHost, run: Run, language: Language) -> None:
    _ = translator(language)
    show_words(_("You may close this page: it goes on by itself, and the station inspects meanwhile."))
    if visitor().may(Role.MASTER):
        st.button(
            _("Stop"),
            key="learn_stop",
            disabled=run.standing in (Standing.STOPPING, Standing.WRITING),
            on_click=_do,
            args=(partial(training_job.stop, host.home, run.name),),
        )


def _ended(host: StationHost, run: Run, language: Language) -> None:
    _ = translator(language)
    notice = ended_notice(run, language)
    if notice is None:
        return
    show(notice, language)
    if run.finished is not None and (found := found_list(run.finished, language)):
        st.html(f'<section class="mb-room-card">{found}</section>')
    if run.finished is not None:
        from screens.learning.sections import SECTIONS, Section

        st.button(_("Decide"), key="learn_decide", type="primary", on_click=SECTIONS.go_to, args=(Section.DECIDE,))
    if run.may_go_on and visitor().may(Role.MASTER):
        st.button(
            _("Go on with {name}").format(name=run.name),
            key="learn_go_on",
            type="primary",
            disabled=not training_job.can_train(),
            on_click=_do,
            args=(partial(training_job.go_on, host.home, run.name),),
        )


def _asking(host: StationHost, station: Station, language: Language, *, is_first: bool) -> None:
    """The form of a new training, or why there is none."""
    _ = translator(language)
    if not training_job.can_train():
        show(not_installed(language), language)
        return
    if not visitor().may(Role.MASTER):
        st.html(asked_for_html(Role.MASTER, language))
        return
    with st.container(key="mb_learn_form"):
        part = _part(host, station, language)
        lessons = approved(host.label_desk.book, part)
        show_words(_("Approved pictures of this part: {count}.").format(count=len(lessons)))
        try:
            refuse_too_few(lessons)
            is_enough = True
        except TooFewLessons:
            is_enough = False
            show_words(_("That is too little. Look under Is it enough? what is missing."))
        first = free_name(host, part)
        typed = text_field(_("Name of the new model"), f"learn_name_{part}_{first}", first)
        minutes = _minutes(language)
        st.button(
            _("Let it learn"),
            key="learn_begin",
            type="primary" if is_first else "secondary",
            disabled=not is_enough or not model_name(typed),
            on_click=begin,
            args=(host, part, model_name(typed), minutes),
        )


def _part(host: StationHost, station: Station, language: Language) -> str:
    _ = translator(language)
    titles = {}
    for name in recipe_names(host.home):
        try:
            titles[name] = find_recipe(name, host.home).title(language)
        except RecipeInvalid:  # the system page names it
            continue
    titles.setdefault(station.recipe.name, station.recipe.title(language))
    names = list(titles)
    chosen: str = st.selectbox(
        _("Part"), names, index=names.index(station.recipe.name), format_func=titles.__getitem__, key="learn_part"
    )
    return chosen


def _minutes(language: Language) -> float:
    _ = translator(language)
    chosen = st.segmented_control(
        _("How long may it take?"),
        BUDGETS,
        default=LUNCH_MINUTES,
        format_func=lambda minutes: budget_word(minutes, language),
        key="learn_budget",
    )
    if chosen:
        return chosen
    return float(
        st.number_input(
            _("Minutes"), min_value=_LEAST_MINUTES, max_value=_MOST_MINUTES, value=60, step=5, key="learn_minutes"
        )
    )


def free_name(host: StationHost, part: str) -> str:
    """A name for the next model of the part, by what its recipe calls its model: weld-bead-2."""
    try:
        slot = find_recipe(part, host.home).model
    except RecipeInvalid:
        slot = part
    number = 2
    while training_job.is_taken(host.home, f"{slot}-{number}"):
        number += 1
    return f"{slot}-{number}"


def begin(host: StationHost, part: str, name: str, minutes: float) -> None:
    """What the button does."""

    def act() -> Said | None:
        if training_job.is_taken(host.home, name):
            return partial(_said_taken, name)
        training_job.begin(host.home, part=part, name=name, minutes=minutes)
        return None

    attempt(PLACE, partial(_explained, act))


def _do(act: Callable[[], None]) -> None:
    attempt(PLACE, partial(_explained, act))


def _explained(act: Callable[[], Said | None]) -> Said | None:
    """What a library says in English stands below our own words."""
    try:
        return act()
    except TrainingError as error:
        return partial(_said_refused, str(error))


def _said_taken(name: str, language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="bad", title=_("There is a model called {name} already. Choose another name.").format(name=name))


def _said_refused(detail: str, language: Language) -> Notice:
    _ = translator(language)
    text = _("Nothing was changed. Is another one at work?")
    return Notice(kind="bad", title=_("The learning did not begin"), text=text, detail=detail)
