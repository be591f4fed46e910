"""CVAT for images 1.1 (https://docs.cvat.ai/docs/manual/advanced/formats/format-cvat/): boxes and polygons."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from training.data.box import Box, Polygon
from training.data.exchange.found import Faults, Pictures, number, split_of
from training.data.header import picture_size
from training.data.labels import LabelledPicture, LabelledSet
from training.data.split import YAML_SPLIT
from training.data.writing import Placed
from training.errors import ArchiveRefused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NO_DEFECT: Final = frozenset({"polyline", "points", "mask", "ellipse", "cuboid", "skeleton", "tag"})


def description(folder: Path) -> Path | None:
    """The annotations.xml at the top of `folder` or of the one folder in it; None where there is none."""
    return next(
        iter(
            sorted(
                path for pattern in ("", "*/") for path in folder.glob(f"{pattern}annotations.xml") if path.is_file()
            )
        ),
        None,
    )


def read_cvat(folder: Path, path: Path) -> LabelledSet:
    """The labelled set of an annotations.xml; `subset` is the split, train where there is none.

    Raises ArchiveRefused for XML with a DTD or entities, or of another form, and LabelError, naming everything that
    cannot be used: shapes that outline no defect among them.
    """
    root = _parse(path)
    pictures, faults = Pictures(folder), Faults(path.relative_to(folder).as_posix())
    classes = [(name.text or "").strip() for name in root.iterfind("meta//labels/label/name")]
    if not all(classes):
        raise ArchiveRefused("annotations.xml has a label without a name; name it in CVAT and export again")
    if not classes:
        raise ArchiveRefused("annotations.xml names no labels; export as 'CVAT for images 1.1', with its head")
    splits: dict[str, list[LabelledPicture]] = {}
    for image in root.iterfind("image"):
        name, subset = image.get("name", ""), image.get("subset", "")
        size_wh = _side(image.get("width")), _side(image.get("height"))
        picture = faults.picture(pictures, name, size_wh, subset)
        if picture is not None:
            splits.setdefault(split_of([subset]), []).append(_picture(picture, image, classes, faults))
    faults.check()
    return LabelledSet(
        classes=tuple(dict.fromkeys(classes)), splits={split: tuple(read) for split, read in splits.items()}
    )


def cvat_texts(classes: Sequence[str], placed: Sequence[Placed]) -> Iterator[tuple[str, str]]:
    """The file annotations.xml: path and text. CVAT knows no groups, so they stay behind."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("annotations")
    SubElement(root, "version").text = "1.1"
    labels = SubElement(SubElement(SubElement(root, "meta"), "task"), "labels")
    for name in classes:
        SubElement(SubElement(labels, "label"), "name").text = name
    for number_, one in enumerate(placed):
        image = SubElement(
            root,
            "image",
            id=str(number_),
            name=one.picture.removeprefix("images/"),
            subset=YAML_SPLIT[one.part],
            width=str(one.width_px),
            height=str(one.height_px),
        )
        for box in one.boxes:
            _add(image, box)
    indent(root)
    yield "annotations.xml", '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _parse(path: Path) -> "Element":
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, parse

    try:
        root = parse(path, forbid_dtd=True).getroot()
    except DefusedXmlException as error:
        raise ArchiveRefused(f"annotations.xml has a DTD or entities, which no export needs: {error}") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise ArchiveRefused(f"annotations.xml is no XML: {error}; export the labels again") from error
    if root is None or root.tag != "annotations":
        raise ArchiveRefused("annotations.xml is none of CVAT; export as 'CVAT for images 1.1'")
    return root


def _picture(path: Path, image: "Element", classes: Sequence[str], faults: Faults) -> LabelledPicture:
    size_wh = picture_size(path)
    boxes = []
    for place, shape in enumerate(image, 1):
        where = f"{image.get('name')}, {shape.tag} {place}"
        label = shape.get("label", "")
        class_name = label if label in classes else None
        if shape.tag == "box" and number(shape.get("rotation", "0")) == 0:
            x1, y1, x2, y2 = (number(shape.get(side)) for side in ("xtl", "ytl", "xbr", "ybr"))
            boxes.append(faults.box(where, class_name, size_wh, xyxy=(x1, y1, x2, y2)))
        elif shape.tag == "box":
            faults.add(where, "it is turned; draw it upright, or as a polygon")
        elif shape.tag == "polygon":
            boxes.append(faults.box(where, class_name, size_wh, polygon=_points(shape.get("points", ""))))
        elif shape.tag in _NO_DEFECT:
            faults.add(where, "expected a box or a polygon around the defect; remove it or draw it so")
    return LabelledPicture(
        picture=path,
        width_px=size_wh[0],
        height_px=size_wh[1],
        boxes=tuple(box for box in boxes if box is not None),
    )


def _side(text: str | None) -> float | None:
    """A side in px as it is written; None where it is not."""
    if text is None:
        return None
    side = number(text)
    return int(side) if side.is_integer() else side


def _points(text: str) -> Polygon:
    """From "x,y;x,y"; fewer than three points are none."""
    pairs = [pair.split(",") for pair in text.split(";")]
    points = tuple((number(pair[0]), number(pair[1])) for pair in pairs if len(pair) == 2)
    return points if len(points) == len(pairs) >= 3 else ((float("nan"), float("nan")),)


def _add(image: "Element", box: Box) -> None:
    from xml.etree.ElementTree import SubElement

    common = {"label": box.class_name, "occluded": "0", "source": "manual", "z_order": "0"}
    if box.polygon is not None:
        points = ";".join(f"{x:.4f},{y:.4f}" for x, y in box.polygon)
        SubElement(image, "polygon", common | {"points": points})
    else:
        sides = zip(("xtl", "ytl", "xbr", "ybr"), box.xyxy, strict=True)
        SubElement(image, "box", common | {side: f"{value:.4f}" for side, value in sides})
