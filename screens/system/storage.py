"""What is kept and how much room it takes; whether all of it is as it was written."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from inspection.language import Language, number
from inspection.people import Role
from inspection.records import AuditReport
from screens.access import visitor
from screens.host import StationHost
from screens.setup.notice import Notice, show, show_words
from screens.system.blocks import show_facts
from screens.texts import translator

LOOK_AGAIN_S = 0.5


class AuditJob:
    """Reads everything once, in a thread of its own; at work from the start."""

    def __init__(self, home: Path) -> None:
        """Begins at once."""
        self.home = home
        self.at: tuple[str, int, int] = ("entries", 0, 0)
        self.report: AuditReport | None = None
        self._thread = threading.Thread(target=self._work, name="audit", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    def _work(self) -> None:
        from inspection.records import audit

        self.report = audit(self.home, self._count)

    def _count(self, what: str, done: int, of: int) -> None:
        self.at = (what, done, of)


_jobs: dict[Path, AuditJob] = {}
_starting = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Bytes of the records, bytes and number of the pictures."""

    records: int
    pictures: int
    picture_count: int


@st.cache_data(ttl=60, show_spinner=False)
def room_of(home: Path) -> Room:
    """How much room records and pictures take; looked up at most once a minute."""
    from inspection.records.layout import Layout

    layout = Layout(home)
    sizes = [entry.stat().st_size for folder in _folders(layout.pictures) for entry in folder]
    database = sum(path.stat().st_size for path in home.glob(f"{layout.database.name}*"))
    return Room(records=database, pictures=sum(sizes), picture_count=len(sizes))


def _folders(pictures: Path) -> Iterator[list[os.DirEntry[str]]]:
    for folder, _below, _files in os.walk(pictures):
        with os.scandir(folder) as entries:
            yield [entry for entry in entries if entry.is_file(follow_symlinks=False)]


def storage_section(host: StationHost, language: Language) -> None:
    """Figures, and the check on demand."""
    _ = translator(language)
    room = room_of(host.home)
    state = host.station.state() if host.station else None
    show_facts(
        _("What is kept here"),
        (
            (_("Free room"), _gigabytes(state.storage.free_mb * 10**6, language) if state else ""),
            (_("Inspected parts"), number(sum(state.counts.values()), language) if state else ""),
            (_("Pictures"), f"{number(room.picture_count, language)} · {_gigabytes(room.pictures, language)}"),
            (_("Records"), _gigabytes(room.records, language)),
            (_("Folder"), str(host.home)),
        ),
    )
    show_words(_("The check reads every entry and every picture again, and says whether all is as it was written."))
    running = host.home in _jobs and _jobs[host.home].is_running
    st.button(_("Check everything"), key="audit", on_click=_start, args=(host.home,), disabled=running)
    _how_far(host.home, language)


def _start(home: Path) -> None:
    if not visitor().may(Role.TRAINEE):
        return
    with _starting:
        if home not in _jobs or not _jobs[home].is_running:
            _jobs[home] = AuditJob(home)


@st.fragment(run_every=LOOK_AGAIN_S)
def _how_far(home: Path, language: Language) -> None:
    if (job := _jobs.get(home)) is None:
        return
    if job.report is None:
        show(_progress(job, language), language)
    else:
        show(answer(job.report, language), language)
        if st.session_state.pop("audit_running", False):
            st.rerun(scope="app")  # the button can be pressed again
    st.session_state["audit_running"] = job.report is None


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


def _gigabytes(size: int, language: Language) -> str:
    return f"{number(size / 10**9, language, 1)} GB" if size >= 10**9 else f"{number(size / 10**6, language, 1)} MB"
