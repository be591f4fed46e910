"""`meisterblick models`: what is printed, and with which exit status."""

import json
import os
import pickle
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from commands import training_part
from commands.app import app
from inspection.detection.manifest import load_manifest
from inspection.places import find_model
from inspection.records import RecordStore
from inspection.setup import Setup
from tests.commands.conftest import RECIPE, Run
from tests.commands.test_recording import station
from tests.inspection.model_book.building import NET, PORE
from tests.nets import constant_net, raw_answer, write_model
from tests.pictures import patchwork
from training.errors import LayoutError

ROOT = Path(__file__).parents[2]
BLIND = constant_net(raw_answer([(50, 50, 6, 6, 0.9, 0.0)]))
BESIDE = PORE.model_copy(update={"xyxy": (47, 47, 53, 53)})
OVERRULED = ("--role", "master", "--reason", "the old one is broken")


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    """A bad picture with the pore that the model `small` finds everywhere."""
    for kind in ("images", "labels"):
        (tmp_path / "set" / kind / "test").mkdir(parents=True)
    Image.fromarray(patchwork(64, 64)).save(tmp_path / "set" / "images" / "test" / "bad.png")
    (tmp_path / "set" / "labels" / "test" / "bad.txt").write_text(f"0 {30 / 64} {30 / 64} {20 / 64} {10 / 64}\n")
    (tmp_path / "set" / "data.yaml").write_text("test: images/test\nnames: [pore, crack]\n")
    return tmp_path / "set" / "data.yaml"


@pytest.fixture
def candidates(home: Path) -> None:
    """`small-2` finds what `small` does, `small-3` another place."""
    write_model(home / "models" / "small-2", NET + b"\x08\x08", [PORE])
    write_model(home / "models" / "small-3", BLIND, [BESIDE])


def events(home: Path) -> list[str]:
    store = RecordStore.open(home)
    try:
        return [f"{one.event.code} {one.event.detail}" for one in store.newest_events(5)]
    finally:
        store.close()


def test_list_names_every_model_and_where_it_judges(meisterblick: Run, candidates: None) -> None:
    printed = meisterblick("models", "list", "--format", "json")
    found = {one["name"]: one for one in json.loads(printed.stdout)}
    assert printed.exit_code == 0
    assert {"small", "small-2", "small-3", "base", "board", "weld-bead"} <= set(found)
    assert (found["small"]["slots"], found["small"]["kind"], found["small"]["is_own"]) == (["small"], "detector", True)
    assert (found["board"]["licence"], found["board"]["has_card"]) == ("AGPL-3.0-or-later", True)
    assert found["base"]["kind"] == "weights"
    assert "findet Fehler" in meisterblick("models", "list").stdout


def test_show_gives_card_and_manifest_in_words(meisterblick: Run) -> None:
    printed = meisterblick("models", "show", "board", "--lang", "en")
    assert "Licence: AGPL-3.0-or-later" in printed.stdout
    assert "# Model `board`" in printed.stdout
    assert meisterblick("models", "show", "base").exit_code == 0
    assert json.loads(meisterblick("models", "show", "small", "--format", "json").stdout)["classes"] == [
        "pore",
        "crack",
    ]
    absent = meisterblick("models", "show", "absent")
    assert (absent.exit_code, "there is no model 'absent'" in absent.stderr) == (2, True)


def test_tiles_writes_a_model_for_large_pictures(meisterblick: Run, home: Path) -> None:
    done = meisterblick("models", "tiles", "small")
    assert (done.exit_code, done.stdout) == (0, "small-tiles: tiles of 64 x 64 px that share 32 px\n")
    assert "meisterblick models promote small-tiles --for small" in done.stderr
    assert "in Kacheln, in voller Auflösung" in meisterblick("models", "show", "small-tiles").stdout
    assert meisterblick("models", "verify", "small-tiles").exit_code == 0
    again = meisterblick("models", "tiles", "small", "--overlap", "32")
    assert (again.exit_code, "there is a model" in again.stderr) == (2, True)
    too_much = meisterblick("models", "tiles", "small", "--overlap", "100", "--out", home / "models" / "other")
    assert (too_much.exit_code, "at most 32 px, got 100" in too_much.stderr) == (2, True)


def test_verify_passes_what_is_sound_and_names_what_is_not(meisterblick: Run, home: Path, tmp_path: Path) -> None:
    assert meisterblick("models", "verify", "small").exit_code == 0
    (tmp_path / "best.pt").write_bytes(pickle.dumps({"weights": [1]}))
    (home / "models" / "small" / "model.onnx").write_bytes(NET[:-20])
    printed = meisterblick("models", "verify", "small", tmp_path / "best.pt", "base", "--lang", "en")
    assert printed.exit_code == 1
    assert "!!  small: " in printed.stdout
    assert "!!  best.pt: " in printed.stdout
    assert "ok  base: weights: sha256" in printed.stdout
    assert "2 not in order" in printed.stderr


