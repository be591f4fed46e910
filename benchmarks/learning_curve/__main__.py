"""`python -m benchmarks.learning_curve --data data.yaml --out FOLDER`: train every cell that is missing, then tell.

A cell is an arm, a number of pictures and a fold; each is a file in FOLDER/cells, so a run that was stopped goes on
where it was. Minutes are those of one core, as `core_clock` says.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.learning_curve.arms import ARMS, Lesson
from benchmarks.learning_curve.cells import Cell, cells_in, write_cell
from benchmarks.learning_curve.core_clock import minutes_of_one_core
from benchmarks.learning_curve.folds import folds_of
from benchmarks.learning_curve.telling import tell
from inspection.places import SHIPPED_MODELS
from training.data.labels import LabelledPicture, LabelledSet, read_labelled_set
from training.data.naming import placed_pictures
from training.data.writing import write_described


def main() -> None:
    """Plan the cells, train what is missing, print the table."""
    asked = _arguments()
    if asked.cell:
        arm, pictures, fold = asked.cell.split(",")
        learn(asked, arm, int(pictures), int(fold))
        return
    cells_in(asked.out / "cells")  # refuses before it trains for hours
    for fold in range(asked.folds):
        for pictures in asked.pictures:
            for arm in asked.arms:
                if not (asked.out / "cells" / Cell.file_name(arm, pictures, fold, asked.seed)).exists():
                    print(f"{arm}, {pictures} pictures, fold {fold} ...", file=sys.stderr)  # noqa: T201
                    # a process of its own: what one arm sets up in torch must not reach the next
                    subprocess.run([sys.executable, *_again(), "--cell", f"{arm},{pictures},{fold}"], check=True)
    pictures = _every(read_labelled_set(asked.data))
    tell(cells_in(asked.out / "cells"), pictures, asked.out)


def learn(asked: argparse.Namespace, arm: str, pictures: int, number: int) -> None:
    """Train one cell and keep what it found."""
    labelled = read_labelled_set(asked.data)
    fold = folds_of(_every(labelled), asked.folds, mixed=asked.mixed)[number]
    with tempfile.TemporaryDirectory(prefix="learning-curve-") as folder:
        work = Path(folder)
        taught = fold.teach[:pictures]
        data_yaml = _written(labelled.classes, taught, fold.apart, work / "data")
        lesson = Lesson(
            data_yaml=data_yaml,
            classes=labelled.classes,
            apart=fold.apart,
            minutes=asked.minutes,
            seed=asked.seed,
            work=work / "work",
            base=asked.base,
            coco=asked.coco,
        )
        lesson.work.mkdir()
        with minutes_of_one_core():
            learned = ARMS[arm](lesson)
    write_cell(
        asked.out / "cells",
        Cell(
            arm=arm,
            pictures=pictures,
            taught=len(taught),
            fold=number,
            seed=asked.seed,
            folds=asked.folds,
            data_sha256=_fingerprint(_every(labelled)),
            budget_core_minutes=asked.minutes,
            side_px=learned.side_px,
            epochs=learned.epochs,
            core_minutes=round(learned.core_minutes, 2),
            base_sha256=learned.base_sha256,
            answers=learned.answers,
        ),
    )


def _written(
    classes: tuple[str, ...], teach: tuple[LabelledPicture, ...], apart: tuple[LabelledPicture, ...], out: Path
) -> Path:
    placed = placed_pictures(LabelledSet(classes=classes, splits={"train": teach, "val": apart}))
    for picture, place in placed:
        (out / place.picture).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture.picture, out / place.picture)
    write_described(out, list(classes), [place for _, place in placed])
    return out / "data.yaml"


def _fingerprint(pictures: tuple[LabelledPicture, ...]) -> str:
    """A hash over names and labels."""
    said = sorted((one.picture.name, repr([(box.class_name, *box.xyxy) for box in one.boxes])) for one in pictures)
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _every(labelled: LabelledSet) -> tuple[LabelledPicture, ...]:
    return tuple(picture for split in labelled.splits.values() for picture in split)


def _again() -> list[str]:
    return ["-m", "benchmarks.learning_curve", *sys.argv[1:]]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning_curve", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data.yaml; its splits are joined and dealt anew")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pictures", type=int, nargs="+", default=[10, 20, 40, 68])
    parser.add_argument("--arms", nargs="+", choices=list(ARMS), default=list(ARMS))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--mixed", action="store_true", help="first pictures from all parts, where each has a series")
    parser.add_argument("--minutes", type=float, default=25, help="of one core; 15 of two cores are about 25")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--base", type=Path, default=SHIPPED_MODELS / "base", help="folder of weights that ours starts from"
    )
    parser.add_argument("--coco", type=Path, default=None, help="YOLOv8n's COCO weights as safetensors")
    parser.add_argument("--cell", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("YOLO_VERBOSE", "false")
    main()
