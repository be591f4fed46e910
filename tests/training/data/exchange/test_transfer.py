"""Out and in again, nothing is lost; from outside comes only what can be used, or nothing."""

import json
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.training.data.building import write_picture, write_set
from training.data.box import Box, checked_box
from training.data.exchange.transfer import Format, export_archive, import_archive
from training.data.labels import LabelledPicture, LabelledSet, read_labelled_set
from training.data.split import Part
from training.errors import ArchiveRefused, DatasetError, LabelError, LayoutError

PORE = "0 0.5 0.5 0.25 0.5\n"
CLASSES = ("pore", "Lunker & Poren <groß>")


@st.composite
def boxes(draw: st.DrawFn, width_px: int, height_px: int) -> tuple[Box, ...]:
    sides = st.tuples(st.floats(0, width_px), st.floats(0, height_px))
    drawn = []
    for _ in range(draw(st.integers(0, 4))):
        points = tuple(draw(st.lists(sides, min_size=2, max_size=6, unique=True)))
        name = draw(st.sampled_from(CLASSES))
        size_wh = (width_px, height_px)
        box = (
            checked_box(name, size_wh, polygon=points)
            if len(points) > 2
            else checked_box(name, size_wh, xyxy=(*points[0], *points[1]))
        )
        if isinstance(box, Box) and min(box.xyxy[2] - box.xyxy[0], box.xyxy[3] - box.xyxy[1]) > 0.01:
            drawn.append(box)
    return tuple(drawn)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pictures")
    paths = [folder / "a.png", folder / "b b.jpg", folder / "ü.png"]
    for seed, path in enumerate(paths):
        write_picture(path, seed, (33 + seed, 47))
    return paths


@pytest.mark.parametrize("format", list(Format))
def test_what_goes_out_comes_in_again(format: Format, pictures: list[Path]) -> None:
    @settings(max_examples=15)
    @given(st.data())
    def round_trip(data: st.DataObject) -> None:
        drawn = [
            LabelledPicture(
                picture=path,
                width_px=33 + seed,
                height_px=47,
                boxes=data.draw(boxes(33 + seed, 47)),
                group=data.draw(st.sampled_from([None, "plate 7"])),
            )
            for seed, path in enumerate(pictures)
        ]
        labelled = LabelledSet(classes=CLASSES, splits={"train": (drawn[0], drawn[1]), "test": (drawn[2],)})
        with tempfile.TemporaryDirectory() as folder:
            archive, out = Path(folder) / "out.zip", Path(folder) / "in"
            export_archive(labelled, archive, format=format)
            told = import_archive(archive, out)
            assert told.format is format
            assert (told.pictures, told.labels) == (3, sum(len(one.boxes) for one in drawn))
            again = read_labelled_set(out / "data.yaml")
            assert again.classes == CLASSES
            assert set(again.splits) == {"train", "test"}
            for before, after in zip(drawn, [*again.splits["train"], *again.splits["test"]], strict=True):
                _same(before, after)
                assert after.group == (None if format is Format.CVAT else before.group)  # CVAT has no place for it

    round_trip()


def _same(before: LabelledPicture, after: LabelledPicture) -> None:
    assert np.array_equal(np.asarray(Image.open(before.picture)), np.asarray(Image.open(after.picture)))
    for old, new in zip(before.boxes, after.boxes, strict=True):
        assert new.class_name == old.class_name
        assert new.xyxy == pytest.approx(old.xyxy, abs=0.01)
        assert (new.polygon is None) == (old.polygon is None)
        for drawn, read in zip(old.polygon or (), new.polygon or (), strict=True):
            assert read == pytest.approx(drawn, abs=0.01)


@pytest.mark.parametrize("format", list(Format))
def test_the_same_set_gives_the_same_bytes(tmp_path: Path, format: Format) -> None:
    labelled = read_labelled_set(write_set(tmp_path / "set", {"train": {"a.png": PORE}, "val": {"b.png": ""}}))
    for name in ("1.zip", "2.zip"):
        export_archive(labelled, tmp_path / name, format=format)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    export_archive(labelled, tmp_path / "2.zip", format=format)  # replaces it
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.zip", "2.zip", "set"]


