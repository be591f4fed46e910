"""The same net under another name: with other score bands, or with precisions that were checked.

A model that is active is never written to: its manifest's hash is in the pointer. So what changes becomes a model of
its own, which is promoted like any other.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from inspection.detection.manifest import ModelManifest, load_manifest, verified_bytes
from inspection.detection.sealed import sealed
from inspection.errors import ModelRefused
from inspection.model_book.active import active_models
from inspection.model_book.listing import all_slots, is_model
from inspection.on_disk import write_durably
from inspection.places import NAME
from training.card import write_card

_BESIDE: Final = ("weights.json", "weights.safetensors")


def refuse_out(out: Path, folder: Path, home: Path) -> None:
    """Raises ModelRefused where `out` is no name for a model, is a model already, or would judge at once."""
    if not NAME.fullmatch(out.name):
        raise ModelRefused(f"{out.name!r} cannot be a model's name: small letters, digits and hyphens")
    named = {one.model for active in active_models(home).slots.values() for one in (active.now, active.previous) if one}
    if out.resolve() == folder.resolve() or (out.parent == home / "models" and out.name in named | all_slots(home)):
        raise ModelRefused(
            f"{out} is the model itself, one that is active, or would be at once, because a recipe names it; name "
            "another folder"
        )
    if is_model(out):
        raise ModelRefused(f"there is a model in {out} already, which stays as it is; choose another --out")


def write_variant(
    folder: Path, out: Path, changed: Mapping[str, Any], files: Mapping[str, bytes] | None = None
) -> ModelManifest:
    """Write `out` with the files of the model in `folder`, a changed manifest, its card and further `files` by name.

    The manifest says under `training` from which model it was made. First the files, the manifest last, so that a
    half-written folder is no model that judges. Raises ModelRefused, OSError.
    """
    manifest = load_manifest(folder)
    training = {**changed.get("training", manifest.training), "derived_from": manifest.name}
    variant = ModelManifest.model_validate({**dict(manifest), **changed, "name": out.name, "training": training})
    out.mkdir(parents=True, exist_ok=True)
    given = files or {}
    for name, data in given.items():
        write_durably(out / name, data)
    for file in {*variant.files.values(), manifest.self_test.picture}:
        if file.name not in given:
            write_durably(out / file.name, verified_bytes(folder, file))
    for name in _BESIDE:
        if (folder / name).is_file():
            write_durably(out / name, (folder / name).read_bytes())
    write_card(out, variant)
    write_durably(out / "manifest.json", sealed(variant))
    return variant
