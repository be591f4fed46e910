"""One picture file as a Frame."""

from datetime import UTC, datetime
from pathlib import Path

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from camera.frame import Frame


def read_picture_file(path: Path, *, frame_id: int = 1, camera_id: str | None = None) -> Frame:
    """The picture in `path` with its bytes as `encoded`; `captured_at` is when it was read.

    `camera_id` defaults to the file's folder. Raises FrameBroken for a file that cannot be read or is no whole picture.
    """
    captured_at = datetime.now(UTC)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FrameBroken(f"{path} cannot be read: {error.strerror or error}; check the file and its rights") from error
    try:
        pixels, media_type = decode_picture(data)
    except FrameBroken as error:
        raise type(error)(f"{path.name}: {error}") from error
    return Frame(
        pixels=pixels,
        frame_id=frame_id,
        captured_at=captured_at,
        camera_id=camera_id or f"folder:{path.parent}",
        encoded=data,
        media_type=media_type,
    )
