"""What was taught, in words."""

from pathlib import Path

from inspection.language import Language, catalog, number
from training.errors import MAX_NAMED
from training.teaching.teaching import Taught

LOCALE = Path(__file__).parents[1] / "locale"


def taught_text(taught: Taught, seconds: float, language: Language) -> str:
    """What was learned from how much, what to expect of it, and what to do next; a few lines."""
    _ = catalog(LOCALE, language).gettext
    manifest, seen = taught.manifest, taught.seen
    lines = [
        _("{name}: learned from {pictures} pictures of good parts in {seconds} s.").format(
            name=manifest.name, pictures=manifest.taught.pictures, seconds=number(seconds, language)
        ),
        expected_text(taught, language),
    ]
    if taught.unlike:
        names = ", ".join(path.name for path in taught.unlike[:MAX_NAMED])
        text = _("Unlike the others: {names}. Look whether they are good; if not, take them out and teach anew.")
        lines.append(text.format(names=names))
    lines.append(_("Next: meisterblick inspect PICTURES --model {name}").format(name=manifest.name))
    text = _("More or fewer alarms, without teaching anew: meisterblick teach --name {name} --false-alarms N")
    lines.append(text.format(name=manifest.name))
    if seen.n < 30:
        lines.append(_("With 50 good parts it knows better what is usual."))
    return "\n".join(lines)


def expected_text(taught: Taught, language: Language) -> str:
    """How many good parts the master will be asked about, and how sure that is."""
    _ = catalog(LOCALE, language).gettext
    seen = taught.seen
    text = _(
        "Expected: about {asked} of 100 good parts go to the master. Of {n} good parts held out {count} would have; "
        "so it may be {low} to {high} of 100."
    )
    return text.format(
        asked=number(taught.asked_per_100, language),
        n=seen.n,
        count=seen.count,
        low=number(100 * seen.low, language),
        high=number(100 * seen.high, language),
    )
