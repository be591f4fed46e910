"""What the model suggests, and what the master says of a drawing."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route

from inspection.people.role import Role
from tests.browser.drawing import (
    PART,
    act,
    book_of,
    bring,
    drag,
    open_drawing,
    plate,
    stage_of,
    touch,
    wait_for_open,
    wait_for_shapes,
)
from tests.browser.staging import WAIT_MS, Stage, open_page, press, staged
from tests.browser.test_accessible import found
from tests.screens.door.doors import PINS, with_pins
from training.labelling.drawing import Drawing, MadeBy, Shape, State

pytestmark = pytest.mark.browser

BOX = Shape(class_name="pore", xyxy=(300, 214, 318, 231))
_seeds = iter(range(10_000, 20_000))


@pytest.fixture(scope="module")
def room(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A station whose net suggests two pores, a crack and a spatter."""
    with staged(tmp_path_factory.mktemp("approve") / "home", "--answers", "fail") as stage:
        yield stage


@pytest.fixture
def sha256(room: Stage) -> str:
    """A picture on which nobody has drawn."""
    return bring(room, plate(next(_seeds)))[0]


@pytest.fixture
def drawn(room: Stage, sha256: str) -> str:
    """A picture on which a trainee has drawn."""
    with book_of(room) as book:
        book.draw(PART, sha256, [BOX], based_on=0, role=Role.TRAINEE)
    return sha256


def history(stage: Stage, sha256: str) -> tuple[Drawing, ...]:
    with book_of(stage) as book:
        return book.history(PART, sha256)


def wait_until_left(page: Page, sha256: str) -> None:
    page.wait_for_selector(f".mb-label:not([data-picture='{sha256}'])", timeout=WAIT_MS)


def shown_but(page: Page, *left: str) -> str:
    """The picture that is open, once it is none of these."""
    others = "".join(f":not([data-picture='{sha256}'])" for sha256 in ("", *left))
    shown = page.wait_for_selector(f".mb-label[data-picture]{others}", timeout=WAIT_MS)
    assert shown is not None
    stage_of(page).and_(page.locator("[data-picture=full]")).wait_for(timeout=WAIT_MS)
    return str(shown.get_attribute("data-picture"))


