"""The master says his word on the operator's page: one press that was meant is one word, and every browser shows it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Route

from inspection.override import Override, Role
from inspection.protocol import RecordBook
from inspection.record import InspectionRecord
from inspection.verdict import Verdict
from tests.browser.staging import (
    Stage,
    counted,
    open_page,
    press,
    sequence,
    staged,
    wait_past_lock_out,
)
from tests.browser.test_what_is_seen import press_until
from tests.inspection.protocol import paper

pytestmark = pytest.mark.browser

DIRT = "kein Fehler, nur Schmutz"
SAVED = "Gespeichert."


@pytest.fixture(scope="module")
def bench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("words") / "home", "--answers", "mixed") as stage:
        yield stage


@pytest.fixture
def at_bench(bench: Stage, open_browser: Callable[..., Page]) -> Page:
    page = open_browser()
    open_page(page, bench)
    return page


def shown_record(stage: Stage, page: Page) -> InspectionRecord:
    with RecordBook.opened(stage.home) as book:
        return book.find(str(sequence(page)))


def words(stage: Stage, record: InspectionRecord) -> list[Override]:
    """What the records hold, the newest first."""
    record_id = record.inspection.record_id
    with RecordBook.opened(stage.home) as book:
        return [one.override for one in book.overrides_of([record_id]).get(record_id, ())]


class Line:
    """The line between page and station: what was sent on it, and what is done with the first request."""

    def __init__(self, page: Page, first: Callable[[Route], object]) -> None:
        self.sent: list[str] = []
        self._first = first
        page.route("**/api/overrides", self._handle)

    def _handle(self, route: Route) -> None:
        self.sent.append((route.request.post_data_json or {})["override_id"])
        if len(self.sent) == 1:
            self._first(route)
        else:
            route.continue_()


def swallow(_: Route) -> None:
    """Neither reaches the station nor comes back."""


def swallow_the_answer(route: Route) -> None:
    """Reaches the station, and the page never hears of it."""
    route.fetch()


def cut(route: Route) -> None:
    """Reaches the station, then the line is cut."""
    route.fetch()
    route.abort()


def unfold(page: Page) -> None:
    page.locator(".mb-master-fold").click()
    page.locator(".mb-master-form").wait_for()


def pick(page: Page, reason: str = DIRT) -> None:
    page.get_by_role("button", name=reason, exact=True).click()


def answer(page: Page, verdict: str) -> None:
    page.locator(f"[data-answer={verdict}]").click()


def wait_until_said(page: Page, text: str) -> None:
    page.locator(".mb-master-said").filter(has_text=text).wait_for()


def wait_until_folded(page: Page) -> None:
    page.locator(".mb-master-form").wait_for(state="hidden")


def size_of_verdict(page: Page) -> tuple[str, str, str]:
    word = page.locator(".mb-word")
    size, colour = word.evaluate(
        "word => [getComputedStyle(word).fontSize, getComputedStyle(word.closest('.mb-card')).backgroundColor]"
    )
    return word.inner_text(), size, colour


def test_the_word_stands_beside_the_verdict_in_every_browser_and_on_paper(
    bench: Stage, at_bench: Page, open_browser: Callable[..., Page]
) -> None:
    page, other = at_bench, open_browser(locale="en-GB")
    open_page(other, bench)
    press_until(page, "FAIL")
    record, before = shown_record(bench, page), size_of_verdict(page)
    unfold(page)
    assert page.locator("[data-answer]").all_inner_texts() == ["doch i.O.", "bestätigen: n.i.O."]
    answer(page, "PASS")
    wait_until_said(page, "Erst einen Grund auswählen oder schreiben.")
    assert words(bench, record) == []
    pick(page)
    page.get_by_role("radio", name="Ausbilder").click()
    answer(page, "PASS")
    wait_until_said(page, SAVED)
    [word] = words(bench, record)
    assert (word.verdict, word.role, word.reason) == (Verdict.PASS, Role.INSTRUCTOR, DIRT)
    line = page.locator(".mb-card .mb-master-line[data-master=PASS]")
    line.wait_for()
    assert line.inner_text().startswith(f"Ausbilder: i.O. – {DIRT} (")
    assert size_of_verdict(page) == before
    assert shown_record(bench, page) == record
    other.locator(f".mb-card[data-sequence='{record.sequence}'] .mb-master-line").wait_for()
    assert other.locator(".mb-master-line").inner_text().startswith(f"Instructor: OK – {DIRT} (")
    for window in (page, other):
        window.locator(f"[data-part='{record.sequence}'] .mb-master-sign[data-master=PASS]").wait_for()
    wait_until_folded(page)
    with urlopen(f"{bench.url}/api/protocols/{record.inspection.record_id}?lang=de") as answered:
        said = paper.text(answered.read())
    assert f"Funktion: Ausbilder Grund: {DIRT} Gegeben:" in said
    page.reload()
    page.locator(".mb-card .mb-master-line[data-master=PASS]").wait_for()
    assert len(words(bench, record)) == 1


def test_the_master_may_speak_again_and_the_last_word_counts(bench: Stage, at_bench: Page) -> None:
    page = at_bench
    press_until(page, "PASS")
    record = shown_record(bench, page)
    for verdict, label in (("PASS", "bestätigen: i.O."), ("FAIL", "doch n.i.O.")):
        unfold(page)
        assert label in page.locator("[data-answer]").all_inner_texts()
        pick(page)
        answer(page, verdict)
        page.locator(f".mb-card .mb-master-line[data-master={verdict}]").wait_for()
        wait_until_folded(page)
    assert [word.verdict for word in words(bench, record)] == [Verdict.FAIL, Verdict.PASS]


def test_a_double_click_is_one_word(bench: Stage, at_bench: Page) -> None:
    page = at_bench
    press_until(page, "FAIL")
    record = shown_record(bench, page)
    unfold(page)
    pick(page)
    page.locator("[data-answer=PASS]").dblclick()
    wait_until_said(page, SAVED)
    wait_until_folded(page)
    assert len(words(bench, record)) == 1


def test_a_reload_while_it_is_being_saved_makes_one_word(bench: Stage, at_bench: Page) -> None:
    """Row 37: the station has recorded it, the page is loaded again before it hears so, and sends it once more."""
    page, line = at_bench, Line(at_bench, swallow_the_answer)
    press_until(page, "FAIL")
    record = shown_record(bench, page)
    unfold(page)
    pick(page)
    answer(page, "PASS")
    page.locator(".mb-card .mb-master-line").wait_for()
    wait_until_said(page, "Wird gespeichert …")
    page.reload()
    page.locator(".mb-card .mb-master-line[data-master=PASS]").wait_for()
    page.wait_for_function("() => sessionStorage.getItem('mb-masters-word') === '{}'")
    assert len(line.sent) == 2 and len({*line.sent}) == 1
    assert len(words(bench, record)) == 1
    page.reload()
    page.locator(".mb-card .mb-master-line[data-master=PASS]").wait_for()
    assert len(line.sent) == 2


def test_a_reload_before_it_has_reached_the_station_does_not_lose_it(bench: Stage, at_bench: Page) -> None:
    page, line = at_bench, Line(at_bench, swallow)
    press_until(page, "FAIL")
    record = shown_record(bench, page)
    unfold(page)
    pick(page)
    answer(page, "FAIL")
    wait_until_said(page, "Wird gespeichert …")
    assert words(bench, record) == []
    page.reload()
    page.locator(".mb-card .mb-master-line[data-master=FAIL]").wait_for()
    assert len({*line.sent}) == 1
    assert len(words(bench, record)) == 1


def test_an_answer_that_got_lost_is_made_good_by_pressing_again(bench: Stage, at_bench: Page) -> None:
    page, line = at_bench, Line(at_bench, cut)
    press_until(page, "FAIL")
    record = shown_record(bench, page)
    unfold(page)
    pick(page)
    answer(page, "PASS")
    wait_until_said(page, "Keine Antwort von der Station.")
    answer(page, "PASS")
    wait_until_said(page, SAVED)
    assert len(line.sent) == 2 and len({*line.sent}) == 1
    assert len(words(bench, record)) == 1


def test_another_word_after_a_lost_answer_is_asked_for_once_more(bench: Stage, at_bench: Page) -> None:
    page = at_bench
    Line(page, cut)
    press_until(page, "FAIL")
    record = shown_record(bench, page)
    unfold(page)
    pick(page)
    answer(page, "PASS")
    wait_until_said(page, "Keine Antwort von der Station.")
    answer(page, "FAIL")
    wait_until_said(page, "Beim ersten Druck wurde ein anderes Wort gespeichert.")
    assert [word.verdict for word in words(bench, record)] == [Verdict.PASS]
    answer(page, "FAIL")
    wait_until_said(page, SAVED)
    assert [word.verdict for word in words(bench, record)] == [Verdict.FAIL, Verdict.PASS]


def test_typing_a_reason_does_not_inspect_and_the_foot_switch_works_again_afterwards(
    bench: Stage, at_bench: Page
) -> None:
    page = at_bench
    press(page)
    record, before = shown_record(bench, page), counted(page)
    unfold(page)
    wait_past_lock_out(page)
    page.locator(".mb-master-form input").click()
    page.keyboard.type("mit der Lehre: 0,9 mm", delay=20)
    page.keyboard.press("F8")
    page.wait_for_timeout(500)
    assert counted(page) == before
    answer(page, "PASS")
    wait_until_said(page, SAVED)
    assert [word.reason for word in words(bench, record)] == ["mit der Lehre: 0,9 mm"]
    press(page)
    assert counted(page) == before + 1


def test_the_foot_switch_works_while_the_form_is_open_and_after_it_was_folded(bench: Stage, at_bench: Page) -> None:
    page = at_bench
    press(page)
    unfold(page)
    pick(page)
    before = counted(page)
    press(page)  # a picked reason keeps no focus
    page.locator(".mb-master-form input").click()
    page.locator(".mb-master-fold").click()
    press(page)
    assert counted(page) == before + 2


def test_what_is_filled_in_stays_with_its_part_when_another_one_comes(bench: Stage, at_bench: Page) -> None:
    page = at_bench
    press_until(page, "FAIL")
    record = shown_record(bench, page)
    unfold(page)
    pick(page)
    press(page)
    heading = page.locator(".mb-master-about[data-other=true]")
    heading.wait_for()
    assert f"Eintrag {record.sequence}" in heading.inner_text()
    answer(page, "PASS")
    wait_until_said(page, SAVED)
    assert len(words(bench, record)) == 1 and words(bench, shown_record(bench, page)) == []
    wait_until_folded(page)
    unfold(page)
    assert f"Eintrag {sequence(page)}" in page.locator(".mb-master-about[data-other=false]").inner_text()


def test_an_empty_form_folds_up_when_another_part_comes(bench: Stage, at_bench: Page) -> None:
    page = at_bench
    press(page)
    unfold(page)
    press(page)
    wait_until_folded(page)
    unfold(page)
    assert f"Eintrag {sequence(page)}" in page.locator(".mb-master-about").inner_text()


def test_a_part_that_could_not_be_judged_gets_its_word_too_and_an_earlier_one_as_well(
    bench: Stage, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(locale="en-GB")
    open_page(page, bench)
    press_until(page, "NOT_JUDGED")
    record = shown_record(bench, page)
    later = press(page)
    page.locator(f"[data-part='{record.sequence}']").click()
    page.locator(".mb-card.mb-earlier").wait_for()
    unfold(page)
    assert page.locator("[data-answer]").all_inner_texts() == ["OK", "not OK"]
    pick(page, "measured with the gauge")
    answer(page, "PASS")
    page.locator(f".mb-card[data-sequence='{record.sequence}'] .mb-master-line").wait_for()
    assert [word.reason for word in words(bench, record)] == ["measured with the gauge"]
    page.get_by_text("Back to the last part").click()
    page.wait_for_selector(f".mb-card[data-sequence='{later}']")
    assert page.locator(".mb-master-line").count() == 0


def test_a_stopped_station_says_that_nothing_was_saved(
    browser: Browser, open_browser: Callable[..., Page], tmp_path: Path
) -> None:
    with staged(tmp_path / "home", "--answers", "fail") as stage:
        page = open_browser()
        open_page(page, stage)
        press(page)
        record = shown_record(stage, page)
        unfold(page)
        pick(page)
        stage.fail_storage()
        answer(page, "PASS")
        wait_until_said(page, "Nicht gespeichert: Die Station zeichnet gerade nichts auf.")
        page.get_by_text("HALT: Es wird nichts mehr aufgezeichnet").first.wait_for()
        assert words(stage, record) == []


def test_the_form_is_large_enough_for_gloves_and_fits(at_bench: Page) -> None:
    page = at_bench
    press(page)
    for width, height in ((1280, 800), (800, 1280)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("width => innerWidth === width", arg=width)
        unfold(page)
        for control in page.locator(".mb-master button:visible, .mb-master input:visible").all():
            box = control.bounding_box()
            assert box is not None and min(box["width"], box["height"]) >= 47.9
            assert box["x"] >= 0 and box["x"] + box["width"] <= width
        for large in page.locator("[data-answer]").all():
            box = large.bounding_box()
            assert box is not None and box["height"] >= 72
            assert box["y"] >= 0 and box["y"] + box["height"] <= height
            clipped: bool = large.evaluate("button => button.scrollWidth > button.clientWidth")
            assert not clipped
        page.locator(".mb-master-fold").click()
        wait_until_folded(page)