def pack(
    archive: Path, texts: Mapping[str, str | bytes], picture: str = "a.png", size_wh: tuple[int, int] = (64, 48)
) -> Path:
    """A zip of `texts` and one picture."""
    write_picture(archive.parent / "one.png", 1, size_wh)
    with zipfile.ZipFile(archive, "w") as opened:
        for name, text in texts.items():
            opened.writestr(name, text)
        opened.write(archive.parent / "one.png", picture)
    (archive.parent / "one.png").unlink()
    return archive


def coco(**changes: object) -> str:
    """One picture with a box, `changes` to its annotation, or to images and categories as a whole."""
    annotation: dict[str, object] = {"id": 1, "image_id": 5, "category_id": 3, "bbox": [24, 12, 16, 24]}
    whole: dict[str, object] = {
        "images": [{"id": 5, "file_name": "a.png", "width": 64, "height": 48}],
        "categories": [{"id": 9, "name": "crack"}, {"id": 3, "name": "pore"}],
    }
    for key, value in changes.items():
        (whole if key in whole else annotation)[key] = value
    return json.dumps(whole | {"annotations": [annotation]})


CVAT = """<?xml version="1.0" encoding="utf-8"?>
{doctype}<annotations><version>1.1</version>
<meta><task><labels><label><name>pore</name></label><label><name>crack</name></label></labels></task></meta>
<image id="0" name="a.png" subset="{subset}" width="{width}" height="48">{shapes}</image></annotations>"""
BOX = '<box label="pore" occluded="0" xtl="24" ytl="12" xbr="40" ybr="36"/>'


def cvat(shapes: str = BOX, doctype: str = "", width: int = 64, subset: str = "default") -> str:
    return CVAT.format(shapes=shapes, doctype=doctype, width=width, subset=subset)


def test_coco_of_another_program_is_read(tmp_path: Path) -> None:
    texts = {"annotations/instances_val2017.json": coco(), "other.json": "[1]", "readme.txt": "read me"}
    told = import_archive(pack(tmp_path / "c.zip", texts, "val2017/a.png"), tmp_path / "in")
    assert (told.format, told.pictures, told.labels) == (Format.COCO, 1, 1)
    labelled = read_labelled_set(tmp_path / "in" / "data.yaml")
    assert labelled.classes == ("pore", "crack")  # in the order of the numbers
    [one] = labelled.splits["val"]
    assert one.picture.name == "a-000001.png"
    assert one.boxes == (Box(class_name="pore", xyxy=(24, 12, 40, 36)),)
    mask = coco(segmentation={"counts": [1, 2], "size": [48, 64]})
    several = coco(segmentation=[[24, 12, 40, 12, 40, 36], [1, 1, 2, 2, 3, 1]])
    for number, text in enumerate((mask, several)):
        import_archive(pack(tmp_path / "d.zip", {"x.json": text}), tmp_path / f"in{number}")
        [one] = read_labelled_set(tmp_path / f"in{number}" / "data.yaml").splits["train"]
        assert one.boxes == (Box(class_name="pore", xyxy=(24, 12, 40, 36)),)


def test_one_name_under_two_numbers_is_one_class(tmp_path: Path) -> None:
    categories = [{"id": number, "name": name} for number, name in ((1, "pore"), (2, "crack"), (3, "pore"))]
    import_archive(pack(tmp_path / "c.zip", {"x.json": coco(categories=categories)}), tmp_path / "in")
    labelled = read_labelled_set(tmp_path / "in" / "data.yaml")
    assert labelled.classes == ("pore", "crack")
    assert [box.class_name for box in labelled.splits["train"][0].boxes] == ["pore"]


@pytest.mark.parametrize("above", ["", "set/"])
def test_a_folder_of_each_split_says_which_it_is(tmp_path: Path, above: str) -> None:
    sizes_wh = {"train": (64, 48), "valid": (65, 48), "test": (66, 48)}
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as opened:
        for folder, (width_px, height_px) in sizes_wh.items():
            picture = {"id": 5, "file_name": "a.png", "width": width_px, "height": height_px}
            opened.writestr(f"{above}{folder}/_annotations.coco.json", coco(images=[picture]))
            write_picture(tmp_path / "one.png", width_px, (width_px, height_px))
            opened.write(tmp_path / "one.png", f"{above}{folder}/a.png")
    told = import_archive(tmp_path / "c.zip", tmp_path / "in")
    assert told.parts == dict.fromkeys(Part, 1)
    splits = read_labelled_set(tmp_path / "in" / "data.yaml").splits
    assert {split: ones[0].width_px for split, ones in splits.items()} == {"train": 64, "val": 65, "test": 66}


