"""Teach: read the good pictures, remember their places, find the threshold on held-out ones, write the model."""

import hashlib
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from camera.frame import Pixels
from inspection.detection.engines import make_engine
from inspection.detection.loading import default_engine
from inspection.detection.manifest import ModelFile
from inspection.detection.sealed import sealed
from inspection.errors import DetectorError
from inspection.good_only.bank import Bank
from inspection.good_only.features import Features, features_of
from inspection.good_only.manifest import (
    GoodOnlyManifest,
    KnownScore,
    Teaching,
    is_good_only,
    load_good_only_manifest,
)
from inspection.good_only.unlike import picture_score
from inspection.model_book.active import active_models
from inspection.on_disk import write_durably
from inspection.places import NAME, SHIPPED_MODELS
from inspection.rate import Rate
from inspection.record import Precision
from training.data.groups import together
from training.data.lineage import golden_anywhere
from training.data.near import near_pairs
from training.errors import NothingLearned, RunRefused
from training.teaching.false_alarms import alarms, threshold_for
from training.teaching.learning import held_out_scores, learn, rows_per_picture
from training.teaching.pictures import MAX_PICTURES, MIN_PICTURES, GoodPicture, read_good
from training.teaching.shipped_features import shipped_feature_net

FALSE_ALARMS_PER_100: Final = 5.0
LONGEST_SIDE_PX: Final = 1152
"""Finer than the detectors see: half a net costs no more than theirs at 640 px, and small pits show (docs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A model that was taught, or set anew.

    `asked_per_100` false alarms were asked for; `seen` is how many of the held-out good parts raise one, with the
    interval that so few parts allow. `unlike` are those parts: perhaps one of them is not good.
    """

    folder: Path
    manifest: GoodOnlyManifest
    seen: Rate
    unlike: tuple[Path, ...] = ()

    @property
    def asked_per_100(self) -> float:
        """Expected false alarms per 100 good parts."""
        return self.manifest.false_alarms_per_100


def teach(
    folder: Path,
    name: str,
    home: Path,
    *,
    false_alarms_per_100: float = FALSE_ALARMS_PER_100,
    seed: int = 1,
    longest_side_px: int = LONGEST_SIDE_PX,
    threads: int | None = None,
) -> Taught:
    """Learn from the pictures of good parts in `folder` and write the model `name` into `home`.

    The same pictures and seed give the same model. Raises RunRefused for pictures that cannot be learned from or a name
    that is taken, NothingLearned where they say nothing, ModelRefused, OSError; then there is no model.
    """
    target = _free(name, home)
    pictures = _drawn(read_good(folder, golden_anywhere(home)), seed)
    card, onnx = shipped_feature_net()
    scale = min(1.0, longest_side_px / max(max(one.resolution_wh) for one in pictures))
    parts = _parts(pictures, folder)
    features = _features(pictures, onnx, scale, threads)
    rows_each = rows_per_picture(len(pictures))
    held_out = held_out_scores(features, parts, rows_each, seed)
    threshold = threshold_for(held_out, false_alarms_per_100)
    bank = learn(features, rows_each, seed)
    likest = parts[int(np.argmin(held_out))][0]
    files = {
        "features.onnx": onnx,
        "bank.npz": bank.to_bytes(),
        "self_test.png": _png(pictures[likest].pixels()),
    }
    manifest = GoodOnlyManifest(
        name=name,
        version=1,
        net=_file("features.onnx", files),
        bank=_file("bank.npz", files),
        scale=scale,
        threshold=threshold,
        false_alarms_per_100=false_alarms_per_100,
        held_out=held_out,
        self_test=KnownScore(picture=_file("self_test.png", files), score=_score(bank, features[likest])),
        taught=Teaching(pictures=len(pictures), sha256=_sha256(pictures), seed=seed),
        features=card.name,
        licence=card.licence,
    )
    for file, data in files.items():
        write_durably(target / file, data)
    _write_manifest(target, manifest)
    odd = tuple(pictures[part[0]].path for part, score in zip(parts, held_out, strict=True) if score >= threshold)
    return Taught(folder=target, manifest=manifest, seen=alarms(held_out, threshold), unlike=odd)


