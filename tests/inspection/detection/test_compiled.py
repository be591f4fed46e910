"""What OpenVINO compiled is kept for the next start, and never trusted."""

import logging
from pathlib import Path

import numpy as np
import pytest

from inspection.detection.engines import OpenVinoEngine
from inspection.detection.engines.compiled import MAX_FILES, CompiledNets
from inspection.record import Precision
from tests.nets import channel_means_net

IMAGE = np.full((64, 96, 3), 51, np.uint8)


def _mean(folder: Path, onnx: bytes | None = None) -> float:
    engine = OpenVinoEngine(onnx or channel_means_net(), Precision.F32, cache=folder)
    return float(engine.run(IMAGE).max())


def test_the_next_start_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _mean(tmp_path) == pytest.approx(0.2, abs=1e-3)
    (kept,) = tmp_path.iterdir()
    written = kept.read_bytes()
    import openvino

    def compiled(*_: object) -> None:
        raise AssertionError("it was compiled again")

    monkeypatch.setattr(openvino.Core, "compile_model", compiled)
    assert _mean(tmp_path) == pytest.approx(0.2, abs=1e-3)
    assert kept.read_bytes() == written


@pytest.mark.parametrize("damage", [lambda net: net[:-1], lambda net: net[:100] + b"?" + net[101:], lambda _: b""])
def test_what_was_damaged_is_compiled_anew(tmp_path: Path, damage: object, caplog: pytest.LogCaptureFixture) -> None:
    _mean(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage(kept.read_bytes()))  # type: ignore[operator]
    with caplog.at_level(logging.WARNING):
        assert _mean(tmp_path) == pytest.approx(0.2, abs=1e-3)
        assert "compiled anew" in caplog.text
        caplog.clear()
        assert _mean(tmp_path) == pytest.approx(0.2, abs=1e-3)
        assert caplog.text == "", "what was written then is whole"


def test_a_whole_file_that_the_engine_does_not_take_is_compiled_anew(tmp_path: Path) -> None:
    _mean(tmp_path)
    (kept,) = tmp_path.iterdir()
    nets = CompiledNets(tmp_path)
    nets.write({"any": "key"}, b"no compiled net")
    (foreign,) = set(tmp_path.iterdir()) - {kept}
    foreign.replace(kept)
    assert _mean(tmp_path) == pytest.approx(0.2, abs=1e-3)


def test_another_net_size_or_precision_is_another_file(tmp_path: Path) -> None:
    engine = OpenVinoEngine(channel_means_net(), Precision.F32, cache=tmp_path)
    engine.run(IMAGE)
    engine.run(IMAGE[:32])
    list(engine.run_all([IMAGE]))
    OpenVinoEngine(channel_means_net(), Precision.F32, threads=1, cache=tmp_path).run(IMAGE)
    assert len(list(tmp_path.iterdir())) == 4


def test_old_ones_make_room(tmp_path: Path) -> None:
    nets = CompiledNets(tmp_path)
    for i in range(MAX_FILES + 5):
        nets.write({"i": i}, bytes([i]))
    assert len(list(tmp_path.iterdir())) == MAX_FILES
    assert nets.read({"i": MAX_FILES + 4}) == bytes([MAX_FILES + 4])


def test_a_folder_that_cannot_be_written_hinders_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file, no folder")
    assert _mean(in_the_way) == pytest.approx(0.2, abs=1e-3)
    assert "not kept" in caplog.text
