"""The room of teaching in a browser: from drawings to a model, over a closed browser and a restarted server."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from camera.rendering import CLASS_NAMES, render_part
from inspection.model_book.listing import all_entries
from inspection.people.role import Role
from inspection.places import find_model
from screens.learning.sections import Section
from tests.browser.staging import WAIT_MS, Stage, open_page, press, staged, wait_until_drawn
from tests.browser.test_accessible import found
from tests.training.labelling.building import png_of
from training.labelling.book import LabelBook
from training.labelling.drawing import Shape, State
from training.runs import ASKED, Asked

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3000)]

PART = "weld-bead"
LONG_MS = 20 * 60 * 1000
"""A training takes only what nobody else wants of the processor; no bound."""


def approved_pictures(home: Path, count: int) -> None:
    """Rendered beads with what is truly on them, approved by the master."""
    book = LabelBook.open(home)
    book.add_classes(PART, CLASS_NAMES["weld-bead"])
    for number in range(count):
        part = render_part("weld-bead", seed=7, index=number, width_px=320, height_px=240)
        picture = book.add_picture(PART, png_of(part.pixels))
        shapes = [Shape(class_name=one.class_name, xyxy=one.xyxy) for one in part.defects]
        book.draw(PART, picture.sha256, shapes, based_on=0, role=Role.MASTER, state=State.APPROVED)
    book.close()


@contextmanager
def teaching(home: Path, monkeypatch: pytest.MonkeyPatch, *, passes: int) -> Iterator[Stage]:
    """A server in whose room of teaching a training goes over the pictures so many times."""
    monkeypatch.setenv("MEISTERBLICK_STAGED_PASSES", str(passes))
    program = str(Path(__file__).with_name("staged_learning.py"))
    with staged(home, command=(program, "--home", str(home))) as stage:
        yield stage


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder whose trainings are gone at the end, too."""
    yield tmp_path / "home"
    for path in tmp_path.glob(f"home/training/*/{ASKED}"):
        with suppress(psutil.NoSuchProcess):
            psutil.Process(Asked.model_validate_json(path.read_bytes()).process.pid).kill()


def open_section(page: Page, stage: Stage, section: str) -> None:
    page.goto(f"{stage.url}/learn?section={section}&lang=de")
    page.wait_for_selector(f".st-key-mb_learn_{section}", timeout=WAIT_MS)
    wait_until_drawn(page)


def begin(page: Page, stage: Stage) -> None:
    open_section(page, stage, "train")
    page.locator(".st-key-learn_begin button").click()
    page.wait_for_selector(".mb-learning", timeout=WAIT_MS)


@pytest.mark.proof  # minutes, and the processor for itself: a training is the last in the queue for it
def test_a_training_outlives_browser_and_server_and_becomes_a_model(
    browser: Browser, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved_pictures(home, 16)

    def somebody() -> BrowserContext:
        context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800})
        context.set_default_timeout(WAIT_MS)
        return context

    with teaching(home, monkeypatch, passes=40) as stage:
        first = somebody()
        page = first.new_page()
        begin(page, stage)
        page.locator(".mb-found").wait_for(timeout=LONG_MS)
        expect(page.locator(".mb-found").first).to_contain_text("findet")
        first.close()
        stage.end()
    with teaching(home, monkeypatch, passes=40) as stage:
        second = somebody()
        page = second.new_page()
        open_section(page, stage, "train")
        page.wait_for_selector(".mb-learning", timeout=WAIT_MS)
        assert int(page.locator(".mb-bar").get_attribute("aria-valuenow") or 0) > 0
        assert page.locator(".st-key-learn_begin").count() == 0, "one training at a time"
        page.locator(".st-key-learn_stop button").click()
        page.get_by_text("weld-bead-2 wurde angehalten").wait_for(timeout=LONG_MS)
        wait_until_drawn(page)
        page.locator(".st-key-learn_go_on button").click()
        page.wait_for_selector(".mb-learning", timeout=WAIT_MS)
        page.get_by_text("weld-bead-2 ist fertig angelernt").wait_for(timeout=LONG_MS)
        wait_until_drawn(page)
        open_section(page, stage, "runs")
        expect(page.locator(".mb-runs")).to_contain_text("weld-bead-2")
        expect(page.locator(".mb-runs")).to_contain_text("fertig")
        page.goto(f"{stage.url}/system?section=models&lang=de")
        page.get_by_role("heading", name="weld-bead-2").wait_for(timeout=WAIT_MS)
        second.close()
    assert "weld-bead-2" in {entry.name for entry in all_entries(home) if entry.is_own}
    assert find_model("weld-bead", home).name == "weld-bead", "nobody has promoted it"


