"""`meisterblick papers`: ten files beside a running station, and a clear word where it cannot be."""

from pathlib import Path

from inspection.records import RecordStore
from tests.commands.conftest import Run


def test_ten_files_in_each_language_beside_a_running_station(meisterblick: Run, home: Path, tmp_path: Path) -> None:
    station = RecordStore.open(home)
    try:
        for language in ("de", "en"):
            out = tmp_path / language
            result = meisterblick("papers", "--out", out, "--lang", language, "--workshop", "Metallbau Müller")
            assert result.exit_code == 0, result.output
            assert sorted(path.suffix for path in out.iterdir()) == [".md"] * 5 + [".pdf"] * 5
            assert all(path.read_bytes().startswith(b"%PDF-") for path in out.glob("*.pdf"))
            assert all("Metallbau Müller" in path.read_text(encoding="utf-8") for path in out.glob("*.md"))
    finally:
        station.close()
    assert (tmp_path / "de" / "zweck-und-grenzen.md").is_file()
    assert (tmp_path / "en" / "purpose-and-limits.md").is_file()


def test_wrong_use_is_said(meisterblick: Run, home: Path, tmp_path: Path) -> None:
    result = meisterblick("papers", "--out", tmp_path / "x", "--lang", "fr")
    assert result.exit_code == 2 and "--lang de or --lang en" in result.output
    assert not (tmp_path / "x").exists()
    (tmp_path / "file").write_bytes(b"")
    assert meisterblick("papers", "--out", tmp_path / "file").exit_code == 2
    (home / "settings.yaml").write_text("part: [", encoding="utf-8")
    result = meisterblick("papers", "--out", tmp_path / "x")
    assert result.exit_code == 2 and "settings.yaml" in result.output
