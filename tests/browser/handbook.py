"""The pictures of the handbook: what each is of, and how the page comes into that state.

`take_pictures` takes them in each language; `tests/test_handbook.py` holds the handbook against them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Final

from argon2 import PasswordHasher
from playwright.sync_api import Page

from inspection.language import Language
from inspection.people.people import Entry, People, save_people
from inspection.people.role import Role
from inspection.people.wording import role_word
from screens.texts import translator
from tests.browser.bench import button
from tests.browser.staging import ROOT, WAIT_MS, Stage, open_page, press

PICTURES: Final = ROOT / "docs" / "handbook" / "pictures"
UNDER_CAMERA_MS: Final = 1700
"""Until the simulated camera shows the next part."""
TRIES: Final = 40
"""Among so many simulated parts every kind of verdict that is shown comes up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A picture of the handbook; `bring` opens the page and brings it into the state that is shown."""

    name: str
    of: str
    bring: Callable[[Page, Stage, Language], None]
    settle_ms: int = 1500
    disturbs: bool = False


def picture_names(language: Language) -> list[str]:
    """The files of all pictures in a language."""
    return [
        file_name(shot, language) for shot in (*AT_THE_BENCH, *AT_THE_LOGIN, *AT_THE_DEMONSTRATION, *IN_THE_SCRAP_BOOK)
    ]


def file_name(shot: Shot, language: Language) -> str:
    """The file of a picture."""
    return f"{shot.name}-{language}.png"


def prepare(page: Page, stage: Stage) -> None:
    """A morning's work: what the daily check needs is taught, and parts of two orders are inspected."""
    page.goto(f"{stage.url}/setup?lang=de&step=daily")
    button(page, "Das als Referenz einlernen").click()
    button(page, "Jetzt prüfen").wait_for(timeout=WAIT_MS)
    for quality in ("bad", "good"):
        _teach(page, quality)
    for words in ("Das ist gerade noch i.O.", "Das ist gerade schon n.i.O."):
        button(page, words).click()
        page.wait_for_timeout(UNDER_CAMERA_MS)
    open_page(page, stage, "?lang=de")
    for order, numbers in (("A-2041", range(1, 5)), ("A-2042", range(1, 7))):
        _job(page, "order", order)
        for number in numbers:
            _job(page, "serial", f"{order[2:]}-{number:02}")
            press(page)
            page.wait_for_timeout(UNDER_CAMERA_MS)


def save_some_pins(home: Path, language: Language) -> None:
    """One PIN a role, called by the role, that opens nothing."""
    entries = tuple(
        Entry(
            id=f"{number:08x}",
            role=role,
            label=role_word(role, language),
            pin_hash=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(token_hex()),
            set_at=datetime(2026, 1, 5, tzinfo=UTC),
        )
        for number, role in enumerate(Role)
    )
    home.mkdir(parents=True, exist_ok=True)
    save_people(home, People(entries=entries))


def _teach(page: Page, quality: str) -> None:
    """Until a part lies there that is of this quality."""
    for _ in range(TRIES):
        page.locator(f".st-key-known_{quality} button").click()
        page.wait_for_timeout(UNDER_CAMERA_MS)
        if page.locator(f".st-key-mb_known_{quality} img").count():
            return
    raise RuntimeError(f"no part was {quality}")


def _job(page: Page, field: str, text: str) -> None:
    page.evaluate(
        """([kind, text]) => fetch('/api/job', {
          method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({kind, text})
        })""",
        [field, text],
    )


def _inspect_until(page: Page, verdict: str) -> None:
    for _ in range(TRIES):
        press(page)
        if page.locator(".mb-card").get_attribute("data-verdict") == verdict:
            return
        page.wait_for_timeout(UNDER_CAMERA_MS)
    raise RuntimeError(f"no part came out as {verdict}")


def _first_day(page: Page, stage: Stage, language: Language) -> None:
    open_page(page, stage, f"?lang={language}")
    _inspect_until(page, "FAIL")


def _taking_back(page: Page, stage: Stage, language: Language) -> None:
    open_page(page, stage, f"?lang={language}")
    press(page)
    button(page, translator(language)("Take back the last part")).click()
    page.locator("dialog[open]").wait_for(timeout=WAIT_MS)


