"""The guided path as a stranger walks it: from the first start to "Fertig", left and resumed on the way."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from inspection.station.progress import TEST_PARTS
from inspection.station.settings import load_settings
from screens.setup.steps import Step
from tests.browser.bench import button, open_step, wait_for_state, wait_for_step, wait_for_words
from tests.browser.staging import WAIT_MS, Stage, open_page, staged, wait_until_drawn

pytestmark = pytest.mark.browser

APP = Path(__file__).with_name("staged_setup.py")


@contextmanager
def station_in(home: Path) -> Iterator[Stage]:
    with staged(home, command=(str(APP), "--home", str(home))) as stage:
        yield stage


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with station_in(tmp_path_factory.mktemp("path") / "home") as stage:
        yield stage


def open_overview(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/setup?lang=de")
    wait_for_overview(page)


def to_overview(page: Page) -> None:
    page.get_by_role("button", name="Überblick").click()
    wait_for_overview(page)


def wait_for_overview(page: Page) -> None:
    page.wait_for_selector(".st-key-mb_step_path .mb-path", timeout=WAIT_MS)
    wait_until_drawn(page)


def go_on(page: Page, step: Step) -> None:
    """Take the next step that the overview names."""
    to_overview(page)
    page.get_by_role("button", name=re.compile(f"^Weiter mit Schritt {step.number}:")).click()
    wait_for_step(page, step)


def stands(page: Page, step: Step) -> str:
    return page.locator(f'[data-step="{step}"]').get_attribute("data-state") or ""


def try_button(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Dieses Teil prüfen"))


def try_part(page: Page, number: int, word: str) -> None:
    wait_for_state(page, f"Probeteil {number} von {TEST_PARTS}")
    expect(try_button(page)).to_be_enabled()  # a key is lost where a click would wait
    page.keyboard.press("Space")
    wait_for_state(page, "Stimmt dieses Urteil?")
    button(page, word).click()


def test_a_stranger_walks_from_the_first_start_to_the_end_and_may_leave_on_the_way(
    browser: Browser, open_browser: Callable[..., Page], tmp_path: Path
) -> None:
    page, home = open_browser(), tmp_path / "home"
    with station_in(home) as stage:
        open_overview(page, stage)
        page.get_by_text("So weit ist die Einrichtung.").wait_for()
        assert [stands(page, step) for step in (Step.CAMERA, Step.KIND, Step.MODEL)] == ["done", "to-do", "done"]
        go_on(page, Step.KIND)
        button(page, "Das ist das Teil").click()
        wait_for_state(page, "Geprüft wird jetzt: Schweißnaht")
        page.get_by_text("Ab dem nächsten Teil: Schweißnaht.").wait_for()
        go_on(page, Step.DAILY)
        button(page, "Das als Referenz einlernen").click()
        wait_for_state(page, "Die Referenz wurde heute eingelernt")
        go_on(page, Step.TRIAL)
        try_part(page, 1, "Stimmt")
        try_part(page, 2, "Stimmt")
        wait_for_state(page, "Probeteil 3 von 5")
    with station_in(home) as stage:
        open_overview(page, stage)
        assert [stands(page, step) for step in (Step.KIND, Step.DAILY, Step.TRIAL)] == ["done", "done", "to-do"]
        page.get_by_text("2 von 5 Teilen probiert.").wait_for()
        go_on(page, Step.TRIAL)
        for number in range(3, TEST_PARTS + 1):
            try_part(page, number, "Stimmt")
        wait_for_state(page, "Alle 5 Urteile stimmten.")
        to_overview(page)
        page.get_by_text("Fertig: Es kann geprüft werden.").wait_for()
        page.get_by_role("link", name="Fertig – zum Prüfen").click()
        page.wait_for_selector("#trigger:not([disabled])", timeout=WAIT_MS)
        assert page.locator(".mb-card").get_attribute("data-sequence") == "0"  # no test part counts
        assert "Traceback" not in stage.log.read_text()


def test_a_wrong_verdict_is_no_passed_trial_and_can_be_tried_anew(
    open_browser: Callable[..., Page], stage: Stage
) -> None:
    page = open_browser()
    open_step(page, stage, "trial")
    for number in range(1, TEST_PARTS + 1):
        try_part(page, number, "Stimmt nicht" if number == 2 else "Stimmt")
    wait_for_state(page, "4 von 5 Urteilen stimmten.")
    expect(page.locator('.mb-trial [data-right="false"]')).to_have_count(1)
    expect(try_button(page)).to_be_disabled()
    button(page, "Noch einmal mit fünf Teilen beginnen").click()
    wait_for_state(page, "Probeteil 1 von 5")


def test_another_part_is_chosen_without_a_restart_and_the_operators_page_knows(
    open_browser: Callable[..., Page], stage: Stage
) -> None:
    page, operator = open_browser(), open_browser()
    open_page(operator, stage)
    open_step(page, stage, "kind")
    page.get_by_text("Brett", exact=True).first.click()
    button(page, "Ab jetzt dieses Teil prüfen").dblclick()
    wait_for_state(page, "Geprüft wird jetzt: Brett")
    expect(operator.locator(".mb-head small")).to_have_text("Brett")
    assert load_settings(stage.home).part == "board"
    page.get_by_text("Schweißnaht", exact=True).first.click()
    button(page, "Ab jetzt dieses Teil prüfen").click()
    wait_for_state(page, "Geprüft wird jetzt: Schweißnaht")


def test_a_new_part_is_made_once_and_a_taken_name_is_refused(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    open_step(page, stage, "kind")
    title = page.get_by_label("Wie heißt das neue Teil?")
    button(page, "Teil anlegen und prüfen").click()
    wait_for_words(page, "Bitte eintragen, wie das Teil heißt.")
    title.fill("Hoftor <links>")
    button(page, "Teil anlegen und prüfen").dblclick()
    wait_for_state(page, "Geprüft wird jetzt: Hoftor <links>, Version 1.")
    assert (stage.home / "recipes" / "hoftor-links.yaml").exists()
    title.fill("Hoftor, links")
    button(page, "Teil anlegen und prüfen").click()
    wait_for_words(page, "Nicht gespeichert.")
    page.get_by_text("Dieses Teil umbenennen").click()
    page.get_by_label("Name des Teils", exact=True).fill("Hoftor rechts")
    button(page, "Namen speichern").click()
    wait_for_state(page, "Geprüft wird jetzt: Hoftor rechts, Version 2.")


def test_another_model_counts_as_the_next_version_and_says_where_it_does_not_fit(
    open_browser: Callable[..., Page], stage: Stage
) -> None:
    page = open_browser()
    open_step(page, stage, "model")
    take = button(page, "Ab jetzt so beurteilen")
    expect(take).to_be_disabled()
    page.locator("label").filter(has_text=re.compile("^board")).first.click()
    wait_for_words(page, "Modell und Grenzwerte passen nicht in allem zusammen.")
    take.dblclick()
    page.get_by_text(re.compile(r"Als Version \d+ gespeichert")).wait_for()
    expect(button(page, "Ab jetzt so beurteilen")).to_be_disabled()


def test_the_whole_path_fits_on_the_screen(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    open_overview(page, stage)
    buttons = page.locator(".st-key-mb_steps button")
    expect(buttons).to_have_count(len(Step) + 1)
    for width, height in ((1280, 800), (800, 1280)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("width => innerWidth === width", arg=width)
        assert page.evaluate("document.querySelector('.stMain').scrollWidth <= innerWidth")
        for words in buttons.locator("p").all():
            assert not words.evaluate("words => words.scrollWidth > words.clientWidth"), words.inner_text()
