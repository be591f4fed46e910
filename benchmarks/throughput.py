"""A folder of JPEG pictures to records, against bare loops that decode as well and against `yolo predict`."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks import shipped
from benchmarks.pairs import Benchmark, Case, in_turn
from benchmarks.peers import prepare_ultralytics
from benchmarks.peers.agreement import must_agree
from benchmarks.peers.bare import BareQueue, Blob, as_blob, bare_call, blob_of, detections
from benchmarks.peers.twin import write_onnx
from benchmarks.peers.yolo import YoloPeer
from benchmarks.pictures import BOARD_WH, board, write_boards
from benchmarks.shipped import Ours
from camera.frame import Pixels
from commands.recording import GROUP_SIZE, LocalRecorder
from inspection.detection.letterbox import Letterbox
from inspection.finding import Detection
from inspection.picture_set import inspect_pictures
from inspection.platform import usable_cores
from inspection.setup import Setup
from inspection.verdict import Verdict

PICTURES, QUICK_PICTURES = 160, 12
ROUNDS, QUICK_ROUNDS = 5, 1
COMPARED = 40
"""So many pictures are compared with what the peers found."""


def run(*, quick: bool = False) -> Benchmark:
    """A sample set of rendered boards, in each precision that the shipped model is offered in (quick: one)."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        prepare_ultralytics(work)
        pictures = work / "pictures"
        pictures.mkdir()
        files = write_boards(pictures, QUICK_PICTURES if quick else PICTURES)
        lanes = min(usable_cores(), len(files))
        offered = shipped.offered("openvino", lanes=lanes)[-1 if quick else 0 :]
        cases = [_case(ours, files, lanes, work, QUICK_ROUNDS if quick else ROUNDS) for ours in offered]
    return Benchmark(name="throughput", cases=tuple(cases))


def _case(ours: Ours, files: Sequence[Path], lanes: int, work: Path, n: int) -> Case:
    _, fit = blob_of(board(BOARD_WH), ours.manifest)
    call = bare_call("openvino", ours.onnx, fit.input_wh, ours.precision)
    some = files[:COMPARED]
    queue = BareQueue.fastest(ours.onnx, fit.input_wh, ours.precision, list(_blobs(some, fit)))
    yolo = YoloPeer(write_onnx(work, ours.onnx_f32, ours.manifest, fit.input_wh), ours.manifest, fit.input_wh)

    recorder = LocalRecorder(work / f"home-{ours.precision}")
    judge = to_records(ours, lanes, recorder)
    answers = judge(some)
    by_queue = [detections(output, fit, ours.manifest, BOARD_WH) for output in queue.outputs(list(_blobs(some, fit)))]
    by_call = [detections(call(blob), fit, ours.manifest, BOARD_WH) for blob in _blobs(some, fit)]
    by_yolo = yolo.find_all(files[0].parent)
    must_agree("the bare queue", zip(answers, by_queue, strict=True))
    must_agree("the bare loop", zip(answers, by_call, strict=True))
    must_agree("yolo predict", [(answer, by_yolo[file.name]) for answer, file in zip(answers, some, strict=True)])

    def one_by_one() -> None:
        for blob in _blobs(files, fit):
            call(blob)

    try:
        return in_turn(
            f"{len(files)} JPEG pictures of {BOARD_WH[0]}x{BOARD_WH[1]}, recorded, {ours.named}",
            lambda: judge(files),
            {
                "bare loop: decode, fit, infer": one_by_one,
                "the same over an async queue": lambda: queue(_blobs(files, fit)),
                "yolo predict on ONNX Runtime": lambda: yolo.call_all(files[0].parent),
            },
            n=n,
            warm_up=int(n > 1),
            pictures=len(files),
        )
    finally:
        recorder.close()


def to_records(
    ours: Ours, lanes: int, recorder: LocalRecorder
) -> Callable[[Sequence[Path]], list[tuple[Detection, ...]]]:
    """Judge and record files as `meisterblick inspect --record` does; gives back what was found on each."""
    setup = Setup.without_station(shipped.recipe())

    def judge(files: Sequence[Path]) -> list[tuple[Detection, ...]]:
        found: list[tuple[Detection, ...]] = []
        parts = (part for _, part in inspect_pictures(files, setup, ours.detector, lanes=lanes, kept=True))
        while group := list(islice(parts, GROUP_SIZE)):
            recorder.record(group)
            for part in group:
                if part.inspection.verdict is Verdict.NOT_JUDGED:
                    raise RuntimeError(f"expected a verdict, got NOT_JUDGED: {part.inspection.reasons}")
                found.append(tuple(one.detection for view in part.inspection.views for one in view.findings))
        return found

    return judge


def _blobs(files: Sequence[Path], fit: Letterbox) -> Iterator[Blob]:
    """Decoded, fitted and prepared one after the other, as the net takes them."""
    import cv2

    for file in files:
        picture = cv2.imread(str(file), cv2.IMREAD_COLOR_RGB)
        assert picture is not None
        pixels: Pixels = picture.astype("uint8", copy=False)
        yield as_blob(fit.apply(pixels))
