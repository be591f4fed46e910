"""A bench station without the training stack, installed into an environment of its own, inspects."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BOARDS = ROOT / "datasets" / "boards"


@pytest.mark.timeout(600)
@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv to make an environment")
def test_a_station_without_training_inspects(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "UV_PROJECT_ENVIRONMENT": str(tmp_path / "slim"),
        "MEISTERBLICK_HOME": str(tmp_path / "home"),
    }
    environment.pop("VIRTUAL_ENV", None)

    def uv(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["uv", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    installed = uv("sync", "--no-default-groups", "--exact")
    if "network" in installed.stderr or "dns error" in installed.stderr:
        pytest.skip("needs the package index, which cannot be reached")
    assert installed.returncode == 0, installed.stderr
    assert uv("run", "--no-sync", "python", "-c", "import torch").returncode != 0
    picture = next((BOARDS / "images").rglob("*.jpg"))
    slim = ["run", "--no-sync", "meisterblick", "inspect", str(picture), "--part", "board"]
    done = uv(*slim, "--record", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] in {"PASS", "REVIEW", "FAIL"}