class Held:
    """The station's first answer at such an address, as it was then, is held back until somebody lets it go."""

    def __init__(self, page: Page, address: str) -> None:
        self._page, self._held = page, list[tuple[Route, APIResponse]]()
        page.route(re.compile(address), self._hold)

    def _hold(self, route: Route) -> None:
        if self._held:
            route.continue_()
        else:
            self._held.append((route, route.fetch()))

    def wait(self) -> None:
        """Until it was asked for."""
        for _ in range(WAIT_MS // 50):
            if self._held:
                return
            self._page.wait_for_timeout(50)
        raise AssertionError("nothing was asked for")

    def let_go(self) -> None:
        """Hand it over at last."""
        route, answer = self._held[0]
        route.fulfill(response=answer)


def test_a_suggestion_is_accepted_refused_or_corrected_with_one_input_each(
    room: Stage, open_browser: Callable[..., Page], sha256: str
) -> None:
    page = open_browser()
    open_drawing(page, room, sha256)
    wait_for_shapes(page, 0, suggested=4)
    page.keyboard.press("Enter")
    page.locator(".mb-label-said").filter(has_text="noch Vorschläge").wait_for()
    page.keyboard.press("a")
    wait_for_shapes(page, 1, suggested=3)
    page.keyboard.press("r")
    wait_for_shapes(page, 1, suggested=2)
    touch(page, 95, 125)
    drag(page, (96, 126), (116, 146))
    wait_for_shapes(page, 2, suggested=1)
    page.keyboard.press("Shift+A")
    wait_for_shapes(page, 3)
    page.keyboard.press("Enter")
    wait_until_left(page, sha256)
    [drawing] = history(room, sha256)
    assert [shape.made_by for shape in drawing.shapes] == [MadeBy.MODEL] * 3
    assert any(shape.xyxy == pytest.approx((110, 140, 121, 151), abs=1.5) for shape in drawing.shapes)


def test_a_drawing_that_was_begun_meets_only_new_suggestions_after_a_reload(
    room: Stage, open_browser: Callable[..., Page], sha256: str
) -> None:
    page = open_browser()
    open_drawing(page, room, sha256)
    wait_for_shapes(page, 0, suggested=4)
    act(page, "accept").click()
    page.locator(".mb-label-saved[data-state=saved]").filter(has_text="Gesichert").wait_for()
    open_drawing(page, room, sha256)
    wait_for_shapes(page, 1, suggested=3)


def test_enter_approves_and_the_next_drawing_comes(room: Stage, open_browser: Callable[..., Page], drawn: str) -> None:
    page = open_browser()
    open_drawing(page, room, drawn, section="approve")
    wait_for_shapes(page, 1)
    page.keyboard.press("Enter")
    wait_until_left(page, drawn)
    assert [one.state for one in history(room, drawn)] == [State.DRAWN, State.APPROVED]
    assert history(room, drawn)[1].shapes == (BOX,)


def test_an_approved_drawing_does_not_come_back_with_a_queue_that_was_asked_for_before(
    room: Stage, open_browser: Callable[..., Page]
) -> None:
    """Enter after Enter, faster than the station tells what is left."""
    with book_of(room) as book:
        for sha256 in bring(room, *(plate(next(_seeds)) for _ in range(3))):
            book.draw(PART, sha256, [BOX], based_on=0, role=Role.TRAINEE)
    page = open_browser()
    page.goto(f"{room.url}/label?lang=de&do=approve")
    first = shown_but(page)
    queue = Held(page, r"/queue\?")
    page.keyboard.press("Enter")
    second = shown_but(page, first)
    queue.wait()
    picture = Held(page, r"/pictures/\w+\?desk=")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mb-label[data-picture='']", state="attached")
    picture.wait()
    queue.let_go()
    page.wait_for_timeout(500)  # whatever is made of it has been made
    picture.let_go()
    shown_but(page, first, second)


def test_the_master_corrects_and_approves(room: Stage, open_browser: Callable[..., Page], drawn: str) -> None:
    page = open_browser()
    open_drawing(page, room, drawn, section="approve")
    drag(page, (400, 300), (450, 340))
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    wait_until_left(page, drawn)
    assert [len(one.shapes) for one in history(room, drawn)] == [1, 2]
    assert history(room, drawn)[1].role is Role.MASTER


def test_sent_back_with_a_sentence_it_is_first_in_the_strip_and_comes_back_better(
    room: Stage, open_browser: Callable[..., Page], drawn: str
) -> None:
    page = open_browser()
    open_drawing(page, room, drawn, section="approve")
    page.keyboard.press("b")
    page.get_by_label("Oder mit eigenen Worten").fill("Die Pore ist größer.")
    page.keyboard.press("Enter")
    wait_until_left(page, drawn)
    open_drawing(page, room, drawn)
    first = page.locator(".mb-label-list button").first
    assert first.get_attribute("data-sha256") == drawn and "Die Pore ist größer." in first.inner_text()
    drag(page, (400, 300), (450, 340))
    page.keyboard.press("Enter")
    wait_until_left(page, drawn)
    assert [one.state for one in history(room, drawn)] == [State.DRAWN, State.SENT_BACK, State.DRAWN]


def test_what_happened_to_a_picture_is_told_by_role_and_time(
    room: Stage, open_browser: Callable[..., Page], drawn: str
) -> None:
    page = open_browser()
    open_drawing(page, room, drawn, section="approve")
    page.get_by_text("Was bisher geschah").click()
    said = page.locator(".mb-label-history li").inner_text()
    assert "Gezeichnet, wartet auf den Meister · Azubi" in said.replace("gezeichnet", "Gezeichnet")
    assert "Markiert: 1" in said


def test_where_drawings_disagree_both_stand_side_by_side(
    room: Stage, open_browser: Callable[..., Page], drawn: str
) -> None:
    with book_of(room) as book:
        other = BOX.model_copy(update={"xyxy": (100, 100, 150, 150)})
        book.draw(PART, drawn, [BOX, other], based_on=1, role=Role.TRAINEE)
    page = open_browser()
    open_drawing(page, room, drawn, section="approve")
    page.keyboard.press("c")
    page.locator(".mb-label-differs").filter(has_text="Nur gezeichnet: 1 · nur dort: 0").wait_for()
    assert page.locator(".mb-label-second [data-shape]").count() == 1
    assert found(page) == []


def test_a_trainee_draws_and_does_not_approve(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("pins") / "home"
    with_pins(home)
    [sha256] = bring(home, plate(next(_seeds)))
    with staged(home) as stage:
        context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800})
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.goto(f"{stage.url}/label?lang=de")
        page.get_by_text("Das ist für Azubis und den Meister").wait_for()
        answer = context.request.post(
            f"{stage.url}/api/login", data={"who": "trainee", "pin": PINS[Role.TRAINEE]}, headers={"Origin": stage.url}
        )
        assert answer.ok
        open_drawing(page, stage, sha256)
        assert page.get_by_text("Neue Fehlerart").count() == 0
        page.keyboard.press("n")
        wait_until_left(page, sha256)
        page.get_by_role("button", name="Freigeben").click()
        page.get_by_text("Hier ist der Meister gefragt").wait_for()
        assert [one.role for one in history(stage, sha256)] == [Role.TRAINEE]
        context.close()


