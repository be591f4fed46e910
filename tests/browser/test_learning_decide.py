"""The master decides between two models: what each said of every picture, one click to take it, one click back."""

import json
import os
import re
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.model_book.active import active_models
from inspection.places import find_model
from inspection.protocol import RecordBook
from inspection.record import Event
from tests.browser.staging import PATIENCE_S, ROOT, WAIT_MS, Stage, staged, wait_until_drawn
from tests.browser.test_accessible import found as found_by_axe
from tests.screens.learning.workshop import workshop

pytestmark = pytest.mark.browser

STAGED = str(ROOT / "tests" / "browser" / "staged_section.py")
CHANGES = ("model-promoted", "model-rolled-back", "model-declined")


@pytest.fixture(scope="module")
def bench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    home = workshop(tmp_path_factory.mktemp("deciding") / "home")
    with staged(home, command=(STAGED, "--home", str(home))) as stage:
        yield stage


def open_section(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/learn?lang=de")
    page.locator(".mb-state").first.wait_for(timeout=WAIT_MS)
    wait_until_drawn(page)


def choose(page: Page, model: str) -> None:
    page.get_by_role("radio", name=model, exact=True).click()
    wait_until_drawn(page)


def compare(page: Page, model: str) -> None:
    """Until both have seen every picture; somebody may have asked for it before, or left another model at work."""
    if (back := page.get_by_role("button", name="Einen Schritt zurück: small prüft wieder")).is_visible():
        back.click()
        judging(page, "small")
    choose(page, model)
    button = page.get_by_role("button", name="Beide Modelle vergleichen")
    pictures = page.locator(".mb-flip-side").filter(has_text=f"Neu: {model}")
    asked = page.get_by_text(f"{model} ist neu: zuerst mit")  # the buttons may still be those of another model
    asked.or_(pictures).first.wait_for(timeout=WAIT_MS)
    if asked.is_visible():
        button.dblclick()
    broken = page.get_by_text("Der Vergleich wurde nicht fertig.")
    pictures.or_(broken).first.wait_for(timeout=3 * WAIT_MS)
    assert not broken.is_visible(), broken.locator("xpath=ancestor::*[contains(@class,'mb-notice')]").inner_text()
    wait_until_drawn(page)


def take(model: str) -> re.Pattern[str]:
    return re.compile(f"^{model} übernehmen$")


def judging(page: Page, model: str) -> None:
    page.locator(".mb-state").filter(has_text=re.compile(f"^✓?{model} prüft ")).wait_for(timeout=WAIT_MS)
    wait_until_drawn(page)


def judged_by(stage: Stage) -> str:
    """Inspect a part; the model that its record names."""
    headers = {"Origin": stage.url, "Content-Type": "application/json"}
    request = Request(f"{stage.url}/api/trigger", b'{"source": "button"}', headers, method="POST")
    with urlopen(request, timeout=PATIENCE_S) as answer:
        told = json.loads(answer.read())
    assert told["outcome"] == "recorded"
    with RecordBook.opened(stage.home) as book:
        judge = book.find(str(told["sequence"])).inspection.judge
    assert judge is not None
    return judge.model


def changes(stage: Stage) -> list[str]:
    """What was recorded of changes, the oldest first."""
    return recorded(stage, CHANGES)


def recorded(stage: Stage, codes: Collection[str]) -> list[str]:
    """The events of these codes, the oldest first."""
    with closing(sqlite3.connect(stage.home / "records.db")) as database:
        bodies = database.execute("SELECT body FROM entries WHERE kind = 'event' ORDER BY sequence").fetchall()
    events = [Event.model_validate_json(body) for (body,) in bodies]
    return [f"{one.code} {one.detail}".replace(" (not promoted)", "") for one in events if one.code in codes]


def test_two_models_are_compared_picture_by_picture_and_the_keyboard_flips(
    bench: Stage, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    open_section(page, bench)
    compare(page, "small-2")
    said = page.locator(".mb-notice").filter(has_text="Empfehlung: kann übernommen werden")
    expect(said).to_contain_text("Es findet 3 von 3 Fehlern, das jetzige Modell 2 von 3.")
    expect(said).to_contain_text("Zu wenige Bilder, um sicher zu sein: 3 schlechte und 2 gute")
    expect(said).to_contain_text("Von selbst wechselt kein Modell")
    row = page.locator(".mb-sides tr").filter(has_text="lässt schlechte Teile durch")
    assert row.locator("td").all_inner_texts() == ["1 von 3", "0 von 3 ✓ besser"]
    flip = page.locator(".mb-flip")
    expect(flip).to_contain_text("Bild 1 von 5")
    expect(flip).to_contain_text("Dieses Teil ist schlecht. Hier unterscheiden sie sich.")
    now, new = page.locator(".mb-flip-side").all()
    expect(now).to_contain_text("findet 0 von 1 Fehlern")
    expect(new).to_contain_text("findet 1 von 1 Fehlern")
    assert (now.locator(".mb-mark-fail").count(), new.locator(".mb-mark-fail").count()) == (1, 0)
    assert now.locator(".mb-truth").count() == new.locator(".mb-truth").count() == 1
    assert page.evaluate("[...document.querySelectorAll('.mb-flip img')].every(one => one.naturalWidth === 64)")
    flip.locator(".mb-flip-where").click()  # while the choice of models has the keyboard, arrows choose among them
    page.keyboard.press("ArrowLeft")
    expect(flip).to_contain_text("Bild 5 von 5")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Nächstes Bild").click()
    expect(flip).to_contain_text("Bild 2 von 5")
    page.get_by_role("button", name="Neu: small-2: Bild groß zeigen").click()
    page.locator("dialog.mb-closer[open]").wait_for()
    page.keyboard.press("ArrowRight")  # moves the large picture, and flips nothing
    page.keyboard.press("Escape")
    page.locator(".st-key-mb_decide input").press("ArrowRight")
    expect(flip).to_contain_text("Bild 2 von 5")
    assert found_by_axe(page) == []


def test_what_stands_against_it_is_said_and_the_master_must_say_why(
    bench: Stage, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    open_section(page, bench)
    before = changes(bench)
    compare(page, "small-3")
    expect(page.locator(".mb-notice[data-kind=bad]")).to_contain_text("Es verwirft 2 von 2 guten Teilen")
    page.get_by_role("button", name=take("small-3")).click()
    page.get_by_text("bitte sagen, warum es trotzdem prüfen soll", exact=False).wait_for(timeout=WAIT_MS)
    assert find_model("small", bench.home).name == "small"
    page.locator(".st-key-mb_decide input").fill("schlägt bei allem an")
    page.get_by_role("button", name="small-3 nicht übernehmen").click()
    page.get_by_text("small-3 wurde nicht übernommen").wait_for(timeout=WAIT_MS)
    assert changes(bench)[len(before) :] == ["model-declined small: small-3, master: schlägt bei allem an"]
    page.reload()
    choose(page, "small-3")
    page.get_by_text("small-3 wurde am").wait_for(timeout=WAIT_MS)


def test_a_double_click_takes_it_once_the_station_judges_by_it_and_one_click_leads_back(
    bench: Stage, open_browser: Callable[..., Page]
) -> None:
    page = open_browser()
    open_section(page, bench)
    before = changes(bench)
    compare(page, "small-2")
    assert judged_by(bench) == "small"
    page.get_by_role("button", name=take("small-2")).dblclick()
    judging(page, "small-2")
    page.get_by_text("Ab dem nächsten Teil.").wait_for(timeout=WAIT_MS)
    assert judged_by(bench) == "small-2"
    page.get_by_role("button", name="Einen Schritt zurück: small prüft wieder").dblclick()
    judging(page, "small")
    assert judged_by(bench) == "small"
    assert changes(bench)[len(before) :] == [
        "model-promoted small: small -> small-2, master: -",
        "model-rolled-back small: small-2 -> small, master: -",
    ]


def test_a_page_loaded_again_in_the_middle_makes_one_change(bench: Stage, open_browser: Callable[..., Page]) -> None:
    page, other = open_browser(), open_browser()
    for one in (page, other):
        open_section(one, bench)
        compare(one, "small-2")
    before = changes(bench)
    page.get_by_role("button", name=take("small-2")).click(no_wait_after=True)
    wait_until_written(bench, "small-2")
    page.reload()
    judging(page, "small-2")
    other.evaluate(
        "name => [...document.querySelectorAll('button')].find(one => one.innerText === name)?.click()",
        "small-2 übernehmen",
    )
    judging(other, "small-2")
    assert [one.split()[0] for one in changes(bench)[len(before) :]] == ["model-promoted"]
    page.get_by_role("button", name="Einen Schritt zurück").click()
    judging(page, "small")


@pytest.mark.parametrize(("dies_before", "judges"), [(1, "small"), (3, "small"), (4, "small-2")])
def test_a_station_that_dies_while_it_changes_has_the_old_model_or_the_new_one(
    browser: Browser, tmp_path: Path, open_browser: Callable[..., Page], bench: Stage, dies_before: int, judges: str
) -> None:
    """FAULTS row 32: each file that a change writes is one step; after all three the new model is in force."""
    home = workshop(tmp_path / "home")
    page = open_browser()
    if dies_before < 4:
        with staged(home, command=(STAGED, "--home", str(home), "--dies-before", str(dies_before))) as dying:
            promote_through(page, dying)
            dying.process.wait(PATIENCE_S)
            assert dying.process.returncode == -9
    else:
        with staged(home, command=(STAGED, "--home", str(home))) as dying:
            promote_through(page, dying)
            judging(page, "small-2")
            os.kill(dying.process.pid, 9)
    assert active_models(home).slots.keys() <= {"small"}
    assert find_model("small", home).name == judges
    with staged(home, command=(STAGED, "--home", str(home))) as again:
        open_section(page, again)
        judging(page, judges)
        assert judged_by(again) == judges


def wait_until_written(stage: Stage, model: str) -> None:
    """Until the file says it; the station has yet to take it up, and the page to show it."""
    deadline = time.monotonic() + PATIENCE_S
    while find_model("small", stage.home).name != model:
        assert time.monotonic() < deadline, "the press did not arrive"
        time.sleep(0.01)


def promote_through(page: Page, stage: Stage) -> None:
    open_section(page, stage)
    compare(page, "small-2")
    page.get_by_role("button", name=take("small-2")).click(no_wait_after=True)
