"""What the history says: how many were found, what was asked, and what to do where nothing was found."""

from collections.abc import Mapping

from inspection.errors import StorageError
from inspection.language import Language, number
from inspection.records.search import Word
from inspection.verdict import Verdict
from inspection.wording import verdict_word
from screens.history.asking import NOTHING_ASKED, Asked, From, Period, TakenBack
from screens.station_view import Banner
from screens.texts import translator


def counted(counts: Mapping[Verdict, int], taken_back: int, language: Language) -> str:
    """How many parts count, how many of them had which verdict, and how many were taken back.

    >>> counted({Verdict.PASS: 1200, Verdict.FAIL: 3}, 0, "de"), counted({Verdict.PASS: 1}, 2, "de")
    ('1.203 Teile: 1.200 i.O., 3 n.i.O.', '1 Teil: 1 i.O. · Zurückgenommen, nicht mitgezählt: 2')
    """
    _ = translator(language)
    total = sum(counts.values())
    each = [
        f"{number(counts[verdict], language)} {verdict_word(verdict, language)}"
        for verdict in Verdict
        if counts.get(verdict)
    ]
    template = _("1 part: {verdicts}") if total == 1 else _("{count} parts: {verdicts}")
    texts = [template.format(count=number(total, language), verdicts=", ".join(each))] if total else []
    if taken_back:
        texts.append(_("Taken back, not counted: {count}").format(count=number(taken_back, language)))
    return " · ".join(texts)


def period_word(period: Period, language: Language) -> str:
    """What a period is called."""
    _ = translator(language)
    return {
        Period.ALL: _("at any time"),
        Period.TODAY: _("today"),
        Period.YESTERDAY: _("yesterday"),
        Period.WEEK: _("this week"),
        Period.MONTH: _("the last 30 days"),
        Period.SPAN: _("from – to"),
    }[period]


def origin_word(origin: From, language: Language) -> str:
    """Where the pictures came from."""
    _ = translator(language)
    return {
        From.BENCH: _("under the camera"),
        From.FILES: _("picture files"),
        From.CHECK: _("daily check"),
        From.ANYWHERE: _("from anywhere"),
    }[origin]


def word_choice(word: Word | None, language: Language) -> str:
    """What the master said of it."""
    _ = translator(language)
    if word is None:
        return _("with or without")
    return {Word.NONE: _("not yet said"), Word.SAID: _("said"), Word.OVERRULED: _("decided otherwise")}[word]


def taken_back_choice(choice: TakenBack, language: Language) -> str:
    """Whether parts that were taken back are meant."""
    _ = translator(language)
    return {
        TakenBack.TOO: _("shown, too"),
        TakenBack.NOT: _("left out"),
        TakenBack.ONLY: _("only these"),
    }[choice]


def nothing_found(asked: Asked, language: Language, *, is_elsewhere: bool) -> tuple[str, str]:
    """What was looked for in vain, and the next step; `is_elsewhere`: the other filters leave it out."""
    _ = translator(language)
    if asked == NOTHING_ASKED:
        return _("No part has been inspected yet."), _("After the first inspection it stands here.")
    if asked.number is not None:
        what = _("No part with the number {text} is found.").format(text=asked.number)
    elif asked.order is not None:
        what = _("No part of the order {text} is found.").format(text=asked.order)
    else:
        return _("No part is found that fits all of this."), _("Choose a longer time, or clear the filters.")
    if is_elsewhere:
        return what, _("There is one, but the other filters leave it out: clear them.")
    if asked.number is not None:
        return what, _("Look at the label or the test report again. Letters and signs count, too.")
    return what, _("Look at the job card again. Letters and signs count, too.")


def unreadable(error: StorageError, language: Language) -> Banner:
    """The records did not answer."""
    _ = translator(language)
    text = _("Check the disk, then start the program again. `meisterblick doctor` says more.")
    return Banner(kind="stopped", title=_("The records cannot be read"), text=text, detail=str(error))
