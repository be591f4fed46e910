"""The master looks through the parts that wait for him: one press that was meant is one word, whoever else presses."""

import json
import time
from collections.abc import Callable, Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, Route

from inspection.override import Override
from inspection.protocol import RecordBook
from tests.browser.staging import PATIENCE_S, WAIT_MS, Stage, open_menu, staged

pytestmark = pytest.mark.browser

DIRT = "kein Fehler, nur Schmutz"


@pytest.fixture(scope="module")
def bench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("review") / "home", "--answers", "review", "--lock-out-ms", "0") as stage:
        yield stage


def inspect(stage: Stage, count: int = 1) -> None:
    """Parts near the limit, each of which waits for the master."""
    recorded = 0
    while recorded < count:  # the station may still be starting
        headers = {"Origin": stage.url, "Content-Type": "application/json"}
        request = Request(f"{stage.url}/api/trigger", b'{"source": "button"}', headers, method="POST")
        try:
            with urlopen(request, timeout=PATIENCE_S) as answer:
                recorded += json.loads(answer.read())["outcome"] == "recorded"
        except HTTPError:
            time.sleep(0.1)


@pytest.fixture
def at_review(bench: Stage, open_browser: Callable[..., Page]) -> Page:
    """The page with at least three parts that wait."""
    page = open_browser()
    inspect(bench, 3)
    open_review(page, bench)
    return page


def open_review(page: Page, stage: Stage, query: str = "") -> None:
    page.goto(f"{stage.url}/review?lang=de{query}")
    page.wait_for_selector(".mb-review-form [data-answer]", timeout=WAIT_MS)
    page.wait_for_selector(".mb-card")


def shown(page: Page) -> int:
    return int(page.locator(".mb-card").get_attribute("data-sequence") or 0)


def wait_for_another(page: Page, before: int) -> int:
    """Wait until verdict and form are about another part."""
    page.wait_for_function(
        "before => +document.querySelector('.mb-card')?.dataset.sequence !== before", arg=before, timeout=WAIT_MS
    )
    after = shown(page)
    page.locator(".mb-master-about").filter(has_text=f"Eintrag {after} ").wait_for(timeout=WAIT_MS)
    return after


def words(stage: Stage, sequence: int) -> list[Override]:
    with RecordBook.opened(stage.home) as book:
        record_id = book.find(str(sequence)).inspection.record_id
        return [one.override for one in book.overrides_of([record_id]).get(record_id, ())]


def as_master(page: Page) -> None:
    page.get_by_role("radio", name="Meister", exact=True).click()


def wait_until_said(page: Page, text: str) -> None:
    page.locator(".mb-master-said").filter(has_text=text).wait_for(timeout=WAIT_MS)


def test_the_keyboard_alone_suffices_and_the_next_part_comes_by_itself(bench: Stage, at_review: Page) -> None:
    page, first = at_review, shown(at_review)
    page.keyboard.press("i")
    wait_until_said(page, "Erst einen Grund")
    page.keyboard.press("2")
    page.keyboard.press("i")
    wait_until_said(page, "Zuerst wählen, wer es sagt.")
    page.locator(".mb-master-roles button").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("i")
    second = wait_for_another(page, first)
    assert second < first
    [word] = words(bench, first)
    assert (word.verdict, word.reason, word.role) == ("PASS", DIRT, "master")
    assert page.locator(".mb-review-form input").input_value() == ""
    assert page.locator("[aria-pressed=true]").count() == 0
    page.keyboard.press("s")
    third = wait_for_another(page, second)
    assert words(bench, second) == []
    page.locator(".mb-review-form input").fill("in Narbe")
    page.keyboard.press("Enter")
    page.keyboard.press("n")  # the role is still known
    wait_for_another(page, third)
    assert [(word.verdict, word.reason) for word in words(bench, third)] == [("FAIL", "in Narbe")]


def test_the_foot_switch_inspects_nothing_and_presses_nothing(bench: Stage, at_review: Page) -> None:
    page, before = at_review, shown(at_review)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/api/trigger" in request.url else None)
    as_master(page)
    page.get_by_role("button", name=DIRT).click()
    page.locator("[data-answer=PASS]").focus()
    for key in ("Space", "F8", "Space"):
        page.keyboard.press(key)
    wait_until_said(page, "Hier wird nicht geprüft.")
    assert asked == [] and words(bench, before) == [] and shown(page) == before


