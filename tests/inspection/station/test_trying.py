"""Five test parts: judged, never counted; what was said of them outlives a restart, and ends with what judged them."""

from inspection.station import Station
from inspection.station.progress import TEST_PARTS, Progress, load_progress, save_progress
from inspection.station.setting_up import adopt_recipe
from inspection.station.trying import begin_again, confirm_part, say_of_part, trial_now, try_part


def try_all(station: Station, *said: bool) -> None:
    for place, is_right in enumerate(said):
        assert try_part(station) is not None
        say_of_part(station, place, is_right=is_right)


def test_five_right_verdicts_pass_and_nothing_of_it_is_counted(station: Station) -> None:
    try_all(station, *[True] * TEST_PARTS)
    assert trial_now(station).passed
    assert sum(station.state().counts.values()) == 0 and station.newest() == ()
    event = station._records.newest_events(1)[0].event
    assert (event.code, event.detail) == ("test-parts", "5 of 5 verdicts right: weld-bead, version 2")


def test_one_wrong_verdict_does_not_pass_until_the_word_is_taken_back(station: Station) -> None:
    try_all(station, True, True, False, True, True)
    assert trial_now(station).is_complete and not trial_now(station).passed
    say_of_part(station, 2, is_right=True)
    assert trial_now(station).passed


def test_a_held_button_tries_one_part_and_there_is_no_sixth(station: Station) -> None:
    assert try_part(station) is not None
    assert try_part(station) is None
    say_of_part(station, 0, is_right=True)
    for place in range(1, TEST_PARTS):
        try_part(station)
        say_of_part(station, place, is_right=True)
    assert try_part(station) is None and len(trial_now(station).parts) == TEST_PARTS


def test_another_recipe_has_to_be_tried_anew_and_the_old_one_is_remembered(station: Station) -> None:
    try_all(station, *[True] * TEST_PARTS)
    before = station.recipe
    changed = adopt_recipe(station, before.model_copy(update={"accepted": ("stain",)}))
    assert trial_now(station).parts == ()
    adopt_recipe(station, before.model_copy(update={"version": changed.version}))
    assert trial_now(station).passed


def test_what_was_said_can_be_forgotten(station: Station) -> None:
    try_all(station, False)
    begin_again(station)
    assert trial_now(station).parts == ()


def test_a_word_on_a_part_that_was_not_tried_changes_nothing(station: Station) -> None:
    assert say_of_part(station, 3, is_right=True).parts == ()


def test_that_the_part_was_chosen_is_kept_beside_the_trial(station: Station) -> None:
    try_all(station, True)
    confirm_part(station)
    kept = load_progress(station.home, "weld-bead")
    assert kept.is_chosen and kept.trial == trial_now(station) and len(trial_now(station).parts) == 1


def test_a_damaged_file_means_that_the_steps_are_taken_again(station: Station) -> None:
    save_progress(station.home, "weld-bead", Progress(is_chosen=True))
    (station.home / "setup" / "weld-bead.json").write_text('{"is_chosen": tru')
    assert load_progress(station.home, "weld-bead") == Progress()
