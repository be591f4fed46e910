"""How every step of setting up stands: computed from what is there, so that it can be left and resumed at any time."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import assert_never

from inspection.language import Language
from inspection.station import Station
from inspection.station.progress import TEST_PARTS, load_progress
from inspection.station.trying import trial_now
from inspection.verdict import Code
from screens.host import StationHost
from screens.setup.notice import Standing
from screens.setup.scale.state import scale_state
from screens.setup.steps import Step
from screens.station_view import camera_sign
from screens.texts import translator


class StepState(StrEnum):
    """In order; to be done before parts are inspected; worth doing; nothing can be judged; only if wanted."""

    DONE = "done"
    TO_DO = "to-do"
    OPEN = "open"
    HINDERING = "hindering"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStanding:
    """A step, how it stands, and that in a few words."""

    step: Step
    state: StepState
    words: str


MARKS: dict[StepState, str] = {
    StepState.DONE: "✓",
    StepState.TO_DO: "○",
    StepState.OPEN: "?",
    StepState.HINDERING: "!",
    StepState.OPTIONAL: "",
}


def state_word(state: StepState, language: Language) -> str:
    """The state in a word."""
    _ = translator(language)
    return {
        StepState.DONE: _("done"),
        StepState.TO_DO: _("to do"),
        StepState.OPEN: _("open"),
        StepState.HINDERING: _("hindering"),
        StepState.OPTIONAL: _("if wanted"),
    }[state]


def standings(host: StationHost, station: Station, language: Language) -> tuple[StepStanding, ...]:
    """All steps, in their order."""
    return tuple(_standing(step, host, station, language) for step in Step)


def next_step(all_steps: tuple[StepStanding, ...]) -> Step | None:
    """What to see to next: what hinders, then what is to do, then what is open; None where nothing is."""
    for wanted in (StepState.HINDERING, StepState.TO_DO, StepState.OPEN):
        for standing in all_steps:
            if standing.state is wanted:
                return standing.step
    return None


def is_finished(all_steps: tuple[StepStanding, ...]) -> bool:
    """Whether parts can be inspected: nothing hinders and nothing is to do."""
    return all(standing.state not in (StepState.HINDERING, StepState.TO_DO) for standing in all_steps)


def _standing(step: Step, host: StationHost, station: Station, language: Language) -> StepStanding:
    state, words = _state(step, host, station, language)
    return StepStanding(step=step, state=state, words=words)


def _state(step: Step, host: StationHost, station: Station, language: Language) -> tuple[StepState, str]:
    match step:
        case Step.CAMERA:
            sign = camera_sign(station.state().camera, language)
            return (StepState.DONE if sign.good else StepState.HINDERING), sign.words
        case Step.SCALE:
            return _scale(station, language)
        case Step.KIND:
            return _kind(station, language)
        case Step.AREA:
            return _area(station, language)
        case Step.PART:
            return _limits(station, language)
        case Step.MODEL:
            return _model(station, language)
        case Step.DAILY:
            return _daily(station, language)
        case Step.TRIAL:
            return _trial(station, language)
        case Step.REPEAT:
            return _repeat(host, language)
        case Step.CARDS:
            _ = translator(language)
            return StepState.OPTIONAL, _("What the shop knows about each defect, beside the verdict.")
        case _:
            assert_never(step)


_OF_STANDING: dict[Standing, StepState] = {
    "good": StepState.DONE,
    "open": StepState.OPEN,
    "hint": StepState.OPEN,
    "bad": StepState.HINDERING,
}


def _scale(station: Station, language: Language) -> tuple[StepState, str]:
    stands = scale_state(station, language)
    state = StepState.HINDERING if station.setup.scale is None else _OF_STANDING[stands.kind]
    return state, stands.words


def _kind(station: Station, language: Language) -> tuple[StepState, str]:
    _ = translator(language)
    recipe = station.recipe
    if load_progress(station.home, recipe.name).is_chosen:
        words = _("{part}, version {version}.")
        return StepState.DONE, words.format(part=recipe.title(language), version=recipe.version)
    return StepState.TO_DO, _("Say which part is inspected; now it is: {part}.").format(part=recipe.title(language))


def _area(station: Station, language: Language) -> tuple[StepState, str]:
    _ = translator(language)
    recipe = station.recipe
    if recipe.alignment is not None and station.setup.golden is None:
        return StepState.HINDERING, _("The picture of the golden part is still to be taken.")
    if recipe.regions:
        return StepState.DONE, _("Areas drawn: {count}.").format(count=len(recipe.regions))
    return StepState.OPTIONAL, _("The whole picture is judged.")


def _limits(station: Station, language: Language) -> tuple[StepState, str]:
    _ = translator(language)
    recipe = station.recipe
    if not recipe.applied:
        return StepState.TO_DO, _("There is no limit yet.")
    if recipe.norm is not None and recipe.norm.confirmed_on is None:
        return StepState.OPEN, _("The numbers of the norm are still to be confirmed.")
    return StepState.DONE, _("Limits that are applied: {count}.").format(count=len(recipe.applied))


def _model(station: Station, language: Language) -> tuple[StepState, str]:
    _ = translator(language)
    state = station.state().model
    if state.judge is None:
        return StepState.HINDERING, _("{name} cannot be used").format(name=state.name)
    return StepState.DONE, state.judge.model


def _daily(station: Station, language: Language) -> tuple[StepState, str]:
    _ = translator(language)
    setup = station.setup
    lock = setup.lock(datetime.now(UTC))
    if lock is Code.DAILY_CHECK_FAILED:
        return StepState.HINDERING, _("Not passed. No part is judged.")
    if setup.taught is None:
        state = StepState.HINDERING if lock else StepState.TO_DO
        return state, _("No reference is taught yet.")
    if lock is not None:
        return StepState.HINDERING, _("Not made yet today.")
    return StepState.DONE, _("The reference is taught.")


def _trial(station: Station, language: Language) -> tuple[StepState, str]:
    _ = translator(language)
    trial, kept = trial_now(station), load_progress(station.home, station.recipe.name).trial
    if trial.passed:
        return StepState.DONE, _("All verdicts were right.")
    if trial.is_complete:
        words = _("{right} of {count} verdicts were right.")
        return StepState.TO_DO, words.format(right=trial.right, count=len(trial.parts))
    if trial.parts:
        return StepState.TO_DO, _("{done} of {count} parts tried.").format(done=len(trial.parts), count=TEST_PARTS)
    if kept is not None and kept.parts:
        return StepState.TO_DO, _("Tried before something was changed: try five parts again.")
    return StepState.TO_DO, _("Try five parts before the first one counts.")


def _repeat(host: StationHost, language: Language) -> tuple[StepState, str]:
    _ = translator(language)
    job = host.desk.repeat_job
    if job is not None and job.found is not None:
        return StepState.DONE, _("Tried since the program was started.")
    return StepState.OPTIONAL, _("The same part 25 times: does the verdict stand?")
