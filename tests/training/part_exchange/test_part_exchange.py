"""A part goes to another workshop whole, or not at all: what is hostile, damaged or unknown leaves nothing behind."""

import hashlib
import io
import json
import pickle
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspection.detection.loading import load_detector
from inspection.detection.manifest import load_manifest
from inspection.errors import RecipeRefused
from inspection.good_only.manifest import load_good_only_manifest
from inspection.model_book.verifying import verify_folder
from inspection.people import Role
from inspection.places import find_model, find_recipe
from tests.nets import constant_net, in_two_files, raw_answer, with_class_names
from tests.screens.learning.workshop import part, workshop
from tests.training.labelling.building import box, png
from tests.training.teaching.conftest import write
from training.errors import PartRefused
from training.labelling.book import LabelBook
from training.labelling.drawing import MadeBy, State
from training.part_exchange.packing import Packed, approved_pictures, pack, write_parcel
from training.part_exchange.parcel import DESCRIPTION
from training.part_exchange.taking import TakenPart, take_part
from training.teaching import teach

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workshop with the part `plate`, whose model learned something, and two approved pictures of it."""
    home = workshop(tmp_path_factory.mktemp("there") / "home")
    book = LabelBook.open(home)
    book.add_classes("plate", ["pore", "crack"])
    for seed, state in ((1, State.APPROVED), (2, State.APPROVED), (3, State.DRAWN)):
        picture = book.add_picture("plate", png(seed))
        book.draw("plate", picture.sha256, [box()], based_on=0, role=Role.MASTER, state=state)
    book.close()
    return home


@pytest.fixture(scope="module")
def packed(there: Path) -> Packed:
    book = LabelBook.open(there)
    chosen = [one.sha256 for one in approved_pictures(book, "plate")]
    assert len(chosen) == 2
    found = pack("plate", there, book, chosen)
    book.close()
    return found


@pytest.fixture
def here(tmp_path: Path) -> Path:
    home = tmp_path / "here"
    home.mkdir()
    return home


def files_of(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", method) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return stored.getvalue()


def described(files: Files, **changed: Any) -> Files:
    """With a part.json that vouches for the files as they are now, and says something else besides."""
    said = json.loads(files[DESCRIPTION]) | changed
    said["files"] = [
        {"path": path, "size_bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in files.items()
        if path != DESCRIPTION
    ]
    return {**files, DESCRIPTION: json.dumps(said).encode()}


def take(home: Path, data: bytes, *, as_name: str | None = None, with_book: bool = False) -> TakenPart:
    archive = home.parent / "came.mbpart"
    archive.write_bytes(data)
    book = LabelBook.open(home) if with_book else None
    try:
        return take_part(archive, home, book, as_name=as_name)
    finally:
        if book is not None:
            book.close()


def tree(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_a_part_judges_in_another_workshop_as_it_did_there(there: Path, packed: Packed, here: Path) -> None:
    taken = take(here, packed.data, with_book=True)
    assert taken == TakenPart(part="plate", part_there="plate", models=("small",), pictures=2)
    recipe = find_recipe(taken.part, here)
    folder = find_model(recipe.model, here)
    assert (recipe.model, recipe.limits) == (folder.name, find_recipe("plate", there).limits)
    assert verify_folder(folder).problems == ()
    original = find_model("small", there)
    assert (folder / "model.onnx").read_bytes() == (original / "model.onnx").read_bytes()
    picture = part("red", seed=5)
    mine, theirs = (load_detector(one, engine="onnxruntime").find(picture) for one in (folder, original))
    assert mine == theirs != ()
    assert load_manifest(folder).licence == "CC0-1.0"
    assert "CC0-1.0" in (folder / "CARD.md").read_text(encoding="utf-8")


def test_pictures_come_as_drawn_never_as_approved(packed: Packed, here: Path) -> None:
    taken = take(here, packed.data, with_book=True)
    book = LabelBook.open(here)
    drawings = list(book.drawings(taken.part).values())
    assert [one.state for one in drawings] == [State.DRAWN] * 2
    assert {shape.made_by for one in drawings for shape in one.shapes} == {MadeBy.IMPORT}
    assert book.classes(taken.part) == ("pore", "crack")
    book.close()


def test_without_a_tick_no_picture_leaves_the_house(there: Path) -> None:
    found = pack("plate", there)
    assert found.parcel.pictures == ()
    assert not [name for name in files_of(found.data) if name.startswith("pictures/")]
    assert pack("plate", there).data == found.data  # the same part, the same bytes


def test_only_approved_pictures_go_along(there: Path) -> None:
    book = LabelBook.open(there)
    drawn = next(one for one in book.drawings("plate").values() if one.state is State.DRAWN)
    with pytest.raises(PartRefused, match="no approved pictures of plate"):
        pack("plate", there, book, [drawn.sha256])
    book.close()


def test_names_that_are_taken_get_a_number(packed: Packed, here: Path) -> None:
    first, second = take(here, packed.data), take(here, packed.data)
    assert (first.part, second.part) == ("plate", "plate-2")
    assert (first.models, second.models) == (("small",), ("small-2",))
    assert load_manifest(here / "models" / "small-2").name == "small-2"
    assert find_recipe("plate-2", here).model == "small-2"
    third = take(here, packed.data, as_name="gate")
    assert (third.part, third.models) == ("gate", ("small-3",))
    with pytest.raises(RecipeRefused):
        take(here, packed.data, as_name="gate")
    assert not (here / "models" / "small-4").exists()


def test_what_judges_here_goes_on_judging(there: Path, packed: Packed, tmp_path: Path) -> None:
    """A slot of this workshop that is called like the model that comes stays as it is."""
    home = tmp_path / "home"
    shutil.copytree(there, home)
    before = tree(home)
    taken = take(home, packed.data)
    assert taken.part == "plate-2" and taken.models == ("small-4",)
    assert {path: data for path, data in tree(home).items() if path in before} == before
    assert find_model("small", home).name == "small"


def test_a_part_with_a_model_that_was_taught_from_good_parts(tmp_path: Path, here: Path) -> None:
    home = workshop(tmp_path / "there")
    teach(write(tmp_path / "good-parts", 12), "good", home, threads=1)
    recipe = home / "recipes" / "plate.yaml"
    recipe.write_text(recipe.read_text().replace("model: small", "model: small\ngood_only: good"))
    taken = take(here, pack("plate", home).data)
    found = find_recipe("plate", here)
    assert (found.model, found.good_only) == taken.models
    assert load_good_only_manifest(here / "models" / taken.models[1]).name == taken.models[1]


def with_weights(home: Path, data: bytes) -> None:
    """Weights beside the model, as a training leaves them."""
    folder = home / "models" / "small"
    (folder / "weights.safetensors").write_bytes(data)
    file = {"name": "weights.safetensors", "sha256": hashlib.sha256(data).hexdigest()}
    (folder / "weights.json").write_text(json.dumps({"file": file}))


def test_weights_go_along_as_safetensors(there: Path, tmp_path: Path, here: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(there, home)
    weights = (2).to_bytes(8, "little") + b"{}"
    with_weights(home, weights)
    taken = take(here, pack("plate", home).data)
    assert (here / "models" / taken.models[0] / "weights.safetensors").read_bytes() == weights
    with_weights(home, pickle.dumps({"weights": [1]}))
    with pytest.raises(PartRefused, match="a pickle can run any program"):
        pack("plate", home)


def test_a_file_that_is_there_is_not_written_over(packed: Packed, tmp_path: Path) -> None:
    write_parcel(packed, tmp_path / "plate.mbpart")
    assert (tmp_path / "plate.mbpart").read_bytes() == packed.data
    with pytest.raises(FileExistsError):
        write_parcel(packed, tmp_path / "plate.mbpart")


def test_a_model_that_is_not_sound_is_not_handed_on(there: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(there, home)
    (home / "models" / "small" / "model.onnx").write_bytes(b"torn")
    with pytest.raises(PartRefused, match="changed or damaged"):
        pack("plate", home)


def test_what_lies_in_the_models_folder_by_chance_stays_here(there: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(there, home)
    (home / "models" / "small" / "notes.txt").write_text("phone number of a customer")
    assert not [name for name in files_of(pack("plate", home).data) if "notes" in name]


# ---- hostile files: each is refused for what it is, and nothing is left


def without_licence(files: Files) -> Files:
    manifest = json.loads(files["model/manifest.json"]) | {"licence": " "}
    return described({**files, "model/manifest.json": json.dumps(manifest).encode()})


def said_without_licence(files: Files) -> Files:
    models = json.loads(files[DESCRIPTION])["models"]
    return described(files, models=[models[0] | {"licence": " "}])


def with_net(files: Files, net: bytes) -> Files:
    manifest = json.loads(files["model/manifest.json"])
    manifest["files"]["f32"]["sha256"] = hashlib.sha256(net).hexdigest()
    return described({**files, "model/model.onnx": net, "model/manifest.json": json.dumps(manifest).encode()})


@cache
def net_in_two_files(folder: Path) -> bytes:
    folder.mkdir(exist_ok=True)
    return in_two_files(constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)])), folder)


def large_png() -> bytes:
    """20,000 x 20,000 px by its header, in a few bytes (FAULTS row 36)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def with_shape(files: Files, **shape: Any) -> Files:
    pictures = json.loads(files[DESCRIPTION])["pictures"]
    pictures[0]["shapes"][0] |= shape
    return described(files, pictures=pictures)


