"""`meisterblick doctor` and `audit` say what is, and what to do next."""

from pathlib import Path

from inspection.model_book.changing import make_active
from tests.commands.conftest import Run
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
