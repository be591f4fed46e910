"""Drawing with hand, keys and fingers, in a real browser; what is drawn is never lost."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser.drawing import (
    PART,
    act,
    book_of,
    bring,
    drafts,
    drag,
    open_drawing,
    place_of,
    plate,
    stage_of,
    touch,
    under,
    wait_for_open,
    wait_for_shapes,
    wait_until_kept,
)
from tests.browser.staging import CHROMIUM, CHROMIUM_OPTIONS, WAIT_MS, Stage, asked_elsewhere, staged
from tests.browser.test_accessible import found
from training.labelling.drawing import Drawing, MadeBy, State

pytestmark = pytest.mark.browser

_seeds = iter(range(100, 10_000))


@pytest.fixture(scope="module")
def room(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A station whose net suggests nothing."""
    with staged(tmp_path_factory.mktemp("label") / "home") as stage:
        yield stage


@pytest.fixture
def sha256(room: Stage) -> str:
    """A picture of 640 x 480 px on which nobody has drawn."""
    return bring(room, plate(next(_seeds)))[0]


@pytest.fixture
def page(open_browser: Callable[..., Page], room: Stage, sha256: str) -> Page:
    page = open_browser()
    open_drawing(page, room, sha256)
    return page


def drawn(stage: Stage, sha256: str) -> Drawing:
    with book_of(stage) as book:
        return book.history(PART, sha256)[-1]


def wait_until_left(page: Page, sha256: str) -> None:
    page.wait_for_selector(f".mb-label:not([data-picture='{sha256}'])", timeout=WAIT_MS)


def test_three_inputs_a_box_and_the_next_picture_comes_by_itself(room: Stage, page: Page, sha256: str) -> None:
    bring(room, plate(next(_seeds)))
    page.keyboard.press("2")
    drag(page, (100, 80), (160, 120))
    page.keyboard.press("Enter")
    wait_until_left(page, sha256)
    drawing = drawn(room, sha256)
    [shape] = drawing.shapes
    assert (drawing.state, shape.class_name, shape.made_by) == (State.DRAWN, "crack", MadeBy.HAND)
    assert shape.xyxy == pytest.approx((100, 80, 160, 120), abs=1.5)
    page.locator(".mb-label-said").filter(has_text="Abgegeben").wait_for()


def test_no_defect_is_one_key_and_enter_alone_is_not_enough(room: Stage, page: Page, sha256: str) -> None:
    page.keyboard.press("Enter")
    page.locator(".mb-label-said").filter(has_text="Nichts markiert").wait_for()
    page.keyboard.press("n")
    wait_until_left(page, sha256)
    assert drawn(room, sha256).shapes == ()


def test_a_box_is_moved_resized_named_deleted_and_every_step_goes_back_and_forth(
    room: Stage, page: Page, sha256: str
) -> None:
    drag(page, (100, 100), (160, 140))
    drag(page, (160, 140), (200, 180))
    drag(page, (150, 140), (170, 150))
    page.keyboard.press("3")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+ArrowDown")
    wait_until_kept(page)
    draft = drafts(room, page, sha256)
    assert draft is not None
    [shape] = draft.shapes
    assert shape.class_name == "spatter"
    assert shape.xyxy == pytest.approx((119, 110, 219, 191), abs=2)
    page.keyboard.press("Delete")
    wait_for_shapes(page, 0)
    page.keyboard.press("Control+z")
    wait_for_shapes(page, 1)
    for _ in range(6):
        page.keyboard.press("Control+z")
    wait_for_shapes(page, 0)
    assert act(page, "undo").is_disabled()
    act(page, "redo").click()
    wait_for_shapes(page, 1)
    for _ in range(6):
        page.keyboard.press("Control+y")
    wait_for_shapes(page, 0)


def test_an_outline_of_corners(room: Stage, page: Page, sha256: str) -> None:
    page.keyboard.press("p")
    for place in ((100, 100), (200, 110), (180, 190)):
        touch(page, *place)
    touch(page, 300, 300)
    page.keyboard.press("Backspace")
    touch(page, 100, 100)
    wait_for_shapes(page, 1)
    page.keyboard.press("Enter")
    wait_until_left(page, sha256)
    [shape] = drawn(room, sha256).shapes
    assert shape.polygon is not None and len(shape.polygon) == 3
    assert shape.xyxy == pytest.approx((100, 100, 200, 190), abs=1.5)


def test_the_outline_within_a_box_is_found(room: Stage, page: Page, sha256: str) -> None:
    drag(page, (90, 60), (166, 132))  # the blot has its middle at 128, 96
    page.keyboard.press("o")
    page.locator(".mb-label-stage polygon").first.wait_for(state="attached")
    page.keyboard.press("Enter")
    wait_until_left(page, sha256)
    [shape] = drawn(room, sha256).shapes
    assert shape.made_by is MadeBy.OUTLINE and shape.polygon is not None
    assert shape.xyxy == pytest.approx((104, 72, 152, 120), abs=4)


