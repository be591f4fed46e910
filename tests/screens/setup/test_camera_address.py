"""Where a camera may be looked for, and who may say so."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from screens.setup.camera.address import network_camera


@pytest.mark.parametrize(
    "typed",
    [
        "http://192.168.0.20:8080/video",
        "https://halle-2.local/mjpg?token=7",
        "http://127.0.0.1:9/video",
        "http://[fd12::7]/video",
        "http://cam7/video",
    ],
)
def test_a_camera_in_the_shop_is_taken_as_it_was_typed(typed: str) -> None:
    assert network_camera(typed).url == typed


@pytest.mark.parametrize(
    "typed",
    [
        "file:///etc/passwd",
        "ftp://192.168.0.20/video",
        "192.168.0.20",
        "http://",
        "http:///video",
        "http://me:secret@192.168.0.20/video",
        "http://@192.168.0.20/video",
        "http://192.168.0.20\\@169.254.169.254/",
        "http://169.254.169.254/latest/meta-data",
        "http://169.254.169.254./latest",
        "http://[::ffff:169.254.169.254]/",
        "http://[2002:a9fe:a9fe::]/",
        "http://[fe80::1%25eth0]/",
        "http://[fd00:ec2::254]/",
        "http://2852039166/",
        "http://0xa9.0xfe.0xa9.0xfe/",
        "http://0xa9fea9fe/",
        "http://169.16689662/",
        "http://metadata.google.internal/",
        "http://METADATA.google.internal./",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://cam:99999/",
        "http://cam:0/",
        "http://cam/vi deo",
        "http://[::1/",
    ],
)
def test_nothing_else_is_fetched(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        network_camera(typed)


def script() -> None:
    from screens.setup.camera.typed import typed_camera

    typed_camera(lambda config: None, "de")


def test_the_fields_are_there_at_the_station() -> None:
    test = AppTest.from_function(script).run()
    assert [field.label for field in test.text_input] == [
        "Adresse im Netzwerk",
        "Ordner mit Bildern, auf dem Rechner der Station",
    ]


def test_from_the_network_nobody_says_what_the_station_fetches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: "192.168.0.9"))
    test = AppTest.from_function(script).run()
    assert not test.exception and not test.text_input and not test.button
    said = " ".join(str(element.proto.body) for element in test.get("html"))
    assert "Adresse und Ordner werden an der Station selbst eingetragen." in said
