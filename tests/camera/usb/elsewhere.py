"""A driver in a process that sees the stand-in camera: what is preloaded must be there when a process starts.

Started as a module it is the other end: it takes calls from stdin and answers on stdout, both pickled.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from camera.config import UsbConfig
from camera.driver import RawFrame
from camera.settings import CameraSettings
from camera.usb import UsbDriver


class DriverElsewhere:
    """One process, with one driver after the other; every exception of a call comes back as it was."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __spec__.name if __spec__ else __name__],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def new(self, config: UsbConfig, **roots: Path) -> None:
        """Close the driver of before, and make another, not opened."""
        self._call("new", config, **roots)

    def open(self) -> None:
        self._call("open")

    def close(self) -> None:
        self._call("close")

    def configure(self, settings: CameraSettings) -> CameraSettings:
        return cast(CameraSettings, self._call("configure", settings))

    def read(self, timeout_s: float = 5.0) -> RawFrame:
        return cast(RawFrame, self._call("read", timeout_s))

    def stalled_after_s(self) -> float:
        return cast(float, self._call("stalled_after_s"))

    def end(self) -> None:
        """Close the driver and the process."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def _call(self, name: str, *arguments: object, **more: object) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        pickle.dump((name, arguments, more), self._process.stdin)
        self._process.stdin.flush()
        raised, value = pickle.load(self._process.stdout)
        if raised:
            raise value
        return value


def serve() -> None:
    """Until stdin is closed."""
    driver: UsbDriver | None = None
    while True:
        try:
            name, arguments, more = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        raised, value = False, None
        try:
            if name == "new":
                if driver is not None:
                    driver.close()
                driver = UsbDriver(*arguments, **more)
            else:
                attribute = getattr(driver, name)
                value = attribute(*arguments, **more) if callable(attribute) else attribute
        except Exception as error:
            raised, value = True, error
        pickle.dump((raised, value), sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
