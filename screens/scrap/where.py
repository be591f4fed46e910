"""Where on the part a defect sits: all that was found on the newest parts, laid over one of their pictures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from inspection.language import Language, number
from inspection.record import InspectionRecord, PictureRef
from inspection.records.search import Search
from screens.scrap.asking import Asked
from screens.scrap.causes import cause_word
from screens.scrap.sampling import newest, once
from screens.scrap.shown import Shown
from screens.scrap.tables import show_table
from screens.scrap.wording import midnight
from screens.setup.notice import Notice, show, show_words
from screens.texts import translator

MOST: Final = 500
"""So many parts are looked into, the newest."""
COLUMNS: Final = 24
ROWS: Final = 18
FEWEST: Final = 20
"""Defects below which a picture of where they sit says next to nothing."""
_THIRDS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Centres of the defects, as shares of width and height of their pictures; `picture` is that of the newest part."""

    centres: tuple[tuple[float, float], ...]
    parts: int
    picture: PictureRef | None


def where(shown: Shown, language: Language) -> None:
    """The section."""
    _ = translator(language)
    kind = shown.asked.part_type or shown.station.recipe.part_type
    cause = _chosen(shown, kind, language)
    if cause is None:
        show_words(_("No defect was found in this time."))
        return
    found = _found(shown, kind, cause)
    title = _("{defect}, {count} times on the newest {parts} parts with it: {part}")
    said = title.format(
        defect=cause_word(cause, language),
        count=number(len(found.centres), language),
        parts=number(found.parts, language),
        part=shown.titles.get(kind, kind),
    )
    if len(found.centres) < FEWEST:
        text = _("These are too few for a pattern: at least {count} are needed.").format(count=FEWEST)
        show(Notice(kind="hint", title=said, text=text), language)
    else:
        show(Notice(kind="hint", title=said, text=_densest(found.centres, language)), language)
    st.html(heat_html(found, said))
    _table(found.centres, language)
    show_words(_("Parts must lie under the camera the same way each time; else this shows how they lay."))


def places(records: Iterable[InspectionRecord], cause: str) -> Places:
    """Where the class was found on these parts, the newest first."""
    centres, parts, shown = [], 0, None
    for record in records:
        of_part = 0
        for view in record.inspection.views:
            if (picture := view.picture) is None:
                continue
            boxes = [one.detection.xyxy for one in view.findings if one.detection.class_name == cause]
            centres += [_centre(box, picture) for box in boxes]
            of_part += len(boxes)
            shown = shown or (picture if boxes else None)
        parts += of_part > 0
    return Places(centres=tuple(centres), parts=parts, picture=shown)


def counted(centres: Sequence[tuple[float, float]], columns: int, rows: int) -> list[list[int]]:
    """How many lie in each field, the upper row first."""
    fields = [[0] * columns for _ in range(rows)]
    for x, y in centres:
        fields[min(int(y * rows), rows - 1)][min(int(x * columns), columns - 1)] += 1
    return fields


def heat_html(found: Places, said: str) -> str:
    """The picture with its fields, the fuller the redder; a screen reader hears the sentence."""
    fields = counted(found.centres, COLUMNS, ROWS)
    most = max((count for row in fields for count in row), default=0) or 1
    cells = "".join(f'<i style="--heat: {count / most:.2f}"></i>' for row in fields for count in row)
    picture, shape = "", "4 / 3"
    if found.picture is not None:
        picture = f'<img src="/api/pictures/{found.picture.sha256}" alt="">'
        shape = f"{found.picture.width_px} / {found.picture.height_px}"
    style = f"aspect-ratio: {shape}; --columns: {COLUMNS}; --rows: {ROWS}"
    label = escape(said)
    return f'<div class="mb-heat" role="img" aria-label="{label}" style="{style}">{picture}<div>{cells}</div></div>'


def _centre(xyxy: tuple[float, float, float, float], picture: PictureRef) -> tuple[float, float]:
    x = (xyxy[0] + xyxy[2]) / 2 / picture.width_px
    y = (xyxy[1] + xyxy[3]) / 2 / picture.height_px
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)


def _found(shown: Shown, kind: str, cause: str) -> Places:
    """Asked for once for each question, and again when something was recorded. Raises StorageError."""
    first, last = shown.asked.days(shown.today)
    search = Search(
        part_type=kind,
        order=shown.asked.order,
        defect=cause,
        since=midnight(first) if first else None,
        until=midnight(last + timedelta(days=1)) if last else None,
    )
    asked = shown.asked
    key = ("where", shown.station.home, search, asked.machine, asked.lot, asked.material, int(shown.parts.sequence[-1]))
    return once(key, lambda: places(filter(partial(_is_asked, asked), newest(shown.station, search, MOST)), cause))


def _is_asked(asked: Asked, record: InspectionRecord) -> bool:
    """What the search of the records does not know: machine, lot and batch."""
    job = record.inspection.job
    wanted = ((asked.machine, job.machine), (asked.lot, job.lot), (asked.material, job.material))
    return all(want is None or want == has for want, has in wanted)


def _chosen(shown: Shown, kind: str, language: Language) -> str | None:
    """The defect that is asked for, else the most frequent; a choice of all that were found on this kind of part."""
    import numpy as np

    _ = translator(language)
    of_kind = shown.parts.where(shown.parts.is_("part_type", kind) & (shown.parts.cause >= 0))
    counts = np.bincount(of_kind.cause, minlength=len(of_kind.names["cause"]))
    names = [of_kind.names["cause"][at] for at in np.argsort(-counts, kind="stable") if counts[at]]
    if not names:
        return None
    chosen = st.pills(
        _("Defect"), names, default=names[0], format_func=lambda name: cause_word(name, language), key="scrap_where"
    )
    return str(chosen or names[0])


def _thirds(language: Language) -> list[str]:
    """The nine fields of a picture, row by row."""
    _ = translator(language)
    rows = (_("top"), _("middle"), _("bottom"))
    columns = (_("left"), _("in the middle"), _("right"))
    return [f"{row} {column}" for row in rows for column in columns]


def _densest(centres: Sequence[tuple[float, float]], language: Language) -> str:
    _ = translator(language)
    counts = [count for row in counted(centres, _THIRDS, _THIRDS) for count in row]
    most = max(counts)
    text = _("Most of them: {place}, {count} of {n}.")
    place = _thirds(language)[counts.index(most)]
    return text.format(place=place, count=number(most, language), n=number(len(centres), language))


def _table(centres: Sequence[tuple[float, float]], language: Language) -> None:
    _ = translator(language)
    counts = [count for row in counted(centres, _THIRDS, _THIRDS) for count in row]
    rows = ((place, number(count, language)) for place, count in zip(_thirds(language), counts, strict=True))
    show_table(_("Where on the part"), (_("Place"), _("Found")), rows, language)