def test_the_wheel_enlarges_at_the_pointer_on_20_megapixels(room: Stage, page: Page) -> None:
    [large] = bring(room, plate(next(_seeds), 5472, 3648))
    open_drawing(page, room, large)
    x, y = (round(one) for one in place_of(page, 1094, 730))
    before = under(page, x, y)
    page.mouse.move(x, y)
    for _ in range(6):
        page.mouse.wheel(0, -400)
    page.wait_for_function("() => +document.querySelector('.mb-label-stage').dataset.enlarged > 4")
    assert under(page, x, y) == pytest.approx(before, abs=0.5)
    at_first, _ = place_of(page, 1094, 730)
    drag(page, (1093, 729), (1099, 735))
    page.keyboard.down("Space")
    drag(page, (1094, 730), (1096, 730))
    page.keyboard.up("Space")
    assert place_of(page, 1094, 730)[0] > at_first + 20
    act(page, "whole").click()
    wait_until_kept(page)
    draft = drafts(room, page, large)
    assert draft is not None and draft.shapes[0].xyxy == pytest.approx((1093, 729, 1099, 735), abs=0.5)


def test_what_stood_on_the_picture_before_is_copied(room: Stage, page: Page, sha256: str) -> None:
    drag(page, (100, 80), (160, 120))
    page.keyboard.press("Enter")
    wait_until_left(page, sha256)
    [following] = bring(room, plate(next(_seeds)))
    open_drawing(page, room, following)
    page.keyboard.press("v")
    wait_for_shapes(page, 1)
    page.keyboard.press("v")
    page.keyboard.press("Enter")
    wait_until_left(page, following)
    [shape] = drawn(room, following).shapes
    assert shape.made_by is MadeBy.PREVIOUS and shape.xyxy == pytest.approx((100, 80, 160, 120), abs=1.5)


def test_set_aside_wants_a_reason(room: Stage, page: Page, sha256: str) -> None:
    page.keyboard.press("x")
    page.get_by_role("button", name="nichts zu erkennen").click()
    wait_until_left(page, sha256)
    assert (drawn(room, sha256).state, drawn(room, sha256).note) == (State.SET_ASIDE, "nichts zu erkennen")


