"""Hostile archives (FAULTS row 35): refused with a reason, and nothing is left on the disk."""

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.data.exchange.archive import Limits, unpack
from training.errors import ArchiveRefused

MEBIBYTE = 1024 * 1024


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", packed) as opened:
        for name, data in entries:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = packed
            opened.writestr(info, data)
    return stored.getvalue()


def special(name: str, kind: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (kind | 0o777) << 16
    return info


def lying_about_size() -> bytes:
    """1 MiB that says it is 10 bytes, in both headers."""
    data = zipped(("labels/a.txt", bytes(MEBIBYTE)))
    return data.replace(struct.pack("<I", MEBIBYTE), struct.pack("<I", 10))


def with_zero_byte() -> bytes:
    return zipped(("labels/a.txtX.txt", b"0")).replace(b"a.txtX.txt", b"a.txt\0.txt")


def overlapping() -> bytes:
    """Two names for the same packed bytes."""
    data = zipped(("labels/a.txt", b"0 0.5 0.5 0.1 0.1\n" * 100), ("labels/b.txt", b"0 0.5 0.5 0.1 0.1\n" * 100))
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        second = opened.infolist()[1].header_offset
    directory = data.index(b"PK\x01\x02")
    place = data.index(b"PK\x01\x02", directory + 4) + 42
    return data[:place] + struct.pack("<I", 0) + data[place + 4 :] if second else data


def encrypted() -> bytes:
    data = bytearray(zipped(("labels/a.txt", b"0")))
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + offset] |= 1
    return bytes(data)


