"""The nets that are held against each other: each answers pictures as the bench's detector does, but further down."""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from camera.picture_file import read_picture_file
from inspection.detection.engines import EngineName
from inspection.detection.manifest import ModelManifest
from inspection.detection.onnx_detector import find_with
from inspection.errors import DetectorError, ModelRefused
from inspection.finding import Detection
from inspection.record import Precision
from training.data.labels import LabelledPicture
from training.judging.low_scores import LowScores
from training.score import surest

if TYPE_CHECKING:
    import torch

Answer: TypeAlias = tuple[Detection, ...] | DetectorError


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """An engine in a precision, ready to answer."""

    engine: Literal["torch", EngineName]
    engine_version: str
    precision: Precision
    file_sha256: str
    find: Callable[[Pixels], tuple[Detection, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a net said of each picture, or why it said nothing, in their order; `ms` is the median of one."""

    net: Net
    answers: tuple[Answer, ...]
    ms: float

    @property
    def detections(self) -> list[tuple[Detection, ...]]:
        """Nothing where it gave no answer."""
        return [() if isinstance(answer, DetectorError) else answer for answer in self.answers]


def ask(net: Net, pictures: Iterable[LabelledPicture]) -> Answers:
    """Ask once about every picture. Raises FrameBroken for one that is not whole."""
    answers: list[Answer] = []
    times: list[float] = []
    for picture in pictures:
        pixels = read_picture_file(picture.picture).pixels
        began = time.perf_counter()
        try:
            answers.append(net.find(pixels))
        except DetectorError as error:
            answers.append(error)
        times.append((time.perf_counter() - began) * 1000)
    return Answers(net=net, answers=tuple(answers), ms=statistics.median(times))


def at_the_bench(engine: EngineName, precision: Precision, manifest: ModelManifest, onnx: bytes, threads: int) -> Net:
    """One of the bench's engines. Raises ModelRefused where this processor cannot calculate so."""
    net = LowScores(manifest, onnx, engine=engine, precision=precision, threads=threads)
    judge = net.judge
    return Net(
        engine=engine,
        engine_version=judge.engine_version,
        precision=precision,
        file_sha256=judge.sha256,
        find=net.find,
    )


def in_torch(folder: Path, manifest: ModelManifest, threads: int) -> Net:
    """The trained net itself, from the weights in `folder`. Raises ModelRefused where there are none."""
    import torch

    from training.export import fused_net
    from training.weights import CARD, read_weights

    if not (folder / CARD).is_file():
        raise ModelRefused(f"there are no weights in {folder}; those of a training lie beside its model")
    card, tensors = read_weights(folder)
    if card.classes != manifest.classes:
        raise ModelRefused(f"the weights in {folder} are for {', '.join(card.classes)}: not those of this model")
    torch.set_num_threads(threads)
    engine = _TorchEngine(fused_net(tensors, card.architecture, len(card.classes)))
    return Net(
        engine="torch",
        engine_version=engine.version,
        precision=Precision.F32,
        file_sha256=card.file.sha256,
        find=lambda pixels: surest(lambda low: find_with(engine, manifest, _from(low, manifest), pixels)),
    )


def _from(low: float, manifest: ModelManifest) -> NDArray[np.float32]:
    return np.array([min(low, manifest.thresholds[name]) for name in manifest.classes], np.float32)


class _TorchEngine:
    """See `inspection.detection.engines.Engine`."""

    def __init__(self, net: "torch.nn.Module") -> None:
        self._net = net

    @property
    def version(self) -> str:
        import torch

        return str(torch.__version__).split("+", maxsplit=1)[0]

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        return (1, None, None)

    def run(self, image: Pixels) -> NDArray[np.float32]:
        import torch

        blob = torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1)[None], np.float32) / 255)
        with torch.inference_mode():
            answer = self._net(blob)
        return np.asarray(answer[0] if isinstance(answer, list | tuple) else answer, np.float32)

    def run_all(self, images: Iterable[Pixels]) -> Iterator[NDArray[np.float32]]:
        return map(self.run, images)
