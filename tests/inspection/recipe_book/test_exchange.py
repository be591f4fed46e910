"""A recipe on its way to another workshop: what arrives is what was sent, and nothing else gets in."""

import base64
import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inspection.errors import InspectionError, RecipeRefused, StorageFailed
from inspection.locating import FeatureAlignment, Golden, load_golden, save_golden
from inspection.places import SHIPPED_RECIPES, find_recipe
from inspection.recipe import Recipe, content_sha256, load_recipe
from inspection.recipe_book import (
    copy_recipe,
    export_recipe,
    import_recipe,
    read_exported,
    save_recipe,
    versions,
)
from inspection.recipe_book.exchange import _file_bytes, _sha256
from inspection.recipe_book.strict_yaml import MAX_BYTES, MAX_DEPTH, MAX_NODES, read_strictly
from inspection.setup import taught_folder
from tests.inspection.recipe_book.recipes import recipes

SHIPPED = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")
OWN = SHIPPED.model_copy(update={"name": "gate", "version": 1})


def exported(recipe: Recipe = OWN, home: Path = Path("/nowhere")) -> str:
    return export_recipe(recipe, home).data.decode("utf-8")


def resigned(text: str) -> bytes:
    """The text with the hash of what it says now: whoever wants to do harm can calculate one, too."""
    plain = yaml.safe_load(text)
    png = base64.b64decode(plain["golden_png"]) if "golden_png" in plain else None
    return re.sub(r"(?m)^sha256: .*$", f"sha256: {_sha256(plain['recipe'], png)}", text).encode("utf-8")


def files(home: Path) -> dict[str, bytes]:
    found = (path for path in home.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path.relative_to(home)): path.read_bytes() for path in found}


