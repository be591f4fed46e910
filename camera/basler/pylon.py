"""Where pypylon is loaded, and what its errors become."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from camera.errors import CameraAbsent, CameraError

NodeMap = Any
"""The features of a device, by name (GenApi `INodeMap`); pypylon has no types."""
InstantCamera = Any
GrabResult = Any


def load_pylon() -> Any:
    """The module `pypylon.pylon`. Raises CameraAbsent where it is not installed."""
    try:
        from pypylon import pylon
    except ImportError as error:
        raise CameraAbsent(
            f"Basler cameras need the package pypylon, which cannot be loaded here ({error}); "
            "install it with `pip install pypylon`, and start again"
        ) from error
    return pylon


@contextmanager
def failing_as(kind: type[CameraError] | type[OSError], what: str, next_step: str) -> Iterator[None]:
    """What pylon throws inside becomes `kind`, with words around pylon's own."""
    from pypylon import genicam

    try:
        yield
    except genicam.GenericException as error:
        raise kind(f"{what}: {words_of(error)}; {next_step}") from error


def words_of(error: Exception) -> str:
    """What pylon says, without where in its source it said so.

    >>> words_of(Exception("Node is not writable. : AccessException thrown in node 'Width' (file 'IntegerT.h')"))
    'Node is not writable.'
    """
    return str(error).partition(" : ")[0].strip()
