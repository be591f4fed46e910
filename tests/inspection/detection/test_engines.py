"""Both engines keep the same promise."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest

from camera.frame import Pixels
from inspection.detection.engines import Engine, OnnxRuntimeEngine, OpenVinoEngine, engines_here, make_engine
from inspection.detection.engines.on_onnxruntime import CUDA
from inspection.detection.engines.on_openvino import has_gpu
from inspection.detection.manifest import installed_version
from inspection.errors import ModelRefused
from inspection.platform import usable_cores
from inspection.record import EngineName, Precision
from tests.nets import channel_means_net, constant_net, raw_answer

ENGINES = [OpenVinoEngine, OnnxRuntimeEngine]


@pytest.mark.parametrize("make", ENGINES)
def test_the_net_sees_rgb_between_0_and_1(make: type[Engine]) -> None:
    image = np.empty((64, 96, 3), np.uint8)
    image[:] = (255, 51, 0)
    means = make(channel_means_net(), Precision.F32).run(image)  # type: ignore[call-arg]
    assert means.reshape(-1).tolist() == pytest.approx([1.0, 0.2, 0.0], abs=1e-3)


@pytest.mark.parametrize("make", ENGINES)
def test_an_answer_is_not_overwritten_by_the_next(make: type[Engine]) -> None:
    engine = make(channel_means_net(), Precision.F32)  # type: ignore[call-arg]
    dark = engine.run(np.zeros((64, 64, 3), np.uint8))
    engine.run(np.full((64, 64, 3), 255, np.uint8))
    assert dark.max() == 0


@pytest.mark.parametrize("make", ENGINES)
def test_pictures_of_many_shapes_run(make: type[Engine]) -> None:
    engine = make(constant_net(raw_answer([])), Precision.F32)  # type: ignore[call-arg]
    for side in range(32, 32 * 12, 32):
        assert engine.run(np.zeros((side, 64, 3), np.uint8)).shape == (1, 6, 32)


@pytest.mark.parametrize("make", ENGINES)
def test_many_images_are_answered_in_their_order(make: type[Engine]) -> None:
    engine = make(channel_means_net(), Precision.F32)  # type: ignore[call-arg]
    images = [np.full((32 + 32 * (i % 2), 64, 3), i, np.uint8) for i in range(40)]
    means = [float(answer.reshape(-1)[0]) * 255 for answer in engine.run_all(images)]
    assert means == pytest.approx(range(40), abs=0.01)


@pytest.mark.parametrize("make", ENGINES)
def test_an_engine_takes_few_images_before_it_answers(make: type[Engine]) -> None:
    """A large picture is cut into hundreds of tiles: they must not all be in memory."""
    taken = 0

    def images() -> Iterator[Pixels]:
        nonlocal taken
        for _ in range(200):
            taken += 1
            yield np.zeros((32, 32, 3), np.uint8)

    answers = make(channel_means_net(), Precision.F32).run_all(images())  # type: ignore[call-arg]
    next(answers)
    assert taken <= usable_cores() + 3


@pytest.mark.parametrize("make", ENGINES)
def test_answers_that_nobody_waits_for_leave_the_engine_as_it_was(make: type[Engine]) -> None:
    engine = make(channel_means_net(), Precision.F32)  # type: ignore[call-arg]
    given_up = engine.run_all(np.full((64, 64, 3), 255, np.uint8) for _ in range(20))
    next(given_up)
    del given_up
    assert engine.run(np.zeros((64, 64, 3), np.uint8)).max() == 0
    assert [answer.max() for answer in engine.run_all([np.zeros((64, 64, 3), np.uint8)] * 3)] == [0, 0, 0]


@pytest.mark.parametrize("make", ENGINES)
def test_threads_that_ask_at_the_same_time_get_their_own_answers(make: type[Engine]) -> None:
    engine = make(channel_means_net(), Precision.F32)  # type: ignore[call-arg]

    def mean_of(value: int) -> float:
        image = np.full((64 + 32 * (value % 3), 64, 3), value, np.uint8)
        return float(engine.run(image).reshape(-1)[0]) * 255

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(mean_of, range(200))) == pytest.approx(range(200), abs=0.01)


@pytest.mark.parametrize("make", ENGINES)
@pytest.mark.parametrize("damaged", [b"", b"not a net at all", constant_net(raw_answer([]))[:-40]])
def test_bytes_that_are_no_net_are_refused(make: type[Engine], damaged: bytes) -> None:
    with pytest.raises(ModelRefused):
        make(damaged, Precision.F32)  # type: ignore[call-arg]


@pytest.mark.parametrize("make", ENGINES)
def test_weights_in_another_file_are_refused(make: type[Engine], tmp_path: object) -> None:
    import onnx
    from onnx.external_data_helper import convert_model_to_external_data

    model = onnx.load_from_string(constant_net(np.ones((1, 6, 4096), np.float32)))
    convert_model_to_external_data(model, all_tensors_to_one_file=True, location="weights.bin", size_threshold=0)
    for tensor in model.graph.initializer:
        onnx.external_data_helper.set_external_data(tensor, "weights.bin")
        tensor.ClearField("raw_data")
    with pytest.raises(ModelRefused):
        make(model.SerializeToString(), Precision.F32)  # type: ignore[call-arg]


def test_onnx_runtime_says_that_it_has_no_bf16() -> None:
    with pytest.raises(ModelRefused, match="choose the engine openvino"):
        OnnxRuntimeEngine(constant_net(raw_answer([])), Precision.BF16)


@pytest.mark.parametrize("name", ["openvino", "onnxruntime"])
def test_an_engine_that_is_here_answers_in_the_version_that_is_installed(name: EngineName) -> None:
    assert name in engines_here()
    engine = make_engine(name, channel_means_net(), Precision.F32)
    assert engine.run(np.full((64, 64, 3), 255, np.uint8)).reshape(-1).tolist() == pytest.approx([1, 1, 1])
    assert installed_version(name) == engine.version


@pytest.mark.parametrize("name", ["openvino-gpu", "onnxruntime-cuda"])
def test_an_engine_that_is_not_here_is_refused_with_what_to_choose_instead(name: EngineName) -> None:
    if name in engines_here():
        pytest.skip(f"this PC has {name}")
    with pytest.raises(ModelRefused, match="choose the engine o") as refused:
        make_engine(name, channel_means_net(), Precision.F32)
    assert "or install" in str(refused.value)


def test_onnx_runtime_never_takes_the_processor_in_silence() -> None:
    """It would, with a warning, where a provider is asked for that it does not have."""
    if "onnxruntime-cuda" in engines_here():
        pytest.skip("this PC has CUDA")
    with pytest.raises(ModelRefused, match=r"cannot use CUDAExecutionProvider here \(it has .*CPUExecutionProvider\)"):
        OnnxRuntimeEngine(channel_means_net(), Precision.F32, provider=CUDA)


@pytest.mark.parametrize(
    ("devices", "expected"),
    [(["CPU"], False), (["CPU", "GPU"], True), (["CPU", "GPU.0", "GPU.1"], True), (["CPU", "NPU"], False), ([], False)],
)
def test_a_gpu_is_known_by_its_name_among_openvinos_devices(devices: list[str], expected: bool) -> None:
    assert has_gpu(SimpleNamespace(available_devices=devices)) is expected
