"""What a data set's data.yaml says: classes, and which pictures are in which split; beside it groups.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from training.data.plain import is_text, printable, shown
from training.errors import LayoutError

SPLITS: Final = ("train", "val", "test")
MAX_BYTES: Final = 1024 * 1024
"""Of a data.yaml; one of 80 classes has 2 KB."""
_YAML_SLIPS: Final = (ValueError, LookupError, ArithmeticError, AttributeError, TypeError)
"""What PyYAML raises besides its own errors for values that are none: 2024-13-45, !!bool x, !!int '', !!timestamp x."""
PICTURE_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The files of a data set, none of them opened yet."""

    root: Path
    classes: tuple[str, ...]
    pictures: Mapping[str, tuple[Path, ...]]


def read_layout(data_yaml: Path, *, within: Path | None = None) -> Layout:
    """The layout that a YOLO data.yaml describes.

    `names` is a list or a mapping from 0 on; each of train, val and test a folder (with what is below it), a list of
    folders, or a .txt of picture paths; relative to the yaml, or to its `path`, which is relative to the yaml.

    With `within`, for what somebody else wrote, nothing outside that folder is looked at.

    Raises LayoutError, naming the entry, what was expected and what to do.
    """
    described = _described(data_yaml)
    if not isinstance(described, dict):
        raise LayoutError(f"{data_yaml}: expected the entries names, train and val, got {shown(described)}")
    base = described.get("path") or "."
    if not isinstance(base, str):
        raise LayoutError(f"{data_yaml}: path: expected a folder, got {shown(base)}")
    present = [split for split in SPLITS if described.get(split)]
    if not present:
        raise LayoutError(f"{data_yaml}: expected at least one of train, val, test, got {shown(list(described))}")
    classes = _classes(data_yaml, described)
    try:
        root = data_yaml.absolute().parent / base
        _confine(data_yaml, root, within)
        pictures = {split: _pictures(data_yaml, root, split, described[split], within) for split in present}
    except (OSError, ValueError) as error:  # names that are too long, or have bytes that no name has
        raise LayoutError(
            f"{data_yaml}: its pictures cannot be listed: {error}; mend path, train, val, test"
        ) from error
    return Layout(root=root, classes=classes, pictures=pictures)


def _described(data_yaml: Path) -> object:
    """What stands in the file, whatever it is."""
    import yaml

    try:
        if data_yaml.stat().st_size > MAX_BYTES:
            raise LayoutError(f"{data_yaml} is larger than {MAX_BYTES} bytes, so it is no description of a data set")
        text = data_yaml.read_text(encoding="utf-8")
    except OSError as error:
        raise LayoutError(f"{data_yaml} cannot be read: {error.strerror or error}; name a data.yaml") from error
    except UnicodeDecodeError as error:
        raise LayoutError(f"{data_yaml} is no text in UTF-8: {error}; save it so, or export again") from error
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise LayoutError(f"{data_yaml} has an alias (*), which can make a small file huge; write it out")
        return yaml.safe_load(text)
    except RecursionError as error:
        raise LayoutError(f"{data_yaml} is no YAML: it is nested too deeply; export the labels again") from error
    except (yaml.YAMLError, *_YAML_SLIPS) as error:
        raise LayoutError(f"{data_yaml} is no YAML: {error}; mend it or export the labels again") from error


def label_file(picture: Path, root: Path) -> Path:
    """Where the labels of a picture are: the last folder `images` on its way becomes `labels`, as YOLO has it.

    Of a picture within `root` only the way from there on counts. Without such a folder they are beside the picture.

    >>> label_file(Path("images/set/images/train/7.jpg"), Path("images/set")).as_posix()
    'images/set/labels/train/7.txt'
    """
    above = _images_folder(picture, root)
    if above is None:
        return picture.with_suffix(".txt")
    return (above.parent / "labels" / picture.relative_to(above)).with_suffix(".txt")


