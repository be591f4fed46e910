"""The server of the operator's screen."""

import errno
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from screens.door.throttle import is_loopback
from screens.options import OPTIONS
from screens.reach import asked_at

DEFAULT_PORT = 8501
WRONG_USE = 2
SWITCH_INTERVAL_S = 0.0005
"""So long a page that is being drawn keeps a trigger from running; Python's own 5 ms cost a verdict 7 ms of 112."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What TLS needs: the certificate (with its chain) and its key, PEM files."""

    certificate: Path
    key: Path


def run(
    port: int = DEFAULT_PORT,
    address: str = "127.0.0.1",
    open_browser: bool = True,
    home: Path | None = None,
    host_names: Iterable[str] = (),
    tls: Certificate | None = None,
    page: str = "",
) -> None:
    """Serve the station of the folder `home` until Ctrl-C or SIGTERM; then close it, and return.

    The browser is opened at `page` once the server answers. `home` None is the default folder. With an `address` other
    than this computer's own nobody is served without a login; `host_names` are further names under which the station is
    asked.
    Ends the program with status 2 and a message where the port is taken.
    """
    _check_port(address, port)

    import streamlit as st

    from inspection.places import default_home
    from inspection.station.build import build_station
    from screens.application import PAGE, guarded, station_lifespan
    from screens.host import StationHost
    from screens.reach import is_opened, own_names
    from screens.routes import station_routes

    opened = is_opened(address)
    host = StationHost(build_station, home or default_home(), opened=opened)
    names = {address, *host_names, *(own_names() if opened else ())}
    guard = guarded(host, names)
    app = st.App(PAGE, routes=station_routes(host), lifespan=station_lifespan(host), middleware=guard)
    if open_browser:
        threading.Thread(
            target=_open_when_up, args=(address, port, tls, page), name="open browser", daemon=True
        ).start()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    # the server raises a signal again once it has ended; the default would then kill this process
    signal.signal(signal.SIGTERM, lambda *_: None)
    with suppress(KeyboardInterrupt):
        app.run(config={**OPTIONS, "server.address": address, "server.port": port, **_tls_options(tls)})


def _tls_options(tls: Certificate | None) -> dict[str, str]:
    if tls is None:
        return {}
    return {"server.sslCertFile": str(tls.certificate), "server.sslKeyFile": str(tls.key)}


def _check_port(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                why = (
                    f"Port {port} is in use: another program, or a station that is already running, answers there.\n"
                    f"Open http://localhost:{port} to see which, or choose another port: meisterblick --port {port + 1}"
                )
            else:
                why = f"The server cannot listen on {address}:{port} ({error.strerror}); choose another --port."
            print(why, file=sys.stderr)  # noqa: T201 - it is what the command says
            raise SystemExit(WRONG_USE) from error


def _open_when_up(address: str, port: int, tls: Certificate | None, page: str, give_up_after_s: float = 60) -> None:
    reached = asked_at(address)
    deadline = time.monotonic() + give_up_after_s
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((reached, port), timeout=1):
                break
        except OSError:
            time.sleep(0.1)
    webbrowser.open(f"{'https' if tls else 'http'}://{_in_an_address(reached)}:{port}/{page}")


def _in_an_address(reached: str) -> str:
    """As a browser is asked for it: this computer by its name, which a certificate may carry."""
    if is_loopback(reached):
        return "localhost"
    return f"[{reached}]" if ":" in reached else reached