def damaged() -> bytes:
    data = zipped(("labels/a.txt", os.urandom(3000)), packed=zipfile.ZIP_STORED)
    return data[:200] + bytes([data[200] ^ 1]) + data[201:]


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "slip": (lambda: zipped(("../evil.txt", b"0")), "leads out of the folder"),
    "slip within": (lambda: zipped(("images/../../evil.txt", b"0")), "leads out of the folder"),
    "absolute": (lambda: zipped(("/etc/evil.txt", b"0")), "leads out of the folder"),
    "here": (lambda: zipped(("./a.txt", b"0")), "leads out of the folder"),
    "double slash": (lambda: zipped(("images//a.txt", b"0")), "leads out of the folder"),
    "drive": (lambda: zipped(("C:/evil.txt", b"0")), "mean something to some system"),
    "backslash": (lambda: zipped(("..\\evil.txt", b"0")), "mean something to some system"),
    "stream": (lambda: zipped(("a.txt:hidden.txt", b"0")), "mean something to some system"),
    "zero byte": (with_zero_byte, "mean something to some system"),
    "device": (lambda: zipped(("images/NUL.txt", b"0")), "that of a device"),
    "device in capitals": (lambda: zipped(("Com1/a.txt", b"0")), "that of a device"),
    "dot at the end": (lambda: zipped(("images./a.txt", b"0")), "dot or a space"),
    "symlink": (lambda: zipped((special("a.txt", stat.S_IFLNK), b"/etc/passwd")), "a link or a device"),
    "fifo": (lambda: zipped((special("a.txt", stat.S_IFIFO), b"")), "a link or a device"),
    "device file": (lambda: zipped((special("a.txt", stat.S_IFBLK), b"")), "a link or a device"),
    "capitals": (lambda: zipped(("A.txt", b"0"), ("a.TXT", b"1")), "differs only in capitals"),
    "same letters": (lambda: zipped(("é.txt", b"0"), ("e\u0301.txt", b"1")), "differs only in capitals"),
    "file as folder": (lambda: zipped(("a.txt", b"0"), ("a.txt/b.txt", b"1")), "lies within a file"),
    "deep": (lambda: zipped(("a/" * 17 + "b.txt", b"0")), "deeper than 16"),
    "long": (lambda: zipped(("a" * 600 + ".txt", b"0")), "longer than 512"),
    "bomb": (lambda: zipped(("a.txt", bytes(10 * MEBIBYTE))), "a zip bomb"),
    "bomb beside": (lambda: zipped(("a.txt", b"0"), ("readme.bin", bytes(20 * MEBIBYTE))), "a zip bomb"),
    "many small bombs": (
        lambda: zipped(*((f"{number}.txt", bytes(MEBIBYTE)) for number in range(60))),
        "a zip bomb",
    ),
    "overlapping": (overlapping, "shares its bytes|whole zip"),
    "lying": (lying_about_size, "no whole zip file|larger than it says"),
    "encrypted": (encrypted, "is encrypted"),
    "damaged": (damaged, "no whole zip file"),
    "lzma": (lambda: zipped(("a.txt", b"0"), packed=zipfile.ZIP_LZMA), "only stored and deflated"),
    "no zip": (lambda: b"no zip at all", "no whole zip file"),
    "empty": (lambda: b"", "no whole zip file"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_archives_are_refused_with_nothing_written(tmp_path: Path, kind: str) -> None:
    make, message = HOSTILE[kind]
    archive = tmp_path / "archive.zip"
    archive.write_bytes(make())
    with pytest.raises(ArchiveRefused, match=message) as refused:
        unpack(archive, tmp_path / "out")
    assert "nothing was unpacked" in str(refused.value)
    assert sorted(tmp_path.iterdir()) == [archive]


def test_a_second_name_in_an_extra_field_leads_nowhere(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("a.txt")
    other = b"../evil.txt"
    field = struct.pack("<BL", 1, zlib.crc32(b"a.txt")) + other  # Info-ZIP Unicode Path
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    archive = tmp_path / "archive.zip"
    archive.write_bytes(zipped((info, b"0")))
    try:
        unpack(archive, tmp_path / "out")
    except ArchiveRefused as refused:  # Pythons that read the field
        assert "leads out of the folder" in str(refused)
    else:
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.txt"]
    assert not (tmp_path / "evil.txt").exists()


def test_limits_hold(tmp_path: Path) -> None:
    archive = tmp_path / "archive.zip"
    archive.write_bytes(zipped(*((f"{number}.txt", b"0" * 50) for number in range(20))))
    for limits, message in (
        (Limits(entries=19), "20 entries, at most 19"),
        (Limits(total_bytes=900), "at most 0 are read"),
        (Limits(text_bytes=40), "at most 0 are read"),
        (Limits(directory_bytes=500), "table of contents is larger"),
    ):
        with pytest.raises(ArchiveRefused, match=message):
            unpack(archive, tmp_path / "out", limits)
    assert unpack(archive, tmp_path / "out", Limits(entries=20)) == 20


def test_a_large_archive_of_pictures_is_no_bomb(tmp_path: Path) -> None:
    archive = tmp_path / "archive.zip"
    block = os.urandom(8 * MEBIBYTE)
    archive.write_bytes(zipped(*((f"{number}.jpg", block) for number in range(7)), packed=zipfile.ZIP_STORED))
    assert unpack(archive, tmp_path / "out") == 7


def test_only_pictures_and_descriptions_are_written(tmp_path: Path) -> None:
    archive = tmp_path / "archive.zip"
    names = ["images/a.JPG", "labels/a.txt", "data.yaml"]
    others = ["run.py", "x.zip", "weights.pt", "a.png.exe", ".bashrc", "dir/"]
    archive.write_bytes(zipped(*((name, b"" if name.endswith("/") else b"x") for name in [*names, *others])))
    assert unpack(archive, tmp_path / "out") == 3
    written = {
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    assert written == {"images/a.JPG", "labels/a.txt", "data.yaml"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=40).filter(lambda name: name[-1:] != "/"), st.binary(max_size=200), st.data())
def test_whatever_is_in_it_nothing_is_written_elsewhere(
    tmp_path: Path, name: str, content: bytes, data: st.DataObject
) -> None:
    archive, out = tmp_path / "archive.zip", tmp_path / "out"
    try:
        whole = zipped((f"{name}.txt", content))
    except (UnicodeEncodeError, ValueError):
        return
    place = data.draw(st.integers(0, len(whole) - 1))
    archive.write_bytes(whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :])
    try:
        unpack(archive, out)
    except ArchiveRefused:
        assert sorted(tmp_path.iterdir()) == [archive]
        return
    assert sorted(tmp_path.iterdir()) == [archive, out]
    for path in sorted(out.rglob("*"), reverse=True):
        assert not path.is_symlink()
        path.rmdir() if path.is_dir() else path.unlink()
    out.rmdir()
