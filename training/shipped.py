"""How the models in `models/` are made: `python -m training.shipped board|weld-bead ...`.

    python -m training.shipped board     --train WOOD/data.yaml --val WOOD/data.yaml \\
        --start COCO.safetensors --self-test BOARD.png --work runs/board
    python -m training.shipped weld-bead --train BEADS/data.yaml --val OTHER_BEADS/data.yaml ...

Beads come from `meisterblick render weld --split train` and `--split val`, with another seed each. `--train` may be
given several times. `--epochs 0` writes the model again from the weights that an earlier run left in the work folder.
"""

import argparse
import json
from pathlib import Path

from inspection.detection.manifest import ModelManifest
from inspection.detection.onnx_detector import OnnxDetector
from inspection.record import Precision
from training.environment import prepare
from training.export import Passport, export_onnx, write_model
from training.fit import Fit, Fitted, fit

THRESHOLD = 0.25
SCORED_DOWN_TO = 0.01
WOOD_LICENCE = "CC BY 4.0: Kodytek, Bodzas, Bilik, doi 10.12688/f1000research.52903.2"
COCO_LICENCE = "YOLOv8n weights (COCO), ultralytics, AGPL-3.0"
TRAINED_ON = {
    "board": (f"sawn boards, 2450 pictures ({WOOD_LICENCE})", COCO_LICENCE),
    "weld-bead": ("rendered weld beads of this project (CC0-1.0)", COCO_LICENCE),
}


def main() -> None:
    """Train, export, score on the val split, and write `models/NAME`."""
    asked = _arguments()
    prepare(asked.work)
    if asked.epochs:
        data = joined(asked.train, asked.val, asked.work)
        task = Fit(data_yaml=data, start_weights=asked.start, epochs=asked.epochs, longest_side_px=asked.side)
        fitted = fit(task, asked.work)
    else:
        fitted = _from_earlier(asked.work)
    onnx = export_onnx(fitted.weights, len(fitted.classes), asked.side)
    passport = Passport(
        name=asked.name,
        version=asked.version,
        classes=fitted.classes,
        thresholds=dict.fromkeys(fitted.classes, THRESHOLD),
        longest_side_px=asked.side,
        licence="AGPL-3.0-or-later",
        trained_on=TRAINED_ON[asked.name],
        training={"epochs": asked.trained_epochs or asked.epochs, "longest_side_px": asked.side, "seed": 1},
    )
    manifest = write_model(asked.out / asked.name, onnx, passport, asked.self_test.read_bytes(), {})
    figures = _score(onnx, manifest, asked.val)
    write_model(asked.out / asked.name, onnx, passport, asked.self_test.read_bytes(), figures)
    print(json.dumps(figures, indent=2))  # noqa: T201 (a script)


def joined(train: list[Path], val: Path, work: Path) -> Path:
    """Write `work`/data.yaml: the train splits of all of `train` and the val split of `val`.

    Raises ValueError where they do not name the same classes in the same order.
    """
    import yaml

    described = {path: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (*train, val)}
    names = described[val]["names"]
    for path, one in described.items():
        if one["names"] != names:
            raise ValueError(f"{path} has the classes {one['names']}, {val} has {names}: they must be the same")
    work.mkdir(parents=True, exist_ok=True)
    together = {
        "train": [str((path.parent / described[path]["train"]).absolute()) for path in train],
        "val": str((val.parent / described[val]["val"]).absolute()),
        "nc": len(names),
        "names": names,
    }
    (work / "data.yaml").write_text(yaml.safe_dump(together), encoding="utf-8")
    return work / "data.yaml"


def _score(onnx: bytes, manifest: ModelManifest, data: Path) -> dict[str, float]:
    from training.score import read_split, score

    low = manifest.model_copy(update={"thresholds": dict.fromkeys(manifest.classes, SCORED_DOWN_TO)})
    detector = OnnxDetector(low, onnx, engine="openvino", precision=Precision.F32)
    result = score(detector.find, read_split(data, "val"))
    per_class = {f"map50_{name}": round(ap, 4) for name, (ap, _) in result.per_class.items()}
    return {"map50": round(result.map50, 4), "map50_95": round(result.map50_95, 4), **per_class}


def _from_earlier(work: Path) -> Fitted:
    classes = json.loads((work / "fit" / "classes.json").read_text(encoding="utf-8"))
    return Fitted(
        weights=work / "fit" / "weights.safetensors", classes=tuple(classes), curve=work / "fit" / "results.csv"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.shipped", description="Make a model that ships.")
    parser.add_argument("name", choices=sorted(TRAINED_ON))
    parser.add_argument("--train", type=Path, required=True, action="append", help="data.yaml with a train split")
    parser.add_argument("--val", type=Path, required=True, help="data.yaml with a val split")
    parser.add_argument("--start", type=Path, required=True, help="weights to start from, safetensors")
    parser.add_argument("--self-test", type=Path, required=True, help="PNG of our own making with clear defects")
    parser.add_argument("--work", type=Path, required=True, help="folder of the training run")
    parser.add_argument("--out", type=Path, default=Path("models"))
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--trained-epochs", type=int, help="what to write in the manifest with --epochs 0")
    parser.add_argument("--side", type=int, default=640, help="longest side of the net's input in px")
    parser.add_argument("--version", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
