"""Part and limits: what the master changes, saves, takes back, hands on, and what the operator's page makes of it."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.recipe import Recipe
from inspection.recipe_book import in_force, read_exported, versions
from screens.setup.steps import Step
from tests.browser.bench import (
    bench,
    button,
    open_step,
    restore,
    tap,
    wait_for_picture,
    wait_for_state,
    wait_for_step,
)
from tests.browser.staging import WAIT_MS, Stage, asked_elsewhere, counted, open_menu, open_page, press

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with bench(tmp_path_factory.mktemp("recipe") / "home") as stage:
        yield stage


@pytest.fixture
def page(open_browser: Callable[..., Page], stage: Stage) -> Page:
    restore(stage)
    page = open_browser()
    open_step(page, stage, "part")
    return page


def tab(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).or_(button(page, name)).click()


def save(page: Page) -> None:
    button(page, "Als neue Version speichern").dblclick()
    page.get_by_text("Sie gilt ab dem nächsten Teil.").wait_for(timeout=WAIT_MS)


def recipe(stage: Stage) -> Recipe:
    now = in_force("weld-bead", stage.home)
    assert now is not None
    return now.recipe


def test_a_stricter_level_is_seen_saved_once_and_judges_the_next_part(
    open_browser: Callable[..., Page], page: Page, stage: Stage
) -> None:
    operator = open_browser()
    open_page(operator, stage)
    press(operator)
    assert operator.locator(".mb-card").get_attribute("data-verdict") == "PASS"
    before = recipe(stage).version

    page.get_by_text("höchstens min(0,2 × 5; 2) = 1,0 mm").wait_for()
    page.get_by_text("B · streng").click()
    pores = page.locator(".mb-table tr").filter(has_text="Pore (2017)")
    expect(pores).to_contain_text("nicht zulässig")
    save(page)
    wait_for_state(page, f"Version {before + 1} gilt")
    assert versions("weld-bead", stage.home)[-1] == recipe(stage).version == before + 1

    press(operator)
    assert operator.locator(".mb-card").get_attribute("data-verdict") == "FAIL"
    assert "Pore (2017)" in operator.locator(".mb-why").inner_text()
    counted(operator)  # the page has been run for this part: what opens now stays open
    operator.get_by_text("Zahlen und Zeiten").click()
    operator.get_by_text(f"weld-bead, Version {before + 1}").wait_for()


def test_a_wrong_number_names_its_field_and_nothing_that_was_typed_is_lost(page: Page) -> None:
    thickness = page.get_by_label("Blechdicke t in mm")
    thickness.fill("fünf")
    page.get_by_text("Blechdicke t: „fünf“ ist keine Zahl.").wait_for()
    assert button(page, "Als neue Version speichern").is_disabled()
    thickness.fill("0,2")
    page.get_by_text("Blechdicke t: Muss mindestens 0,5 sein.").wait_for()
    thickness.fill("2,5")
    page.get_by_role("textbox", name="Nahtdicke s in mm").fill("3")
    page.get_by_text("Nahtdicke s: Darf höchstens 2,5 sein.").wait_for()
    page.get_by_text("Kehlnaht").click()
    page.get_by_text("Nahthöhe a: Bitte eine Zahl eintragen.").wait_for()
    page.get_by_label("Nahthöhe a in mm").fill("2")
    expect(page.locator(".mb-table").first).to_contain_text("nicht zulässig")
    tab(page, "Eigene Grenzwerte")
    page.get_by_label("Erlaubt nach Grenzwert 1").fill("7,5")
    page.get_by_role("button", name="2 · Maßstab").click()
    wait_for_state(page, "Maßstab")
    page.get_by_role("button", name="5 · Grenzwerte").click()
    expect(page.get_by_label("Erlaubt nach Grenzwert 1")).to_have_value("7,5")
    tab(page, "Norm")
    expect(page.get_by_label("Blechdicke t in mm").first).to_have_value("2,5")
    button(page, "Änderungen verwerfen").click()
    expect(page.get_by_label("Blechdicke t in mm").first).to_have_value("5")
    expect(button(page, "Als neue Version speichern")).to_have_count(0)


def test_own_limits_are_rows_that_can_be_added_switched_off_and_removed(page: Page, stage: Stage) -> None:
    tab(page, "Eigene Grenzwerte")
    count = len(recipe(stage).limits)
    button(page, "Grenzwert hinzufügen").click()
    page.get_by_text(f"Grenzwert {count + 1}: Bitte den Fehler wählen.").wait_for()
    page.get_by_label(f"Fehler bei Grenzwert {count + 1}").click()
    page.get_by_role("option", name="Spritzer").click()
    page.get_by_label(f"Gemessen für Grenzwert {count + 1}").click()
    page.get_by_role("option", name="Anzahl, höchstens").click()
    page.get_by_label(f"Erlaubt nach Grenzwert {count + 1}").fill("3")
    page.get_by_label(f"Quelle von Grenzwert {count + 1}").fill("Kunde Meier")
    page.get_by_role("switch", name="Grenzwert 1 gilt").locator("xpath=ancestor::label").click()
    button(page, "Löschen").nth(1).click()
    expect(page.get_by_label(f"Erlaubt nach Grenzwert {count + 1}")).to_have_count(0)
    page.get_by_role("button", name="Spritzer").or_(page.get_by_role("radio", name="Spritzer")).last.click()
    save(page)
    limits = recipe(stage).limits
    assert len(limits) == count
    assert not limits[0].switched_on
    assert (limits[-1].class_name, limits[-1].bound, limits[-1].source) == ("spatter", 3, "Kunde Meier")
    assert "spatter" not in recipe(stage).accepted


def test_the_numbers_of_the_norm_are_confirmed_by_a_date(page: Page, stage: Stage) -> None:
    tab(page, "Norm")
    button(page, "Heute bestätigt").click()
    save(page)
    assert recipe(stage).norm is not None
    norm = recipe(stage).norm
    assert norm is not None and norm.confirmed_on == date.today()
    wait_for_state(page, "Grenzwerte werden angewendet")
    assert "Schweißaufsicht" not in page.locator(".mb-state").first.inner_text()


def test_an_older_version_can_be_looked_at_and_taken_back(page: Page, stage: Stage) -> None:
    older = recipe(stage)
    page.get_by_text("D · mäßig").click()
    save(page)
    tab(page, "Versionen, Austausch")
    page.get_by_text(f"Version {older.version} ·").click()
    page.get_by_text("ISO 5817:2014 C, Stumpfnaht").wait_for()
    button(page, f"Version {older.version} wieder gelten lassen").dblclick()
    page.get_by_text(f"Als Version {older.version + 2} gespeichert.").wait_for()
    assert recipe(stage) == older.model_copy(update={"version": older.version + 2})


def test_a_recipe_goes_out_as_a_file_and_comes_back_checked(page: Page, stage: Stage, tmp_path: Path) -> None:
    tab(page, "Versionen, Austausch")
    with page.expect_download() as download:
        page.get_by_role("button", name="als Datei sichern").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert read_exported(file.read_bytes()).recipe == recipe(stage)

    tab(page, "Teil und Maßstab")
    page.get_by_label("Name des Teils, deutsch").fill("Naht am Hoftor")
    save(page)
    page.get_by_role("heading", name="Einrichten Naht am Hoftor").wait_for()
    tab(page, "Versionen, Austausch")
    damaged = tmp_path / "damaged.yaml"
    damaged.write_bytes(file.read_bytes().replace(b"Schwei", b"Schlau"))
    page.locator("input[type=file]").set_input_files(damaged)
    page.get_by_text("the file was changed or damaged on its way").wait_for()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("In der Datei: Schweißnaht (weld-bead)").wait_for()
    before = recipe(stage).version
    button(page, "Als nächste Version übernehmen").dblclick()
    page.get_by_text(f"Als Version {before + 1} gespeichert.").wait_for()
    assert recipe(stage).titles["de"] == "Schweißnaht"
    assert versions("weld-bead", stage.home)[-1] == before + 1


def test_only_what_lies_in_a_drawn_area_is_judged(open_browser: Callable[..., Page], page: Page, stage: Stage) -> None:
    tab(page, "Bereich und Lage")
    button(page, "Bild aufnehmen").click()
    wait_for_picture(page)
    button(page, "Bereich auslassen").click()
    for x, y in ((380, 180), (480, 180), (480, 300)):
        tap(page, x, y)
    tap(page, 380, 300)
    tap(page, 380, 180)
    expect(page.locator(".mb-points")).to_have_attribute("data-shapes", "1")
    save(page)
    (region,) = recipe(stage).regions
    assert region.kind == "out"
    assert region.polygon[0] == pytest.approx((380 / 640, 180 / 480), abs=0.01)
    operator = open_browser()
    open_page(operator, stage)
    press(operator)
    assert operator.locator(".mb-why").inner_text().startswith("Kein Fehler gefunden")

    open_step(page, stage, "part")
    tab(page, "Bereich und Lage")
    button(page, "Bild aufnehmen").click()
    wait_for_picture(page)
    page.locator("[data-grip]").first.click()
    button(page, "Bereich löschen").click()
    expect(page.locator(".mb-points")).to_have_attribute("data-shapes", "0")
    button(page, "Bereich prüfen").click()
    for x, y in ((100, 100), (300, 300), (300, 100), (100, 300)):
        tap(page, x, y)
    button(page, "Bereich fertig").click()
    page.get_by_text("Bereich 1: Seine Linien kreuzen oder berühren sich.").wait_for()
    button(page, "Änderungen verwerfen").click()
    expect(page.locator(".mb-points")).to_have_attribute("data-shapes", "1")


def test_the_golden_part_is_taught_once_the_way_to_find_it_is_saved(page: Page, stage: Stage) -> None:
    tab(page, "Bereich und Lage")
    page.get_by_text("Umriss und Kanten").click()
    assert button(page, "Dieses Teil als Musterteil einlernen").is_disabled()
    save(page)
    button(page, "Dieses Teil als Musterteil einlernen").click()
    page.get_by_text("Das Musterteil ist eingelernt").wait_for()
    assert recipe(stage).alignment is not None
    wait_for_picture(page)
    tab(page, "Bereich und Lage")
    page.get_by_text("es liegt immer gleich").click()
    save(page)
    assert recipe(stage).alignment is None


def test_who_was_slower_is_told_and_loses_nothing_unseen(
    open_browser: Callable[..., Page], page: Page, stage: Stage
) -> None:
    tab(page, "Norm")
    page.get_by_text("D · mäßig").click()
    button(page, "Als neue Version speichern").wait_for()
    other = open_browser(locale="en-GB")
    open_step(other, stage, "part", "en")
    tab(other, "Part and scale")
    other.get_by_label("Name of the part, English").fill("gate")
    button(other, "Save as a new version").click()
    other.get_by_text("From the next part on it counts.").wait_for()
    button(page, "Als neue Version speichern").click()
    page.get_by_text("Inzwischen wurde anderswo Version").wait_for()
    page.get_by_text("Nicht gespeichert.").wait_for()
    page.get_by_role("button", name="Meine Änderungen verwerfen und mit Version").click()
    expect(page.get_by_text("Inzwischen wurde anderswo")).to_have_count(0)
    assert recipe(stage).titles["en"] == "gate"


def test_while_the_station_starts_the_page_says_so(
    browser: Browser, open_browser: Callable[..., Page], tmp_path: Path
) -> None:
    with bench(tmp_path / "home", "--build-slowly", "2") as slow:
        page = open_browser()
        page.goto(f"{slow.url}/setup?step=part")
        page.get_by_text("Die Station startet …").first.wait_for()
        assert page.locator(".mb-state").count() == 0
        page.wait_for_selector(".mb-state", timeout=WAIT_MS)
        page.get_by_text("Zurück zum Prüfen").click()
        page.wait_for_selector("#trigger:not([disabled])")
        open_menu(page)
        page.get_by_text("Einrichten", exact=True).click()
        page.wait_for_selector(".mb-state", timeout=WAIT_MS)


@pytest.mark.parametrize(("width", "height", "lang"), [(1280, 800, "de"), (1920, 1080, "en")])
def test_everything_that_is_touched_is_large_enough_for_gloves_and_nothing_is_asked_of_the_internet(
    open_browser: Callable[..., Page], stage: Stage, width: int, height: int, lang: str
) -> None:
    page = open_browser(width, height)
    outside = asked_elsewhere(page, stage)
    open_step(page, stage, "scale", lang)
    for step in Step:
        page.get_by_role("button", name=re.compile(f"^{step.number} ·")).click()
        wait_for_step(page, step)
        assert page.evaluate("document.querySelector('.stMain').scrollWidth <= innerWidth"), step
        assert page.evaluate(TOO_SMALL) == [], step
    assert outside == []


TOO_SMALL = """() => [...document.querySelectorAll('.stMain :is(button, summary, a, textarea, input[type=text])')]
  .map((control) => [control, control.getBoundingClientRect()])
  .filter(([control, box]) => box.width > 1 && (box.height < 47.9 || box.width < 47.9))
  .map(([control, box]) => `${control.getAttribute('aria-label') ?? control.innerText}: ${box.width} x ${box.height}`)
"""
"""What is visible and smaller than a finger in a glove; what only a screen reader meets is one pixel large."""