def test_a_part_is_judged_meanwhile_and_a_killed_training_is_said_in_words(
    somebody: BrowserContext, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved_pictures(home, 16)
    judged_by = find_model("weld-bead", home)
    with teaching(home, monkeypatch, passes=5000) as stage:
        page = somebody.new_page()
        begin(page, stage)
        page.wait_for_selector('.mb-learning[data-standing="learning"]', timeout=LONG_MS)
        bench = somebody.new_page()
        open_page(bench, stage, "?lang=de")
        first = press(bench)
        expect(bench.locator(".mb-card")).to_contain_text("i.O.")
        page.bring_to_front()
        [trainer] = trainers(home)
        trainer.kill()
        page.get_by_text("weld-bead-2 wurde abgebrochen").wait_for(timeout=LONG_MS)
        expect(page.get_by_text("Am Prüfplatz prüft dasselbe Modell wie vorher.")).to_be_visible()
        expect(page.locator(".st-key-learn_go_on button")).to_be_enabled()
        bench.bring_to_front()
        assert press(bench) > first
    assert find_model("weld-bead", home) == judged_by
    assert not (home / "models" / "weld-bead-2").exists()


def trainers(home: Path) -> list[psutil.Process]:
    asked = Asked.model_validate_json((home / "training" / "weld-bead-2" / ASKED).read_bytes())
    command = psutil.Process(asked.process.pid)
    deadline = time.monotonic() + 60
    while not (found := [one for one in command.children() if "training.train" in one.cmdline()]):
        assert time.monotonic() < deadline, "there is no trainer"
        time.sleep(0.1)
    return found


@pytest.fixture(scope="module")
def shop(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("shop") / "home"
    approved_pictures(folder, 20)
    with staged(folder) as stage:
        yield stage


def test_it_says_what_helps_most(shop: Stage, somebody: BrowserContext) -> None:
    page = somebody.new_page()
    open_section(page, shop, "enough")
    expect(page.locator(".mb-state")).to_contain_text("Am meisten hilft: noch")
    expect(page.locator(".mb-amounts li")).to_have_count(8)
    expect(page.get_by_text("Alle Bilder werden noch auf Doppelte durchgesehen")).to_have_count(0, timeout=LONG_MS)


@pytest.mark.parametrize("section", list(Section))
def test_axe_finds_nothing_serious(shop: Stage, somebody: BrowserContext, section: Section) -> None:
    page = somebody.new_page()
    open_section(page, shop, section)
    assert found(page) == []


def test_good_parts_become_a_second_look(shop: Stage, somebody: BrowserContext) -> None:
    page = somebody.new_page()
    open_section(page, shop, "good-parts")
    page.locator(".st-key-learn_take_many button").click()
    page.locator(".st-key-learn_press button").click()
    expect(page.get_by_text(re.compile(r"[1-9]\d* von 20 aufgenommen"))).to_be_visible()
    page.locator(".st-key-learn_take_many button").wait_for(timeout=LONG_MS)  # twenty were taken, by themselves
    state = page.locator(".mb-state b")
    expect(state).to_have_text(re.compile(r"Bilder guter Teile: [2-9]\d$"))
    wait_until_drawn(page)
    page.locator(".st-key-learn_teach button").click()
    page.get_by_text("Angelernt an").wait_for(timeout=LONG_MS)
    page.get_by_text("Zu erwarten: Von 100 guten Teilen").wait_for(timeout=WAIT_MS)
    wait_until_drawn(page)
    page.locator(".st-key-learn_second_look button").click()
    page.get_by_text("weld-bead-good-1 ist der zweite Blick").wait_for(timeout=WAIT_MS)
