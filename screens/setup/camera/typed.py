"""A camera that nothing finds: by its address, or a folder of pictures. Only at the station's own computer.

The station fetches from the address and opens the folder, so nobody in the network says which.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from camera.config import CameraConfig, FolderConfig
from inspection.language import Language
from screens.access.visiting import is_at_the_station
from screens.setup.camera.address import network_camera
from screens.setup.notice import show_words
from screens.setup.typing import text_field
from screens.texts import translator

Take = Callable[[CameraConfig], None]

_ADDRESS: Final = "camera_address"
_FOLDER: Final = "camera_folder"
_EXAMPLE: Final = "http://192.168.0.20:8080/video"


def typed_camera(take: Take, language: Language) -> None:
    """The two fields; from the network, where they are."""
    _ = translator(language)
    if not is_at_the_station():
        show_words(_("Address and folder are entered at the station itself."))
        return
    _by_address(take, language)
    _by_folder(take, language)


def _by_address(take: Take, language: Language) -> None:
    _ = translator(language)
    hint = _("Of a phone or network camera that sends MJPEG.")
    typed = text_field(_("Address in the network"), _ADDRESS, hint=hint, placeholder=_EXAMPLE).strip()
    if not typed:
        return
    try:
        config: CameraConfig | None = network_camera(typed)
    except ValueError:
        config = None
        show_words(_("An address begins with http:// or https://, then the camera's own, without name and password."))
    _take_button(_("Take the camera at this address"), "camera_take_address", config, take)


def _by_folder(take: Take, language: Language) -> None:
    _ = translator(language)
    typed = text_field(_("Folder with pictures, on the station's computer"), _FOLDER).strip()
    if not typed:
        return
    path = Path(typed).expanduser()
    if not path.is_dir():
        show_words(_("There is no such folder."))
    config = FolderConfig(path=path) if path.is_dir() else None
    _take_button(_("Take the pictures of this folder"), "camera_take_folder", config, take)


def _take_button(label: str, key: str, config: CameraConfig | None, take: Take) -> None:
    act = None if config is None else partial(take, config)
    st.button(label, key=key, disabled=config is None, on_click=act, width="stretch")
