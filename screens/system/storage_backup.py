"""The newest backup in the station's own folder, and the button that makes one."""

from pathlib import Path

import streamlit as st

from inspection.errors import StorageFull, UpkeepBusy
from inspection.language import Language, number
from inspection.people import Role
from inspection.upkeep.content import BACKUPS
from inspection.upkeep.manifest import SUFFIX
from screens.access import visitor
from screens.host import StationHost
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show, show_words
from screens.setup.times import moment_text
from screens.system.amounts import bytes_text
from screens.system.blocks import show_facts
from screens.system.storage_jobs import JOBS, BackupJob, busy_of, modified_at
from screens.texts import translator

PLACE = "system_backup"
LOOK_AGAIN_S = 0.5


def backup_block(host: StationHost, language: Language) -> None:
    """What there is, and for the master the button."""
    _ = translator(language)
    show_facts(_("Backup"), backup_facts(host.home, language))
    show_said(PLACE, language)
    job = JOBS.backup_of(host.home)
    is_running = job is not None and job.is_running
    if visitor().may(Role.MASTER):
        show_words(
            _(
                "A backup holds records, pictures, settings, recipes, labels and models. If the records are ever "
                "damaged, the station goes on from the newest one in this folder. Keep a second one elsewhere: copy "
                "the file to a stick, for a disk that dies takes its backups along."
            )
        )
        st.button(_("Back up now"), key="back_up", on_click=_start, args=(host,), disabled=is_running)
    follow = st.fragment(_how_far, run_every=LOOK_AGAIN_S if is_running else None)
    follow(host, language, was_running=is_running)


def backup_facts(home: Path, language: Language) -> tuple[tuple[str, str], ...]:
    """The newest backup in the folder, by the time of its file."""
    _ = translator(language)
    there = sorted((home / BACKUPS).glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
    if not there:
        return ((_("Newest"), _("there is none yet")), (_("Folder"), str(home / BACKUPS)))
    newest = there[-1]
    return (
        (_("Newest"), moment_text(modified_at(newest), language)),
        (_("File"), newest.name),
        (_("Size"), bytes_text(newest.stat().st_size, language)),
        (_("Backups"), number(len(there), language)),
        (_("Folder"), str(home / BACKUPS)),
    )


def _start(host: StationHost) -> None:
    def act() -> Said | None:
        JOBS.start_backup(host.home, busy_of(host))
        return None

    attempt(PLACE, act)


def _how_far(host: StationHost, language: Language, *, was_running: bool) -> None:
    job = JOBS.backup_of(host.home)
    if job is None:
        return
    show(backup_notice(job, language), language)
    if was_running and not job.is_running:
        st.rerun(scope="app")  # the figures are there, the button can be pressed again


def backup_notice(job: BackupJob, language: Language) -> Notice:
    """How the backup stands or ended."""
    _ = translator(language)
    if job.made is not None:
        manifest = job.made.manifest
        if manifest.is_sound:
            title = _("The backup is made and was read back")
            return Notice(kind="good", title=title, text=_("File {name}").format(name=job.made.path.name))
        return Notice(
            kind="bad",
            title=_("Everything was saved, but something is wrong with the records"),
            text=_("The damage was there before. Check everything, and keep the older backups."),
            detail="; ".join(manifest.problems[:5]),
        )
    if job.error is None:
        _what, done, of = job.at
        counted = _("{done} of {of} files").format(done=number(done, language), of=number(of, language)) if of else ""
        return Notice(kind="hint", title=_("The backup is being made …"), text=counted)
    match job.error:
        case StorageFull():
            text = _("There is too little room. Make room, or back up to another disk: `meisterblick backup FILE`")
        case UpkeepBusy():
            text = _("Another backup, or old pictures being deleted, is in the way. Try again in a few minutes.")
        case _:
            text = _("Try again. If it stays so, call whoever looks after this computer.")
    title = _("There is no new backup")
    return Notice(kind="bad", title=title, text=text, detail=f"{type(job.error).__name__}: {job.error}")
