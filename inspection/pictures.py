"""The bytes of a picture, as they are kept and as they are shown."""

import hashlib

from camera.frame import Frame, MediaType, Pixels
from inspection.record import Picture, PictureRef

PNG_LEVEL = 1
"""Fast compression: at 640x480 level 1 takes a third of the time of level 6 for 8 % more bytes."""
SHOWN_JPEG_QUALITY = 80


def keep(frame: Frame) -> tuple[Picture, PictureRef]:
    """The picture that proves a verdict: the bytes as the camera gave them, else a lossless PNG of the pixels."""
    if frame.encoded is not None and frame.media_type is not None:
        data, media_type = frame.encoded, frame.media_type
    else:
        data, media_type = _png(frame.pixels), _PNG
    reference = PictureRef(
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        width_px=frame.width_px,
        height_px=frame.height_px,
    )
    return Picture(data=data, media_type=media_type), reference


_PNG: MediaType = "image/png"


def _png(pixels: Pixels) -> bytes:
    import cv2

    done, data = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, PNG_LEVEL])
    if not done:
        raise ValueError(f"OpenCV could not write a PNG of shape {pixels.shape}")
    return data.tobytes()


def jpeg_to_show(pixels: Pixels) -> bytes:
    """A JPEG for a screen, never for judging."""
    import cv2

    done, data = cv2.imencode(
        ".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, SHOWN_JPEG_QUALITY]
    )
    if not done:
        raise ValueError(f"OpenCV could not write a JPEG of shape {pixels.shape}")
    return data.tobytes()
