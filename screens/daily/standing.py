"""How the daily check stands: what is to be laid down, what was seen, what is still to do."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from inspection.closed import Closed
from inspection.daily_check import Quality, drift_sentence, is_due
from inspection.daily_check.known_parts import due
from inspection.language import Language
from inspection.setup import Setup
from inspection.verdict import Code
from inspection.wording import verdict_word
from screens.daily.taught_route import taught_address
from screens.setup.times import moment_text
from screens.texts import translator


class Item(StrEnum):
    """What is checked, in the order in which it is laid down."""

    REFERENCE = "reference"
    BAD = "bad"
    GOOD = "good"


class CheckView(Closed):
    """One thing to check: `state` is done today, open, or failed; `said` says what the last check found."""

    item: Item
    title: str
    lay: str
    picture: str | None
    state: Literal["done", "open", "failed"]
    said: str
    lines: tuple[str, ...] = ()


class Standing(Closed):
    """All that is to be checked, and in one sentence how it stands."""

    kind: Literal["good", "open", "bad", "hint"]
    words: str
    next_step: str
    checks: tuple[CheckView, ...]

    @property
    def next_item(self) -> Item | None:
        """What to lay down next: what failed, then what is open."""
        wanted = ("failed", "open")
        return next((check.item for state in wanted for check in self.checks if check.state == state), None)


def standing_of(setup: Setup, now: datetime, language: Language) -> Standing:
    """How the check of the day of `now` stands."""
    _ = translator(language)
    checks = tuple(
        view
        for view in (
            _reference(setup, now, language),
            _known(setup, Quality.BAD, now, language),
            _known(setup, Quality.GOOD, now, language),
        )
        if view is not None
    )
    if not checks:
        words = _("Nothing has been taught for the daily check yet.")
        todo = _("The master teaches it once: Set up → Daily check.")
        return Standing(kind="bad" if setup.lock(now) else "hint", words=words, next_step=todo, checks=())
    lock = setup.lock(now)
    if lock not in (None, Code.DAILY_CHECK_DUE):
        words = _("Not passed: no part is judged.")
        todo = _("Do what stands beside the red mark, then check it again. If it stays so, call the master.")
        return Standing(kind="bad", words=words, next_step=todo, checks=checks)
    left = sum(check.state == "open" for check in checks)
    if left:
        words = _("Still to check today: {left} of {all}.").format(left=left, all=len(checks))
        todo = _("Until then no part is judged.") if lock else _("Lay down what is shown, then press.")
        return Standing(kind="bad" if lock else "open", words=words, next_step=todo, checks=checks)
    return Standing(
        kind="good",
        words=_("Passed: the station sees today what it should see."),
        next_step=_("Check again when somebody has touched lamp, lens or camera."),
        checks=checks,
    )


def _reference(setup: Setup, now: datetime, language: Language) -> CheckView | None:
    _ = translator(language)
    if setup.taught is None:
        return None
    daily = setup.daily
    lines = tuple(drift_sentence(drift, language) for drift in daily.drifts if drift.beyond)
    said = _("not checked yet")
    if daily.checked_at is not None:
        template = _("as on the day of teaching ({moment})") if daily.passed else _("has changed too much ({moment})")
        said = template.format(moment=moment_text(daily.checked_at, language))
    elif not is_due(setup.taught, daily, now):
        said = _("taught today ({moment})").format(moment=moment_text(setup.taught.taught_at, language))
    state: Literal["done", "open", "failed"] = "open" if is_due(setup.taught, daily, now) else "done"
    return CheckView(
        item=Item.REFERENCE,
        title=_("Light, sharpness, colour"),
        lay=_("Lay the reference in its place."),
        picture=None,
        state=state if daily.passed else "failed",
        said=said,
        lines=lines,
    )


def _known(setup: Setup, quality: Quality, now: datetime, language: Language) -> CheckView | None:
    _ = translator(language)
    part = setup.known.of(quality)
    if part is None:
        return None
    bad = quality is Quality.BAD
    check = setup.daily.known.of(quality)
    said, state = _("not checked yet"), "open" if quality in due(setup.known, setup.daily.known, now) else "done"
    if check is not None:
        template = _("came out as {verdict} ({moment})")
        said = template.format(
            verdict=verdict_word(check.verdict, language), moment=moment_text(check.checked_at, language)
        )
        state = state if check.as_expected else "failed"
    elif state == "done":
        said = _("taught today ({moment})").format(moment=moment_text(part.taught_at, language))
    return CheckView(
        item=Item.BAD if bad else Item.GOOD,
        title=_("Known bad part: must be not OK") if bad else _("Known good part: must be OK"),
        lay=_("Lay this part in its place."),
        picture=taught_address(part.picture_sha256),
        state="failed" if state == "failed" else "done" if state == "done" else "open",
        said=said,
    )