def test_the_keyboard_alone_suffices(room: Stage, page: Page, sha256: str) -> None:
    page.keyboard.press("i")
    page.keyboard.press("2")
    for key in ("Shift+ArrowRight", "Control+Shift+ArrowRight", "+", "w"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    wait_until_left(page, sha256)
    [shape] = drawn(room, sha256).shapes
    x1, y1, x2, y2 = shape.xyxy
    assert shape.class_name == "crack" and x2 - x1 == pytest.approx(y2 - y1 + 10, abs=1)


def test_the_foot_switch_draws_and_inspects_nothing(room: Stage, page: Page, sha256: str) -> None:
    page.keyboard.press("F8")
    page.locator(".mb-label-said").filter(has_text="Hier wird nicht geprüft").wait_for()
    page.keyboard.press("Space")
    wait_for_shapes(page, 0)


def test_a_reload_keeps_what_was_drawn(page: Page, sha256: str) -> None:
    drag(page, (100, 80), (160, 120))
    wait_until_kept(page)
    page.reload()
    page.locator(f".mb-label [data-sha256='{sha256}']").click()
    wait_for_open(page, sha256)
    wait_for_shapes(page, 1)
    page.get_by_text("Ihre Zeichnung von vorhin").wait_for()


def test_what_the_station_does_not_take_is_said_and_kept_over_a_reload(room: Stage, page: Page, sha256: str) -> None:
    def lose(route: Route) -> None:
        route.abort()

    page.route("**/draft", lose)
    drag(page, (100, 80), (160, 120))
    page.locator(".mb-label-saved[data-state=unsaved]").filter(has_text="Noch nicht gesichert").wait_for()
    assert drafts(room, page, sha256) is None
    page.reload()
    page.locator(f".mb-label [data-sha256='{sha256}']").click()
    wait_for_open(page, sha256)
    wait_for_shapes(page, 1)
    page.unroute("**/draft", lose)
    wait_until_kept(page)
    assert drafts(room, page, sha256) is not None


def test_of_two_people_on_a_picture_the_second_is_told_and_nobodys_work_is_lost(
    room: Stage, page: Page, sha256: str, somebody: BrowserContext
) -> None:
    other = somebody.new_page()
    open_drawing(other, room, sha256)
    other.get_by_text("Jemand anderes hat dieses Bild auch offen.").wait_for()
    page.get_by_text("Jemand anderes hat dieses Bild auch offen.").wait_for()
    drag(other, (300, 300), (340, 340))
    drag(page, (100, 80), (160, 120))
    page.keyboard.press("Enter")
    wait_until_left(page, sha256)
    other.get_by_text("Jemand war schneller.").wait_for()
    assert other.locator(".mb-label-other").count() == 1 and other.locator(".mb-label-kept").count() == 1
    other.reload()
    other.get_by_role("combobox").select_option("drawn")
    other.locator(f".mb-label [data-sha256='{sha256}']").click()
    wait_for_open(other, sha256)
    other.get_by_role("button", name="Mit meiner weiter").click()
    other.keyboard.press("Enter")
    wait_until_left(other, sha256)
    with book_of(room) as book:
        boxes = [drawing.shapes[0].xyxy for drawing in book.history(PART, sha256)]
    assert boxes == [pytest.approx((100, 80, 160, 120), abs=1.5), pytest.approx((300, 300, 340, 340), abs=1.5)]


def test_fingers_draw_move_and_enlarge(browser: Browser, room: Stage, sha256: str) -> None:
    context = browser.new_context(locale="de-DE", has_touch=True, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    open_drawing(page, room, sha256)
    fingers = context.new_cdp_session(page)

    def put(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    put("touchStart", place_of(page, 100, 80))
    put("touchMove", place_of(page, 130, 100))
    put("touchMove", place_of(page, 160, 120))
    put("touchEnd")
    wait_for_shapes(page, 1)
    left, right = place_of(page, 300, 240), place_of(page, 340, 240)
    put("touchStart", left)
    put("touchStart", left, right)
    for step in range(1, 6):
        put("touchMove", (left[0] - 20 * step, left[1]), (right[0] + 20 * step, right[1]))
    put("touchEnd")
    assert float(stage_of(page).get_attribute("data-enlarged") or 0) > 2
    wait_for_shapes(page, 1)
    page.locator("[data-class=crack]").first.tap()
    act(page, "hand_in").tap()
    wait_until_left(page, sha256)
    assert [shape.class_name for shape in drawn(room, sha256).shapes] == ["crack"]
    context.close()


def test_a_killed_browser_loses_nothing(browser: Browser, room: Stage, sha256: str, tmp_path: Path) -> None:
    def start() -> BrowserContext:
        context = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=CHROMIUM_OPTIONS, locale="de-DE"
        )
        context.set_default_timeout(WAIT_MS)
        return context

    first = start()
    open_drawing(first.new_page(), room, sha256)
    first.close()
    second = start()
    page = second.new_page()
    open_drawing(page, room, sha256)
    drag(page, (100, 80), (160, 120))
    wait_until_kept(page)
    os.kill(process_of(tmp_path), signal.SIGKILL)
    third = start()
    page = third.new_page()
    open_drawing(page, room, sha256)
    wait_for_shapes(page, 1)
    third.close()


def process_of(profile: Path) -> int:
    """The browser itself, among its helpers."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = command.read_bytes().split(b"\0")
            if f"--user-data-dir={profile}".encode() in words and not any(w.startswith(b"--type=") for w in words):
                return int(command.parent.name)
    raise AssertionError("no browser has this profile")


def test_nothing_is_asked_of_others_and_axe_finds_nothing_serious(
    open_browser: Callable[..., Page], room: Stage, sha256: str
) -> None:
    page = open_browser()
    outside = asked_elsewhere(page, room)
    open_drawing(page, room, sha256)
    drag(page, (100, 80), (160, 120))
    wait_until_kept(page)
    assert found(page) == []
    page.keyboard.press("x")
    page.locator("dialog[open]").wait_for()
    assert found(page) == []
    assert outside == []


def test_an_answer_that_got_lost_makes_one_drawing_also_after_a_reload(room: Stage, page: Page, sha256: str) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/drawing", lose_the_answer)
    drag(page, (100, 80), (160, 120))
    page.keyboard.press("Enter")
    page.locator(".mb-label-said").filter(has_text="Keine Antwort von der Station").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    page.reload()
    page.get_by_role("combobox").select_option("drawn")
    page.locator(f".mb-label [data-sha256='{sha256}']").click()
    wait_for_open(page, sha256)
    assert page.get_by_text("Jemand war schneller.").is_hidden()
    with book_of(room) as book:
        assert len(book.history(PART, sha256)) == 1


def test_a_drawing_ends_at_the_edge_and_a_slip_of_the_hand_is_none(room: Stage, page: Page, sha256: str) -> None:
    page.keyboard.press("-")
    drag(page, (600, 440), (670, 478))
    touch(page, 300, 300)
    drag(page, (300, 300), (304, 300))
    page.keyboard.press("Enter")
    wait_until_left(page, sha256)
    [shape] = drawn(room, sha256).shapes
    assert shape.xyxy == pytest.approx((600, 440, 640, 478), abs=1.5)


def test_what_stands_there_is_not_handed_in_again(room: Stage, page: Page, sha256: str) -> None:
    drag(page, (100, 80), (160, 120))
    page.keyboard.press("Enter")
    wait_until_left(page, sha256)
    page.get_by_role("combobox").select_option("drawn")
    page.locator(f".mb-label [data-sha256='{sha256}']").click()
    wait_for_open(page, sha256)
    page.keyboard.press("Enter")
    page.locator(".mb-label-said").filter(has_text="Nichts geändert").wait_for()
    with book_of(room) as book:
        assert len(book.history(PART, sha256)) == 1
