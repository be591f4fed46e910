"""Records that were damaged, each time: when, what stands in their place, and what is lost."""

from inspection.language import Language, number
from inspection.upkeep.told import Quarantined, quarantined
from screens.host import StationHost
from screens.setup.notice import Notice, show
from screens.setup.times import moment_text
from screens.texts import translator

SHOWN = 3


def damage_block(host: StationHost, language: Language) -> None:
    """The last few times; nothing where it never happened."""
    for told in quarantined(host.home)[:SHOWN]:
        show(damage_notice(told, language), language)


def damage_notice(told: Quarantined, language: Language) -> Notice:
    """One of them in words."""
    _ = translator(language)
    at = moment_text(told.at, language)
    lines: list[str] = []
    if told.backup:
        text = _("Entries up to {number} come from the backup {name}.")
        lines.append(text.format(number=number(told.restored, language), name=told.backup))
    if told.kept > told.restored:
        text = _("Entries {first} to {last} were read from the damaged file; each proves itself.")
        lines.append(text.format(first=number(told.restored + 1, language), last=number(told.kept, language)))
    if told.lost is None:
        return Notice(
            kind="open",
            title=_("The records were damaged on {moment} and put right: nothing is missing").format(moment=at),
            text=_("Let the disk be looked at, and back up now."),
            lines=tuple(lines),
            detail=told.why,
        )
    first, last = told.lost
    missing = _("Missing are the entries {first} to {last}.")
    lines.append(missing.format(first=number(first, language), last=number(last, language)))
    return Notice(
        kind="bad",
        title=_("The records were damaged on {moment}: some are lost").format(moment=at),
        text=_("The damaged file is kept in the folder quarantine. Let the disk be looked at, and back up now."),
        lines=tuple(lines),
        detail=told.why,
    )