HOSTILE: dict[str, tuple[Callable[[Files, Path], Files], str]] = {
    "no description": (lambda files, _: {path: data for path, data in files.items() if path != DESCRIPTION}, "no part"),
    "description is no JSON": (lambda files, _: {**files, DESCRIPTION: b"{" * 90_000}, "this is no part"),
    "newer": (lambda files, _: described(files, format="meisterblick-part-2"), "update the program"),
    "unknown entry": (lambda files, _: described(files, run="rm -rf"), "Extra inputs are not permitted"),
    "leads out": (lambda files, _: {**files, "../evil.md": b"0"}, "leads out of the folder"),
    "absolute": (lambda files, _: {**files, "/etc/evil.md": b"0"}, "leads out of the folder"),
    "a program": (lambda files, _: {**files, "model/setup.py": b"import os"}, "has no business here"),
    "a pickle by its name": (lambda files, _: {**files, "model/best.pt": pickle.dumps([1])}, "has no business here"),
    "a file nobody named": (lambda files, _: {**files, "model/more.md": b"0"}, "nobody named it"),
    "a file that is missing": (lambda files, _: {p: d for p, d in files.items() if p != "model/CARD.md"}, "is missing"),
    "a file beside the model": (lambda files, _: described({**files, "model/x.npz": b"PK"}), "does not name it"),
    "another byte": (lambda files, _: {**files, "model/CARD.md": b"changed"}, "changed or damaged"),
    "a pickle as a net": (lambda files, _: with_net(files, pickle.dumps({"a": [1]})), "a pickle can run any program"),
    "a net in two files": (lambda files, at: with_net(files, net_in_two_files(at)), "in another file"),
    "a net that finds something else": (
        lambda files, _: with_net(files, constant_net(raw_answer([(50, 50, 6, 6, 0.9, 0.0)]))),
        "self-test",
    ),
    "another list of classes": (
        lambda files, _: with_net(files, with_class_names(files["model/model.onnx"], ["crack", "pore"])),
        "class",
    ),
    "a net that is cut off": (lambda files, _: with_net(files, files["model/model.onnx"][:-20]), "its model 'small'"),
    "no licence in the manifest": (lambda files, _: without_licence(files), "licence"),
    "no licence in the description": (lambda files, _: said_without_licence(files), "licence"),
    "another recipe": (lambda files, _: described(files, part="gate"), "another part"),
    "no recipe": (lambda files, _: described({**files, "recipe.yaml": b"format: meisterblick-recipe-1"}), "its recipe"),
    "a recipe with an alias bomb": (
        lambda files, _: described({**files, "recipe.yaml": b"a: &a [x, x]\nb: [*a, *a]"}),
        "its recipe was refused",
    ),
    "a box outside": (lambda files, _: with_shape(files, xyxy=(70, 50, 200, 200)), "pictures/0001.png: shape 1"),
    "a box without area": (lambda files, _: with_shape(files, xyxy=(10, 10, 10, 20)), "pictures/0001.png: shape 1"),
    "an unknown class": (lambda files, _: with_shape(files, class_name="dent"), "expected one of pore, crack"),
    "no picture": (lambda files, _: described({**files, "pictures/0001.png": b"GIF89a"}), "pictures/0001.png"),
    "a giant picture": (lambda files, _: described({**files, "pictures/0001.png": large_png()}), "pictures/0001.png"),
    "a bomb": (lambda files, _: {**files, "model/model.onnx": bytes(60 * 1024 * 1024)}, "zip bomb"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_and_leaves_nothing(packed: Packed, here: Path, name: str) -> None:
    make, said = HOSTILE[name]
    take_nothing(here, zipped(make(files_of(packed.data), here.parent / "nets")), said)


def take_nothing(home: Path, data: bytes, said: str) -> None:
    LabelBook.open(home).close()
    before = tree(home)
    with pytest.raises(PartRefused, match=said):
        take(home, data, with_book=True)
    after = tree(home)
    assert {path for path in after if not path.startswith("labels/labels.db")} == {
        path for path in before if not path.startswith("labels/labels.db")
    }
    assert not (home / "models").exists() and not list(home.glob(".meisterblick-*"))
    book = LabelBook.open(home)
    assert book.pictures("plate") == () and book.classes("plate") == ()
    book.close()


@pytest.mark.parametrize("cut", [0, 1, 100, -1, -100])
def test_what_is_not_whole_is_refused(packed: Packed, here: Path, cut: int) -> None:
    take_nothing(here, packed.data[:cut], "no whole zip file|this is no part|refused")


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_bit_anywhere_is_refused_or_changes_nothing(
    packed: Packed, tmp_path_factory: pytest.TempPathFactory, place: float, bit: int
) -> None:
    """What is not covered by a hash is the zip's own tables: their times, say."""
    home = tmp_path_factory.mktemp("flipped") / "home"
    home.mkdir()
    data = bytearray(packed.data)
    data[int(place * len(data))] ^= 1 << bit
    try:
        taken = take(home, bytes(data))
    except PartRefused:
        assert tree(home) == {}
    else:
        folder = home / "models" / taken.models[0]
        told = files_of(packed.data)
        assert (folder / "manifest.json").read_bytes() == told["model/manifest.json"]
        assert (folder / "model.onnx").read_bytes() == told["model/model.onnx"]
    finally:
        shutil.rmtree(home.parent)


def test_a_link_in_the_file_is_refused(packed: Packed, here: Path) -> None:
    import stat

    stored = io.BytesIO(packed.data)
    with zipfile.ZipFile(stored, "a") as opened:
        link = zipfile.ZipInfo("model/link.md")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        opened.writestr(link, "/etc/passwd")
    take_nothing(here, stored.getvalue(), "a link or a device")


def test_a_disk_that_fails_at_the_recipe_leaves_no_model(
    packed: Packed, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from inspection.errors import StorageFailed
    from training.part_exchange import taking

    def full(*_: object, **__: object) -> None:
        raise StorageFailed("No space left on device")

    monkeypatch.setattr(taking, "import_recipe", full)
    with pytest.raises(StorageFailed):
        take(here, packed.data)
    assert [path for path in here.rglob("*") if path.is_file()] == []
