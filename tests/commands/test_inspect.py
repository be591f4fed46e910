"""`meisterblick inspect` keeps its contract."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from camera.opening import make_camera
from commands.recording import LocalRecorder
from inspection.calibration import calibrate_by_ruler, save_calibration
from inspection.errors import StorageFull
from inspection.picture_set import WORTH_PROCESSES
from inspection.places import find_recipe
from inspection.platform import usable_cores
from inspection.record import Inspection
from inspection.records import RecordStore, audit
from inspection.setup import Setup, taught_folder
from inspection.station.settings import load_settings
from inspection.verdict import Code, Verdict
from tests.commands.conftest import Run


def test_json_is_one_object_per_picture_and_nothing_else(meisterblick: Run, pictures: Path) -> None:
    result = meisterblick("inspect", pictures, "--part", "plate", "--format", "json")
    assert result.exit_code == 0, result.stderr
    parts = [json.loads(line) for line in result.stdout.splitlines()]
    assert [Path(part["image"]).name for part in parts] == ["0.png", "1.png", "2.png", "torn.png"]
    first = parts[0]
    assert set(first) == {"image", "verdict", "reasons", "detections", "timings_ms"}
    assert first["verdict"] == "FAIL"
    assert set(first["reasons"][0]) == {"code", "text", "value", "limit", "unit"}
    [pore] = first["detections"]
    assert (pore["class"], pore["xyxy"]) == ("pore", [20, 25, 40, 35])
    diameter = pore["measurements"][0]
    assert (diameter["characteristic"], diameter["unit"]) == ("diameter", "mm")
    assert 1.5 < diameter["value"] < 2.5 and diameter["uncertainty"] > 0
    reason = first["reasons"][0]
    assert (reason["code"], reason["limit"], reason["unit"]) == ("limit-exceeded", 1.0, "mm")
    assert reason["value"] == pytest.approx(diameter["value"], abs=1e-3)
    assert re.fullmatch(r"Pore, Durchmesser [\d,]+ ± [\d,]+ mm; höchstens 1,0 mm erlaubt: n\.i\.O\.", reason["text"])
    assert first["timings_ms"]["total"] > 0


def test_a_torn_picture_is_not_judged_and_the_run_goes_on(meisterblick: Run, pictures: Path) -> None:
    result = meisterblick("inspect", pictures / "torn.png", pictures / "0.png", "--part", "rough", "--format", "json")
    torn, whole = (json.loads(line) for line in result.stdout.splitlines())
    assert (torn["verdict"], torn["reasons"][0]["code"], torn["detections"]) == ("NOT_JUDGED", "frame-broken", [])
    assert whole["verdict"] == "PASS"


@pytest.mark.parametrize(
    ("part", "picture", "fail_on", "status"),
    [
        ("plate", "0.png", "fail", 1),
        ("plate", "0.png", "review", 1),
        ("plate", "0.png", "not-judged", 0),
        ("plate", "0.png", "never", 0),
        ("rough", "0.png", "fail", 0),
        ("rough", "torn.png", "not-judged", 1),
        ("rough", "torn.png", "review", 0),
    ],
)
def test_the_exit_status_says_whether_fail_on_is_met(
    meisterblick: Run, pictures: Path, part: str, picture: str, fail_on: str, status: int
) -> None:
    result = meisterblick("inspect", pictures / picture, "--part", part, "--fail-on", fail_on)
    assert result.exit_code == status


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--part", "nothing"], "there are: board, machined-metal, plate, rough, weld-bead"),
        (["--part", "plate", "--model", "nothing"], "there is no model 'nothing'"),
        (["--part", "machined-metal"], "Train it from your own pictures"),
        (["--part", "plate", "--precision", "int8"], "has no file for int8; it has f32"),
        (["--format", "xml"], "xml"),
        (["--fail-on", "sometimes"], "sometimes"),
    ],
)
def test_wrong_use_is_status_2_and_says_what_there_is(
    meisterblick: Run, pictures: Path, arguments: list[str], message: str
) -> None:
    result = meisterblick("inspect", pictures, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_path_that_does_not_exist_is_wrong_use(meisterblick: Run, tmp_path: Path) -> None:
    assert meisterblick("inspect", tmp_path / "nowhere").exit_code == 2
    (tmp_path / "empty").mkdir()
    result = meisterblick("inspect", tmp_path / "empty")
    assert result.exit_code == 2
    assert "holds no picture" in result.stderr


def test_a_model_brings_its_own_part(meisterblick: Run, pictures: Path) -> None:
    result = meisterblick("inspect", pictures / "0.png", "--model", "small", "--format", "json")
    assert json.loads(result.stdout)["verdict"] == "FAIL", "plate comes before rough"


def test_csv_has_a_row_per_picture(meisterblick: Run, pictures: Path) -> None:
    result = meisterblick("inspect", pictures, "--part", "plate", "--format", "csv", "--lang", "en")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["verdict"] for row in rows] == ["FAIL", "FAIL", "FAIL", "NOT_JUDGED"]
    assert re.fullmatch(r"Pore, diameter [\d.]+ ± [\d.]+ mm; at most 1\.0 mm allowed: not OK\.", rows[0]["reason"])


def test_a_table_ends_with_the_sum(meisterblick: Run, pictures: Path) -> None:
    result = meisterblick("inspect", pictures, "--part", "plate")
    assert "3 n.i.O." in result.stdout
    assert "1 nicht prüfbar" in result.stdout


def test_a_table_says_which_scale_was_used(meisterblick: Run, pictures: Path, home: Path) -> None:
    assert (
        "Maßstab: aus dem Rezept, 0,100 mm je Bildpunkt\n"
        in meisterblick("inspect", pictures, "--part", "plate").stdout
    )
    recipe = home / "recipes" / "plate.yaml"
    recipe.write_text(recipe.read_text().replace("{kind: mm, mm_per_px: 0.1}", "{kind: camera}"))
    camera_id = make_camera(load_settings(home).camera).camera_id
    shown = meisterblick("inspect", pictures, "--part", "plate", "--lang", "en").stdout.replace("\n", "")
    assert f"Scale: none, camera {camera_id}" in shown
    save_calibration(home, calibrate_by_ruler((0, 0), (50, 0), 10, camera_id=camera_id, resolution_wh=(64, 64)))
    shown = meisterblick("inspect", pictures, "--part", "plate", "--lang", "en").stdout.replace("\n", "")
    assert f"Scale: camera {camera_id}, 0.200 mm a pixel" in shown


def test_a_failed_daily_check_locks_the_bench_and_no_files(meisterblick: Run, pictures: Path, home: Path) -> None:
    folder = taught_folder(home, "plate")
    folder.mkdir(parents=True)
    (folder / "daily.json").write_text("damaged", encoding="utf-8")  # counts as failed
    setup = Setup.of(find_recipe("plate", home), home, "")
    assert [reason.code for reason in setup.obstacles((64, 64))] == [Code.DAILY_CHECK_FAILED]
    result = meisterblick("inspect", pictures / "0.png", "--part", "plate", "--format", "json")
    assert json.loads(result.stdout)["verdict"] == "FAIL"


def test_without_record_nothing_is_written(meisterblick: Run, pictures: Path, home: Path) -> None:
    before = sorted(home.rglob("*"))
    meisterblick("inspect", pictures, "--part", "plate")
    assert sorted(home.rglob("*")) == before


def test_with_record_every_picture_is_recorded_where_it_lies(meisterblick: Run, pictures: Path, home: Path) -> None:
    result = meisterblick("inspect", pictures, "--part", "plate", "--record", "--format", "json")
    assert result.exit_code == 0, result.stderr
    store = RecordStore.open(home)
    counts = store.counts()
    newest = store.newest(4)
    store.close()
    assert (counts[Verdict.FAIL], counts[Verdict.NOT_JUDGED]) == (3, 1)
    kept_at = [view.picture.path for record in newest for view in record.inspection.views if view.picture]
    assert kept_at == [str(pictures / name) for name in ("2.png", "1.png", "0.png")]
    assert not list((home / "pictures").rglob("*.png"))
    assert audit(home).ok
    (pictures / "1.png").write_bytes(b"painted over")
    assert meisterblick("audit").exit_code == 1


class FullDisk(LocalRecorder):
    """Has room for two records."""

    def record(self, group: Sequence[Inspection]) -> None:
        if sum(self._store.counts().values()) >= 2:
            raise StorageFull("the disk is full")
        super().record(group)


def test_only_what_was_recorded_is_told(
    meisterblick: Run, pictures: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commands.inspect.open_recorder", FullDisk)
    monkeypatch.setattr("commands.inspect.GROUP_SIZE", 1)
    result = meisterblick("inspect", pictures, "--part", "plate", "--record", "--format", "json")
    assert result.exit_code == 3
    assert "the disk is full" in result.stderr
    told = [Path(json.loads(line)["image"]).name for line in result.stdout.splitlines()]
    assert told == ["0.png", "1.png"]
    store = RecordStore.open(home)
    assert sum(store.counts().values()) == 2
    store.close()


@pytest.mark.parametrize("lanes", [1, 2])
def test_a_set_is_judged_alike_by_one_process_and_by_several(
    meisterblick: Run, pictures: Path, home: Path, monkeypatch: pytest.MonkeyPatch, lanes: int
) -> None:
    monkeypatch.setattr("commands.inspect.lanes_for", lambda pictures: lanes)
    result = meisterblick("inspect", pictures, "--part", "plate", "--record", "--format", "json")
    assert result.exit_code == 0, result.stderr
    verdicts = [json.loads(line)["verdict"] for line in result.stdout.splitlines()]
    assert verdicts == ["FAIL", "FAIL", "FAIL", "NOT_JUDGED"]
    assert (audit(home).ok, audit(home).inspections) == (True, 4)


@pytest.mark.parametrize("lanes", [1, 2])
def test_a_model_that_is_refused_is_told_before_anything_is_recorded(
    meisterblick: Run, pictures: Path, home: Path, monkeypatch: pytest.MonkeyPatch, lanes: int
) -> None:
    monkeypatch.setattr("commands.inspect.lanes_for", lambda pictures: lanes)
    result = meisterblick("inspect", pictures, "--part", "plate", "--precision", "bf16", "--record")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bf16" in result.stderr
    assert not (home / "records.db").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to a process group")
@pytest.mark.skipif(usable_cores() == 1, reason="with one core there is one process")
def test_interrupted_it_ends_with_all_its_processes_and_says_nothing_else(pictures: Path, home: Path) -> None:
    for number in range(WORTH_PROCESSES):
        (pictures / f"again-{number:03}.png").hardlink_to(pictures / "0.png")
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # tests may run where it is not
    main = f"{heard}; from commands.app import main; main()"
    command = [sys.executable, "-c", main, "--home", str(home), "inspect", str(pictures), "--part", "plate"]
    with subprocess.Popen(
        [*command, "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        json.loads(process.stdout.readline())
        lanes = psutil.Process(process.pid).children(recursive=True)
        assert len(lanes) >= usable_cores()
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in said
    assert psutil.wait_procs(lanes, timeout=60)[1] == []


def test_standard_output_stays_pure_in_a_process_of_its_own(pictures: Path, home: Path) -> None:
    arguments = ["--home", str(home), "inspect", str(pictures), "--part", "plate", "--format", "json"]
    command = [sys.executable, "-m", "commands", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 4
