"""Good parts only: twenty pictures of good parts, one click, and the station asks about whatever is unlike them."""

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from inspection.good_only.manifest import GoodOnlyManifest, load_good_only_manifest
from inspection.language import Language
from inspection.people import Role
from inspection.station import Station
from screens.access import visitor
from screens.access.visiting import asked_for_html
from screens.host import StationHost
from screens.labelling.taking import GOAL
from screens.learning import good_parts_job
from screens.learning.good_parts_taking import PLACE, taking
from screens.learning.training_job import can_train
from screens.learning.training_words import not_installed
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show, show_figure, show_state, show_words
from screens.texts import translator
from training.errors import TrainingError
from training.labelling.lessons import approved
from training.teaching import FALSE_ALARMS_PER_100, Taught, again
from training.teaching.false_alarms import alarms
from training.teaching.pictures import MIN_PICTURES
from training.teaching.wording import expected_text

_SLIDER: Final = "learn_false_alarms"
_LOOK_AGAIN_S: Final = 1.0


def good_parts(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    part = station.recipe.name
    good = good_parts_job.usable(approved(host.label_desk.book, part), host.home)
    taught = good_parts_job.newest(host.home, part)
    _state(len(good), language)
    show_said(PLACE, language)
    if not visitor().may(Role.MASTER):
        st.html(asked_for_html(Role.MASTER, language))
        return
    if not can_train():
        show(not_installed(language), language)
        return
    left, right = st.columns(2)
    with left:
        taking(host, station, language)
    with right:
        _teaching(host, station, len(good), taught, language)


def _state(count: int, language: Language) -> None:
    _ = translator(language)
    words = _("Pictures of good parts: {count} of {wanted}").format(count=count, wanted=GOAL)
    if count >= GOAL:
        enough = _("Pictures of good parts: {count}").format(count=count)
        show_state("good", enough, _("Now it can learn from them. It takes about a minute."))
    elif count >= MIN_PICTURES:
        show_state("open", words, _("It can learn from them already; with more it knows better what is usual."))
    else:
        show_state("open", words, _("Lay one good part after the other under the camera and take its picture."))


def _teaching(
    host: StationHost, station: Station, count: int, taught: good_parts_job.Taught | None, language: Language
) -> None:
    _ = translator(language)
    if taught is not None and taught.is_at_work:
        follow = st.fragment(_wait, run_every=_LOOK_AGAIN_S)
        follow(host, station.recipe.name, language)
        return
    manifest = None
    if taught is not None and taught.is_there:
        manifest = load_good_only_manifest(host.home / "models" / taught.name)
        show_figure(_("It has learned from {count} good parts").format(count=manifest.taught.pictures))
        show_words(expected_text(_told(host, manifest), language))
    elif taught is not None:
        title = _("It could not learn from these pictures.")
        show(Notice(kind="bad", title=title, text=_("Take others, or more."), detail=taught.complaint), language)
    is_used = manifest is not None and station.recipe.good_only == manifest.name
    _slider(host, manifest if not is_used else None, language)
    if manifest is not None:
        _second_look(host, station, manifest, language, is_used=is_used)
    st.button(
        _("Learn from the good parts") if manifest is None else _("Learn anew from all good parts"),
        key="learn_teach",
        type="primary" if manifest is None and count >= MIN_PICTURES else "secondary",
        disabled=count < MIN_PICTURES,
        on_click=_attempt,
        args=(partial(_begin, host, station),),
        width="stretch",
    )


def _told(host: StationHost, manifest: GoodOnlyManifest) -> Taught:
    seen = alarms(manifest.held_out, manifest.threshold)
    return Taught(folder=host.home / "models" / manifest.name, manifest=manifest, seen=seen)


def _slider(host: StationHost, manifest: GoodOnlyManifest | None, language: Language) -> None:
    """The one thing to set. What judges already is not changed: then it counts for the next one."""
    _ = translator(language)
    asked = manifest.false_alarms_per_100 if manifest is not None else FALSE_ALARMS_PER_100
    st.slider(
        _("So many of 100 good parts may go to the master"),
        1,
        20,
        value=max(1, min(20, round(asked))),
        key=_SLIDER,
        on_change=_attempt if manifest is not None else None,
        args=(partial(_set_anew, host, manifest.name),) if manifest is not None else None,
    )
    st.caption(_("Fewer: less work for the master, but more slips through. More: the other way round."))


def _set_anew(host: StationHost, name: str) -> None:
    again(name, host.home, float(st.session_state[_SLIDER]))


def _second_look(
    host: StationHost, station: Station, manifest: GoodOnlyManifest, language: Language, *, is_used: bool
) -> None:
    _ = translator(language)
    if is_used:
        said = _("It looks at every part after the model that knows defects, and asks the master where it is unsure.")
        show(Notice(kind="good", title=_("{name} is the second look").format(name=manifest.name), text=said), language)
        return
    st.button(
        _("Use it as second look from now on"),
        key="learn_second_look",
        type="primary",
        on_click=_attempt,
        args=(partial(_take_up, host, station, manifest.name),),
        width="stretch",
    )


def _take_up(host: StationHost, station: Station, name: str) -> None:
    host.desk.save_recipe(station, station.recipe.model_copy(update={"good_only": name}))
    station.warm_up()


def _begin(host: StationHost, station: Station) -> None:
    book, part = host.label_desk.book, station.recipe.name
    good = good_parts_job.usable(approved(book, part), host.home)
    good_parts_job.begin(host.home, book, part, good, float(st.session_state[_SLIDER]))


def _wait(host: StationHost, part: str, language: Language) -> None:
    _ = translator(language)
    taught = good_parts_job.newest(host.home, part)
    if taught is None or not taught.is_at_work:
        st.rerun(scope="app")
    show(Notice(kind="hint", title=_("It is learning what good parts look like …")), language)


def _attempt(act: Callable[[], None]) -> None:
    def acting() -> Said | None:
        try:
            act()
        except TrainingError as error:
            return partial(_said_refused, str(error))
        return None

    attempt(PLACE, acting)


def _said_refused(detail: str, language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="bad", title=_("That did not work."), text=_("Nothing was changed."), detail=detail)
