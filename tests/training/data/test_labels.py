"""A label is right, or it is named; none is mended in silence (FAULTS row 30)."""

import json
import struct
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from camera.errors import FrameBroken, PictureTooLarge
from tests.training.data.building import CLASSES, write_set
from training.data.box import Box, BoxFault, checked_box, read_line, written_lines
from training.data.header import picture_size
from training.data.health import Sign, check_health
from training.data.labels import read_labelled_set, survey
from training.errors import MAX_NAMED, LabelError, LayoutError

SIZE_WH = (640, 480)


def test_boxes_and_polygons_are_read_in_pixels(tmp_path: Path) -> None:
    text = "1 0.5 0.5 0.25 0.5\n\n0 0.25 0.25 0.5 0.25 0.5 0.75\n"
    labelled = read_labelled_set(write_set(tmp_path, {"train": {"a.png": text, "b.png": ""}, "val": {}}))
    assert labelled.classes == CLASSES
    assert labelled.splits["val"] == ()
    first, second = labelled.splits["train"]
    assert (first.width_px, first.height_px) == (64, 48)
    assert first.boxes == (
        Box(class_name="crack", xyxy=(24, 12, 40, 36)),
        Box(class_name="pore", xyxy=(16, 12, 32, 36), polygon=((16, 12), (32, 12), (32, 36))),
    )
    assert second.boxes == ()


def test_every_bad_line_is_named_with_its_place_and_the_next_step(tmp_path: Path) -> None:
    bad = "0 0.5 0.5 0.2 0.2\n0 0.5 0.5 0 0.2\n0 nan 0.5 0.1 0.1\n0 0.95 0.5 0.2 0.2\n2 0.5 0.5 0.1 0.1\npore 1 2\n"
    data_yaml = write_set(tmp_path, {"train": {"a.png": bad, "b.png": "0 0.1 0.1 -0.1 0.1"}})
    with pytest.raises(LabelError) as refused:
        read_labelled_set(data_yaml)
    message = str(refused.value)
    assert "6 labels or pictures cannot be used" in message
    assert "labels/train/a.txt:1:" not in message
    for place, what in (
        ("a.txt:2", "with width and height"),
        ("a.txt:3", "finite"),
        ("a.txt:4", "within the picture of 64 x 48 px"),
        ("a.txt:5", "0 to 1: pore, crack"),
        ("a.txt:6", "class cx cy w h"),
        ("b.txt:1", "with width and height"),
    ):
        [line] = [line for line in message.splitlines() if f"labels/train/{place}:" in line]
        assert what in line
    assert "meisterblick dataset check" in message
    seen = survey(data_yaml)
    assert [flaw.fault for flaw in seen.flaws] == [
        BoxFault.NO_AREA,
        BoxFault.NOT_A_NUMBER,
        BoxFault.OUTSIDE,
        BoxFault.UNKNOWN_CLASS,
        BoxFault.NOT_A_LABEL,
        BoxFault.NO_AREA,
    ]
    assert len(seen.labelled.splits["train"][0].boxes) == 1


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    data_yaml = write_set(tmp_path, {"train": {"a.png": "9 0.5 0.5 0.1 0.1\n" * (MAX_NAMED + 5)}})
    with pytest.raises(LabelError, match="and 5 more"):
        read_labelled_set(data_yaml)


def test_rounding_is_clipped_and_more_is_refused() -> None:
    clipped = checked_box("pore", SIZE_WH, xyxy=(-1, 0, 641, 480.9))
    assert isinstance(clipped, Box)
    assert clipped.xyxy == (0, 0, 640, 480)
    assert not isinstance(checked_box("pore", SIZE_WH, xyxy=(-1.01, 0, 640, 480)), Box)
    beyond = checked_box("pore", SIZE_WH, xyxy=(640.2, 0, 640.8, 480))  # nothing of it is in the picture
    assert not isinstance(beyond, Box)
    assert beyond.fault is BoxFault.NO_AREA


@given(
    st.tuples(*[st.floats(-50, 700)] * 4)
    | st.tuples(*[st.sampled_from((float("nan"), float("inf"), -1.0, 0.0, 640.0, 641.0))] * 4)
)
def test_a_label_that_passes_has_area_inside_the_picture(xyxy: tuple[float, float, float, float]) -> None:
    answer = checked_box("pore", SIZE_WH, xyxy=xyxy)
    if isinstance(answer, Box):
        x1, y1, x2, y2 = answer.xyxy
        assert 0 <= x1 < x2 <= 640
        assert 0 <= y1 < y2 <= 480
        assert all(abs(got - given) <= 1 for got, given in zip(answer.xyxy, xyxy, strict=True))


