"""The net in training: one step, its average, and all of it as tensors that can be put away and taken up again."""

import math
from typing import Any

import torch
from torch import nn
from ultralytics.utils.torch_utils import ModelEMA

from training.fitting.batches import Batch
from training.net import ShopNet

MOMENTUM = 0.937
WEIGHT_DECAY = 0.0005
NOMINAL_PICTURES = 32
"""A batch's gradient counts as if it were of so many pictures, however many it has (ultralytics' `nbs`)."""
LONGEST_GRADIENT = 10.0


class Learner:
    """SGD with Nesterov momentum and ultralytics' losses; `average` is what is validated and kept."""

    def __init__(self, net: ShopNet) -> None:
        """Takes the net as its own.

        Batch norms keep the statistics they came with: a batch holds pictures of one size, and so mostly of one kind,
        whose statistics are not those of the next, let alone of the bench. (Measured: trained on boards and beads by
        turns with statistics of each batch, a net that knew the boards fell from mAP50 0.75 to 0.51 on them.)
        """
        self._net = net.train()
        for part in net.modules():
            if isinstance(part, nn.BatchNorm2d):
                part.eval()
        self._optimizer = torch.optim.SGD(_groups(net), lr=0.01, momentum=MOMENTUM, nesterov=True)
        self._ema = ModelEMA(net)
        self._ema.decay = kept_of_average

    @property
    def average(self) -> ShopNet:
        """The running average of the net's weights, in evaluation mode; it goes on changing."""
        net: ShopNet = self._ema.ema
        return net

    @property
    def averaged(self) -> int:
        """How many steps are in the average."""
        return int(self._ema.updates)

    def step(self, batch: Batch, learning_rate: float) -> tuple[float, float, float] | None:
        """Learn from one batch. Returns the losses per picture: box, class, edge distribution.

        None where the gradient was no number: then nothing was learned from it.
        """
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate
        pictures = len(batch.images)
        seen = {
            "img": batch.images.float() / 255,
            "batch_idx": batch.owner,
            "cls": batch.classes,
            "bboxes": batch.boxes,
        }
        losses, shown = self._net.loss(seen)
        (losses.sum() * (NOMINAL_PICTURES / pictures)).backward()
        length = torch.nn.utils.clip_grad_norm_(self._net.parameters(), LONGEST_GRADIENT)
        finite = bool(torch.isfinite(length))
        if finite:
            self._optimizer.step()
            self._ema.update(self._net)
        self._optimizer.zero_grad()
        if not finite:
            return None
        box, classes, edge = (float(value) for value in shown.values())
        return box, classes, edge

    def tensors(self) -> dict[str, torch.Tensor]:
        """Everything that `restore` needs: net, average and momentum, by name."""
        momentum = {
            f"momentum.{name}": self._optimizer.state[parameter]["momentum_buffer"]
            for name, parameter in self._net.named_parameters()
            if "momentum_buffer" in self._optimizer.state[parameter]
        }
        net = {f"net.{name}": value for name, value in self._net.state_dict().items()}
        average = {f"average.{name}": value for name, value in self.average.state_dict().items()}
        return {**net, **average, **momentum}

    def restore(self, tensors: dict[str, torch.Tensor], averaged: int) -> None:
        """Go on from there. Raises RuntimeError where the tensors are of another net."""
        self._net.load_state_dict(_under("net.", tensors))
        self.average.load_state_dict(_under("average.", tensors))
        self._ema.updates = averaged
        momentum = _under("momentum.", tensors)
        for name, parameter in self._net.named_parameters():
            if name in momentum:
                self._optimizer.state[parameter]["momentum_buffer"] = momentum[name].clone()


def kept_of_average(steps: int) -> float:
    """Which share of the average a step leaves as it is: ultralytics', but a real average in a short run, too.

    ultralytics' rises so slowly that after the 600 steps of a lunch break it averages over one and a half. Here it is
    the last hundred from about 200 steps on; after 9,000 ultralytics' is longer, and counts. (Measured on 68 real
    beads, 360 steps side by side: mAP50 0.458 with theirs, 0.473 with this, and steadier on the way.)

    >>> [round(kept_of_average(steps), 2) for steps in (1, 60, 600, 20_000)]
    [0.02, 0.63, 0.99, 1.0]
    """
    of_ultralytics = 0.9999 * (1 - math.exp(-steps / 2000))
    return max(of_ultralytics, 0.99 * (1 - math.exp(-steps / 60)))


def _under(prefix: str, tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def _groups(net: ShopNet) -> list[dict[str, Any]]:
    """Weights are pulled towards zero, biases and norms are not."""
    norms = {id(one) for part in net.modules() if isinstance(part, nn.BatchNorm2d) for one in part.parameters()}
    free: list[nn.Parameter] = []
    pulled: list[nn.Parameter] = []
    for name, parameter in net.named_parameters():
        if parameter.requires_grad:
            (free if id(parameter) in norms or name.endswith("bias") else pulled).append(parameter)
    return [{"params": pulled, "weight_decay": WEIGHT_DECAY}, {"params": free, "weight_decay": 0.0}]
