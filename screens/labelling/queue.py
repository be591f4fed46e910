"""Which pictures stand in the strip, and what is known of each."""

import re
from typing import Final, Literal, TypeAlias

from inspection.errors import InspectionError, StorageError
from inspection.station import Station
from screens.labelling.desk import LabelDesk
from screens.labelling.wire import Counts, Entry, Queue
from training.labelling.drawing import CLASS_NAME, Drawing, LabelPicture, MadeBy, Shape, State

Pile: TypeAlias = Literal["next", "drawn", "approved", "sent-back", "set-aside"]
MOST: Final = 60
"""More than a person draws before the strip is asked for again."""


def queue_of(desk: LabelDesk, station: Station | None, part: str, pile: Pile) -> Queue:
    """The strip of a pile: what teaches most first; in the others, what came last. Raises StorageFailed."""
    at_bench = station is not None and station.recipe.name == part
    gathering = station is not None and at_bench and desk.gathering.look(station, desk.book)
    if not gathering:
        desk.seeing.look(desk.book, part)
    classes = desk.book.classes(part)
    if not classes and station is not None and at_bench:
        classes = desk.book.add_classes(part, known_classes(station))
    drawings = desk.book.drawings(part)
    entries = _next(desk, part, drawings) if pile == "next" else _of_pile(desk, part, drawings, pile)
    return Queue(
        entries=entries,
        counts=_counts(len(desk.book.pictures(part)), drawings),
        classes=classes,
        gathering=gathering,
    )


def known_classes(station: Station) -> tuple[str, ...]:
    """What the recipe decides on, most important first, then what the active model can find besides."""
    from inspection.detection.manifest import load_manifest
    from inspection.places import find_model

    limited = [limit.class_name for limit in station.recipe.applied]
    try:
        of_model = load_manifest(find_model(station.recipe.model, station.home)).classes
    except InspectionError:  # the station's page says what is wrong with it
        of_model = ()
    return tuple(name for name in dict.fromkeys((*limited, *of_model)) if re.fullmatch(CLASS_NAME, name))


def found_on(picture: LabelPicture, station: Station | None) -> tuple[Shape, ...] | None:
    """What the station found when it inspected the picture; None where it never did, or its record is gone."""
    if picture.record_id is None or station is None:
        return None
    try:
        record = station.find(picture.record_id)
    except StorageError:
        return None
    views = () if record is None else record.inspection.views
    view = next((one for one in views if one.picture is not None and one.picture.sha256 == picture.sha256), None)
    if view is None:
        return None
    found = (one.detection for one in view.findings)
    return tuple(
        Shape(class_name=one.class_name, xyxy=one.xyxy, polygon=one.polygon, made_by=MadeBy.MODEL) for one in found
    )


def _next(desk: LabelDesk, part: str, drawings: dict[str, Drawing]) -> tuple[Entry, ...]:
    from training.labelling.next_up import next_pictures

    return tuple(
        _entry(one.sha256, drawings.get(one.sha256)).model_copy(update={"why": one.why})
        for one in next_pictures(desk.book, part, limit=MOST)
    )


def _of_pile(desk: LabelDesk, part: str, drawings: dict[str, Drawing], pile: Pile) -> tuple[Entry, ...]:
    state = State(pile)
    newest = sorted((one for one in drawings.values() if one.state is state), key=lambda one: one.at, reverse=True)
    return tuple(_entry(one.sha256, one) for one in newest[:MOST])


def _entry(sha256: str, drawing: Drawing | None) -> Entry:
    if drawing is None:
        return Entry(sha256=sha256, why=None, state=None)
    return Entry(sha256=sha256, why=None, state=drawing.state, note=drawing.note)


def _counts(pictures: int, drawings: dict[str, Drawing]) -> Counts:
    of = {state: sum(one.state is state for one in drawings.values()) for state in State}
    return Counts(
        open=pictures - len(drawings),
        drawn=of[State.DRAWN],
        approved=of[State.APPROVED],
        sent_back=of[State.SENT_BACK],
        set_aside=of[State.SET_ASIDE],
    )