def test_the_master_names_a_new_kind_of_defect(room: Stage, open_browser: Callable[..., Page], sha256: str) -> None:
    page = open_browser()
    open_drawing(page, room, sha256)
    act(page, "refuse_all").click()
    page.get_by_role("button", name="Neue Fehlerart").click()
    page.get_by_label("Ihr Name, wie die Werkstatt sagt").fill("Schlackezeile groß")
    page.keyboard.press("Enter")
    page.locator("[data-class=schlackezeile-gross][aria-pressed=true]").wait_for()
    drag(page, (100, 300), (150, 340))
    page.keyboard.press("Enter")
    wait_until_left(page, sha256)
    assert history(room, sha256)[0].shapes[0].class_name == "schlackezeile-gross"


def test_a_new_drawing_of_another_is_opened_anew_where_nothing_was_begun(
    room: Stage, open_browser: Callable[..., Page], drawn: str
) -> None:
    page = open_browser()
    open_drawing(page, room, drawn, section="approve")
    with book_of(room) as book:
        book.draw(PART, drawn, [], based_on=1, role=Role.TRAINEE)
    page.wait_for_selector(".mb-label[data-revision='2']", timeout=WAIT_MS)
    wait_for_open(page, drawn)
    assert stage_of(page).get_attribute("data-shapes") == "0"


def test_a_part_the_station_was_unsure_of_comes_by_itself_and_what_it_found_stands_beside_the_drawing(
    browser: Browser, open_browser: Callable[..., Page], tmp_path: Path
) -> None:
    with staged(tmp_path / "home", "--answers", "review") as stage:
        page = open_browser()
        open_page(page, stage)
        press(page)
        page.goto(f"{stage.url}/label?lang=de")
        page.locator(".mb-label-list button").filter(has_text="die Station war unsicher").click()
        wait_for_shapes(page, 0, suggested=1)
        sha256 = page.locator(".mb-label").get_attribute("data-picture") or ""
        act(page, "refuse").click()
        drag(page, (400, 300), (450, 340))
        page.keyboard.press("Enter")
        wait_until_left(page, sha256)
        open_drawing(page, stage, sha256, section="approve")
        page.locator(".mb-label-compare option").filter(has_text="Die Station fand").wait_for(state="attached")
        page.locator(".mb-label-differs").filter(has_text="Nur gezeichnet: 1 · nur dort: 1").wait_for()
