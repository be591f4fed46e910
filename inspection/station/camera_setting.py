"""The knobs of the station's camera: turned while it runs, and kept where its settings can keep them."""

from camera.config import BaslerConfig, CameraConfig, UsbConfig, WhiteBalance
from camera.settings import CameraSettings
from inspection.camera_aid import GreyCard
from inspection.records.failures import explained
from inspection.station.settings import load_settings, save_settings
from inspection.station.station import Station


def set_camera(station: Station, settings: CameraSettings) -> bool:
    """Turn these knobs from the next exposure on; whether they are kept for the next start as well.

    Raises ValueError for what the camera does not have or take, CameraError while it is away; StorageFull,
    StorageFailed where they cannot be kept.
    """
    with station.setting_up:
        station.configure_camera(settings)
        station.note("camera-set", settings.model_dump_json(exclude_none=True))
        now = load_settings(station.home)
        camera = now.camera
        if not isinstance(camera, UsbConfig | BaslerConfig):
            return False
        kept = camera.model_copy(update={"settings": camera.settings.changed_by(settings)})
        try:
            save_settings(station.home, now.model_copy(update={"camera": kept}))
        except OSError as error:
            raise explained(f"save the station's settings in {station.home}", error) from error
        return True


def balanced(camera: CameraConfig, card: GreyCard) -> BaslerConfig | None:
    """The camera with factors that make the touched card grey; None where the station cannot set its white balance."""
    if not isinstance(camera, BaslerConfig):
        return None
    now = camera.white_balance or WhiteBalance(red=1, blue=1)
    red, blue = now.red / (1 + card.red_off), now.blue / (1 + card.blue_off)
    wanted = WhiteBalance(red=round(red, 3), green=now.green, blue=round(blue, 3))
    return camera.model_copy(update={"white_balance": wanted})
