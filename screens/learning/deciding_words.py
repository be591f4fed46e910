"""What the comparison came to, in words: the figures of both, and what it would advise with its reasons."""

from collections.abc import Iterator
from html import escape

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from inspection.verdict import Verdict
from screens.setup.notice import Notice
from screens.texts import translator
from training.promoting.advising import ENOUGH, Advice, Counsel
from training.promoting.asking import Answer
from training.promoting.report import Comparison, Figures


class Row(Closed):
    """A line of the table: how many of how many (`of` None: a mere count), for the active model and the new one."""

    what: str
    now: int | None
    now_of: int | None
    new: int
    new_of: int | None
    more_is_better: bool

    def is_better(self, side: str) -> bool:
        """Whether this side is the better one by share; neither where they are equal."""
        if self.now is None:
            return False
        now, new = _share(self.now, self.now_of), _share(self.new, self.new_of)
        return now != new and ((new > now) == self.more_is_better) == (side == "new")


def _share(count: int, of: int | None) -> float:
    return count if of is None else count / max(of, 1)


def show_figures(comparison: Comparison, language: Language) -> None:
    """Both models side by side, as a table."""
    _ = translator(language)
    what, now, new = _("On {count} pictures set aside").format(count=comparison.pictures), _("Now"), _("New")
    heads = [what, *([f"{now}: {comparison.active.model}"] if comparison.active else [])]
    heads.append(f"{new}: {comparison.candidate.model}")
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(_row(row, language) for row in rows(comparison, language))
    st.html(f'<table class="mb-sides"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def _row(row: Row, language: Language) -> str:
    cells = f'<th scope="row">{escape(row.what)}</th>'
    if row.now is not None:
        cells += _cell(row.now, row.now_of, row.is_better("now"), language)
    return f"<tr>{cells}{_cell(row.new, row.new_of, row.is_better('new'), language)}</tr>"


def _cell(count: int, of: int | None, is_better: bool, language: Language) -> str:
    _ = translator(language)
    text, better = "" if of is None else _("of {count}").format(count=of), _("better")
    small = f" <small>✓ {escape(better)}</small>" if is_better else ""
    return f'<td data-better="{str(is_better).lower()}"><b>{count}</b> {escape(text)}{small}</td>'


def rows(comparison: Comparison, language: Language) -> Iterator[Row]:
    """What a master asks: finds it more, lets it through less, annoys it less. Nothing of none is left out."""
    _ = translator(language)
    new, now = comparison.candidate, comparison.active

    def of_rate(what: str, name: str, *, more_is_better: bool = False) -> Iterator[Row]:
        mine, theirs = getattr(new, name), getattr(now, name) if now else None
        if mine.n:
            yield Row(
                what=what,
                now=theirs.count if theirs else None,
                now_of=theirs.n if theirs else None,
                new=mine.count,
                new_of=mine.n,
                more_is_better=more_is_better,
            )

    yield from of_rate(_("finds defects"), "found", more_is_better=True)
    yield from of_rate(_("lets bad parts through"), "escape_rate")
    yield from of_rate(_("rejects good parts in vain"), "false_reject_rate")
    yield from of_rate(_("asks the master"), "review_rate")
    for what, counted in (
        (_("flags places where nothing is"), lambda said: said.flagged_wrongly),
        (_("cannot judge a picture"), lambda said: int(said.verdict is Verdict.NOT_JUDGED)),
    ):
        mine = sum(counted(one.candidate) for one in comparison.each)
        theirs = sum(counted(one.active) for one in comparison.each if one.active) if now else None
        if mine or theirs:
            yield Row(what=what, now=theirs, now_of=None, new=mine, new_of=None, more_is_better=False)


def advice_notice(answer: Answer, advice: Advice, language: Language) -> Notice:
    """The recommendation, with its reasons; it decides nothing."""
    _ = translator(language)
    kind, title = {
        Counsel.NOT_COMPARED: ("open", _("Nothing to compare on: no pictures were set aside for checking.")),
        Counsel.LEAVE: ("bad", _("Advice: do not take it.")),
        Counsel.SAME: ("hint", _("Advice: no reason to change. The new model is no better.")),
        Counsel.PERHAPS_BETTER: ("open", _("Advice: may be taken. It looks better, but it can be chance.")),
        Counsel.BETTER: ("good", _("Advice: take it.")),
    }[advice.counsel]
    text = _("The master decides: no model changes by itself.")
    lines = (*answer.against(language), *_reasons(answer, advice, language))
    return Notice(kind=kind, title=title, text=text, lines=lines)


def _reasons(answer: Answer, advice: Advice, language: Language) -> Iterator[str]:
    _ = translator(language)
    compared = answer.comparison
    if compared is None:
        return
    new, now = compared.candidate, compared.active
    is_wanted = advice.counsel is not Counsel.LEAVE  # else what stands against it says so already
    if now is not None and is_wanted:
        yield from _side_by_side(new, now, language)
    if advice.gained or advice.lost:
        text = _("Defects that only the new one finds: {gained}; that only the one at work finds: {lost}.")
        yield text.format(gained=advice.gained, lost=advice.lost)
    if is_wanted and (advice.spared or advice.annoyed):
        text = _("Good parts that only the one at work rejects: {spared}; that only the new one does: {annoyed}.")
        yield text.format(spared=advice.spared, annoyed=advice.annoyed)
    if not advice.is_enough:
        text = _(
            "Too few pictures to be sure: {bad} bad parts and {good} good ones were set aside. Only from about "
            "{enough} of each does a difference of one or two say something."
        )
        yield text.format(bad=advice.bad_parts, good=advice.good_parts, enough=ENOUGH)
    if not compared.origin_known:
        text = _("Which pictures {model} learned from is not known here: it may have seen these.")
        yield text.format(model=new.model)


def _side_by_side(new: Figures, now: Figures, language: Language) -> Iterator[str]:
    _ = translator(language)
    finds = _("It finds {new} of {count} defects, the one at work {now} of {count_now}.")
    rejects = _("It rejects {new} of {count} good parts in vain, the one at work {now} of {count_now}.")
    for text, mine, theirs in (
        (finds, new.found, now.found),
        (rejects, new.false_reject_rate, now.false_reject_rate),
    ):
        if mine.n and theirs.n:
            yield text.format(new=mine.count, count=mine.n, now=theirs.count, count_now=theirs.n)