class Groups:
    """Which board, tile, lot or serial a picture belongs to, from the groups.json beside its folder `images`.

    Two forms: a list of {"file": "train/7.jpg", "group": "block0"}, or {"images": {"train/7.jpg": {"group": ...}}};
    files are relative to `images`. Each groups.json is read once.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[Path, dict[str, str]] = {}

    def of(self, picture: Path) -> str | None:
        """The group of `picture`, None where nobody wrote one. Raises LayoutError for a groups.json of another form."""
        images = _images_folder(picture, self._root)
        home = images.parent if images else self._root
        if home not in self._read:
            self._read[home] = _read_groups(home / "groups.json")
        if not self._read[home] or not picture.is_relative_to(images or home):
            return None
        return self._read[home].get(picture.relative_to(images or home).as_posix())


def _images_folder(picture: Path, root: Path) -> Path | None:
    inside = picture.is_relative_to(root)
    above = [folder for folder in picture.parents if not inside or folder.is_relative_to(root)]
    return next((folder for folder in above if folder.name == "images" and folder != root), None)


def _read_groups(path: Path) -> dict[str, str]:
    try:
        described = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise LayoutError(f"{path} cannot be read as JSON: {error}; mend or remove it") from error
    try:
        if isinstance(described, dict):
            return {file: _text(entry["group"]) for file, entry in described["images"].items()}
        return {_text(entry["file"]): _text(entry["group"]) for entry in described}
    except (TypeError, KeyError, AttributeError) as error:
        raise LayoutError(f'{path}: expected [{{"file": ..., "group": ...}}, ...], got {shown(described)}') from error


def _text(value: object) -> str:
    if not isinstance(value, str) or printable(value) != value:
        raise TypeError
    return value


def _classes(data_yaml: Path, described: dict[str, Any]) -> tuple[str, ...]:
    names = described.get("names")
    if isinstance(names, dict) and names.keys() == set(range(len(names))):
        names = [names[number] for number in range(len(names))]
    if not isinstance(names, list) or not names or not all(map(is_text, names)):
        raise LayoutError(
            f"{data_yaml}: names: expected a list of class names, or 0: name, 1: name ...; got {shown(names, 200)}"
        )
    if len(set(names)) != len(names):
        raise LayoutError(f"{data_yaml}: names: a class stands twice in {shown(names, 200)}; give each one name")
    if described.get("nc", len(names)) != len(names):
        raise LayoutError(
            f"{data_yaml}: nc is {shown(described['nc'])}, but names has {len(names)}; remove nc or mend names"
        )
    return tuple(names)


def _pictures(data_yaml: Path, root: Path, split: str, described: object, within: Path | None) -> tuple[Path, ...]:
    places = described if isinstance(described, list) else [described]
    found: list[Path] = []
    for place in places:
        if not isinstance(place, str):
            raise LayoutError(f"{data_yaml}: {split}: expected a folder, folders or a .txt, got {shown(place)}")
        path = root / place
        _confine(data_yaml, path, within)
        if path.suffix == ".txt" and path.is_file():
            listed = _listed(path, root)
            for picture in listed:
                _confine(data_yaml, picture, within)
            found += listed
        elif path.is_dir():
            found += sorted(file for file in path.rglob("*") if file.suffix.lower() in PICTURE_SUFFIXES)
        else:
            raise LayoutError(f"{data_yaml}: {split}: there is no folder or list {path}; mend the entry or copy it")
    return tuple(dict.fromkeys(found))


def _confine(data_yaml: Path, path: Path, within: Path | None) -> None:
    if within is not None and not path.resolve().is_relative_to(within.resolve()):
        raise LayoutError(f"{data_yaml} leads out of its own folder, to {path}; nothing there was read")


def _listed(path: Path, root: Path) -> list[Path]:
    """The pictures that a .txt names: `./` is beside the list, as YOLO has it, all others relative to `root`."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except UnicodeDecodeError as error:
        raise LayoutError(f"{path} is no list of pictures: {error}; save it as UTF-8") from error
    if bad := next((line for line in lines if "\0" in line), None):
        raise LayoutError(f"{path} is no list of pictures: {shown(bad)} has a NUL byte; save it as UTF-8")
    return [(path.parent / line[2:]) if line.startswith("./") else root / line for line in lines if line]