def test_list_and_verify_name_a_slot_whose_model_is_gone(
    meisterblick: Run, home: Path, golden: Path, candidates: None
) -> None:
    assert meisterblick("models", "promote", "small-2", "--golden", golden).exit_code == 0
    shutil.rmtree(home / "models" / "small-2")
    listed = meisterblick("models", "list", "--format", "json")
    assert "!! small: the model 'small-2', active for 'small', is not there any more" in listed.stderr
    assert json.loads(listed.stdout)
    assert meisterblick("models", "verify").exit_code == 1


def test_settings_that_cannot_be_read_are_said_not_thrown(meisterblick: Run, home: Path) -> None:
    (home / "settings.yaml").write_text("part: [")
    for asked in (("list",), ("verify",), ("promote", "small"), ("rollback",)):
        done = meisterblick("models", *asked)
        assert (done.exit_code in (1, 2), "settings.yaml" in done.stderr) == (True, True)
        assert isinstance(done.exception, SystemExit)


def test_verify_all_finds_a_damaged_pointer(meisterblick: Run, home: Path) -> None:
    (home / "models" / "active.json").write_text("{}")
    printed = meisterblick("models", "verify")
    assert printed.exit_code == 1
    assert "!!  active: " in printed.stdout
    assert "ok  small: " in printed.stdout


