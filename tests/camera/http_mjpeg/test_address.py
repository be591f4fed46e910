"""Addresses are understood as people write them, and their secrets are in no message."""

import base64

import pytest

from camera.errors import CameraAbsent
from camera.http_mjpeg.address import Address


@pytest.mark.parametrize(
    ("url", "host", "port", "target", "name"),
    [
        ("http://192.168.1.20:8080/video", "192.168.1.20", 8080, "/video", "http://192.168.1.20:8080/video"),
        ("http://cam", "cam", None, "/", "http://cam"),
        ("https://cam/?action=stream", "cam", None, "/?action=stream", "https://cam/"),
        ("http://[fe80::1]:81/a%20b", "fe80::1", 81, "/a%20b", "http://[fe80::1]:81/a%20b"),
        ("http://cam/Bühne", "cam", None, "/B%C3%BChne", "http://cam/Bühne"),
        ("http://me:secret@cam/v?pwd=secret", "cam", None, "/v?pwd=secret", "http://cam/v"),
        ("http://me:p%40ss@cam/at@home", "cam", None, "/at@home", "http://cam/at@home"),
    ],
)
def test_parts_of_an_address(url: str, host: str, port: int | None, target: str, name: str) -> None:
    address = Address.of(url)
    assert (address.host, address.port, address.target, address.name) == (host, port, target, name)


def test_user_and_password_become_basic_authorization() -> None:
    authorization = Address.of("http://me:p%40ss:w%C3%B6rt@cam/").authorization
    assert authorization is not None
    assert base64.b64decode(authorization.removeprefix("Basic ")).decode() == "me:p@ss:wört"
    assert Address.of("http://cam/").authorization is None


@pytest.mark.parametrize(
    "url",
    ["http://", "http:///video", "http://me:se/cret@cam/", "http://me:12/cret@cam/", "http://[cam", "http://c:x/"],
)
def test_what_is_no_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(CameraAbsent, match="expected one like http://192") as refused:
        Address.of(url)
    assert "cret" not in str(refused.value)


def test_a_redirect_on_the_same_host_keeps_the_password() -> None:
    address = Address.of("http://me:secret@cam:8080/")
    redirected = address.redirected("/video?size=large")
    assert (redirected.target, redirected.authorization) == ("/video?size=large", address.authorization)


@pytest.mark.parametrize(
    "location", ["http://other:8080/", "https://cam:8080/", "http://cam:81/", "//other/", "ftp://cam:8080/"]
)
def test_a_redirect_to_elsewhere_is_refused_and_named(location: str) -> None:
    with pytest.raises(CameraAbsent, match="sends on to") as refused:
        Address.of("http://me:secret@cam:8080/").redirected(location)
    assert "secret" not in str(refused.value)


def test_a_redirect_to_nowhere_is_refused() -> None:
    with pytest.raises(CameraAbsent, match="nowhere"):
        Address.of("http://cam/").redirected("http://[")
