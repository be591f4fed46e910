"""The daily check at the bench: the reference against the day of teaching, the parts of known quality against what is
known. Each outcome takes effect from the next part on and leaves an event in the record.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from camera.decoding import decode_picture
from inspection.border_samples import BorderSample, Side, forget_border_sample, save_border_sample
from inspection.daily_check import (
    DailyState,
    Drift,
    KnownCheck,
    KnownPart,
    KnownPartRefused,
    Margins,
    NotComparable,
    Problem,
    Quality,
    Taught,
    compare,
    is_locked,
    load_state,
    load_taught,
    passed,
    save_state,
    save_taught,
    teach,
)
from inspection.daily_check.known_parts import EXPECTED, all_as_expected, forget_known_part, save_known_part
from inspection.setup import taught_folder
from inspection.station.setting_up import take_up_recipe
from inspection.station.station import Station

MARGINS: Final = Margins()


def teach_reference(station: Station) -> Taught:
    """Take what lies under the camera as the reference of the daily check.

    Raises ReferenceRefused, CameraError, OSError.
    """
    with station.setting_up:
        taught, reference = teach(station.snap())
        folder = taught_folder(station.home, station.recipe.name)
        before = load_state(folder)
        save_taught(taught, reference, folder)
        save_state(DailyState(known=before.known), folder)
        take_up_recipe(station, station.recipe)
        why = " although the last check had failed" if is_locked(before) else ""
        station.note("reference-taught", f"{taught.picture_sha256}{why}")
        return taught


def check_day(station: Station) -> tuple[Drift, ...]:
    """Hold the reference under the camera against the day of teaching; verdicts are locked until it passes.

    Raises ReferenceMissing where none was taught; NotComparable where the reference is not found there as it was
    taught, which locks as well; CameraError, OSError.
    """
    with station.setting_up:
        folder = taught_folder(station.home, station.recipe.name)
        taught, reference = load_taught(folder)
        try:
            drifts = compare(station.snap(), taught, reference, MARGINS)
        except NotComparable as error:
            _keep_outcome(station, (), f"failed: {error.problem}")
            raise
        beyond = ", ".join(f"{drift.quantity} {drift.change:+.1%}" for drift in drifts if drift.beyond)
        _keep_outcome(station, drifts, f"failed: {beyond}" if beyond else "passed")
        return drifts


def teach_known_part(station: Station, quality: Quality) -> KnownPart:
    """Take the part under the camera as the one that is known to be good, or bad.

    Raises KnownPartRefused where the station judges it otherwise, CameraError, OSError, ReferenceMissing for damaged
    files.
    """
    with station.setting_up:
        folder = taught_folder(station.home, station.recipe.name)
        judged = station.rehearse(station.setup.unlocked())
        verdict = judged.inspection.verdict
        if verdict is not EXPECTED[quality]:
            message = (
                f"the part was judged {verdict}, expected {EXPECTED[quality]}: lay it in its place, or take another"
            )
            raise KnownPartRefused(message, Problem.NOT_AS_KNOWN, got=verdict, expected=EXPECTED[quality])
        pixels, _ = decode_picture(judged.pictures[0].data)
        part = save_known_part(quality, pixels, datetime.now(UTC), folder)
        state = load_state(folder)
        save_state(state.model_copy(update={"known": state.known.without(quality)}), folder)
        take_up_recipe(station, station.recipe)
        station.note("known-part-taught", f"{quality}: {part.picture_sha256}")
        return part


def check_known_part(station: Station, quality: Quality) -> KnownCheck:
    """Judge the part of known quality under the camera, record it as a check; otherwise than known locks verdicts.

    Raises StorageError, OSError.
    """
    with station.setting_up:
        folder = taught_folder(station.home, station.recipe.name)
        record = station.check(station.setup.unlocked())
        check = KnownCheck(
            quality=quality,
            checked_at=record.recorded_at,
            verdict=record.inspection.verdict,
            record_id=record.inspection.record_id,
        )
        state = load_state(folder)
        checks = state.known.with_check(check)
        # without a reference it is the parts of known quality that say whether a lock of unknown origin can go
        all_seen = station.setup.taught is None and all_as_expected(station.setup.known, checks)
        _settle(station, state.model_copy(update={"known": checks, "passed": state.passed or all_seen}))
        station.note("known-part-checked", f"{quality}: {check.verdict}, entry {record.sequence}")
        return check


def take_border_sample(station: Station, class_name: str, side: Side) -> BorderSample:
    """Take the part under the camera as just good, or just bad. Raises CameraError, OSError, StorageFailed."""
    with station.setting_up:
        folder = taught_folder(station.home, station.recipe.name)
        sample = save_border_sample(class_name, side, station.snap().pixels, datetime.now(UTC), folder)
        station.note("border-sample-taken", f"{class_name}, {side}")
        return sample


def remove_border_sample(station: Station, class_name: str, side: Side) -> None:
    """Show it no longer. Raises OSError, StorageFailed."""
    with station.setting_up:
        forget_border_sample(class_name, side, taught_folder(station.home, station.recipe.name))
        station.note("border-sample-removed", f"{class_name}, {side}")


def forget_known(station: Station, quality: Quality) -> None:
    """Check the day without this part from now on. Raises OSError, ReferenceMissing for damaged files."""
    with station.setting_up:
        folder = taught_folder(station.home, station.recipe.name)
        forget_known_part(quality, folder)
        state = load_state(folder)
        save_state(state.model_copy(update={"known": state.known.without(quality)}), folder)
        take_up_recipe(station, station.recipe)
        station.note("known-part-forgotten", quality)


def _keep_outcome(station: Station, drifts: tuple[Drift, ...], outcome: str) -> None:
    known = load_state(taught_folder(station.home, station.recipe.name)).known
    state = DailyState(checked_at=datetime.now(UTC), passed=passed(drifts), drifts=drifts, known=known)
    _settle(station, state)
    station.note("daily-check", outcome)


def _settle(station: Station, state: DailyState) -> None:
    """Take the outcome up and keep it. One that locks does so first: no disk that fails lets a blind station go on."""
    folder = taught_folder(station.home, station.recipe.name)
    setup = replace(station.setup, daily=state)
    if setup.lock(datetime.now(UTC)) is not None:
        station.take_up(setup)
    save_state(state, folder)
    station.take_up(setup)
