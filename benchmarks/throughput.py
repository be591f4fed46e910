"""A folder of JPEG pictures to records, against bare loops that decode as well and against `yolo predict`."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
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
from inspection.detection.loading import load_detector
from inspection.finding import Detection
from inspection.picture_set import Inspect, Judge, picture_lanes
from inspection.platform import usable_cores
from inspection.record import Precision
from inspection.setup import Setup
from inspection.verdict import Verdict

PICTURES, QUICK_PICTURES = 160, 12
ROUNDS, QUICK_ROUNDS = 5, 1
Answers = Callable[[Sequence[Path]], list[tuple[Detection, ...]]]
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
        cases: list[Case] = []
        for ours in shipped.offered("openvino")[-1 if quick else 0 :]:
            lanes = picture_lanes(partial(_judge, ours.precision), usable_cores())
            with closing(LocalRecorder(work / f"home-{ours.precision}")) as recorder, lanes as inspect:
                judge = to_records(inspect, recorder)
                cases.append(_case(ours, judge, files, work, QUICK_ROUNDS if quick else ROUNDS))
    return Benchmark(name="throughput", cases=tuple(cases))


def _judge(precision: Precision, threads: int | None) -> Judge:
    detector = load_detector(shipped.FOLDER, engine="openvino", precision=precision, threads=threads)
    return Setup.without_station(shipped.recipe()), detector


def _case(ours: Ours, judge: Answers, files: Sequence[Path], work: Path, n: int) -> Case:
    _, fit = blob_of(board(BOARD_WH), ours.manifest)
    call = bare_call("openvino", ours.onnx, fit.input_wh, ours.precision)
    some = files[:COMPARED]
    queue = BareQueue.fastest(ours.onnx, fit.input_wh, ours.precision, list(_blobs(some, fit)))
    yolo = YoloPeer(write_onnx(work, ours.onnx_f32, ours.manifest, fit.input_wh), ours.manifest, fit.input_wh)

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


def to_records(inspect: Inspect, recorder: LocalRecorder) -> Answers:
    """Judge and record files as `meisterblick inspect --record` does; gives back what was found on each."""

    def judge(files: Sequence[Path]) -> list[tuple[Detection, ...]]:
        found: list[tuple[Detection, ...]] = []
        inspected = (inspection for _, inspection in inspect(files))
        while group := list(islice(inspected, GROUP_SIZE)):
            recorder.record(group)
            for part in group:
                if part.verdict is Verdict.NOT_JUDGED:
                    raise RuntimeError(f"expected a verdict, got NOT_JUDGED: {part.reasons}")
                found.append(tuple(one.detection for view in part.views for one in view.findings))
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
