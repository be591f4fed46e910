"""Time against the number of defects on a picture.

Nature: linear. Each defect is outlined in its own box, decided upon by itself, and a row of its record. A scripted
detector says where the defects are, so that what follows upon the net is all that is measured.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Final
from uuid import uuid4

from benchmarks.growth.curve import Curve, Nature, measured
from camera.frame import Frame
from camera.rendering import render_part
from inspection.detection.detector import ScriptedDetector
from inspection.finding import Detection
from inspection.inspect_part import JudgedPart, inspect_part
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.records import RecordStore
from inspection.setup import Setup
from inspection.verdict import Verdict

COUNTS: Final = (0, 1, 10, 30, 100, 300, 1000)
QUICK_COUNTS: Final = (0, 1, 3, 10)
PART: Final = "weld-bead"
WIDTH_PX, HEIGHT_PX = 1280, 960
SIDE_PX: Final = 24
"""Of each box: about that of a pore of 1 mm on a picture of this size."""


def curves(folder: Path, *, quick: bool) -> Iterator[Curve]:
    """From the picture to the verdict without a net, and the record of it."""
    counts, rounds = (QUICK_COUNTS, 1) if quick else (COUNTS, 7)
    frame, setup = _frame(), Setup.without_station(load_recipe(SHIPPED_RECIPES / f"{PART}.yaml"))
    detectors = {count: ScriptedDetector([_made_up(count, Random(count))]) for count in counts}
    parts = {count: _judged(frame, setup, detector) for count, detector in detectors.items()}

    to_verdict: dict[float, Callable[[], object]] = {
        count: partial(_judged, frame, setup, detector) for count, detector in detectors.items()
    }
    yield measured("defects, picture to verdict without net", "defects", Nature.LINEAR, to_verdict, rounds=rounds)

    with closing(RecordStore.open(folder / "defects")) as store:
        saved: dict[float, Callable[[], object]] = {count: partial(_save, store, one) for count, one in parts.items()}
        yield measured("defects, recording", "defects", Nature.LINEAR, saved, rounds=3 * rounds)


def _made_up(count: int, rng: Random) -> list[Detection]:
    """Boxes all over the picture, of two classes, some of which touch."""
    corners = [(rng.uniform(0, WIDTH_PX - SIDE_PX), rng.uniform(0, HEIGHT_PX - SIDE_PX)) for _ in range(count)]
    return [
        Detection(
            class_name=rng.choice(("crack", "pore")),
            score=round(rng.uniform(0.5, 1), 3),
            xyxy=(x, y, x + SIDE_PX, y + SIDE_PX),
        )
        for x, y in corners
    ]


def _judged(frame: Frame, setup: Setup, detector: ScriptedDetector) -> JudgedPart:
    judged = inspect_part({setup.recipe.views[0]: lambda: frame}, setup, detector)
    found, wanted = len(judged.inspection.views[0].findings), len(detector.find(frame.pixels))
    if judged.inspection.verdict is Verdict.NOT_JUDGED or found != wanted:
        raise RuntimeError(f"a fast wrong answer is an error: {found} of {wanted}, {judged.inspection.reasons}")
    return judged


def _save(store: RecordStore, part: JudgedPart) -> None:
    store.save(part.inspection.model_copy(update={"record_id": uuid4().hex}), part.pictures)


def _frame() -> Frame:
    import cv2

    pixels = render_part(PART, seed=1, index=3, width_px=WIDTH_PX, height_px=HEIGHT_PX).pixels
    _, encoded = cv2.imencode(".jpg", pixels[..., ::-1])
    return Frame(
        pixels=pixels,
        frame_id=1,
        captured_at=datetime.now(UTC),
        camera_id="benchmark",
        encoded=encoded.tobytes(),
        media_type="image/jpeg",
    )
