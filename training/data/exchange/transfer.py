"""A labelled set into the house and out of it: whole, or not at all."""

import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, assert_never

from camera.errors import FrameBroken
from inspection import platform
from training.data.exchange import coco, cvat, yolo
from training.data.exchange.archive import Limits, unpack
from training.data.exchange.cleaning import cleaned
from training.data.labels import LabelledSet
from training.data.naming import placed_pictures
from training.data.split import Part
from training.data.whole import beside
from training.data.writing import SUFFIXES, Placed, write_described
from training.errors import ArchiveRefused, DatasetError, LabelError, listed


class Format(StrEnum):
    """What other programs read and write."""

    YOLO = "yolo"
    COCO = "coco"
    CVAT = "cvat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """What was imported or exported, in which format; `parts`: how many pictures in each."""

    format: Format
    parts: Mapping[Part, int]
    labels: int

    @property
    def pictures(self) -> int:
        """How many in all."""
        return sum(self.parts.values())


_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The oldest time a zip can say: the same labels give the same bytes."""


def import_archive(
    archive: Path, out: Path, *, format: Format | None = None, limits: Limits | None = None
) -> Transferred:
    """Unpack, check and write down `archive` as a YOLO layout in the new folder `out`.

    The format is told by the content where it is not given. Pictures are decoded strictly, keep their pixels bit for
    bit and lose their metadata; they get names of our own. `out` appears when everything is there, or never.

    Raises ArchiveRefused for what is hostile or unknown, LabelError and LayoutError for what cannot be used; OSError
    where `out` exists or the disk fails.
    """
    if out.is_file():
        raise FileExistsError(f"{out} is a file; name a new folder")
    with beside(out) as half:
        raw, made = half / "raw", half / "made"
        unpack(archive, raw, limits)
        try:
            read_as, labelled = _read(raw, format)
        except DatasetError as error:  # which speaks of files that are gone when anybody reads it
            raise type(error)(str(error).replace(f"{raw}{os.sep}", "")) from error
        placed = _write_pictures(labelled, made)
        if not placed:
            raise ArchiveRefused("the archive describes no picture; pack pictures and labels into one zip file")
        write_described(made, labelled.classes, placed)
        made.rename(out)
    return _told(read_as, placed)


def export_archive(labelled: LabelledSet, archive: Path, *, format: Format) -> Transferred:
    """Write `labelled` with its pictures as a zip file; the same set gives the same bytes.

    Raises OSError; an `archive` that is there stays as it is until the new one is whole.
    """
    pairs = placed_pictures(labelled)
    placed = [one for _, one in pairs]
    with beside(archive) as half:
        with zipfile.ZipFile(half / "new.zip", "x") as opened:
            for source, one in pairs:
                opened.writestr(zipfile.ZipInfo(one.picture, _EPOCH), source.picture.read_bytes())
            for path, text in _texts(format)(labelled.classes, placed):
                opened.writestr(zipfile.ZipInfo(path, _EPOCH), text, zipfile.ZIP_DEFLATED)
        platform.replace(half / "new.zip", archive)
    return _told(format, placed)


def _told(format: Format, placed: Sequence[Placed]) -> Transferred:
    parts = Counter(one.part for one in placed)
    return Transferred(format=format, parts=parts, labels=sum(len(one.boxes) for one in placed))


def _read(folder: Path, format: Format | None) -> tuple[Format, LabelledSet]:
    """By the most telling description: a CVAT export may hold more XML, a YOLO layout may hold other JSON."""
    data_yaml, annotations, files = yolo.description(folder), cvat.description(folder), coco.description(folder)
    if format in (None, Format.YOLO) and data_yaml is not None:
        return Format.YOLO, yolo.read_yolo(folder, data_yaml)
    if format in (None, Format.CVAT) and annotations is not None:
        return Format.CVAT, cvat.read_cvat(folder, annotations)
    if format in (None, Format.COCO) and files:
        return Format.COCO, coco.read_coco(folder, files)
    expected = {
        Format.YOLO: "a data.yaml",
        Format.CVAT: "an annotations.xml",
        Format.COCO: "a JSON file with images, annotations and categories",
    }
    wanted = expected[format] if format else ", or ".join(expected.values())
    raise ArchiveRefused(f"the archive has no labels that are known here: expected {wanted}")


def _write_pictures(labelled: LabelledSet, made: Path) -> list[Placed]:
    """Every picture, cleaned, in its place; nothing is kept of a set with a broken one."""
    placed, broken = [], list[str]()
    for source, place in placed_pictures(labelled):
        try:
            data, media_type, _ = cleaned(source.picture.read_bytes())
        except FrameBroken as error:
            broken.append(f"{source.picture.name}: {error}")
            continue
        one = replace(place, suffix=SUFFIXES[media_type])
        target = made / one.picture
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        placed.append(one)
    if broken:
        raise LabelError(
            f"{len(broken)} pictures of the archive are not whole, nothing was imported:\n{listed(broken)}"
        )
    return placed


def _texts(format: Format) -> Callable[[Sequence[str], Sequence[Placed]], Iterator[tuple[str, str]]]:
    match format:
        case Format.YOLO:
            return yolo.yolo_texts
        case Format.COCO:
            return coco.coco_texts
        case Format.CVAT:
            return cvat.cvat_texts
        case _:
            assert_never(format)
