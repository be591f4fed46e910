"""Five test parts: judged as any part, never recorded as one; the master says whether each verdict is right."""

from datetime import UTC, datetime

from inspection.inspect_part import JudgedPart
from inspection.station.progress import TEST_PARTS, TestPart, Trial, load_progress, save_progress
from inspection.station.station import Station


def trial_now(station: Station) -> Trial:
    """The test parts that were tried with what judges now; none where recipe, model or camera are others by now."""
    kept, fresh = load_progress(station.home, station.recipe.name).trial, _fresh(station)
    return kept if kept is not None and kept.judged_alike(fresh) else fresh


def try_part(station: Station) -> JudgedPart | None:
    """Judge the part under the camera as the next test part; nothing of it is counted.

    None while the verdict before still awaits the master's word, or when all test parts were tried: so a button that
    is held down tries one part.
    """
    with station.setting_up:
        trial = trial_now(station)
        if trial.awaits_word is not None or len(trial.parts) >= TEST_PARTS:
            return None
        judged = station.rehearse()
        part = TestPart(verdict=judged.inspection.verdict, tried_at=datetime.now(UTC))
        _keep(station, trial.model_copy(update={"parts": (*trial.parts, part)}))
        return judged


def say_of_part(station: Station, place: int, *, is_right: bool) -> Trial:
    """Whether the verdict on the test part at `place` (from 0) is right; said again, the last word counts.

    With the last word of the last part the outcome is noted as an event.
    """
    with station.setting_up:
        trial = trial_now(station)
        if place >= len(trial.parts) or trial.parts[place].is_right is is_right:
            return trial
        said = trial.parts[place].model_copy(update={"is_right": is_right})
        trial = trial.model_copy(update={"parts": (*trial.parts[:place], said, *trial.parts[place + 1 :])})
        _keep(station, trial)
        if trial.is_complete:
            recipe = station.recipe
            outcome = f"{trial.right} of {len(trial.parts)} verdicts right: {recipe.name}, version {recipe.version}"
            station.note("test-parts", outcome)
        return trial


def begin_again(station: Station) -> None:
    """Forget the test parts."""
    with station.setting_up:
        _keep(station, _fresh(station))


def confirm_part(station: Station) -> None:
    """The part that is chosen is the one to be set up."""
    with station.setting_up:
        progress = load_progress(station.home, station.recipe.name)
        save_progress(station.home, station.recipe.name, progress.model_copy(update={"is_chosen": True}))


def _fresh(station: Station) -> Trial:
    judge = station.state().model.judge
    return Trial(
        recipe_sha256=station.setup.recipe_sha256,
        judge_sha256=judge.sha256 if judge else None,
        camera_id=station.camera_id,
    )


def _keep(station: Station, trial: Trial) -> None:
    progress = load_progress(station.home, station.recipe.name)
    save_progress(station.home, station.recipe.name, progress.model_copy(update={"trial": trial}))
