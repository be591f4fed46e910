"""Pictures to draw on are fetched by a trainee: from files, from the camera, from what was inspected."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from inspection.people import Role
from tests.browser.drawing import PART, book_of, plate, png
from tests.browser.staging import WAIT_MS, Stage, open_page, press, staged, wait_until_drawn
from tests.browser.test_pins_at_the_bench import log_in
from tests.screens.door.doors import with_pins
from tests.training.labelling.test_upload import huge_png

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def station(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("bringing") / "home", "--answers", "review") as stage:
        yield stage


@pytest.fixture
def page(somebody: BrowserContext, station: Stage) -> Page:
    """A trainee in the room of drawing, where pictures are fetched."""
    with_pins(station.home)
    page = somebody.new_page()
    page.goto(f"{station.url}/login?next=%2Flabel%3Flang%3Dde%26do%3Dbring")
    log_in(page, Role.TRAINEE)
    page.locator(".st-key-mb_bring_files").wait_for(timeout=WAIT_MS)
    wait_until_drawn(page)
    return page


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "/"), data)
    return file.getvalue()


def bombed() -> bytes:
    """200 MiB of nothing, packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.png", bytes(200 * 1024 * 1024), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def named(name: str, data: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType="application/octet-stream", buffer=data)


def choose(page: Page, *files: FilePayload) -> None:
    page.locator(".st-key-mb_bring_files input[type=file]").first.set_input_files(list(files))


def pictures(stage: Stage) -> int:
    with book_of(stage) as book:
        return len(book.pictures(PART))


def test_a_trainee_brings_pictures_as_files_and_each_is_there_once(station: Stage, page: Page) -> None:
    before = pictures(station)
    folder = zipped(**{"montag_a.png": png(plate(11)), "montag_b.png": png(plate(12))})

    choose(page, named("a.png", png(plate(10))), named("montag.zip", folder))

    said = page.locator(".st-key-mb_bring_files .mb-notice")
    expect(said).to_contain_text("3 neue Bilder")
    assert pictures(station) == before + 3
    choose(page, named("nochmal.png", png(plate(10))))
    expect(said).to_contain_text("Kein neues Bild")
    expect(said).to_contain_text("Schon da: 1")


def test_what_is_no_picture_is_refused_in_words_and_its_name_is_no_page(station: Stage, page: Page) -> None:
    before = pictures(station)

    choose(page, named("<img src=x onerror=document.title='taken'>.png", b"MZ" + bytes(100)))

    said = page.locator(".st-key-mb_bring_files .mb-notice")
    expect(said).to_contain_text("Nicht genommen: 1")
    assert page.locator(".mb-notice img").count() == 0
    assert page.title() == "Meisterblick"
    assert pictures(station) == before


def test_what_is_hostile_is_refused_and_nothing_is_written(station: Stage, page: Page) -> None:
    before, files = pictures(station), len(list(station.home.rglob("*")))
    slip, bomb = zipped(**{".._evil.png": png(plate(20))}), bombed()

    choose(page, named("slip.zip", slip), named("bombe.zip", bomb), named("riesig.png", huge_png()))

    expect(page.locator(".st-key-mb_bring_files .mb-notice")).to_contain_text("Nicht genommen: 3")
    assert pictures(station) == before
    assert len(list(station.home.rglob("*"))) == files


def test_a_whole_folder_is_taken(station: Stage, page: Page, tmp_path: Path) -> None:
    before = pictures(station)
    (tmp_path / "montag").mkdir()
    for number in range(2):
        (tmp_path / "montag" / f"{number}.png").write_bytes(png(plate(30 + number)))

    page.locator(".st-key-mb_bring_files input[type=file]").last.set_input_files(tmp_path)

    expect(page.locator(".st-key-mb_bring_files .mb-notice")).to_contain_text("2 neue Bilder")
    assert pictures(station) == before + 2


def test_pictures_are_taken_from_the_camera_while_nothing_is_inspected(
    station: Stage, page: Page, somebody: BrowserContext
) -> None:
    operator = somebody.new_page()
    open_page(operator, station, "?lang=de")
    before = pictures(station)
    page.get_by_role("button", name="20 Bilder aufnehmen").click()
    page.get_by_role("button", name="Dieses aufnehmen").click()

    expect(page.locator(".st-key-mb_bring_camera")).to_contain_text("von 20 aufgenommen")
    expect(operator.locator("body")).to_contain_text("Bilder zum Zeichnen werden aufgenommen: es wird nichts geprüft")
    expect(operator.locator("#trigger")).to_be_disabled()
    for _ in range(100):  # parts come and go under the simulated camera
        if pictures(station) >= before + 2:
            break
        page.wait_for_timeout(300)
    assert pictures(station) >= before + 2
    page.get_by_role("button", name="Anhalten").click()
    expect(page.locator(".st-key-mb_bring_camera .mb-notice")).to_contain_text("neue Bilder")
    operator.wait_for_selector("#trigger:not([disabled])", timeout=WAIT_MS)


def test_inspections_that_teach_are_fetched(station: Stage, page: Page, somebody: BrowserContext) -> None:
    operator = somebody.new_page()
    open_page(operator, station, "?lang=de")
    press(operator)
    before = pictures(station)

    page.get_by_role("button", name="Aus den Prüfungen holen").click()

    expect(page.locator(".st-key-mb_bring_records .mb-notice")).to_contain_text("neue")
    assert pictures(station) > before
