"""What `doctor --benchmark` times at a station: its part, its model, its size of picture."""

from pathlib import Path

import pytest

from inspection.detection.loading import default_engine
from inspection.engine_choice import Proposal, Tried, Way
from inspection.engine_trial import EngineTrial, try_engines
from inspection.errors import ModelRefused, RecipeInvalid
from inspection.platform import FileLock
from inspection.record import Precision
from inspection.records.layout import Layout
from tests.inspection.detection.test_loading import with_int8
from tests.inspection.model_book.building import home_with

RECIPE = "name: plate\nversion: 1\npart_type: plate\nmodel: small\n"
F32, INT8 = Precision.F32, Precision.INT8


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A station for the part `plate`, whose model has an INT8 file that is offered on ONNX Runtime alone."""
    folder = home_with(tmp_path, "small")
    with_int8(folder / "models" / "small", offered_on="onnxruntime")
    (folder / "recipes").mkdir()
    (folder / "recipes" / "plate.yaml").write_text(RECIPE, encoding="utf-8")
    return set_to(folder)


def set_to(home: Path, more: str = "") -> Path:
    (home / "settings.yaml").write_text(f"part: plate\n{more}", encoding="utf-8")
    return home


def tried(home: Path) -> EngineTrial:
    return try_engines(home, seconds_each=0.01)


def test_what_is_offered_may_judge_and_the_rest_is_told_with_what_to_do(home: Path) -> None:
    found = {str(one.way): one for one in tried(home).tried}
    assert all(found[way].median_ms for way in ("openvino f32", "openvino int8", "onnxruntime f32", "onnxruntime int8"))
    assert [way for way, one in found.items() if not one.why_not and one.way.precision is not Precision.BF16] == [
        "openvino f32",
        "onnxruntime f32",
        "onnxruntime int8",
    ]
    assert "not checked with this model: `meisterblick models export small" in found["openvino int8"].why_not
    assert found["onnxruntime bf16"].median_ms is None
    assert "ONNX Runtime has no bf16" in found["onnxruntime bf16"].why_not


def test_a_precision_without_a_file_is_told_with_what_makes_it(home: Path) -> None:
    home_with(home, "small")
    found = {str(one.way): one for one in tried(home).tried}
    assert found["openvino int8"].median_ms is None
    assert "no file for it: `meisterblick models export small" in found["openvino int8"].why_not


def test_nothing_is_written_also_beside_a_station(home: Path) -> None:
    lock = FileLock.take(Layout(home).lock)
    try:
        before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
        trial = tried(home)
        assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
    finally:
        lock.release()
    assert (trial.station_at_work, tried(home).station_at_work) == (True, False)
    assert trial.picture_from == "camera simulated:weld-bead:1"


@pytest.mark.parametrize(
    ("settings", "now"),
    [
        ("", Way(engine=default_engine(), precision=F32)),
        ("engine: onnxruntime\nprecision: int8\n", Way(engine="onnxruntime", precision=INT8)),
        ("engine: openvino\nprecision: int8\n", Way(engine="openvino", precision=F32)),
    ],
)
def test_it_is_held_against_what_the_station_calculates_now(home: Path, settings: str, now: Way) -> None:
    assert tried(set_to(home, settings)).now == now


@pytest.mark.parametrize(
    ("camera", "at_work", "wh", "picture_from"),
    [
        ("{kind: simulated, width_px: 320, height_px: 200}", True, (320, 200), "camera simulated:"),
        ("{kind: usb, serial: A1, width_px: 800, height_px: 600}", True, (800, 600), "the station has the camera"),
        ("{kind: folder, path: /nowhere}", False, (640, 480), "rendered, since the camera gives none: "),
    ],
)
def test_the_picture_is_the_cameras_or_one_of_its_size(
    home: Path, camera: str, at_work: bool, wh: tuple[int, int], picture_from: str
) -> None:
    set_to(home, f"camera: {camera}\n")
    lock = FileLock.take(Layout(home).lock) if at_work else None
    try:
        trial = tried(home)
    finally:
        if lock is not None:
            lock.release()
    assert trial.picture_wh == wh
    assert picture_from in trial.picture_from


def test_what_cannot_be_used_is_refused(home: Path) -> None:
    (home / "models" / "small" / "manifest.json").unlink()
    with pytest.raises(ModelRefused, match="there is no model 'small'"):
        tried(home)
    (home / "settings.yaml").write_text("part: nothing\n")
    with pytest.raises(RecipeInvalid):
        tried(home)


@pytest.mark.parametrize(
    ("load_per_core", "high_ms", "busy"), [(0.1, 10.5, False), (None, 10.5, False), (0.9, 10.5, True), (0.1, 14, True)]
)
def test_a_busy_pc_is_seen_by_its_load_or_by_scatter(load_per_core: float | None, high_ms: float, busy: bool) -> None:
    way = Way(engine="openvino", precision=F32)
    trial = EngineTrial(
        part="plate",
        model="small",
        picture_wh=(640, 480),
        picture_from="camera",
        station_at_work=False,
        load_per_core=load_per_core,
        asked=way,
        now=way,
        tried=(Tried(way=way, median_ms=10, middle_half_ms=(10, high_ms), turns=9),),
        proposal=Proposal(way=None, why="as set already"),
    )
    assert trial.busy is busy