def again(name: str, home: Path, false_alarms_per_100: float) -> Taught:
    """Set another number of false alarms on a model that was taught: no picture is needed.

    Raises RunRefused where the workshop has no such model or it was promoted, ModelRefused, OSError.
    """
    folder = home / "models" / name
    if not NAME.fullmatch(name) or not is_good_only(folder):
        raise RunRefused(
            f"there is no model {name!r} that was taught from good parts; name the folder of their pictures: "
            f"meisterblick teach FOLDER --name {name}"
        )
    slots = active_models(home).slots.items()
    promoted = [slot for slot, active in slots if name in {one.model for one in (active.now, active.previous) if one}]
    if promoted:  # it was compared and chosen as it is, by the hash of its manifest
        raise RunRefused(
            f"model {name!r} was promoted for {', '.join(promoted)} and stays as it is; teach a new one under another "
            "name and promote that, or roll back first"
        )
    before = load_good_only_manifest(folder)
    threshold = threshold_for(before.held_out, false_alarms_per_100)
    manifest = before.model_copy(
        update={
            "version": before.version + 1,
            "threshold": threshold,
            "false_alarms_per_100": false_alarms_per_100,
        }
    )
    _write_manifest(folder, manifest)
    return Taught(folder=folder, manifest=manifest, seen=alarms(before.held_out, threshold))


def _free(name: str, home: Path) -> Path:
    """The folder for the new model. One without a manifest is what a teaching that broke off left behind."""
    if not NAME.fullmatch(name):
        raise RunRefused(f"{name!r} cannot be a name: small letters, digits and hyphens, up to 63")
    if any((root / name).exists() and any((root / name).glob("*.json")) for root in (home / "models", SHIPPED_MODELS)):
        raise RunRefused(f"there is a model {name!r} already; choose another --name, or remove that model's folder")
    return home / "models" / name


def _drawn(pictures: list[GoodPicture], seed: int) -> list[GoodPicture]:
    if len(pictures) <= MAX_PICTURES:
        return pictures
    chosen = np.random.default_rng(seed).choice(len(pictures), MAX_PICTURES, replace=False)
    return [pictures[place] for place in sorted(chosen.tolist())]


def _features(pictures: Sequence[GoodPicture], onnx: bytes, scale: float, threads: int | None) -> list[Features]:
    engine = make_engine(default_engine(), onnx, Precision.F32, threads)
    try:
        return [features_of(one.pixels(), engine, scale) for one in pictures]
    except DetectorError as error:
        raise NothingLearned(f"the net gave no features: {error}") from error


def _parts(pictures: Sequence[GoodPicture], folder: Path) -> Sequence[Sequence[int]]:
    """The different parts, as places in `pictures`: what is nearly the same picture must not be held against its like.

    Raises RunRefused for fewer than MIN_PICTURES: nothing could be said of the next part.
    """
    names = [str(one.path) for one in pictures]  # people say that each is a part of its own
    parts = together(names, near_pairs([one.fingerprint for one in pictures], names))
    if len(parts) < MIN_PICTURES:
        raise RunRefused(
            f"{folder} holds {len(pictures)} pictures, but only {len(parts)} different parts; the others are nearly "
            f"the same picture once more. At least {MIN_PICTURES} different parts are needed and 50 are better"
        )
    return parts


def _score(bank: Bank, features: Features) -> float:
    score = picture_score(bank.unlikeness(features))
    if not math.isfinite(score):
        raise NothingLearned("the scores of good parts are no numbers; take the pictures again")
    return score


def _sha256(pictures: Sequence[GoodPicture]) -> str:
    return hashlib.sha256("".join(one.fingerprint.sha256 for one in pictures).encode()).hexdigest()


def _file(name: str, files: dict[str, bytes]) -> ModelFile:
    return ModelFile(name=name, sha256=hashlib.sha256(files[name]).hexdigest())


def _write_manifest(folder: Path, manifest: GoodOnlyManifest) -> None:
    write_durably(folder / "manifest.json", sealed(manifest))


def _png(pixels: Pixels) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
