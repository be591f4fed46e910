"""How the models in `models/` are made, with the same trainer that a workshop uses.

    python -m training.shipped weights yolov8n_coco.safetensors --architecture yolov8n.yaml --licence AGPL-3.0 \\
        --trained-on "COCO (ultralytics)" --out HOME/models/coco
    python -m training.shipped union --data WOOD/data.yaml --data BEADS/data.yaml=400 ... --out FOLDER
    meisterblick train --data FOLDER/data.yaml --base coco --name base-1 --minutes 60
    python -m training.shipped publish HOME/models/base-1 --as base
    meisterblick models calibrate board-3 --data WOOD/data.yaml --recipe board
    python -m training.shipped publish HOME/models/board-3-bands --as board --version 3 --self-test BOARD.png
    meisterblick models export board --data WOOD/data.yaml
    python -m training.shipped offer HOME/models/board-fast --as board --version 4

`=N` after a data set takes N of its training pictures, evenly spread. `publish` puts a picture of our own in the place
of the one from the data set, so that nobody's picture ships. `offer` lets it judge in bf16, which needs no file more.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from training.data.labels import LabelledPicture, LabelledSet, read_labelled_set
from training.data.naming import placed_pictures
from training.data.whole import beside
from training.data.writing import write_described
from training.spread import spread_evenly


def main() -> None:
    """Do one of the steps."""
    asked = _arguments()
    match asked.step:
        case "weights":
            weights(asked.file, asked.architecture, asked.licence, tuple(asked.trained_on), asked.out)
        case "union":
            union(asked.data, asked.out)
        case "publish":
            publish(asked.model, asked.out / asked.name, asked.version, asked.self_test, tuple(asked.trained_on))
        case "offer":
            offer(asked.checked, asked.out / asked.name, asked.version)


def weights(file: Path, architecture: str, licence: str, trained_on: tuple[str, ...], out: Path) -> None:
    """Foreign weights with a card, so that a training can start from them. Their class names are not known."""
    from safetensors.torch import load_file

    from training.weights import NOT_WRITTEN_YET, WeightsCard, write_weights

    card = WeightsCard.model_validate(
        {
            "name": out.name,
            "architecture": architecture,
            "classes": (),
            "file": NOT_WRITTEN_YET,
            "licence": licence,
            "trained_on": trained_on,
            "training": {},
            "figures": {},
        }
    )
    write_weights(out, load_file(file), card)


def union(sets: Sequence[str], out: Path) -> None:
    """One data set of all the classes and pictures of several; a class of the same name is the same class.

    Raises FileExistsError where `out` is there already.
    """
    classes: list[str] = []
    splits: dict[str, list[LabelledPicture]] = {"train": [], "val": []}
    for asked in sets:
        name, _, most = asked.partition("=")
        labelled = read_labelled_set(Path(name))
        classes += [one for one in labelled.classes if one not in classes]
        for split, pictures in splits.items():
            some = labelled.splits.get(split, ())
            chosen = spread_evenly(some, int(most)) if most and split == "train" else some
            pictures += [_of(Path(name).parent.name, picture) for picture in chosen]
    placed = placed_pictures(LabelledSet(classes=tuple(classes), splits={k: tuple(v) for k, v in splits.items()}))
    with beside(out) as half:
        for picture, place in placed:
            (half / place.picture).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(picture.picture, half / place.picture)
        write_described(half, classes, [place for _, place in placed])
        half.rename(out)
    print(json.dumps({"classes": classes, "pictures": len(placed)}))  # noqa: T201 (a script)


def _of(origin: str, picture: LabelledPicture) -> LabelledPicture:
    """Groups of two sets by one name are two groups."""
    return picture if picture.group is None else replace(picture, group=f"{origin}/{picture.group}")


def publish(model: Path, target: Path, version: int, self_test: Path | None, trained_on: tuple[str, ...]) -> None:
    """Copy a trained model to `target` with a self-test of our own; without one only its weights."""
    from inspection.detection.manifest import load_manifest, verified_bytes
    from inspection.record import Precision
    from training.export import Passport, write_model
    from training.weights import read_weights, write_weights

    if self_test is None:
        card, tensors = read_weights(model)
        write_weights(
            target, tensors, card.model_copy(update={"name": target.name, "trained_on": trained_on or card.trained_on})
        )
        return
    manifest = load_manifest(model)
    onnx = verified_bytes(model, manifest.files[Precision.F32])
    passport = Passport(
        name=target.name,
        version=version,
        classes=manifest.classes,
        thresholds=manifest.thresholds,
        longest_side_px=manifest.longest_side_px,
        licence=manifest.licence,
        trained_on=trained_on or manifest.trained_on,
        training=manifest.training,
        smallest_seen=manifest.smallest_seen,
        bands=manifest.bands,
    )
    write_model(target, onnx, passport, self_test.read_bytes(), manifest.figures)


def offer(checked: Path, target: Path, version: int) -> None:
    """The model in `target` judges in bf16 where the same net in `checked` came through the parity check.

    Raises ModelRefused where nothing holds, or it is another net, or its scores mean something else.
    """
    from inspection.detection.manifest import load_manifest
    from inspection.detection.sealed import sealed
    from inspection.errors import ModelRefused
    from inspection.on_disk import write_durably
    from inspection.record import Precision

    manifest = load_manifest(target)
    same = (manifest.files[Precision.F32].sha256, manifest.scores_sha256)
    offers = tuple(
        one
        for one in load_manifest(checked).offered
        if one.precision is Precision.BF16 and (one.sha256, one.scores_sha256) == same
    )
    if not offers:
        raise ModelRefused(f"{checked} offers no bf16 for the net and the thresholds of {target}: export it first")
    offering = manifest.model_copy(update={"version": version, "offered": offers})
    write_durably(target / "manifest.json", sealed(offering), mode=0o644)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.shipped", description="Make a model that ships.")
    steps = parser.add_subparsers(dest="step", required=True)
    given = steps.add_parser("weights", help="give foreign weights a card")
    given.add_argument("file", type=Path)
    given.add_argument("--architecture", required=True)
    given.add_argument("--licence", required=True)
    joined = steps.add_parser("union", help="one data set of several")
    joined.add_argument("--data", action="append", required=True, metavar="DATA_YAML[=N]")
    published = steps.add_parser("publish", help="copy a trained model into models/")
    published.add_argument("model", type=Path)
    published.add_argument("--as", dest="name", required=True)
    published.add_argument("--version", type=int, default=1, help="number of the published model")
    published.add_argument("--self-test", type=Path, help="PNG of our own making; without it only weights ship")
    offered = steps.add_parser("offer", help="let a model in models/ judge in bf16")
    offered.add_argument("checked", type=Path, help="what `meisterblick models export` wrote")
    offered.add_argument("--as", dest="name", required=True)
    offered.add_argument("--version", type=int, required=True, help="number of the published model")
    for one in (given, published):
        one.add_argument("--trained-on", action="append", default=[], help="a source with its licence")
    for one in (given, joined):
        one.add_argument("--out", type=Path, required=True)
    for one in (published, offered):
        one.add_argument("--out", type=Path, default=Path("models"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
