"""Picture in memory to verdict, against the bare call of the same net, engine and precision."""

from datetime import UTC, datetime
from typing import Any

import numpy as np

from benchmarks.pairs import Benchmark, Case, in_turn
from camera.frame import Frame, Pixels
from inspection.detection.letterbox import Letterbox
from inspection.detection.loading import load_detector
from inspection.detection.manifest import load_manifest, verified_bytes
from inspection.inspect_part import inspect_view
from inspection.places import SHIPPED_MODELS, SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.record import Precision
from inspection.setup import Setup
from inspection.verdict import Verdict

SIZES_WH = {"board": (612, 224), "weld-bead": (640, 480)}


def run(n: int = 40) -> Benchmark:
    """Every shipped model at the size of its pictures."""
    return Benchmark(name="latency", cases=tuple(_case(part, n) for part in SIZES_WH))


def _case(part: str, n: int) -> Case:
    recipe = load_recipe(SHIPPED_RECIPES / f"{part}.yaml")
    setup = Setup.without_station(recipe)
    folder = SHIPPED_MODELS / recipe.model
    manifest = load_manifest(folder)
    detector = load_detector(folder, engine="openvino")
    pixels = rendered(part)
    frame = Frame(
        pixels=pixels,
        frame_id=1,
        captured_at=datetime.now(UTC),
        camera_id="benchmark",
        encoded=b"as received",
        media_type="image/jpeg",
    )

    def to_verdict() -> None:
        result, _ = inspect_view("top", lambda: frame, setup, detector)
        if result.verdict is Verdict.NOT_JUDGED:
            raise RuntimeError(f"a fast wrong answer is an error: {result.reasons}")

    onnx = verified_bytes(folder, manifest.files[Precision.F32])
    fit = Letterbox.fit(
        width_px=frame.width_px,
        height_px=frame.height_px,
        longest_side_px=manifest.longest_side_px,
        stride_px=manifest.stride_px,
    )
    blob = np.ascontiguousarray(fit.apply(pixels).transpose(2, 0, 1)[None].astype(np.float32) / 255)
    request = _bare_request(onnx, blob.shape)
    label = f"{part} {frame.width_px}x{frame.height_px}, net {fit.input_wh[0]}x{fit.input_wh[1]}, openvino f32"
    return in_turn(label, to_verdict, {"bare network call": lambda: request.infer([blob], share_inputs=True)}, n=n)


def rendered(part: str) -> Pixels:
    """A rendered part at the size of its pictures, the same every time."""
    from camera.config import SimulatedConfig
    from camera.simulated import SimulatedCamera

    width, height = SIZES_WH[part]
    config = SimulatedConfig.model_validate({"part": part, "width_px": width, "height_px": height})
    camera = SimulatedCamera(config)
    camera.open()
    try:
        return camera.snap(10_000).pixels
    finally:
        camera.close()


def _bare_request(onnx: bytes, shape: tuple[int, ...]) -> Any:
    import openvino

    core = openvino.Core()
    model = core.read_model(onnx)
    model.reshape(list(shape))
    config = {"PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"}
    return core.compile_model(model, "CPU", config).create_infer_request()
