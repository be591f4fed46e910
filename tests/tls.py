"""A certificate that somebody signed himself, as a workshop makes one."""

import shutil
import subprocess
from pathlib import Path

import pytest


def self_signed(folder: Path, name: str = "station") -> tuple[Path, Path]:
    """Certificate and key, made out to a name that nobody asks for; skips the test where there is no openssl."""
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("no openssl: it makes the certificate of this test")
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    made = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", f"/CN={name}.invalid"]
    subprocess.run([*made, *files], check=True, capture_output=True)
    return certificate, key
