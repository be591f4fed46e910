"""What must be there before the station is opened to the network, and what is said about it."""

from pathlib import Path
from typing import NoReturn

import typer

from commands.pin import WRONG_USE, master_pin_or_end
from inspection.errors import InspectionError
from inspection.language import Language
from inspection.station.settings import load_settings
from screens.reach import is_opened, lan_addresses
from screens.server import Certificate


def prepared(home: Path, address: str, port: int, certificate: Path | None, key: Path | None) -> Certificate | None:
    """The certificate to serve with. Opened to the network, there is a master's PIN when this returns.

    Ends the program with status 2 for half a certificate, a file that is not there, or where no PIN can be asked for.
    """
    tls = _tls(certificate, key)
    if is_opened(address):
        language = _language(home)
        master_pin_or_end(home, language)
        scheme = "https" if tls else "http"
        reached = lan_addresses() if address in ("0.0.0.0", "::") else (address,)  # noqa: S104 - asked for
        for one in reached:
            typer.echo(f"{scheme}://{f'[{one}]' if ':' in one else one}:{port}")
        if tls is None:
            typer.echo(_can_be_read(language), err=True)
    return tls


def _tls(certificate: Path | None, key: Path | None) -> Certificate | None:
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        _end("--certificate and --key belong together: give both files, or none")
    for path in (certificate, key):
        if not path.is_file():
            _end(f"{path} is not there")
    if why := unusable(certificate, key):
        _end(why)
    return Certificate(certificate=certificate, key=key)


def unusable(certificate: Path, key: Path) -> str | None:
    """Why nothing can be served with these two files; None where it can."""
    import ssl

    try:
        pem = certificate.read_bytes()
        if b"-----BEGIN CERTIFICATE-----" not in pem:
            return f"{certificate} is no certificate; expected a PEM file that begins with BEGIN CERTIFICATE"
        if b"PRIVATE KEY-----" not in key.read_bytes():
            return f"{key} is no key; expected a PEM file that begins with BEGIN PRIVATE KEY"
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_locked)
    except PermissionError as error:
        return f"{error.filename} cannot be read by the user of this program"
    except _KeyLocked:
        return f"{key} is locked by a password; the station needs it without one: openssl pkey -in {key} -out OPEN.pem"
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        files = f"{certificate} and {key}"
        return f"{files} do not fit together, or one is damaged ({reason}); give the key of this certificate"
    return None


class _KeyLocked(Exception):
    """The key asks for a password; OpenSSL would ask for it at the terminal."""


def _locked() -> str:
    raise _KeyLocked


def _end(why: str) -> NoReturn:
    typer.echo(f"meisterblick: {why}", err=True)
    raise typer.Exit(WRONG_USE)


def _language(home: Path) -> Language:
    """The station's; settings that cannot be read are named by the station's page."""
    try:
        return load_settings(home).language
    except InspectionError:
        return "de"


def _can_be_read(language: Language) -> str:
    if language == "de":
        return "Achtung: ohne Zertifikat sind PINs im Netzwerk mitlesbar. Abhilfe: --certificate DATEI --key DATEI"
    return "Warning: without a certificate PINs can be read in the network. Remedy: --certificate FILE --key FILE"
