"""Step 4, repeatability: the same part many times, and whether the station says the same."""

from functools import partial
from typing import Final

import streamlit as st

from inspection.language import Language
from inspection.repeatability import TIMES, Judgement, Repeatability, Spread
from inspection.station import Station
from inspection.wording import characteristic_word, class_word, quantity, verdict_word
from inspection.wording.words import capital
from screens.host import StationHost
from screens.live_view import live_view
from screens.setup.acting import attempt, show_said
from screens.setup.notice import Notice, show, show_state, show_words
from screens.setup.repeat_job import RepeatJob
from screens.setup.tables import table_html
from screens.setup.times import moment_text
from screens.setup.trouble import trouble
from screens.texts import translator

PLACE: Final = "repeat"
_LOOK_S: Final = 0.3


def repeat_step(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    job = host.desk.repeat_job
    is_running = job is not None and job.is_running
    found = job.found if job is not None and not is_running else None
    _state(found, language)
    show_said(PLACE, language)
    left, right = st.columns([2, 3])
    with left:
        live_view(station, None, language)
    with right:
        show_words(
            _(
                "Lay a part under the camera and do not touch it. It is judged {times} times; nothing is recorded."
            ).format(times=TIMES)
        )
        st.button(
            _("Inspect {times} times").format(times=TIMES),
            key="repeat_start",
            type="primary",
            disabled=is_running,
            on_click=attempt,
            args=(PLACE, partial(host.desk.start_repeat, station)),
            width="stretch",
        )
        if station.camera_id.startswith("simulated:"):
            text = _("The simulated camera brings new parts now and then, so the verdict may change with them.")
            show(Notice(kind="hint", title=_("This is a demonstration."), text=text), language)
        if job is not None and is_running:
            _progress(job, language)
        elif job is not None and job.error is not None:
            show(trouble(job.error, language), language)
        if job is not None and found is not None:
            when = _("Tried on {moment}, with version {version} of the recipe.")
            show_words(when.format(moment=moment_text(job.begun_at, language), version=job.recipe_version))
            _spreads(found, language)


def judgement_words(found: Repeatability, language: Language) -> tuple[str, str]:
    """What came out in one sentence, and what to do."""
    _ = translator(language)
    names = {"times": found.times, "same": found.times - found.flips, "verdicts": _verdicts(found, language)}
    match found.judgement:
        case Judgement.STEADY:
            words, todo = _("{same} of {times} alike ({verdicts}): the verdict stands."), ""
        case Judgement.AT_THE_LIMIT:
            words = _("The part lies at the limit: {verdicts}.")
            todo = _("That is no fault of the station: so near to a limit the master decides.")
        case Judgement.SPREAD:
            words = _("{same} of {times} alike ({verdicts}), but a size spreads more than it should.")
            todo = _("Fix part and camera, check light and focus, measure the scale anew.")
        case Judgement.UNSTEADY:
            words = _("The verdict wavers: {verdicts}.")
            todo = _("Something moves, light or focus changes, or the model is unsure of this part. Mend that first.")
        case Judgement.NOT_JUDGED:
            words = _("Some pictures could not be judged: {verdicts}.")
            todo = _("See to camera, scale and daily check first, then repeat.")
    return words.format(**names).replace("..", "."), todo  # "i.O." may stand at the end


def _verdicts(found: Repeatability, language: Language) -> str:
    _ = translator(language)
    counted = [
        _("{count} times {verdict}").format(count=count, verdict=verdict_word(verdict, language))
        for verdict, count in found.verdicts.items()
    ]
    return ", ".join(counted)


def _state(found: Repeatability | None, language: Language) -> None:
    _ = translator(language)
    if found is None:
        todo = _("It shows whether a verdict can be relied upon: after setting up, and when you are in doubt.")
        show_state("hint", _("Repeatability: not tried yet."), todo)
        return
    words, todo = judgement_words(found, language)
    in_order = found.judgement in (Judgement.STEADY, Judgement.AT_THE_LIMIT)
    show_state("good" if in_order else "open", words, todo)


@st.fragment(run_every=_LOOK_S)
def _progress(job: RepeatJob, language: Language) -> None:
    _ = translator(language)
    if not job.is_running:
        st.rerun(scope="app")
    st.progress(job.done / TIMES, _("{done} of {times}").format(done=job.done, times=TIMES))


def _spreads(found: Repeatability, language: Language) -> None:
    _ = translator(language)
    headings = (_("Defect"), _("Measured"), _("seen"), _("size, ± what it spread"), _("± what is stated"), "")
    rows = [_row(spread, found.times, language) for spread in found.spreads]
    if rows:
        st.html(table_html(_("Every defect of the part"), headings, rows))
    else:
        show_words(_("No defect was seen twice."))


def _row(spread: Spread, times: int, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    return (
        capital(class_word(spread.class_name, language)),
        characteristic_word(spread.characteristic, language),
        _("{count} of {times}").format(count=spread.seen, times=times),
        quantity(spread.mean, spread.unit, language, spread.deviation),
        f"± {quantity(2 * spread.stated_uncertainty, spread.unit, language)}",
        "" if spread.as_stated else _("spreads more than stated"),
    )
