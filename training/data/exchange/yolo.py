"""The YOLO layout: data.yaml, images/, labels/, and groups.json beside them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from training.data.labels import LabelledSet, read_labelled_set
from training.data.writing import Placed, described
from training.errors import ArchiveRefused


def description(folder: Path) -> Path | None:
    """The data.yaml nearest to the top; None where there is none. Raises ArchiveRefused for several equally near."""
    found = sorted(filter(Path.is_file, folder.rglob("data.yaml")), key=lambda path: (len(path.parts), path))
    if len(found) > 1 and len(found[0].parts) == len(found[1].parts):
        raise ArchiveRefused(
            f"there are several data sets in the archive: {found[0].parent.name}, {found[1].parent.name}"
        )
    return found[0] if found else None


def read_yolo(folder: Path, data_yaml: Path) -> LabelledSet:
    """The set that `data_yaml` describes; everything it names must lie within `folder`.

    Raises LabelError and LayoutError as `read_labelled_set` does.
    """
    return read_labelled_set(data_yaml, within=folder)


def yolo_texts(classes: Sequence[str], placed: Sequence[Placed]) -> Iterator[tuple[str, str]]:
    """Every file of the layout but the pictures: path and text."""
    yield from described(classes, placed).items()
    for one in placed:
        yield one.labels, one.label_text(classes)
