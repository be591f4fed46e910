"""Models in words and as a table."""

from collections.abc import Mapping
from pathlib import Path

from inspection.language import Language, catalog, number
from inspection.model_book.listing import Kind, ModelEntry
from inspection.wording import LOCALE, class_word


def as_table(entries: list[ModelEntry], language: Language) -> str:
    """A line for each model, and what is wrong with those that cannot be read."""
    from rich.console import Console
    from rich.table import Column, Table

    _ = catalog(LOCALE, language).gettext
    heads = (_("Judges"), _("Model"), _("Version"), _("Kind"), _("Classes"), "mAP50", _("Precisions"), _("Card"))
    shipped = _("shipped")
    table = Table(*(Column(head, overflow="fold") for head in heads))
    for entry in entries:
        yes = _("yes") if entry.has_card else _("no")
        precisions = ", ".join(dict.fromkeys(("f32", *(offer.precision for offer in entry.offered))))
        map50 = entry.figures.get("map50")
        table.add_row(
            ", ".join(entry.slots),
            entry.name if entry.is_own else f"{entry.name} ({shipped})",
            "" if entry.version is None else str(entry.version),
            kind_word(entry.kind, language),
            str(len(entry.classes) or ""),
            "" if map50 is None else number(map50, language, 3),
            precisions if entry.kind == "detector" else "",
            yes,
        )
    console = Console(width=120, record=False, color_system=None)
    with console.capture() as shown:
        console.print(table)
        for entry in entries:
            if entry.problem:
                console.print(f"!! {entry.name}: {entry.problem}", markup=False, highlight=False)
    return shown.get().rstrip("\n")


def as_text(entry: ModelEntry, language: Language) -> str:
    """What the manifest says."""
    _ = catalog(LOCALE, language).gettext
    facts = [
        (_("Kind"), kind_word(entry.kind, language)),
        (_("Judges"), ", ".join(entry.slots)),
        (_("Version"), "" if entry.version is None else str(entry.version)),
        (_("Classes"), ", ".join(class_word(name, language) for name in entry.classes)),
        (_("Licence"), entry.licence or ""),
        (_("Trained on"), "; ".join(entry.trained_on)),
        *_figures(entry, language),
        (
            _("Precisions"),
            ", ".join(["f32", *(f"{offer.precision} ({offer.engine})" for offer in entry.offered)])
            if entry.kind == "detector"
            else "",
        ),
        (_("Large pictures"), _("in tiles, at native resolution") if entry.tiles else ""),
        (_("Folder"), str(entry.path)),
        (_("Problem"), entry.problem or ""),
    ]
    return "\n".join([entry.name, *(f"  {word}: {text}" for word, text in facts if text)])


def _figures(entry: ModelEntry, language: Language) -> list[tuple[str, str]]:
    """What was measured, in words: as a whole, by class, and in parts where the score bands were chosen."""
    _ = catalog(LOCALE, language).gettext
    of_class = {
        class_word(name, language): entry.figures[f"map50_{name}"]
        for name in entry.classes
        if f"map50_{name}" in entry.figures
    }
    overall = entry.figures.get("map50")
    rates = {
        "escape_rate": _("Slipped through"),
        "false_reject_rate": _("False alarm"),
        "review_rate": _("Ask the master"),
    }
    return [
        (_("Accuracy (mAP50)"), "" if overall is None else number(overall, language, 3)),
        (_("by class"), ", ".join(f"{name} {number(value, language, 2)}" for name, value in of_class.items())),
        *((word, _rate(entry.figures, name, language)) for name, word in rates.items() if name in entry.figures),
    ]


def _rate(figures: Mapping[str, float], name: str, language: Language) -> str:
    """A rate with its interval and the number of parts."""
    _ = catalog(LOCALE, language).gettext
    percents = [
        number(100 * figures[key], language, 1) for key in (name, f"{name}_low", f"{name}_high") if key in figures
    ]
    if len(percents) < 3:
        return f"{percents[0]} %"
    said = _("{rate} % of {n} parts (between {low} and {high} %)")
    return said.format(rate=percents[0], low=percents[1], high=percents[2], n=round(figures.get(f"{name}_n", 0)))


def kind_word(kind: Kind, language: Language) -> str:
    """What a kind of model is called."""
    _ = catalog(LOCALE, language).gettext
    return {
        "detector": _("finds defects"),
        "good-only": _("knows good parts"),
        "weights": _("weights to start from"),
        "features": _("features to teach by"),
        "unreadable": _("cannot be read"),
    }[kind]


def card_of(folder: Path) -> str | None:
    """The model's card as it stands there; None where it has none."""
    try:
        return (folder / "CARD.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