@given(
    st.lists(st.tuples(st.floats(0, 640), st.floats(0, 480)), min_size=2, max_size=9, unique=True),
    st.sampled_from(CLASSES),
)
def test_what_is_written_is_read_again(points: list[tuple[float, float]], class_name: str) -> None:
    box = (
        checked_box(class_name, SIZE_WH, polygon=tuple(points))
        if len(points) > 2
        else checked_box(class_name, SIZE_WH, xyxy=(*points[0], *points[1]))
    )
    if not isinstance(box, Box) or min(box.xyxy[2] - box.xyxy[0], box.xyxy[3] - box.xyxy[1]) < 1e-3:
        return
    plain = Box(class_name="crack", xyxy=(10, 20, 30, 40.5))
    lines = written_lines([box, plain], CLASSES, SIZE_WH).splitlines()
    assert len({len(line.split()) > 5 for line in lines}) == 1  # a tool takes the file as boxes, or as polygons
    for line, written in zip(lines, (box, plain), strict=True):
        again = read_line(line, CLASSES, SIZE_WH)
        assert isinstance(again, Box)
        assert again.class_name == written.class_name
        assert again.xyxy == pytest.approx(written.xyxy, abs=1e-3)
        assert (again.polygon is None) == (written.polygon is None)
        for got, drawn in zip(again.polygon or (), written.polygon or (), strict=True):
            assert got == pytest.approx(drawn, abs=1e-3)


def test_names_splits_and_lists_in_every_form(tmp_path: Path) -> None:
    write_set(tmp_path / "set", {"train": {"a.png": ""}, "more": {"b.png": ""}, "val": {"c.png": "1 0.5 0.5 0.1 0.1"}})
    (tmp_path / "set" / "val.txt").write_text("images/val/c.png\n\n", encoding="utf-8")
    data_yaml = tmp_path / "other.yaml"
    data_yaml.write_text(
        "path: set\ntrain: [images/train, images/more]\nval: val.txt\nnames: {0: pore, 1: crack}\nnc: 2\n",
        encoding="utf-8",
    )
    labelled = read_labelled_set(data_yaml)
    assert [one.picture.name for one in labelled.splits["train"]] == ["a.png", "b.png"]
    assert labelled.splits["val"][0].boxes[0].class_name == "crack"
    assert set(read_labelled_set(data_yaml, splits=["val"]).splits) == {"val"}
    with pytest.raises(LayoutError, match="has no test; it has train, val"):
        read_labelled_set(data_yaml, splits=["test"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1, 2", "is no YAML"),
        ("- a", "expected the entries"),
        ("names: [a]", "at least one of train, val, test"),
        ("train: images/train\nnames: []", "expected a list of class names"),
        ("train: images/train\nnames: {1: a}", "expected a list of class names"),
        ("train: images/train\nnames: [a, a]", "stands twice"),
        ("train: images/train\nnames: [a]\nnc: 2", "nc is 2"),
        ("train: images/nowhere\nnames: [a]", "there is no folder or list"),
        ("train: {a: b}\nnames: [a]", "expected a folder, folders or a .txt"),
        ("path: 7\ntrain: images/train\nnames: [a]", "path: expected a folder"),
    ],
)
def test_a_wrong_description_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "images" / "train").mkdir(parents=True)
    (tmp_path / "data.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LayoutError, match=message):
        read_labelled_set(tmp_path / "data.yaml")
    with pytest.raises(LayoutError, match="cannot be read"):
        read_labelled_set(tmp_path / "none.yaml")


FULL = "train: images/train\nnames: "


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 2024-13-45", "is no YAML: month must be"),
        ("a: !!bool x", "is no YAML"),
        ("a: !!int ''", "is no YAML"),
        ("a: !!timestamp x", "is no YAML"),
        ('"\\UFFFFFFFF"', "is no YAML"),
        ("a: " + "9" * 5000, "is no YAML"),
        ("[" * 2000, "nested too deeply"),
        ("- " * 150 + "x", "expected the entries"),
        ("\0", "is no YAML"),
        (b"names: [Gro\xdf]", "no text in UTF-8"),
        ("0x" + "f" * 5000, "got <int, too large to show>"),
        ("path: 0x" + "f" * 5000, "path: expected a folder"),
        (FULL + "{? 0x" + "f" * 5000 + " : a}", "expected a list of class names"),
        (FULL + "[a]\nnc: 0x" + "f" * 5000, "nc is <int, too large to show>"),
        (FULL + "['  ']", "expected a list of class names"),
        (FULL + '["\\ud800"]', "expected a list of class names"),
        (FULL + '[a]\npath: "a\\0b"', "its pictures cannot be listed|no folder or list"),
        ('names: [a]\ntrain: "a\\0b"', "its pictures cannot be listed|no folder or list"),
        ('names: [a]\ntrain: "\\ud800"', "its pictures cannot be listed|no folder or list"),
        ("names: [a]\ntrain: " + "a" * 5000, "its pictures cannot be listed|no folder or list"),
        ("names: [a]\ntrain: cp1252.txt", "cp1252.txt is no list of pictures"),
        ("names: [a]\ntrain: nul.txt", "nul.txt is no list of pictures"),
    ],
)
def test_whatever_stands_in_a_description_is_refused_in_plain_words(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    (tmp_path / "images" / "train").mkdir(parents=True)
    (tmp_path / "cp1252.txt").write_bytes("images/Größe.png".encode("cp1252"))
    (tmp_path / "nul.txt").write_bytes(b"images/a\0b.png")
    (tmp_path / "data.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    for within in (None, tmp_path):
        with pytest.raises(LayoutError, match=message) as refused:
            read_labelled_set(tmp_path / "data.yaml", within=within)
        assert len(str(refused.value)) < 6000
    report = check_health(tmp_path / "data.yaml")
    assert [finding.sign for finding in report.findings] == [Sign.DESCRIPTION_BROKEN]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[" * 300 + "]" * 300, "7", '[{"file": "train/a.png", "group": "\\ud800"}]', "9" * 5000]
)
def test_whatever_stands_in_groups_json_is_refused_in_plain_words(tmp_path: Path, text: str) -> None:
    data_yaml = write_set(tmp_path, {"train": {"a.png": ""}})
    (tmp_path / "groups.json").write_text(text, encoding="utf-8")
    with pytest.raises(LayoutError, match=r"groups\.json"):
        read_labelled_set(data_yaml)
    assert [finding.sign for finding in check_health(data_yaml).findings] == [Sign.DESCRIPTION_BROKEN]


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes that are no text")
def test_a_picture_whose_name_is_no_text_is_named_all_the_same(tmp_path: Path) -> None:
    data_yaml = write_set(tmp_path, {"train": {"a.png": "9 0.5 0.5 0.1 0.1\n"}})
    (tmp_path / "images" / "train" / "b\udcff.png").write_bytes(b"")
    (tmp_path / "images" / "train" / "a.png").rename(tmp_path / "images" / "train" / "a\udcff.png")
    (tmp_path / "labels" / "train" / "a.txt").rename(tmp_path / "labels" / "train" / "a\udcff.txt")
    told = check_health(data_yaml).model_dump_json()
    assert r"images/train/b\\udcff.png" in told
    assert r"labels/train/a\\udcff.txt:1" in told


@pytest.mark.parametrize("form", ["list", "mapping"])
def test_groups_come_from_groups_json(tmp_path: Path, form: str) -> None:
    data_yaml = write_set(tmp_path, {"train": {"a.png": "", "b.png": ""}})
    groups: object = [{"file": "train/a.png", "group": "block7", "lamp": 2}]
    if form == "mapping":
        groups = {"rule": "by block", "images": {"train/a.png": {"group": "block7"}}}
    (tmp_path / "groups.json").write_text(json.dumps(groups), encoding="utf-8")
    assert [one.group for one in read_labelled_set(data_yaml).splits["train"]] == ["block7", None]
    (tmp_path / "groups.json").write_text('[{"file": 3}]', encoding="utf-8")
    with pytest.raises(LayoutError, match=r"groups\.json: expected"):
        read_labelled_set(data_yaml)


@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from(["PNG", "JPEG"]), st.booleans())
def test_the_header_says_what_the_pixels_say(width_px: int, height_px: int, kind: str, with_exif: bool) -> None:
    import io
    from tempfile import TemporaryDirectory

    whole = io.BytesIO()
    extra = {"exif": Image.Exif().tobytes() + bytes(3000)} if with_exif and kind == "JPEG" else {}
    Image.new("RGB", (width_px, height_px)).save(whole, kind, **extra)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        path.write_bytes(whole.getvalue())
        assert picture_size(path) == (width_px, height_px)