def test_a_candidate_that_finds_the_same_is_promoted_and_rolled_back(
    meisterblick: Run, home: Path, golden: Path, candidates: None
) -> None:
    RecordStore.open(home).close()
    done = meisterblick("models", "promote", "small-2", "--golden", golden, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "Nothing stands against small-2." in done.stdout
    assert find_model("small", home) == home / "models" / "small-2"
    assert events(home)[0] == "model-promoted small: small (not promoted) -> small-2, -: -"
    again = meisterblick("models", "promote", "small-2", "--golden", golden)
    assert (again.exit_code, "active for small already" in again.stderr) == (1, True)
    back = meisterblick("models", "rollback", "--role", "master", "--reason", "slower")
    assert (back.exit_code, back.stdout) == (0, "small prüft wieder für small\n")
    assert find_model("small", home) == home / "models" / "small"
    assert events(home)[0] == "model-rolled-back small: small-2 -> small, master: slower"
    assert meisterblick("models", "rollback", "small").exit_code == 1


def test_a_candidate_that_misses_a_defect_is_refused_until_the_master_says_so_with_a_reason(
    meisterblick: Run, home: Path, golden: Path, candidates: None
) -> None:
    promote = ("models", "promote", "small-3", "--for", "small", "--golden", golden, "--lang", "en")
    for not_enough in ((), ("--role", "master"), ("--role", "master", "--reason", "so what"), ("--reason", "x" * 30)):
        refused = meisterblick(*promote, *not_enough)
        assert refused.exit_code == 1
        assert "bad.png: it misses a defect that the active model finds: pore" in refused.stdout
        assert '--role master --reason "..."' in refused.stderr
        assert find_model("small", home) == home / "models" / "small"
    done = meisterblick(*promote, *OVERRULED)
    assert done.exit_code == 0
    assert find_model("small", home) == home / "models" / "small-3"
    pointer = json.loads((home / "models" / "active.json").read_text())["slots"]["small"]
    assert pointer["reason"] == "the old one is broken"
    assert "misses a defect" in pointer["overruled"][0]


def test_a_comparison_changes_nothing_and_says_what_was_seen_on_every_picture(
    meisterblick: Run, home: Path, golden: Path, candidates: None
) -> None:
    compare = ("models", "compare", "small-2", "--golden", golden)
    done = meisterblick(*compare, "--lang", "en")
    assert (done.exit_code, "Nothing stands against small-2." in done.stdout) == (0, True)
    aside = meisterblick(*compare, "--format", "json", "--aside")
    [picture] = json.loads(aside.stdout)["comparison"]["each"]
    assert (picture["name"], picture["candidate"]["found"], aside.stderr) == ("bad.png", [True], "1/2\n2/2\n")
    worse = meisterblick("models", "compare", "small-3", "--for", "small", "--golden", golden, "--lang", "en")
    assert (worse.exit_code, "misses a defect that the active model finds" in worse.stdout) == (1, True)
    assert find_model("small", home) == home / "models" / "small"
    assert not (home / "comparisons").exists()  # only what the frozen golden pictures say is kept


def test_what_the_frozen_golden_pictures_say_is_kept(meisterblick: Run, home: Path, candidates: None) -> None:
    assert meisterblick("models", "compare", "small-2").exit_code == 1  # there are none yet
    [path] = (home / "comparisons").glob("*.json")
    kept = json.loads(path.read_text())
    assert (kept["question"]["candidate"], kept["question"]["golden"]) == ("small-2", {})
    assert kept["answer"]["comparison"] is None
    absent = meisterblick("models", "compare", "small-9", "--for", "small")
    assert (absent.exit_code, "there is no model 'small-9'" in absent.stderr) == (1, True)


def test_without_golden_pictures_only_the_master_can_promote(meisterblick: Run, home: Path, candidates: None) -> None:
    refused = meisterblick("models", "promote", "small-2", "--format", "json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["comparison"] is None
    assert meisterblick("models", "promote", "small-2", *OVERRULED).exit_code == 0
    assert find_model("small", home) == home / "models" / "small-2"


def test_a_broken_candidate_is_refused_even_for_the_master(meisterblick: Run, home: Path, candidates: None) -> None:
    (home / "models" / "small-2" / "model.onnx").write_bytes(b"torn")
    refused = meisterblick("models", "promote", "small-2", *OVERRULED)
    assert (refused.exit_code, "changed or damaged" in refused.stderr) == (1, True)
    assert find_model("small", home) == home / "models" / "small"


def test_a_broken_active_model_can_be_replaced_by_the_master(
    meisterblick: Run, home: Path, golden: Path, candidates: None
) -> None:
    (home / "models" / "small" / "model.onnx").write_bytes(b"torn")
    refused = meisterblick("models", "promote", "small-2", "--golden", golden, "--lang", "en")
    assert (refused.exit_code, "The active model cannot judge" in refused.stdout) == (1, True)
    assert meisterblick("models", "promote", "small-2", "--golden", golden, *OVERRULED).exit_code == 0


def test_pictures_that_taught_the_candidate_prove_nothing(
    meisterblick: Run, home: Path, golden: Path, candidates: None
) -> None:
    import hashlib

    digest = hashlib.sha256((golden.parent / "images" / "test" / "bad.png").read_bytes()).hexdigest()
    (home / "training" / "small-2").mkdir(parents=True)
    (home / "training" / "small-2" / "learned.txt").write_text(f"{digest}\n")
    refused = meisterblick("models", "promote", "small-2", "--golden", golden, *OVERRULED)
    assert (refused.exit_code, "golden pictures taught the candidate" in refused.stderr) == (1, True)


def test_a_candidate_whose_name_says_nothing_needs_a_slot(meisterblick: Run, home: Path) -> None:
    write_model(home / "models" / "other", NET, [PORE])
    refused = meisterblick("models", "promote", "other")
    assert (refused.exit_code, "--for SLOT; there are: board" in refused.stderr) == (1, True)
    refused = meisterblick("models", "promote", "other", "--for", "bord", *OVERRULED)
    assert (refused.exit_code, "no recipe calls its model 'bord'; there are: board" in refused.stderr) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="ends the station by SIGTERM")
def test_a_running_station_records_the_promotion_and_takes_the_model_up(
    meisterblick: Run, home: Path, golden: Path, candidates: None
) -> None:
    (home / "settings.yaml").write_text("part: plate\nengine: onnxruntime\n", encoding="utf-8")
    with station(home):
        done = meisterblick("models", "promote", "small-2", "--golden", golden)
        assert (done.exit_code, done.stderr) == (0, "")
    assert [one for one in events(home) if "small-2" in one] == [
        "model-promoted small: small (not promoted) -> small-2, -: -"
    ]


def test_what_could_not_be_recorded_is_said_and_the_promotion_holds(
    meisterblick: Run, home: Path, golden: Path, candidates: None
) -> None:
    running = RecordStore.open(home)  # holds the records, and answers no command
    try:
        done = meisterblick("models", "promote", "small-2", "--golden", golden, "--lang", "en")
    finally:
        running.close()
    assert done.exit_code == 0
    assert "The change holds all the same: not recorded: another program holds the records" in done.stderr
    assert find_model("small", home) == home / "models" / "small-2"


SLIM = """
import json, shlex, sys
from importlib.machinery import PathFinder

absent = {"torch", "torchvision", "ultralytics", "albumentations", "onnx", "nncf", "safetensors", "psutil"}
found = PathFinder.find_spec
PathFinder.find_spec = classmethod(lambda _, name, *more: None if name.split(".")[0] in absent else found(name, *more))
from typer.testing import CliRunner
from commands.app import app

for line in sys.stdin:
    done = CliRunner().invoke(app, ["models", *shlex.split(line)])
    print(json.dumps([done.exit_code, done.stderr]))
"""


def test_a_bench_station_without_the_training_part_does_all_but_export(
    home: Path, golden: Path, candidates: None
) -> None:
    asked = ["list", "show small", "verify small", f"promote small-2 --golden '{golden}'", "rollback"]
    asked += [f"export small --data '{golden}'"]
    answered = subprocess.run(
        [sys.executable, "-c", SLIM],
        input="\n".join(asked),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "MEISTERBLICK_HOME": str(home)},
        cwd=ROOT,
    )
    *done, (status, refused) = [json.loads(line) for line in answered.stdout.splitlines()]
    assert done == [[0, ""]] * 5
    assert (status, "without the training part" in refused) == (2, True)


