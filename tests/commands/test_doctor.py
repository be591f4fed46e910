"""`meisterblick doctor` and `audit` say what is, and what to do next."""

import json
from pathlib import Path

import pytest

from inspection.model_book.changing import make_active
from inspection.platform import FileLock
from inspection.records.layout import Layout
from inspection.station.settings import load_settings
from tests.commands.conftest import Run
from tests.inspection.detection.test_loading import with_int8
from tests.inspection.model_book.building import NET, PORE, sound
from tests.nets import write_model


def test_the_doctor_looks_at_everything(meisterblick: Run, home: Path) -> None:
    said = meisterblick("doctor").stdout
    for word in ("computer", "inspection", "training", "disk", "records", "part plate", "model small", "camera"):
        assert word in said
    assert "verified, self-test passed" in said


def test_the_doctor_names_a_damaged_model_and_the_next_step(meisterblick: Run, home: Path) -> None:
    (home / "models" / "small" / "model.onnx").write_bytes(b"damaged")
    result = meisterblick("doctor")
    assert result.exit_code == 1
    assert "!!  model small" in result.stdout
    assert "-> copy the model's folder again" in result.stdout


def test_the_doctor_says_which_model_was_promoted_and_whether_it_is_still_there(meisterblick: Run, home: Path) -> None:
    write_model(home / "models" / "small-2", NET, [PORE])
    make_active("small", home / "models" / "small-2", home, sound)
    assert "ok  active for small: small-2, since " in meisterblick("doctor").stdout
    (home / "models" / "small-2" / "manifest.json").unlink()
    printed = meisterblick("doctor").stdout
    assert "!!  active for small: the model 'small-2'" in printed
    assert "-> meisterblick models rollback small" in printed
    (home / "models" / "active.json").write_bytes(b"?")
    assert "!!  active models: " in meisterblick("doctor").stdout


def test_the_doctor_says_which_part_has_no_model_yet(meisterblick: Run, home: Path) -> None:
    said = meisterblick("doctor").stdout
    assert "part machined-metal: version 2, model machined-metal (not there yet)" in said
    assert "part plate: version 1, model small\n" in said


def test_the_doctor_names_a_wrong_setting(meisterblick: Run, home: Path) -> None:
    (home / "settings.yaml").write_text("camera: {kind: folder, path: /nowhere}\n")
    assert "!!  camera: folder:/nowhere" in meisterblick("doctor").stdout
    (home / "settings.yaml").write_text("camra: {}\n")
    result = meisterblick("doctor")
    assert result.exit_code == 1
    assert "camra" in result.stdout


def test_an_audit_of_nothing_finds_nothing(meisterblick: Run, home: Path) -> None:
    result = meisterblick("audit")
    assert result.exit_code == 0, result.stdout


def test_the_doctor_names_what_a_model_offers_beside_f32(meisterblick: Run, home: Path) -> None:
    with_int8(home / "models" / "small", offered_on="openvino")
    said = next(line for line in meisterblick("doctor").stdout.splitlines() if "model small:" in line)
    assert said.endswith(" f32, offered in int8 as well: meisterblick doctor --benchmark")


def test_the_doctor_prints_json(meisterblick: Run) -> None:
    checks = json.loads(meisterblick("doctor", "--format", "json").stdout)["checks"]
    assert ("part", "plate", True) in [(one["topic"], one["subject"], one["good"]) for one in checks]


@pytest.fixture
def timed(meisterblick: Run, home: Path) -> Run:
    """Times the engines with the part `plate`, whose model has INT8 but offers it on ONNX Runtime alone."""
    (home / "settings.yaml").write_text("part: plate\nprecision: int8\nengine: openvino\n")
    with_int8(home / "models" / "small", offered_on="onnxruntime")
    return lambda *more: meisterblick("doctor", "--benchmark", "--seconds", "0.1", *more)


def test_the_benchmark_times_every_engine_and_proposes_lines_for_the_settings(timed: Run, home: Path) -> None:
    done = timed()
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "part plate, model small, picture of 640 x 480 px (camera simulated:weld-bead:1)"
    assert "the settings ask for openvino int8, which this model does not offer: it judges in openvino f32" in lines
    ways = {" ".join(line.split()[1:3]): line for line in lines if line[:4] in ("ok  ", "--  ")}
    assert ways["openvino f32"].startswith("ok") and ways["openvino f32"].endswith("as it is now")
    assert ways["onnxruntime int8"].startswith("ok")
    assert ways["openvino int8"].startswith("--") and " ms " in ways["openvino int8"]
    assert "not checked with this model: `meisterblick models export small" in ways["openvino int8"]
    assert any(line.startswith("proposal: ") for line in lines)
    if lines[-2].startswith("engine: "):
        (home / "settings.yaml").write_text("\n".join(["part: plate", *lines[-2:]]))
        assert f"proposal: {load_settings(home).engine} {load_settings(home).precision}, " in done.stdout


def test_the_benchmark_says_that_a_station_is_at_work(timed: Run, home: Path) -> None:
    lock = FileLock.take(Layout(home).lock)
    try:
        assert "a station is at work here" in timed().stdout
    finally:
        lock.release()


def test_the_benchmark_prints_one_object(timed: Run) -> None:
    said = json.loads(timed("--format", "json").stdout)
    assert (said["part"], said["asked"]) == ("plate", {"engine": "openvino", "precision": "int8"})
    assert {"way", "median_ms", "middle_half_ms", "turns", "why_not"} == said["tried"][0].keys()
    assert said["proposal"].keys() == {"way", "why"}


def test_the_benchmark_without_a_model_is_wrong_use(meisterblick: Run, home: Path) -> None:
    (home / "settings.yaml").write_text("part: machined-metal\n")
    done = meisterblick("doctor", "--benchmark")
    assert done.exit_code == 2
    assert "there is no model 'machined-metal'" in done.stderr


def test_where_no_engine_can_judge_the_status_is_1(timed: Run, home: Path) -> None:
    """Its self-test fails on every engine, and what is not offered may not judge."""
    path = home / "models" / "small" / "manifest.json"
    said = json.loads(path.read_text())
    said["self_test"]["detections"][0]["xyxy"] = [1, 1, 9, 9]
    path.write_text(json.dumps({**said, "offered": []}))
    done = timed()
    assert done.exit_code == 1
    assert "failed its self-test" in done.stdout
    assert "proposal: nothing that may judge with this model ran here" in done.stdout
