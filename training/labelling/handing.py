"""Drawings out of the house and into it, in the formats of other programs (`training.data.exchange`).

Out goes what the master approved. In comes what others drew: checked to the end before anything is kept, and as drawn,
never as approved; where somebody here has drawn already, that stays.
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from camera.picture_file import read_picture_file
from inspection.closed import Closed
from inspection.people.role import Role
from training.data.exchange.archive import MEBIBYTE, Limits
from training.data.exchange.transfer import Format, export_archive, import_archive
from training.data.labels import LabelledPicture, LabelledSet, read_labelled_set
from training.errors import ArchiveRefused, LabelError
from training.labelling.book import LabelBook
from training.labelling.drawing import CLASS_NAME, MadeBy, Shape, State, checked
from training.labelling.upload import MOST_BYTES, as_png

LIMITS: Final = Limits(entries=4000, total_bytes=4 * MOST_BYTES, picture_bytes=MOST_BYTES)


class Handed(Closed):
    """How many pictures with how many drawn places went out or came in; `known` stood in the book as drawn already."""

    format: Format
    pictures: int
    shapes: int
    known: int = 0


def hand_out(book: LabelBook, part: str, format: Format) -> tuple[bytes, Handed]:
    """The approved drawings of the part with their pictures, as a zip file.

    Raises LabelError where nothing is approved, StorageFailed for a picture that was changed.
    """
    drawings = book.drawings(part)
    approved = [
        (one, drawings[one.sha256])
        for one in book.pictures(part)
        if one.sha256 in drawings and drawings[one.sha256].state is State.APPROVED
    ]
    if not approved:
        raise LabelError(f"no drawing of {part} is approved, so there is nothing to hand out; approve some first")
    pictures = []
    for one, drawing in approved:
        book.picture_bytes(one)  # held against its hash
        pictures.append(
            LabelledPicture(
                picture=book.picture_path(one),
                width_px=one.width_px,
                height_px=one.height_px,
                boxes=tuple(shape.box() for shape in drawing.shapes),
                group=one.group,
            )
        )
    labelled = LabelledSet(classes=book.classes(part), splits={"train": tuple(pictures)})
    with TemporaryDirectory() as beside:
        archive = Path(beside) / "labels.zip"
        told = export_archive(labelled, archive, format=format)
        return archive.read_bytes(), Handed(format=format, pictures=told.pictures, shapes=told.labels)


def hand_in(book: LabelBook, part: str, data: bytes, *, role: Role) -> Handed:
    """Take the labels of another program, `data` as a zip file, into the book as drawn by `role`.

    Pictures are encoded anew as PNG; their pixels stay. A class that is new comes behind those there are. Raises
    ArchiveRefused, LabelError, LayoutError, DrawingRefused: then nothing has changed. Raises StorageFailed.
    """
    if len(data) > MOST_BYTES:
        raise ArchiveRefused(
            f"the file has {len(data) // MEBIBYTE} MiB, at most {MOST_BYTES // MEBIBYTE} are taken; bring fewer at once"
        )
    with TemporaryDirectory(dir=book.root) as beside:
        archive, folder = Path(beside) / "brought.zip", Path(beside) / "read"
        archive.write_bytes(data)
        told = import_archive(archive, folder, limits=LIMITS)
        labelled = read_labelled_set(folder / "data.yaml")
        names = _names(labelled.classes)
        pictures = [one for split in labelled.splits.values() for one in split]
        classes = tuple(dict.fromkeys([*book.classes(part), *names.values()]))
        shapes = [checked(_shapes(one, names), classes, (one.width_px, one.height_px)) for one in pictures]
        book.add_classes(part, names.values())
        known = sum(not _drawn(book, part, one, each, role) for one, each in zip(pictures, shapes, strict=True))
    return Handed(format=told.format, pictures=len(pictures), shapes=sum(map(len, shapes)), known=known)


def _drawn(book: LabelBook, part: str, one: LabelledPicture, shapes: Sequence[Shape], role: Role) -> bool:
    """Whether it is new on this picture."""
    picture = book.picture(part, sha256(one.picture.read_bytes()).hexdigest())  # one that went out from here
    if picture is None:
        picture = book.add_picture(part, as_png(read_picture_file(one.picture).pixels), group=one.group)
    if book.history(part, picture.sha256):
        return False
    book.draw(part, picture.sha256, shapes, based_on=0, role=role, state=State.DRAWN)
    return True


def _shapes(picture: LabelledPicture, names: dict[str, str]) -> tuple[Shape, ...]:
    return tuple(
        Shape(class_name=names[box.class_name], xyxy=box.xyxy, polygon=box.polygon, made_by=MadeBy.IMPORT)
        for box in picture.boxes
    )


def _names(classes: Sequence[str]) -> dict[str, str]:
    """What each class is called here. Raises LabelError for one that cannot be, and for two that would be the same.

    >>> _names(["Pore", "Slag line"])
    {'Pore': 'pore', 'Slag line': 'slag-line'}
    """
    names = {name: re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-") for name in classes}
    if wrong := [name for name, ours in names.items() if not re.fullmatch(CLASS_NAME, ours)]:
        raise LabelError(f"these classes cannot be called so here: {', '.join(wrong)}; expected names as slag-line")
    if len(set(names.values())) != len(names):
        raise LabelError(f"two of these classes would be called the same here: {', '.join(names)}; rename one")
    return names