def test_export_says_that_the_training_part_is_missing(meisterblick: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_part, "find_spec", lambda name: None)
    refused = meisterblick("models", "export", "small", "--data", "data.yaml")
    assert (refused.exit_code, "bench station without the training part" in refused.stderr) == (2, True)


def test_export_writes_what_holds_beside_the_model(
    meisterblick: Run, home: Path, golden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.precisions import exporting

    monkeypatch.setattr(exporting, "quantized", lambda *_, **__: NET + b"\x08\x08")
    text = golden.read_text().replace("test: images/test", "train: images/test\nval: images/test")
    golden.write_text(text)
    done = meisterblick("models", "export", "small", "--data", golden, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "openvino int8: mAP50 0.9950" in done.stdout
    assert "meisterblick models promote small-fast --for small" in done.stderr
    assert {one.precision for one in load_manifest(home / "models" / "small-fast").offered} >= {"int8"}
    again = meisterblick("models", "export", "small", "--data", golden)
    assert (again.exit_code, "choose another --out" in again.stderr) == (2, True)


def test_export_takes_what_is_active_and_the_recipe_of_its_slot(
    meisterblick: Run, home: Path, golden: Path, candidates: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training import precisions

    asked: list[tuple[str, str | None]] = []

    def remembered(folder: Path, *_: object, setup: Setup | None, **__: object) -> None:
        asked.append((folder.name, setup.recipe.name if setup else None))
        raise LayoutError("enough")

    monkeypatch.setattr(precisions, "export_checked", remembered)
    assert meisterblick("models", "promote", "small-2", "--golden", golden).exit_code == 0
    export = ("models", "export", "--data", golden)
    for more in (("small",), ("small-3",), ("small-3", "--recipe", "rough"), ("board",)):
        assert meisterblick(*export, *more).exit_code == 2
    assert asked == [("small-2", "plate"), ("small-3", "plate"), ("small-3", "rough"), ("board", "board")]


DOCUMENT = ROOT / "docs" / "models.md"
EXAMPLES = re.findall(r"^    meisterblick (models .*)$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_examples_of_the_document_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Path
) -> None:
    """With a small model in the place of `board`, and golden pictures where the document has its own."""
    home = tmp_path / "home"
    for name, net in (("board", NET), ("board-2", NET + b"\x08\x08")):
        write_model(home / "models" / name, net, [PORE])
    (home / "recipes").mkdir()
    (home / "recipes" / "plate.yaml").write_text(RECIPE.format(name="plate", model="board", upper=1.0))
    (home / "settings.yaml").write_text("part: plate\n")
    shutil.copytree(golden.parent, tmp_path / "datasets" / "boards" / "v0003")
    data = tmp_path / "datasets" / "boards" / "v0003" / "data.yaml"
    data.write_text(data.read_text().replace("test:", "train: images/test\nval: images/test\ntest:"))
    (tmp_path / "Downloads").mkdir()
    (tmp_path / "Downloads" / "best.pt").write_bytes(pickle.dumps([1]))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    exit_status = []
    for example in EXAMPLES:
        asked = [str(Path(word).expanduser()) for word in shlex.split(example)[1:]]
        done = CliRunner(env={"MEISTERBLICK_HOME": str(home)}).invoke(app, ["models", *asked])
        assert done.exception is None or isinstance(done.exception, SystemExit)
        exit_status.append((asked[0], done.exit_code))
    assert exit_status[:-1] == [
        ("list", 0),
        ("show", 0),
        ("verify", 0),
        ("verify", 1),  # a pickle
        ("compare", 1),  # no golden pictures in that home
        ("promote", 1),
        ("promote", 0),
        ("promote", 1),  # it is active already
        ("rollback", 0),
        ("tiles", 0),
        ("promote", 1),  # no golden pictures there either
    ]
    assert exit_status[-1] in (("export", 0), ("export", 1))  # INT8 of a net without stages is none; bf16, if there is
