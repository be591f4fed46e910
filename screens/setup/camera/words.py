"""What a camera is called on the page."""

from typing import assert_never
from urllib.parse import urlsplit

from camera.config import (
    BaslerConfig,
    CameraConfig,
    FolderConfig,
    HttpMjpegConfig,
    SimulatedConfig,
    UsbConfig,
    VideoConfig,
)
from camera.rendering.truth import PartKind
from inspection.language import Language
from screens.texts import translator


def camera_words(config: CameraConfig, language: Language) -> str:
    """The camera in words; of an address only its host, for the rest may hold a password."""
    _ = translator(language)
    match config:
        case SimulatedConfig(part=part):
            return _("Simulated parts: {part}").format(part=kind_word(part, language))
        case FolderConfig(path=path):
            return _("Pictures of the folder {path}").format(path=path)
        case VideoConfig(path=path):
            return _("Video {path}").format(path=path)
        case UsbConfig(serial=serial, device=device):
            return _("USB camera {which}").format(which=serial or device)
        case HttpMjpegConfig(url=url):
            return _("Camera in the network: {which}").format(which=urlsplit(url).hostname or "?")
        case BaslerConfig(serial=serial):
            return _("Basler camera {which}").format(which=serial)
        case _:
            assert_never(config)


def kind_word(kind: PartKind, language: Language) -> str:
    """A kind of part that can be simulated."""
    _ = translator(language)
    words: dict[PartKind, str] = {
        "weld-bead": _("weld bead"),
        "board": _("board"),
        "machined-metal": _("machined metal"),
    }
    return words[kind]
