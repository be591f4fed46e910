"""Daily check, repeatability and defect cards at the bench, and what the operator's page makes of a failed check."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.cards import find_card
from screens.setup.steps import Step
from tests.browser.bench import bench, button, open_step, restore, wait_for_state, wait_for_step, wait_for_words
from tests.browser.staging import WAIT_MS, Stage, open_page, press, wait_until_drawn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with bench(tmp_path_factory.mktemp("daily") / "home", "--answers", "wavering") as stage:
        yield stage


@pytest.fixture(autouse=True)
def as_at_first(stage: Stage) -> None:
    restore(stage)


def test_a_failed_check_locks_verdicts_with_its_reason_until_it_is_mended(
    open_browser: Callable[..., Page], stage: Stage
) -> None:
    page, operator = open_browser(), open_browser()
    open_page(operator, stage)
    open_step(page, stage, "daily")
    wait_for_state(page, "Es ist noch keine Referenz eingelernt")
    button(page, "Das als Referenz einlernen").dblclick()
    wait_for_state(page, "Die Referenz wurde heute eingelernt")

    stage.disturb(lamp=0.6)
    button(page, "Jetzt prüfen").click()
    wait_for_state(page, "nicht bestanden. Es wird kein Teil beurteilt.")
    page.locator(".mb-notice").filter(has_text="dunkler als beim Einlernen").wait_for()
    light = page.locator(".mb-table tr").filter(has_text="Licht").first
    expect(light).to_contain_text("zu viel")
    press(operator)
    assert operator.locator(".mb-card").get_attribute("data-verdict") == "NOT_JUDGED"
    why = operator.locator(".mb-why").inner_text()
    assert why.startswith("Die Tagesprüfung wurde nicht bestanden.") and "dunkler als beim Einlernen" in why
    operator.get_by_text("Menü → Tagesprüfung").wait_for()

    page.reload()
    wait_for_state(page, "nicht bestanden")
    stage.disturb()
    button(page, "Jetzt prüfen").click()
    wait_for_state(page, "Tagesprüfung: bestanden")
    expect(page.locator(".mb-table tr").filter(has_text="Licht").first).to_contain_text("in Ordnung")
    press(operator)
    assert operator.locator(".mb-card").get_attribute("data-verdict") != "NOT_JUDGED"


def test_something_else_under_the_camera_is_no_passed_check(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser(locale="en-GB")
    open_step(page, stage, "daily", "en")
    button(page, "Teach this as the reference").click()
    button(page, "Check now").wait_for()
    stage.disturb(part_missing=True)
    button(page, "Check now").click()
    page.locator(".mb-notice").filter(has_text="The reference was not found").wait_for()
    wait_for_state(page, "not passed")
    stage.disturb()
    button(page, "Check now").click()
    wait_for_state(page, "Daily check: passed")


def test_the_same_part_25_times_is_judged_in_one_sentence(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    open_step(page, stage, "repeat")
    button(page, "25-mal prüfen").dblclick()
    page.get_by_text("von 25").first.wait_for()
    page.locator(".mb-state").filter(has_text="Das Teil liegt an der Grenze: ").wait_for(timeout=WAIT_MS)
    assert "-mal i.O., " in page.locator(".mb-state").inner_text()
    row = page.locator(".mb-table tbody tr").first.inner_text()
    assert "Pore" in row and "von 25" in row and "mm" in row
    assert "Traceback" not in stage.log.read_text()


def test_a_card_is_written_anew_saved_once_and_what_is_wrong_with_it_is_named(
    open_browser: Callable[..., Page], stage: Stage
) -> None:
    page = open_browser()
    open_step(page, stage, "cards")
    wait_for_state(page, "0 sind eigene")
    causes = page.get_by_label("Mögliche Ursachen, je Zeile eine")
    causes.fill("")
    page.get_by_label("Überschrift").click()
    wait_for_words(page, "Mögliche Ursachen: Darf nicht leer sein.")
    causes.fill("Gasflasche leer\nTor offen")
    page.get_by_label("Überschrift").fill("Pore am Hoftor")
    button(page, "Karte speichern").dblclick()
    page.get_by_text("Die Karte für „Pore“ ist gespeichert.").wait_for()
    wait_for_state(page, "1 sind eigene")
    card = find_card("pore", "weld-bead", stage.home, "de")
    assert card is not None and card.is_own
    assert (card.text.title, card.text.causes) == ("Pore am Hoftor", ("Gasflasche leer", "Tor offen"))
    assert len(list((stage.home / "cards" / "versions" / "weld-bead" / "pore").glob("v*.yaml"))) == 1
    page.get_by_text("Riss", exact=True).click()
    page.get_by_role("heading", name="Riss in der Naht").wait_for()
    wait_until_drawn(page)  # the old field is gone
    expect(page.get_by_label("Überschrift")).to_have_value("Riss in der Naht")


@pytest.mark.parametrize("step", ["daily", "repeat", "cards"])
def test_every_step_can_be_reached_and_used_by_key(open_browser: Callable[..., Page], stage: Stage, step: str) -> None:
    page = open_browser()
    open_step(page, stage, "scale")
    number = Step(step).number
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").startswith(f"{number} ·"):
            break
    page.keyboard.press("Enter")
    wait_for_step(page, step)
    wanted = {"daily": "Das als Referenz einlernen", "repeat": "25-mal prüfen", "cards": "Karte speichern"}[step]
    for _ in range(60):
        page.keyboard.press("Tab")
        reached = page.evaluate("document.activeElement.innerText")
        if reached == wanted:
            return
    raise AssertionError(f"{wanted} is not reached by Tab")