def test_cvat_of_another_program_is_read(tmp_path: Path) -> None:
    polygon = (
        '<polygon label="crack" points="16.0,12.0;32.0,12.0;32.0,36.0"><attribute name="x">1</attribute></polygon>'
    )
    texts = {"annotations.xml": cvat(BOX + polygon, subset="Test")}
    told = import_archive(pack(tmp_path / "c.zip", texts, "images/Test/a.png"), tmp_path / "in")
    assert told.format is Format.CVAT
    [one] = read_labelled_set(tmp_path / "in" / "data.yaml").splits["test"]
    assert one.picture.parent.name == "golden"
    assert one.boxes == (
        Box(class_name="pore", xyxy=(24, 12, 40, 36)),
        Box(class_name="crack", xyxy=(16, 12, 32, 36), polygon=((16, 12), (32, 12), (32, 36))),
    )


YOLO = "train: {train}\nnames: [pore, crack]\n{more}"


@pytest.mark.parametrize(
    ("texts", "error", "message"),
    [
        ({"x.json": coco(bbox=[50, 12, 40, 24])}, LabelError, "within the picture of 64 x 48 px"),
        ({"x.json": coco(bbox=[24, 12, 0, 24])}, LabelError, "a box with width and height"),
        ({"x.json": coco(bbox=[24, 12, "wide", 24])}, LabelError, "finite numbers"),
        ({"x.json": coco(bbox=[1e308, 12, 1e308, 24])}, LabelError, "finite numbers"),
        ({"x.json": coco(bbox=None)}, LabelError, "finite numbers"),
        ({"x.json": coco(category_id=4)}, LabelError, "not among those of the description"),
        ({"x.json": coco(category_id=[3])}, LabelError, "not among those of the description"),
        ({"x.json": coco(image_id=6)}, LabelError, "that of no picture"),
        ({"x.json": coco(image_id=None)}, LabelError, "belongs to no picture"),
        ({"x.json": coco(iscrowd=1)}, LabelError, "a crowd"),
        ({"x.json": coco(images=[{"id": 5, "file_name": "../../a.png"}])}, LabelError, "no such picture"),
        ({"x.json": coco(images=[{"id": 5, "file_name": "/etc/passwd"}])}, LabelError, "no such picture"),
        (
            {"x.json": coco(images=[{"id": 5, "file_name": "a.png", "width": 65, "height": 48}])},
            LabelError,
            "at 65 x 48",
        ),
        ({"x.json": coco(images=[7])}, LabelError, "an id of its own and a file_name"),
        ({"x.json": coco(categories=[])}, LabelError, "not among those"),
        ({"x.json": coco(categories=["pore"])}, LabelError, "expected id and name"),
        ({"x.json": coco(categories=[{"id": 3, "name": ""}])}, ArchiveRefused, "a category without a name"),
        ({"x.json": coco(categories=[{"id": 3, "name": " "}])}, ArchiveRefused, "a category without a name"),
        ({"x.json": coco(categories=[{"id": 3, "name": "\ud800"}])}, LabelError, "an id of its own and a name"),
        (
            {"x.json": coco(images=[{"id": 5, "file_name": "\ud800.png"}])},
            LabelError,
            r"\\ud800\.png: there is no such",
        ),
        ({"x.json": coco(images=[{"id": 5, "file_name": "a\0.png"}])}, LabelError, "no such picture"),
        ({"x.json": coco(segmentation="9").replace('"9"', "9" * 5000)}, ArchiveRefused, "no labels that are known"),
        ({"x.json/b.png": b""}, ArchiveRefused, "no labels that are known here"),
        ({"x.json": "[" * 100_000}, ArchiveRefused, "no labels that are known here"),
        ({"annotations.xml": cvat(doctype='<!DOCTYPE a [<!ENTITY b "c">]>')}, ArchiveRefused, "a DTD or entities"),
        ({"annotations.xml": cvat(doctype='<!DOCTYPE a SYSTEM "file:///etc/passwd">')}, ArchiveRefused, "a DTD"),
        ({"annotations.xml": cvat()[:200]}, ArchiveRefused, "is no XML"),
        ({"annotations.xml": "<html></html>"}, ArchiveRefused, "none of CVAT"),
        ({"annotations.xml": cvat().replace("label>", "lable>")}, ArchiveRefused, "names no labels"),
        ({"annotations.xml": cvat().replace(">crack<", "> <")}, ArchiveRefused, "a label without a name"),
        ({"annotations.xml": cvat().replace("utf-8", "bogus")}, ArchiveRefused, "is no XML"),
        ({"annotations.xml": cvat().replace("utf-8", "utf-7")}, ArchiveRefused, "is no XML"),
        ({"annotations.xml/b.png": b""}, ArchiveRefused, "no labels that are known here"),
        ({"annotations.xml": cvat(BOX.replace("40", "140"))}, LabelError, "within the picture"),
        ({"annotations.xml": cvat(BOX.replace("pore", "stain"))}, LabelError, "not among those"),
        ({"annotations.xml": cvat(BOX.replace("/>", ' rotation="30"/>'))}, LabelError, "it is turned"),
        ({"annotations.xml": cvat(BOX.replace("box", "ellipse"))}, LabelError, "expected a box or a polygon"),
        ({"annotations.xml": cvat('<polygon label="pore" points="1,2;3"/>')}, LabelError, "finite numbers"),
        ({"annotations.xml": cvat(width=100)}, LabelError, "labelled at 100 x 48 px"),
        ({"annotations.xml": cvat().replace('"64"', f'"{"9" * 5000}"')}, LabelError, "labelled at inf x"),
        ({"annotations.xml": cvat().replace('"64"', '"wide"')}, LabelError, "labelled at nan x"),
        ({"data.yaml": YOLO.format(train="images/train", more="")}, LayoutError, "no folder or list"),
        ({"data.yaml": YOLO.format(train="/", more="")}, LayoutError, "leads out of its own folder"),
        ({"data.yaml": YOLO.format(train="../..", more="")}, LayoutError, "leads out of its own folder"),
        ({"data.yaml": YOLO.format(train=".", more="path: /etc")}, LayoutError, "leads out of its own folder"),
        ({"data.yaml": YOLO.format(train="l.txt", more=""), "l.txt": "/etc/a.png"}, LayoutError, "leads out of its"),
        ({"data.yaml": "a: &a [1]\nnames: *a\ntrain: x"}, LayoutError, "has an alias"),
        ({"data.yaml": "names: !!python/object/apply:os.system [ls]"}, LayoutError, "is no YAML"),
        ({"data.yaml": YOLO.format(train=".", more=""), "a.txt": "0 0.5 0.5 0 0.1"}, LabelError, "width and height"),
        ({"data.yaml": "a: 2024-13-45"}, LayoutError, "is no YAML"),
        ({"data.yaml": "a: !!bool x"}, LayoutError, "is no YAML"),
        ({"data.yaml": "[" * 2000}, LayoutError, "nested too deeply"),
        ({"data.yaml": YOLO.format(train='"a\\0b"', more="")}, LayoutError, "cannot be listed|no folder or list"),
        ({"data.yaml": YOLO.format(train="l.txt", more=""), "l.txt": b"Gr\xf6\xdfe.png"}, LayoutError, "no list of"),
        ({"data.yaml": YOLO.format(train="l.txt", more=""), "l.txt": b"a\0.png"}, LayoutError, "has a NUL byte"),
        ({"data.yaml": YOLO.format(train=".", more=""), "groups.json": "[" * 100_000}, LayoutError, "read as JSON"),
        ({"data.yaml/b.png": b""}, ArchiveRefused, "no labels that are known here"),
        ({"a/data.yaml": "", "b/data.yaml": ""}, ArchiveRefused, "several data sets"),
        ({"labels.csv": "a"}, ArchiveRefused, "no labels that are known here"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_left(
    tmp_path: Path, texts: dict[str, str | bytes], error: type[DatasetError], message: str
) -> None:
    archive = pack(tmp_path / "x.zip", texts)
    with pytest.raises(error, match=message) as refused:
        import_archive(archive, tmp_path / "in")
    assert ".meisterblick-" not in str(refused.value)
    assert sorted(tmp_path.iterdir()) == [archive]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("a.png"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "bbox"]), inner),
    max_leaves=5,
)