def picture(seed: int = 0, wh: tuple[int, int] = (64, 48)) -> Golden:
    noise = np.random.default_rng(seed).integers(0, 255, (wh[1] // 8, wh[0] // 8, 3), np.uint8)
    return Golden.of(np.asarray(cv2.resize(noise, wh, interpolation=cv2.INTER_NEAREST), np.uint8))


def taught(home: Path, golden: Golden, recipe: Recipe = OWN) -> Recipe:
    """The recipe with a golden part, taught in that home."""
    folder = taught_folder(home, recipe.name)
    (folder / "golden").mkdir(parents=True)
    save_golden(golden, folder)
    return recipe.model_copy(update={"alignment": FeatureAlignment(golden_sha256=golden.sha256)})


@given(recipes)
def test_what_arrives_is_what_was_sent(recipe: Recipe) -> None:
    assert read_exported(export_recipe(recipe, Path("/nowhere")).data).recipe == recipe


def test_the_file_can_be_read_by_a_person_and_names_nothing_of_this_computer(tmp_path: Path) -> None:
    text = exported(home=tmp_path)
    assert "name: gate" in text and "level: C" in text
    assert set(yaml.safe_load(text)) == {"format", "sha256", "recipe"}
    assert str(tmp_path) not in text and "/" not in text.replace("m/", "")


def test_import_makes_it_a_recipe_of_this_workshop(tmp_path: Path) -> None:
    taken = import_recipe(read_exported(exported().encode()), tmp_path)
    assert taken == OWN == find_recipe("gate", tmp_path)
    assert versions("gate", tmp_path) == (1,)


def test_a_name_that_is_taken_needs_another_name_or_replace(tmp_path: Path) -> None:
    mine = save_recipe(OWN, tmp_path)
    theirs = read_exported(exported(OWN.model_copy(update={"accepted": ("stain",)})).encode())
    before = files(tmp_path)
    with pytest.raises(RecipeRefused, match="there is a recipe gate already"):
        import_recipe(theirs, tmp_path)
    with pytest.raises(RecipeRefused, match="there is a recipe weld-bead already"):
        import_recipe(theirs, tmp_path, as_name="weld-bead")
    with pytest.raises(RecipeRefused, match="cannot be a recipe's name"):
        import_recipe(theirs, tmp_path, as_name="../gate")
    assert files(tmp_path) == before
    assert import_recipe(theirs, tmp_path, as_name="gate-2").name == "gate-2"
    replaced = import_recipe(theirs, tmp_path, replace=True)
    assert (replaced.version, replaced.accepted) == (2, ("stain",))
    assert versions("gate", tmp_path) == (1, 2)
    with pytest.raises(RecipeRefused, match="nothing changed"):
        import_recipe(theirs, tmp_path, replace=True)
    assert mine.accepted != replaced.accepted


def test_a_shipped_recipe_is_replaced_by_a_version_of_ones_own(tmp_path: Path) -> None:
    theirs = read_exported(exported(SHIPPED.model_copy(update={"accepted": ()})).encode())
    assert import_recipe(theirs, tmp_path, replace=True).version == SHIPPED.version + 1


def test_the_golden_picture_comes_along_decoded_and_written_anew(tmp_path: Path) -> None:
    golden = picture()
    there, here = tmp_path / "there", tmp_path / "here"
    sent = export_recipe(taught(there, golden), there)
    assert not sent.without_picture
    taken = import_recipe(read_exported(sent.data), here, as_name="door")
    assert taken.alignment is not None
    received = load_golden(taught_folder(here, "door"), taken.alignment.golden_sha256)
    assert np.array_equal(received.pixels, golden.pixels)


def test_bytes_hidden_in_a_picture_do_not_arrive(tmp_path: Path) -> None:
    golden = picture()
    at = len(golden.png) - 12  # before the end chunk
    secret = b"tEXtComment\x00see https://elsewhere"
    chunk = len(secret[4:]).to_bytes(4, "big") + secret + zlib.crc32(secret).to_bytes(4, "big")
    recipe = OWN.model_copy(update={"alignment": FeatureAlignment(golden_sha256=golden.sha256)})
    received = read_exported(_file_bytes(recipe, golden.png[:at] + chunk + golden.png[at:]))
    assert received.golden is not None
    assert b"elsewhere" not in received.golden.png
    assert np.array_equal(received.golden.pixels, golden.pixels)


def test_a_golden_picture_that_is_too_large_stays_here_and_that_is_said(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (900, 900, 3), np.uint8)
    sent = export_recipe(taught(tmp_path, Golden.of(noise)), tmp_path)
    assert sent.without_picture and len(sent.data) < 5000
    received = read_exported(sent.data)
    assert received.golden is None
    assert received.recipe.alignment is not None and received.recipe.alignment.golden_sha256 is None


def test_a_recipe_that_names_a_picture_it_does_not_bring_arrives_untaught(tmp_path: Path) -> None:
    recipe = OWN.model_copy(update={"alignment": FeatureAlignment(golden_sha256="a" * 64)})
    received = read_exported(_file_bytes(recipe, None))
    assert received.recipe.alignment is not None and received.recipe.alignment.golden_sha256 is None


def test_copying_takes_the_golden_part_along_and_no_title(tmp_path: Path) -> None:
    golden = picture()
    base = save_recipe(taught(tmp_path, golden), tmp_path)
    copy = copy_recipe(base, "door", tmp_path)
    assert (copy.name, copy.version, copy.titles) == ("door", 1, {})
    assert copy.alignment is not None
    assert np.array_equal(
        load_golden(taught_folder(tmp_path, "door"), copy.alignment.golden_sha256).pixels, golden.pixels
    )
    with pytest.raises(RecipeRefused, match="already"):
        copy_recipe(base, "door", tmp_path)


@pytest.mark.parametrize("also", ["a recipe in the way", "a disk that fails"])
def test_nothing_changes_when_the_recipe_cannot_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, also: str
) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    received = read_exported(export_recipe(taught(there, picture()), there).data)
    here.mkdir()
    if also == "a recipe in the way":
        (here / "recipes").write_text("a file where a folder should be", encoding="utf-8")
    else:

        def fails(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("inspection.recipe_book.versioned_file.write_durably", fails)
    before = files(here)
    with pytest.raises(InspectionError):
        import_recipe(received, here)
    assert files(here) == before


def test_a_picture_that_cannot_be_kept_is_said_in_words(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    received = read_exported(export_recipe(taught(there, picture()), there).data)
    here.mkdir()
    (here / "taught").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(StorageFailed, match="golden picture"):
        import_recipe(received, here)
    assert not (here / "recipes").exists()


def changed(old: str, new: str) -> bytes:
    text = exported()
    assert old in text
    return resigned(text.replace(old, new))


BOMB = "\n".join(
    [
        "format: meisterblick-recipe-1",
        "a: &a [x, x, x, x]",
        *(f"{b}: &{b} [*{a}, *{a}, *{a}]" for a, b in ("ab", "bc", "cd")),
    ]
)

HOSTILE: dict[str, tuple[bytes, str]] = {
    "changed on its way": (exported().replace("level: C", "level: D").encode(), "changed or damaged"),
    "cut off": (exported()[:-200].encode(), "changed or damaged|no YAML"),
    "empty": (b"", "the whole|format|valid"),
    "another format": (changed("meisterblick-recipe-1", "meisterblick-recipe-9"), "update it"),
    "an unknown entry beside": (exported().encode() + b"run: ls\n", "run: Extra inputs"),
    "an unknown entry within": (changed("  views: [top]", "  views: [top]\n  token: abc"), "token: Extra inputs"),
    "an unknown entry deep within": (changed("level: C", "level: C, address: x"), "address: Extra inputs"),
    "an entry that stands twice": (exported().encode() + b"recipe: {}\n", "'recipe' stands twice"),
    "an impossible number": (changed("t_mm: 5.0", "t_mm: -5.0"), "norm.t_mm"),
    "no number": (exported().encode().replace(b"t_mm: 5.0", b"t_mm: .nan"), "finite number"),
    "infinity": (exported().encode().replace(b"t_mm: 5.0", b"t_mm: .inf"), "finite number"),
    "a number of many digits": (changed("t_mm: 5.0", "t_mm: " + "9" * 4000), "norm.t_mm"),
    "a number of too many digits": (exported().encode().replace(b"t_mm: 5.0", b"t_mm: " + b"9" * 5000), "no YAML"),
    "a path for a name": (changed("  name: gate", "  name: ../gate"), "name: String should match"),
    "a path for a model": (changed("  model: weld-bead", "  model: ../../etc"), "model: '../../etc' cannot be"),
    "code": (
        changed("  views: [top]", "  views: [top]").replace(b"[top]", b"!!python/object/apply:os.getcwd []"),
        "tags",
    ),
    "a type of its own": (exported().encode().replace(b"[top]", b"!!set {top}"), "tags"),
    "a bomb of aliases": (BOMB.encode(), "anchors"),
    "an alias": (b"a: [*x]\n", "aliases"),
    "a merge": (b"a: {<<: {b: 1}}\n", "plain text"),
    "a name that is a list": (b"? [a]\n: 1\n", "plain text"),
    "too deep": (("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).encode(), "deep"),
    "far too deep": (b"[" * 100_000, "deep"),
    "too many": (b"[" + b"1," * MAX_NODES + b"1]", "more than 20,000 entries"),
    "too large": (b"# " + b"x" * MAX_BYTES, "at most 2,000,000"),
    "no text": (b"\xff\xfe\x00", "UTF-8"),
    "two documents": (b"a: 1\n---\nb: 2\n", "no YAML"),
    "a terminal's secret": (changed("de: Schweißnaht", 'de: "\\e[2J"'), "cannot be seen"),
    "half a letter": (exported().encode().replace(b"level: C", b'level: "\\ud800"'), "cannot be seen"),
    "half a letter in a name": (exported().encode() + b'"\\udfff": 1\n', "cannot be seen"),
    "a code of letters that it has not": (resigned(exported()) + "golden_png: ä\n".encode(), "golden_png: the picture"),
    "letters that turn round": (changed("de: Schweißnaht", "de: \u202eabc"), "cannot be seen|no YAML"),
    "a date that is none": (exported().encode().replace(b"level: C", b"level: 2026-99-99"), "no YAML"),
    "a date": (exported().encode().replace(b"level: C", b"level: 2026-01-01"), "recipe.norm"),
    "a picture for nobody": (resigned(exported() + "golden_png: aGFsbG8=\n"), "golden_png: there is a picture"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_must_not_get_in_is_refused_with_its_place(what: str) -> None:
    data, said = HOSTILE[what]
    with pytest.raises(RecipeRefused, match=said):
        read_exported(data)


def with_picture(png: bytes) -> bytes:
    return _file_bytes(OWN.model_copy(update={"alignment": FeatureAlignment()}), png)


def flat(height: int, width: int) -> bytes:
    return cv2.imencode(".png", np.zeros((height, width, 3), np.uint8))[1].tobytes()


@pytest.mark.parametrize(
    ("png", "said"),
    [
        (b"no picture", "golden_png: expected a JPEG or PNG"),
        (picture().png[:-20], "golden_png: expected a whole PNG"),
        (cv2.imencode(".jpg", np.zeros((8, 8, 3), np.uint8))[1].tobytes(), "golden_png: expected a PNG"),
        (flat(4000, 4000), "at most 12,000,000 pixels"),
        (flat(20_000, 3000), "megapixels"),
    ],
)
def test_a_picture_that_is_none_or_too_large_is_refused(png: bytes, said: str) -> None:
    with pytest.raises(RecipeRefused, match=said):
        read_exported(with_picture(png))


def test_a_damaged_code_of_a_picture_is_refused() -> None:
    text = with_picture(picture().png).decode().replace("golden_png: |\n  iVBOR", "golden_png: |\n  iV!OR")
    with pytest.raises(RecipeRefused, match="golden_png: the picture is damaged"):
        read_exported(text.encode())


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"&a [*a]")
@example(b"\x00")
@example(b"0: 0\n00: 0")
def test_any_bytes_are_refused_or_are_plain_data(data: bytes) -> None:
    with suppress(RecipeRefused):
        _plain(read_strictly(data))
    with pytest.raises(RecipeRefused):
        read_exported(data)


def _plain(value: Any) -> None:
    match value:
        case dict():
            for entry in value.values():
                _plain(entry)
        case list():
            for entry in value:
                _plain(entry)
        case _:
            assert value is None or isinstance(value, str | int | float) or type(value).__module__ == "datetime"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(exported()) - 1), st.characters(min_codepoint=32, max_codepoint=126))
def test_one_changed_letter_is_refused_or_means_the_same(place: int, letter: str) -> None:
    text = exported()
    try:
        received = read_exported((text[:place] + letter + text[place + 1 :]).encode())
    except RecipeRefused:
        return
    assert received.recipe == OWN  # the comment, a blank, the same letter


def test_the_hash_of_the_content_does_not_count_versions() -> None:
    assert content_sha256(SHIPPED) == content_sha256(SHIPPED.model_copy(update={"version": 99}))
    assert content_sha256(SHIPPED) != content_sha256(SHIPPED.model_copy(update={"accepted": ()}))


@pytest.mark.parametrize("recipe", [SHIPPED, OWN], ids=lambda recipe: recipe.name)
def test_nothing_that_is_checked_can_be_an_address_of_code(recipe: Recipe) -> None:
    """No entry of a recipe is a path, an address or a command: this list is looked at when one is added."""
    assert set(Recipe.model_fields) == {
        "name", "version", "part_type", "titles", "views", "model", "scale", "piece", "alignment", "regions", "checks",
        "bands", "default_band", "norm", "limits", "grades", "accepted", "good_only",
    }  # fmt: skip
    assert recipe.model
