"""What is kept and how much room it takes; whether all of it is as it was written."""

import streamlit as st

from inspection.language import Language, number
from inspection.people import Role
from inspection.records import AuditReport
from screens.access import visitor
from screens.host import StationHost
from screens.setup.notice import Notice, show, show_words
from screens.setup.times import moment_text
from screens.system.amounts import bytes_text
from screens.system.blocks import show_facts
from screens.system.storage_backup import backup_block
from screens.system.storage_damage import damage_block
from screens.system.storage_jobs import JOBS, AuditJob, Room, busy_of
from screens.system.storage_retention import retention_block
from screens.texts import translator

LOOK_AGAIN_S = 0.5


def storage_section(host: StationHost, language: Language) -> None:
    """Figures, and the check on demand."""
    _ = translator(language)
    room = JOBS.room_of(host.home, busy_of(host))
    state = host.station.state() if host.station else None
    show_facts(
        _("What is kept here"),
        (
            (_("Free room"), bytes_text(state.storage.free_mb * 10**6, language) if state else ""),
            (_("Inspected parts"), number(sum(state.counts.values()), language) if state else ""),
            *room_facts(room, language),
            (_("Folder"), str(host.home)),
        ),
    )
    damage_block(host, language)
    show_words(_("The check reads every entry and every picture again, and says whether all is as it was written."))
    job, is_at_work = JOBS.audit_of(host.home), JOBS.is_at_work(host.home)
    running = job is not None and job.is_running
    st.button(_("Check everything"), key="audit", on_click=_start, args=(host,), disabled=running)
    follow = st.fragment(_how_far, run_every=LOOK_AGAIN_S if is_at_work else None)
    follow(host, language, was_at_work=is_at_work)
    backup_block(host, language)
    retention_block(host, language)


def room_facts(room: Room | None, language: Language) -> tuple[tuple[str, str], ...]:
    """What pictures and records take, and when that was looked up; it is looked up while None."""
    _ = translator(language)
    if room is None:
        return ((_("Pictures"), _("being counted …")),)
    return (
        (_("Pictures"), f"{number(room.picture_count, language)} · {bytes_text(room.pictures, language)}"),
        (_("Records"), bytes_text(room.records, language)),
        (_("Counted"), moment_text(room.at, language)),
    )


def _start(host: StationHost) -> None:
    if visitor().may(Role.TRAINEE):
        JOBS.start_audit(host.home, busy_of(host))


def _how_far(host: StationHost, language: Language, *, was_at_work: bool) -> None:
    """How the check stands; only while something is at work it is looked at again."""
    is_at_work = JOBS.is_at_work(host.home)
    if (job := JOBS.audit_of(host.home)) is not None:
        show(how_it_stands(job, language), language)
    if was_at_work and not is_at_work:
        st.rerun(scope="app")  # the figures are there, the button can be pressed again


def how_it_stands(job: AuditJob, language: Language) -> Notice:
    """What the check found, how far it is, or why it ended without a word."""
    _ = translator(language)
    if job.report is not None:
        return answer(job.report, language)
    if job.error is None:
        return _progress(job, language)
    title = _("The check did not come to its end: nothing is known.")
    text = _("Check again. If it stays so, call whoever looks after this computer.")
    return Notice(kind="bad", title=title, text=text, detail=f"{type(job.error).__name__}: {job.error}")


def _progress(job: AuditJob, language: Language) -> Notice:
    _ = translator(language)
    what, done, of = job.at
    thing = _("Pictures") if what == "pictures" else _("Records")
    line = _("{thing}: {done} of {of}").format(thing=thing, done=number(done, language), of=number(of, language))
    return Notice(kind="hint", title=_("Being checked …"), text=line if of else "")


def answer(report: AuditReport, language: Language) -> Notice:
    """What the check found, in words."""
    _ = translator(language)
    newest = _("Newest entry: {number}, {hash}").format(number=report.head_sequence, hash=report.head_sha256[:16])
    if report.ok:
        counted = _("{parts} parts, {pictures} pictures. {newest}").format(
            parts=number(report.inspections, language), pictures=number(report.pictures, language), newest=newest
        )
        return Notice(kind="good", title=_("Everything is as it was written"), text=counted)
    return Notice(
        kind="bad",
        title=_("Not everything is as it was written: {count}").format(count=len(report.problems)),
        text=_("Leave the folder as it is, and call whoever looks after this computer."),
        detail="; ".join(problem.detail for problem in report.problems[:5]),
    )