@settings(max_examples=60)
@given(st.sampled_from(["id", "image_id", "category_id", "bbox", "segmentation", "images", "categories"]), ANYTHING)
def test_a_coco_file_of_whatever_is_imported_or_refused(key: str, value: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = pack(Path(folder) / "x.zip", {"x.json": coco(**{key: value})})
        try:
            import_archive(archive, Path(folder) / "in")
        except DatasetError:
            assert list(Path(folder).iterdir()) == [archive]
        else:
            read_labelled_set(Path(folder) / "in" / "data.yaml")


def test_a_format_that_was_asked_for_is_the_only_one_tried(tmp_path: Path) -> None:
    archive = pack(tmp_path / "x.zip", {"x.json": coco(), "annotations.xml": cvat()})
    assert import_archive(archive, tmp_path / "in", format=Format.COCO).format is Format.COCO
    assert import_archive(archive, tmp_path / "told").format is Format.CVAT
    with pytest.raises(ArchiveRefused, match=r"expected a data\.yaml"):
        import_archive(archive, tmp_path / "yolo", format=Format.YOLO)
    with pytest.raises(FileExistsError, match="exists already; name a new one"):
        import_archive(archive, tmp_path / "in")


def test_a_torn_picture_is_named_and_nothing_is_imported(tmp_path: Path) -> None:
    write_picture(tmp_path / "torn.png", 3)
    torn = (tmp_path / "torn.png").read_bytes()[:-30]
    (tmp_path / "torn.png").unlink()
    texts: dict[str, str | bytes] = {"x.json": coco(images=[{"id": 5, "file_name": "torn.png"}]), "torn.png": torn}
    archive = pack(tmp_path / "x.zip", texts)
    with pytest.raises(LabelError, match=r"1 pictures of the archive are not whole(.|\n)*torn\.png"):
        import_archive(archive, tmp_path / "in")
    assert sorted(tmp_path.iterdir()) == [archive]


def huge_png() -> bytes:
    """20,000 x 20,000 px of one bit: 50 KB that would be 1.2 GB of RGB (FAULTS row 36)."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(20_000 * 2501), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


MEASURED = """
import resource, sys
from pathlib import Path
import cv2, numpy, yaml, defusedxml.ElementTree, PIL.PngImagePlugin
from training.data.exchange.transfer import import_archive
from training.errors import DatasetError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    import_archive(Path(sys.argv[1]), Path(sys.argv[2]))
except DatasetError as error:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="measures memory by getrusage")
@pytest.mark.parametrize("kind", ["x.json", "annotations.xml", "data.yaml"])
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_header(tmp_path: Path, kind: str) -> None:
    texts = {
        "x.json": coco(images=[{"id": 5, "file_name": "huge.png"}]),
        "annotations.xml": cvat().replace("a.png", "huge.png"),
        "data.yaml": YOLO.format(train=".", more=""),
    }
    archive = pack(tmp_path / "x.zip", {kind: texts[kind], "huge.png": huge_png()})
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, str(archive), str(tmp_path / "in")], capture_output=True, text=True, check=True
    )
    grown_kib, message = run.stdout.split(" ", 1)
    assert "400 megapixels" in message
    assert int(grown_kib) < 200 * 1024
    assert sorted(tmp_path.iterdir()) == [archive]


def test_a_disk_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = pack(tmp_path / "x.zip", {"x.json": coco()})

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        import_archive(archive, tmp_path / "in")
    assert sorted(tmp_path.iterdir()) == [archive]


def test_names_are_our_own(tmp_path: Path) -> None:
    name = "Müller & Söhne; rm -rf.PNG"
    archive = pack(tmp_path / "x.zip", {"x.json": coco(images=[{"id": 5, "file_name": name}])}, picture=name)
    import_archive(archive, tmp_path / "in")
    [path] = (tmp_path / "in" / "images" / "train").iterdir()
    assert path.name == "M_ller_S_hne_rm_-rf-000001.png"
    shutil.rmtree(tmp_path / "in")
