"""COCO JSON (https://cocodataset.org/#format-data): boxes and polygons; a file of annotations per split."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from training.data.box import Box, Polygon, hull_of
from training.data.exchange.found import Faults, Pictures, number, split_of
from training.data.labels import LabelledPicture, LabelledSet
from training.data.plain import is_text, shown
from training.data.split import YAML_SPLIT, Part
from training.data.writing import Placed
from training.errors import ArchiveRefused

_ENTRIES: Final = ("images", "annotations", "categories")


def description(folder: Path) -> list[Path]:
    """The COCO files in `folder`, told by their content."""
    return [path for path in sorted(folder.rglob("*.json")) if path.is_file() and _is_coco(_read(path))]


def read_coco(folder: Path, files: Sequence[Path]) -> LabelledSet:
    """The labelled set of one COCO file or several; two categories of one name are one class.

    The split is in the file's name (instances_val.json), or in that of a folder above it
    (valid/_annotations.coco.json), else train. A single polygon is kept; of several parts and of masks the bounding
    box is. `group`, which our own export writes beside a picture, is read.

    Raises LabelError, naming everything that cannot be used, and ArchiveRefused.
    """
    pictures, splits = Pictures(folder), dict[str, tuple[LabelledPicture, ...]]()
    classes: list[str] = []
    all_faults = []
    for path in files:
        described, faults = _read(path), Faults(path.relative_to(folder).as_posix())
        names = _categories(described, faults)
        classes += [name for name in dict.fromkeys(names.values()) if name not in classes]
        above = path.relative_to(folder).parent.parts[::-1]
        split = split_of([*path.stem.split("_"), *above])
        hints = (split, f"{split}2017", *above)
        splits[split] = (*splits.get(split, ()), *_pictures(described, names, pictures, hints, faults))
        all_faults.append(faults)
    for faults in all_faults:
        faults.check()
    if not classes:
        raise ArchiveRefused("the COCO file has no categories, so no label has a name; export again with categories")
    return LabelledSet(classes=tuple(classes), splits=splits)


def coco_texts(classes: Sequence[str], placed: Sequence[Placed]) -> Iterator[tuple[str, str]]:
    """A file annotations/instances_SPLIT.json for every split with pictures: path and text."""
    for part in Part:
        ours = [one for one in placed if one.part is part]
        if ours:
            yield f"annotations/instances_{YAML_SPLIT[part]}.json", json.dumps(_described(classes, ours), indent=1)


def _is_coco(described: object) -> bool:
    return isinstance(described, dict) and all(isinstance(described.get(entry), list) for entry in _ENTRIES)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None


def _categories(described: Mapping[str, Any], faults: Faults) -> dict[object, str]:
    names: dict[object, str] = {}
    for entry in described["categories"]:
        try:
            number_, name = entry["id"], entry["name"]
        except (TypeError, KeyError):
            faults.add("categories", f"expected id and name, got {shown(entry, 60)}")
            continue
        if isinstance(name, str) and not name.strip():
            raise ArchiveRefused(
                f"the COCO file has a category without a name: {shown(entry, 60)}; name it and export again"
            )
        if not isinstance(number_, int | str) or not is_text(name) or number_ in names:
            faults.add("categories", f"expected an id of its own and a name, got {shown(entry, 60)}")
            continue
        names[number_] = name
    return dict(sorted(names.items(), key=lambda pair: (isinstance(pair[0], str), pair[0])))


def _pictures(
    described: Mapping[str, Any], names: Mapping[object, str], pictures: Pictures, hints: Sequence[str], faults: Faults
) -> list[LabelledPicture]:
    of_picture: dict[object, list[Any]] = {}
    known: set[object] = set()
    for place, annotation in enumerate(described["annotations"]):
        key = annotation.get("image_id") if isinstance(annotation, dict) else None
        if not isinstance(key, int | str):
            faults.add(f"annotation {place + 1}", "it belongs to no picture")
            continue
        of_picture.setdefault(key, []).append(annotation)
    read = []
    for entry in described["images"]:
        key, name = (entry.get("id"), entry.get("file_name")) if isinstance(entry, dict) else (None, None)
        if not isinstance(key, int | str) or not isinstance(name, str) or key in known:
            faults.add("images", f"expected an id of its own and a file_name, got {shown(entry, 60)}")
            continue
        known.add(key)
        size_wh = entry.get("width"), entry.get("height")
        path = faults.picture(pictures, name, size_wh, *hints)
        if path is not None:
            read.append(_picture(path, name, entry, of_picture.get(key, []), names, faults))
    for key in of_picture.keys() - known:
        faults.add("annotations", f"image_id {key!r} is that of no picture")
    return read


def _picture(
    path: Path,
    name: str,
    entry: Mapping[str, Any],
    annotations: Sequence[Any],
    names: Mapping[object, str],
    faults: Faults,
) -> LabelledPicture:
    from training.data.header import picture_size

    size_wh = picture_size(path)
    group = entry.get("group")
    boxes = []
    for annotation in annotations:
        place = f"{name}, annotation {annotation.get('id')}"
        category = annotation.get("category_id")
        class_name = names.get(category) if isinstance(category, int | str) else None
        if annotation.get("iscrowd"):
            faults.add(place, "it is a crowd, which is no single defect; draw each one")
            continue
        polygon = _polygon(annotation.get("segmentation"))
        xyxy = None if polygon else _xyxy(annotation.get("bbox"))
        boxes.append(faults.box(place, class_name, size_wh, xyxy=xyxy, polygon=polygon))
    return LabelledPicture(
        picture=path,
        width_px=size_wh[0],
        height_px=size_wh[1],
        boxes=tuple(box for box in boxes if box is not None),
        group=group if isinstance(group, str) and is_text(group) else None,
    )


def _polygon(segmentation: object) -> Polygon | None:
    """The outline where there is exactly one; None for a mask, for several parts, and for none."""
    if not isinstance(segmentation, list) or len(segmentation) != 1 or not isinstance(segmentation[0], list):
        return None
    values = [number(value) for value in segmentation[0]]
    if len(values) < 6 or len(values) % 2:
        return None
    return tuple(zip(values[::2], values[1::2], strict=True))


def _xyxy(bbox: object) -> tuple[float, float, float, float]:
    """From x y width height; NaN for what is none."""
    if not isinstance(bbox, list) or len(bbox) != 4:
        return (float("nan"),) * 4
    x, y, width, height = (number(value) for value in bbox)
    return x, y, x + width, y + height


def _described(classes: Sequence[str], placed: Sequence[Placed]) -> dict[str, Any]:
    images, annotations = [], list[dict[str, Any]]()
    for image_id, one in enumerate(placed, 1):
        entry = {"id": image_id, "file_name": one.picture, "width": one.width_px, "height": one.height_px}
        images.append(entry | ({"group": one.group} if one.group is not None else {}))
        for box in one.boxes:
            annotations.append({"id": len(annotations) + 1, "image_id": image_id, **_annotation(box, classes)})
    categories = [{"id": place, "name": name} for place, name in enumerate(classes, 1)]
    return {"images": images, "annotations": annotations, "categories": categories}


def _annotation(box: Box, classes: Sequence[str]) -> dict[str, Any]:
    x1, y1, x2, y2 = box.xyxy if box.polygon is None else hull_of(box.polygon)
    return {
        "category_id": classes.index(box.class_name) + 1,
        "bbox": [x1, y1, x2 - x1, y2 - y1],
        "area": (x2 - x1) * (y2 - y1) if box.polygon is None else _area(box.polygon),
        "segmentation": [] if box.polygon is None else [[value for point in box.polygon for value in point]],
        "iscrowd": 0,
    }


def _area(polygon: Polygon) -> float:
    """By the shoelace formula, in px²."""
    following = (*polygon[1:], polygon[0])
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(polygon, following, strict=True))) / 2
