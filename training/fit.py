"""Fitting a net to a data set with ultralytics' trainer."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.environment import prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What is trained on what, and for how long. `longest_side_px` is that of the net's input."""

    data_yaml: Path
    start_weights: Path
    epochs: int
    longest_side_px: int = 640
    batch: int = 16
    seed: int = 1
    threads: int = 2

    def overrides(self, work: Path) -> dict[str, Any]:
        """The settings of ultralytics' trainer.

        The parts lie in any direction under the lamp, so pictures are flipped both ways; colour is changed little,
        since a dead knot differs from a sound one by it. `rect` keeps the pictures' shape: boards take a third of the
        time of squares.
        """
        return {
            "model": "yolov8n.yaml",
            "data": str(self.data_yaml),
            "epochs": self.epochs,
            "imgsz": self.longest_side_px,
            "batch": self.batch,
            "rect": True,
            "device": "cpu",
            "workers": 1,
            "cache": "ram",
            "project": str(work),
            "name": "fit",
            "exist_ok": True,
            "seed": self.seed,
            "plots": False,
            "optimizer": "SGD",
            "lr0": 0.01,
            "lrf": 0.02,
            "nbs": 32,
            "warmup_epochs": 1,
            "patience": 100,
            "hsv_h": 0.01,
            "hsv_s": 0.3,
            "hsv_v": 0.3,
            "flipud": 0.5,
            "fliplr": 0.5,
            "scale": 0.3,
            "translate": 0.1,
            "close_mosaic": 0,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The best epoch's weights as safetensors, the class names, and what the trainer measured on the val split."""

    weights: Path
    classes: tuple[str, ...]
    curve: Path


def fit(task: Fit, work: Path) -> Fitted:
    """Train in `work`, from the start weights to `work`/fit/weights.safetensors. Takes hours on a CPU."""
    prepare(work)
    import torch
    from safetensors.torch import save_file
    from ultralytics.models.yolo.detect import DetectionTrainer

    from training.net import ShopNet, start_from

    torch.set_num_threads(task.threads)

    class Trainer(DetectionTrainer):  # type: ignore[misc]  # ultralytics has no types
        def get_model(self, cfg: Any = None, weights: Any = None, verbose: bool = True) -> ShopNet:
            return start_from(task.start_weights, len(self.data["names"]))

        def final_eval(self) -> None:
            """Nothing: it would read our net from a pickle, and models are scored through the station's detector."""

    trainer = Trainer(overrides=task.overrides(work))
    trainer.train()
    best = torch.load(trainer.best, map_location="cpu", weights_only=False)  # our own file, written a moment ago
    net = best["ema"] or best["model"]
    weights = work / "fit" / "weights.safetensors"
    save_file({name: value.float().contiguous() for name, value in net.state_dict().items()}, weights)
    classes = tuple(trainer.data["names"][index] for index in sorted(trainer.data["names"]))
    (work / "fit" / "classes.json").write_text(json.dumps(classes), encoding="utf-8")
    return Fitted(weights=weights, classes=classes, curve=work / "fit" / "results.csv")