def test_a_broken_picture_is_a_named_flaw(tmp_path: Path) -> None:
    data_yaml = write_set(tmp_path, {"train": dict.fromkeys(("a.png", "b.png", "c.png", "d.jpg", "e.png"), "")})
    folder = tmp_path / "images" / "train"
    whole = (folder / "a.png").read_bytes()
    (folder / "a.png").write_bytes(whole[:20])
    (folder / "b.png").write_bytes(whole[:16] + struct.pack(">II", 20_000, 20_000) + whole[24:])
    (folder / "c.png").write_bytes(b"GIF89a")
    (folder / "d.jpg").write_bytes((folder / "d.jpg").read_bytes()[:30])
    with pytest.raises(LabelError) as refused:
        read_labelled_set(data_yaml)
    for name, what in (("a.png", "header"), ("b.png", "checksum"), ("c.png", "JPEG or PNG"), ("d.jpg", "truncated")):
        assert f"images/train/{name}: " in str(refused.value)
        assert what in str(refused.value)
    assert [one.picture.name for one in survey(data_yaml).labelled.splits["train"]] == ["e.png"]
    header = b"IHDR" + struct.pack(">II", 20_000, 20_000) + whole[24:29]
    (folder / "wide.png").write_bytes(whole[:12] + header + struct.pack(">I", zlib.crc32(header)))
    with pytest.raises(PictureTooLarge, match="400 megapixels"):
        picture_size(folder / "wide.png")
    with pytest.raises(FrameBroken, match="cannot be read"):
        picture_size(folder / "nowhere.png")