def _too_dark(page: Page, stage: Stage, language: Language) -> None:
    open_page(page, stage, f"?lang={language}")
    stage.disturb(lamp=0.05)
    page.wait_for_timeout(UNDER_CAMERA_MS)
    press(page)


def _unplugged(page: Page, stage: Stage, language: Language) -> None:
    open_page(page, stage, f"?lang={language}")
    stage.disturb(camera_unplugged=True)
    page.wait_for_timeout(UNDER_CAMERA_MS)
    press(page)


def _review(page: Page, stage: Stage, language: Language) -> None:
    _room("review", ".mb-review-form [data-answer]")(page, stage, language)
    later = button(page, translator(language)("Later"))
    for _ in range(TRIES):
        page.wait_for_timeout(1000)
        if page.locator(".mb-card").get_attribute("data-verdict") == "REVIEW":
            return
        later.click()
    raise RuntimeError("no part waits that is near a limit")


def _room(address: str, ready: str) -> Callable[[Page, Stage, Language], None]:
    """The page at this address; it is there when `ready` is."""

    def bring(page: Page, stage: Stage, language: Language) -> None:
        page.goto(f"{stage.url}/{address}{'&' if '?' in address else '?'}lang={language}")
        page.locator(ready).first.wait_for(timeout=WAIT_MS)

    return bring


def _limits(page: Page, stage: Stage, language: Language) -> None:
    _room("setup?step=part", ".st-key-mb_step_part .mb-state")(page, stage, language)
    page.get_by_text(translator(language)("B · stringent")).click()
    button(page, translator(language)("Save as a new version")).wait_for(timeout=WAIT_MS)


def _demonstration(page: Page, stage: Stage, language: Language) -> None:
    _room("demo", ".st-key-mb_demo_faults button")(page, stage, language)
    for key in ("fault_mend", "demo_start"):  # the first only where a fault is made, the other where it stands still
        if (pressed := page.locator(f".st-key-{key} button")).count():
            pressed.click()
    page.locator(".st-key-fault_defocus button").click(timeout=WAIT_MS)
    page.locator('.mb-fault[data-noticed="true"]').wait_for(timeout=2 * WAIT_MS)


AT_THE_BENCH: Final = (
    Shot(name="first-day", of="the operator's page, a part that is not OK", bring=_first_day, settle_ms=400),
    Shot(name="taking-back", of="the operator's page, asked why the last part is taken back", bring=_taking_back),
    Shot(
        name="too-dark",
        of="the operator's page, a part that cannot be judged: the lamp is out",
        bring=_too_dark,
        disturbs=True,
    ),
    Shot(name="unplugged", of="the operator's page, the camera unplugged", bring=_unplugged, disturbs=True),
    Shot(name="daily-check", of="the daily check, everything taught today", bring=_room("daily", ".mb-pair img")),
    Shot(name="review", of="the review, a part near a limit waits", bring=_review),
    Shot(name="history", of="the history, the newest parts", bring=_room("history", ".mb-counted")),
    Shot(name="setting-up", of="set-up, the overview", bring=_room("setup", ".mb-path")),
    Shot(name="limits", of="set-up, the limits by the norm, another level chosen", bring=_limits),
    Shot(
        name="drawing",
        of="the room of drawing, a part that the station was not sure of",
        bring=_room("label", ".mb-label:not([data-picture='']) [data-picture=full]"),
        settle_ms=4000,
    ),
    Shot(name="teaching", of="the room of teaching, whether it is enough", bring=_room("learn", ".mb-amounts")),
    Shot(name="system", of="the system page, the state", bring=_room("system?section=state", ".mb-lines")),
)
AT_THE_LOGIN: Final = (
    Shot(name="login", of="the login page of a station with three PINs", bring=_room("login", "#pin")),
)
AT_THE_DEMONSTRATION: Final = (
    Shot(
        name="demonstration", of="the demonstration, the lens turned, which the station noticed", bring=_demonstration
    ),
)
IN_THE_SCRAP_BOOK: Final = (
    Shot(
        name="scrap",
        of="the scrap book, the rate of the last weeks",
        bring=_room("scrap", "[data-testid=stVegaLiteChart] :is(canvas, svg)"),
        settle_ms=4000,
    ),
)
"""In this order; `disturbs` leaves a fault of the camera, which is mended afterwards."""
