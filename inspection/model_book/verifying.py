"""Is a model, or any file, what it says it is? Nothing that could run a program is ever read."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspection.detection.engines import EngineName
from inspection.detection.loading import default_engine, load_detector, refuse_foreign_classes
from inspection.detection.manifest import ModelManifest, load_manifest, verified_bytes
from inspection.detection.onnx_file import WHAT_INSTEAD, FileKind, file_kind, inspect_onnx
from inspection.errors import ModelRefused
from inspection.good_only.manifest import is_good_only, load_good_only_manifest
from inspection.model_book.active import FILE
from inspection.model_book.listing import is_model, leading_nowhere, raw_material
from inspection.places import NAME, SHIPPED_MODELS, model_folder
from inspection.record import Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at, which checks it passed, and what is wrong with it; no problem: it is what it says it is."""

    name: str
    path: Path
    passed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def verify_all(home: Path, engine: EngineName | None = None) -> Iterator[Verified]:
    """Every folder of models, the workshop's own and the shipped ones, and the pointer to the active ones."""
    for root in (home / "models", SHIPPED_MODELS):
        for folder in sorted(path for path in root.glob("*") if path.is_dir()):
            yield verify_folder(folder, engine)
    if problems := _pointer_problems(home):
        yield Verified(name="active", path=home / "models" / FILE, problems=problems)


def verify(what: str, home: Path, engine: EngineName | None = None) -> Verified:
    """A file, a folder, or a model by its name."""
    path = Path(what)
    if path.is_file():
        return verify_file(path)
    if not NAME.fullmatch(what) and not path.exists():
        return Verified(
            name=what, path=path, problems=(f"there is no file or folder {what}, and no model can be called so",)
        )
    if path.is_dir():
        return verify_folder(path, engine)
    try:
        return verify_folder(model_folder(what, home), engine)
    except ModelRefused as error:
        for root in (home / "models", SHIPPED_MODELS):
            if is_model(root / what):
                return verify_folder(root / what, engine)
        return Verified(name=what, path=path, problems=(str(error),))


def verify_folder(folder: Path, engine: EngineName | None = None) -> Verified:
    """Hashes, class list, external data, foreign files, and the self-test in every precision that is offered."""
    passed: list[str] = []
    files = sorted(path for path in folder.iterdir() if path.is_file())
    problems = [f"{path.name} is {kind}: {WHAT_INSTEAD}" for path in files if (kind := _pickle_kind(path)) is not None]
    if not is_model(folder):
        problems.append(f"no model in {folder}: there is no manifest.json, and no card of weights or features")
    try:
        for material, file in raw_material(folder).items():
            _refuse_code(verified_bytes(folder, file), folder / file.name)
            passed.append(f"{material}: sha256")
        if is_good_only(folder):
            passed += _checked_good_only(folder, engine or default_engine())
        elif (folder / "manifest.json").exists():
            passed += _checked(folder, load_manifest(folder), engine or default_engine())
    except ModelRefused as error:
        problems.append(str(error))
    return Verified(name=folder.name, path=folder, passed=tuple(passed), problems=tuple(problems))


def refuse_unsound(folder: Path) -> None:
    """Raises ModelRefused with everything that is wrong with the model in `folder`: before it may become active."""
    if not (folder / "manifest.json").is_file():
        raise ModelRefused(f"no model in {folder}: there is no manifest.json")
    if problems := verify_folder(folder).problems:
        raise ModelRefused("; ".join(problems))


def verify_file(path: Path) -> Verified:
    """One file by its content: whole ONNX without external data, safetensors; whatever else is refused."""
    try:
        data = path.read_bytes()
        match file_kind(data):
            case FileKind.SAFETENSORS:
                passed = ("safetensors: no code in it", f"sha256 {hashlib.sha256(data).hexdigest()}")
            case _:
                inspect_onnx(data, str(path))
                passed = ("ONNX, whole, no external data", f"sha256 {hashlib.sha256(data).hexdigest()}")
                _hold_against_manifest_beside(path, data)
    except (OSError, ModelRefused) as error:
        return Verified(name=path.name, path=path, problems=(str(error),))
    return Verified(name=path.name, path=path, passed=passed)


def _checked(folder: Path, manifest: ModelManifest, engine: EngineName) -> Iterator[str]:
    """The names of the checks that a model passes. Raises ModelRefused at the first that it does not."""
    for precision, file in manifest.files.items():
        facts = inspect_onnx(verified_bytes(folder, file), str(folder / file.name))
        refuse_foreign_classes(facts, manifest)
        yield f"{file.name}: sha256, no external data" + (", class list" if facts.classes else "")
        if precision is not Precision.F32 and not any(offer.sha256 == file.sha256 for offer in manifest.offered):
            yield f"{file.name}: not checked for parity, so not offered"
    for precision in Precision:
        if manifest.offers(engine, precision):
            load_detector(folder, engine=engine, precision=precision)
            yield f"class list, self-test: {engine} {precision}"


def _checked_good_only(folder: Path, engine: EngineName) -> Iterator[str]:
    manifest = load_good_only_manifest(folder)
    inspect_onnx(verified_bytes(folder, manifest.net), str(folder / manifest.net.name))
    yield f"{manifest.net.name}: sha256, no external data"
    load_detector(folder, engine=engine)
    yield f"{manifest.bank.name}: sha256; self-test: {engine} f32"


def _refuse_code(data: bytes, path: Path) -> None:
    if file_kind(data) is not FileKind.SAFETENSORS:
        inspect_onnx(data, str(path))


def _hold_against_manifest_beside(path: Path, data: bytes) -> None:
    """Where the file lies in a model's folder, its manifest says what its hash must be."""
    if (path.parent / "manifest.json").is_file():
        files = load_manifest(path.parent).files.values()
        named = next((file for file in files if file.name == path.name), None)
        if named is not None and named.sha256 != hashlib.sha256(data).hexdigest():
            raise ModelRefused(f"{path} was changed or damaged: its sha256 is not the manifest's; copy it again")


def _pointer_problems(home: Path) -> tuple[str, ...]:
    try:
        return tuple(leading_nowhere(home).values())
    except ModelRefused as error:
        return (str(error),)


def _pickle_kind(path: Path) -> FileKind | None:
    """What begins as ONNX does is not looked through any further: it is large, and no pickle."""
    with path.open("rb") as file:
        data = file.read(1)
        kind = FileKind.ONNX if data == b"\x08" else file_kind(data + file.read())
    return kind if kind in (FileKind.PICKLE, FileKind.TORCH_ARCHIVE) else None
