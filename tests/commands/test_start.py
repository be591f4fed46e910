"""A command waits for no library that it does not use. Counted, not timed."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from commands.app import app

CALLED = """
import sys
from contextlib import redirect_stdout, suppress
from io import StringIO

from commands.app import main

with suppress(SystemExit), redirect_stdout(StringIO()):
    main()
"""
HEAVY = {
    "numpy", "pydantic", "cv2", "PIL", "openvino", "onnxruntime", "scipy", "skimage", "sqlalchemy", "streamlit",
    "torch", "ultralytics", "rich", "training", "screens",
}  # fmt: skip


def loaded(code: str, *arguments: object) -> set[str]:
    """What `code` has imported of it, in a process of its own."""
    told = f"{code}\nimport sys\nprint(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", told, *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return HEAVY & set(ended.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ("import inspection", set()),
        ("import camera", {"numpy", "pydantic"}),
        ("import inspection.inspect_part", {"numpy", "pydantic"}),
        ("import inspection.station", {"numpy", "pydantic"}),
        ("import commands.app", set()),
        ("import screens.server", {"screens"}),
    ],
)
def test_an_import_loads_what_it_needs(code: str, needed: set[str]) -> None:
    assert loaded(code) <= needed


def test_the_help_loads_no_engine_and_no_server() -> None:
    assert loaded(CALLED, "--help") <= {"numpy", "pydantic", "rich", "training"}


def test_a_picture_is_judged_without_what_other_commands_need(home: Path, pictures: Path) -> None:
    words = ["--home", home, "inspect", pictures / "0.png", "--part", "rough", "--format", "json"]
    assert loaded(CALLED, *words) <= {"numpy", "pydantic", "cv2", "PIL", "openvino", "onnxruntime", "skimage"}


def test_each_command_is_found_where_it_is_said_to_be() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert {"inspect", "models", "report"} <= set(commands)
    for name, command in commands.items():
        assert command.name == name
        assert command.get_short_help_str(), name