def test_a_double_click_is_one_word_and_meets_no_other_part(bench: Stage, at_review: Page) -> None:
    page, before = at_review, shown(at_review)
    as_master(page)
    page.get_by_role("button", name=DIRT).click()
    page.locator("[data-answer=FAIL]").dblclick()
    after = wait_for_another(page, before)
    assert len(words(bench, before)) == 1 and words(bench, after) == []


def test_a_page_loaded_again_in_the_middle_makes_one_word(bench: Stage, at_review: Page) -> None:
    page, before = at_review, shown(at_review)
    sent: list[str] = []

    def lose_the_first(route: Route) -> None:
        sent.append((route.request.post_data_json or {})["override_id"])
        if len(sent) > 1:
            route.continue_()

    page.route("**/api/overrides", lose_the_first)
    as_master(page)
    page.get_by_role("button", name=DIRT).click()
    page.locator("[data-answer=PASS]").click()
    page.wait_for_function("() => sessionStorage.getItem('mb-masters-word') !== '{}'")
    page.reload()
    page.wait_for_selector(".mb-review-form [data-answer]", timeout=WAIT_MS)
    wait_for_another(page, before)
    assert len(set(sent)) == 1 and len(words(bench, before)) == 1


def test_of_two_browsers_at_the_same_part_the_second_is_told(
    bench: Stage, at_review: Page, open_browser: Callable[..., Page]
) -> None:
    first, second, part = at_review, open_browser(), shown(at_review)
    open_review(second, bench)
    assert shown(second) == part
    for page in (first, second):
        as_master(page)
        page.get_by_role("button", name=DIRT).click()
    second.evaluate("() => document.querySelector('[data-answer=FAIL]').click()")
    first.evaluate("() => document.querySelector('[data-answer=PASS]').click()")
    wait_until_said(first, "Jemand war schneller")
    assert [word.verdict for word in words(bench, part)] == ["FAIL"]
    first.locator(".mb-master-line").filter(has_text="n.i.O.").wait_for(timeout=WAIT_MS)
    first.get_by_role("button", name="Nächstes Teil").click()
    wait_for_another(first, part)


def test_who_only_looks_on_sees_that_somebody_spoke(
    bench: Stage, at_review: Page, open_browser: Callable[..., Page]
) -> None:
    idle, busy, part = at_review, open_browser(), shown(at_review)
    open_review(busy, bench)
    as_master(busy)
    busy.get_by_role("button", name=DIRT).click()
    busy.locator("[data-answer=PASS]").click()
    wait_for_another(busy, part)
    wait_until_said(idle, "Jemand war schneller")
    assert idle.locator("[data-answer]:visible").count() == 0


def test_what_was_decided_otherwise_is_looked_at_again_and_a_new_part_is_counted(bench: Stage, at_review: Page) -> None:
    page, part = at_review, shown(at_review)
    as_master(page)
    page.get_by_role("button", name=DIRT).click()
    page.locator("[data-answer=PASS]").click()
    wait_for_another(page, part)
    page.get_by_text("Anders entschieden").click()
    page.wait_for_url("**pile=overruled**", timeout=WAIT_MS)
    page.locator(".mb-master-line").filter(has_text="Meister: i.O.").wait_for(timeout=WAIT_MS)
    before = page.locator(".mb-counted").inner_text()
    inspect(bench)
    page.wait_for_function("before => document.querySelector('.mb-counted').innerText !== before", arg=before)
    page.reload()
    open_menu(page)
    page.locator(".st-key-mb_menu_rooms").get_by_text("Durchsicht ·").wait_for(timeout=WAIT_MS)


def test_the_judged_picture_can_be_shown_large_and_its_keys_decide_nothing(bench: Stage, at_review: Page) -> None:
    page, part = at_review, shown(at_review)
    as_master(page)
    page.get_by_role("button", name=DIRT).click()
    page.locator(".mb-picture-opener").click()
    page.locator("dialog[open]").wait_for()
    for key in ("i", "n", "s", "Space"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    assert shown(page) == part and words(bench, part) == []
