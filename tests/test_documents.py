"""What the documents promise exists."""

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from commands.app import app
from inspection.errors import InspectionError
from inspection.station.settings import load_settings
from inspection.verdict import Code

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_readme_has_the_two_commands() -> None:
    assert "    pip install uv && uv run meisterblick\n" in README
    assert "    pip install uv && uv run pytest\n" in README


def commands_in_readme() -> list[str]:
    return re.findall(r"^\| `meisterblick ?([^`]*)`", README, flags=re.MULTILINE)


@pytest.mark.parametrize("line", commands_in_readme())
def test_every_command_and_option_in_the_readme_exists(line: str) -> None:
    words = line.replace("\\|", "|").split()
    path = []
    for word in words:
        if not re.fullmatch(r"[a-z][a-z-]*", word):
            break
        path.append(word)
    result = CliRunner().invoke(app, [*path, "--help"], terminal_width=200)
    assert result.exit_code == 0, result.output
    plain = re.sub(r"\x1b\[[0-9;]*m", "", result.output)
    for option in re.findall(r"--[a-z-]+", line):
        assert option in plain, f"meisterblick {' '.join(path)} has no {option}"


def test_every_command_is_in_the_readme() -> None:
    group = typer.main.get_command(app)
    names = set(group.commands)  # type: ignore[attr-defined]
    assert names == {line.split()[0] for line in commands_in_readme() if line and not line.startswith("[")}


def settings_in_documents() -> list[str]:
    texts = [document.read_text(encoding="utf-8") for document in DOCUMENTS]
    blocks = [block for text in texts for block in re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]
    return [block for block in blocks if block.startswith("camera:")]


@pytest.mark.parametrize("entry", settings_in_documents())
def test_settings_can_be_used_as_they_stand(entry: str, tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text(entry, encoding="utf-8")
    load_settings(tmp_path)


def test_every_error_is_explained() -> None:
    explained = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    judged = {Code.NOTHING_FOUND, Code.WITHIN_LIMIT, Code.LIMIT_EXCEEDED, Code.NEAR_LIMIT, Code.DOUBTFUL}
    judged |= {Code.NO_LIMIT_FOR_CLASS, Code.NEEDS_GAUGE, Code.CUT_BY_EDGE}
    for code in set(Code) - judged - {Code.CAMERA_ERROR}:
        assert f"`{code}`" in explained
    for error in _leaves(InspectionError):
        if error.__name__ not in ("DetectionsImplausible",):
            assert f"`{error.__name__}`" in explained


def _leaves(error: type[InspectionError]) -> list[type[InspectionError]]:
    below = error.__subclasses__()
    return [leaf for child in below for leaf in _leaves(child)] if below else [error]
