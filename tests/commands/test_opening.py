"""A station opened to the network: its certificate, its login over TLS, and commands beside it."""

import http.client
import json
import ssl
import sys
from pathlib import Path

import pytest

from inspection.people import Role
from inspection.records import audit
from screens.presence import Presence
from screens.reach import lan_addresses
from tests.commands.conftest import Run
from tests.commands.test_recording import station
from tests.screens.door.doors import PINS, with_pins
from tests.tls import self_signed


def ended(meisterblick: Run, certificate: Path, key: Path) -> str:
    """What is said before the program ends with status 2."""
    done = meisterblick("--certificate", certificate, "--key", key, "--no-browser")
    assert done.exit_code == 2, done.output
    return done.output


def test_half_a_certificate_is_refused(meisterblick: Run, tmp_path: Path) -> None:
    for half in ("--certificate", "--key"):
        done = meisterblick(half, tmp_path / "c.pem", "--no-browser")
        assert done.exit_code == 2 and "belong together" in done.output


def test_files_that_are_not_there_or_no_certificate_are_named(meisterblick: Run, tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    assert "gone.pem is not there" in ended(meisterblick, tmp_path / "gone.pem", key)
    assert "is no certificate" in ended(meisterblick, key, key)
    assert "is no key" in ended(meisterblick, certificate, certificate)
    (tmp_path / "torn.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    assert "one is damaged" in ended(meisterblick, tmp_path / "torn.pem", key)


def test_a_key_of_another_certificate_does_not_fit(meisterblick: Run, tmp_path: Path) -> None:
    certificate, _ = self_signed(tmp_path)
    _, other = self_signed(tmp_path, "other")
    assert "do not fit together" in ended(meisterblick, certificate, other)


@pytest.mark.skipif(sys.platform == "win32", reason="ends the station by SIGTERM")
def test_over_tls_at_one_address_of_the_network(meisterblick: Run, home: Path, pictures: Path, tmp_path: Path) -> None:
    """One station for all of it: logging in, the cookie, plain http, and a command that records beside it."""
    if not lan_addresses():
        pytest.skip("this computer is in no network")
    address = lan_addresses()[0]
    certificate, key = self_signed(tmp_path / "tls")
    (home / "settings.yaml").write_text("part: plate\n", encoding="utf-8")
    with_pins(home)
    with station(home, "--address", address, "--certificate", str(certificate), "--key", str(key)) as port:
        trusted = ssl.create_default_context(cafile=str(certificate))
        trusted.check_hostname = False  # it is made out to a name that nobody asks for
        secure = http.client.HTTPSConnection(address, port, timeout=10, context=trusted)
        cookie = logged_in(secure, f"https://{address}:{port}")
        assert "Secure" in cookie and "HttpOnly" in cookie and "SameSite=strict" in cookie
        secure.request("GET", "/api/session", headers={"Cookie": cookie.split(";")[0]})
        assert json.loads(secure.getresponse().read())["role"] == Role.MASTER.value
        secure.close()
        assert plain_http(address, port) == b""
        result = meisterblick("inspect", pictures, "--part", "plate", "--record", "--format", "csv")
        assert result.exit_code == 0, result.stderr
        presence = Presence.read(home)
        assert presence is not None and (presence.scheme, presence.address) == ("https", address)
    assert audit(home).inspections == 4


def logged_in(connection: http.client.HTTPSConnection, origin: str) -> str:
    """The cookie of the master, as the station sends it."""
    body = json.dumps({"who": Role.MASTER.value, "pin": PINS[Role.MASTER]})
    connection.request("POST", "/api/login", body, {"Origin": origin, "Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200
    return answer.headers["Set-Cookie"]


def plain_http(address: str, port: int) -> bytes:
    """What comes back to somebody who does not speak TLS."""
    connection = http.client.HTTPConnection(address, port, timeout=10)
    try:
        connection.request("GET", "/login")
        return connection.getresponse().read()
    except (http.client.HTTPException, OSError):
        return b""
    finally:
        connection.close()
