"""A camera that shows the pictures of a folder, in the order of their names."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from camera.config import FolderConfig
from camera.driver import Lamp
from camera.errors import CameraAbsent, CameraLost, FeedEnded, FrameBroken, FrameStale
from camera.frame import Frame
from camera.health import CameraHealth
from camera.picture_file import read_picture_file
from camera.settings import CameraSettings

SUFFIXES = (".jpg", ".jpeg", ".png")


class FolderCamera:
    """One picture file a `snap`; its bytes come along as `encoded`. The list of files is made by `open`.

    `captured_at` is when the file was read: to the station that is the exposure. A broken file raises FrameBroken for
    that one snap, and the next snap goes on with the next file. After the last picture the first comes again. Without
    `loop` no picture is ever shown twice by this object, over any number of `close` and `open`: FeedEnded says that all
    were shown, until one with a name behind theirs lies in the folder. `latest` shows the picture that the next `snap`
    takes.
    """

    def __init__(self, config: FolderConfig) -> None:
        """Nothing is read before `open`."""
        self._config = config
        self._camera_id = f"folder:{config.path}"
        self._lock = threading.Lock()
        self._files: tuple[Path, ...] | None = None
        self._next, self._shown = 0, ""
        self._frame_id = 0
        self._ahead: tuple[int, Frame | FrameBroken] | None = None

    @property
    def camera_id(self) -> str:
        """The folder's path."""
        return self._camera_id

    @property
    def settings(self) -> CameraSettings:
        """A folder has no knobs."""
        return CameraSettings()

    def open(self) -> None:
        """List the pictures. Raises CameraAbsent where the folder is missing, unreadable, or has none."""
        with self._lock:
            if self._files is None:
                self._files, self._next, self._ahead = self._not_shown(self._listed()), 0, None

    def close(self) -> None:
        """Forget the list; `open` makes a new one."""
        with self._lock:
            self._files, self._ahead = None, None

    def configure(self, settings: CameraSettings) -> None:
        """Raises ValueError for any setting: these pictures were exposed long ago."""
        with self._lock:
            self._file()
        if settings != CameraSettings():
            raise ValueError(f"pictures of a folder have no exposure time or gain to set; got {settings!r}")

    def snap(self, timeout_ms: int = 1000) -> Frame:
        """The next picture, read now. Raises FrameBroken for a broken file, FeedEnded at the end, CameraLost if gone.

        Reading a file does not wait for anything, so `timeout_ms` never runs out.
        """
        with self._lock:
            file = self._file()
            self._next, self._shown = self._next + 1, file.name
            self._ahead = None
            return self._read(file)

    def latest(self, max_age_ms: int) -> Frame:
        """The picture that the next `snap` takes. Raises FrameStale while that file is broken."""
        with self._lock:
            file = self._file()
            if self._ahead is None or self._ahead[0] != self._next:
                try:
                    self._ahead = (self._next, self._read(file))
                except FrameBroken as error:
                    self._ahead = (self._next, error)
            frame = self._ahead[1]
            if isinstance(frame, FrameBroken):
                raise FrameStale(f"there is no picture to show: {frame}") from frame
            age_ms = (datetime.now(UTC) - frame.captured_at).total_seconds() * 1000
            if age_ms > max_age_ms:  # the file lies still, so showing it again is a new look at it
                frame = self._stamped(frame)
                self._ahead = (self._next, frame)
            return frame

    def check(self) -> None:
        """Raises CameraLost before `open`, FeedEnded while all pictures have been shown."""
        with self._lock:
            self._file()

    def show(self, lamp: Lamp) -> None:
        """A folder has no lamp."""

    def health(self) -> CameraHealth:
        """How many pictures were read."""
        return CameraHealth(frames=self._frame_id)

    def _file(self) -> Path:
        """The next one; where all were shown without `loop`, it is looked for."""
        if self._files is None:
            raise CameraLost(f"the folder camera {self._config.path} is not open; open it first")
        if self._next >= len(self._files) and not self._config.loop:
            try:
                self._files, self._next = self._not_shown(self._listed()), 0
            except CameraAbsent as error:
                raise CameraLost(str(error)) from error
            if not self._files:
                raise FeedEnded(
                    f"all pictures of {self._config.path} have been shown, {self._shown} was the last; put one there "
                    "whose name comes behind it, or set loop"
                )
        return self._files[self._next % len(self._files)]

    def _listed(self) -> tuple[Path, ...]:
        folder = self._config.path
        try:
            files = [entry for entry in folder.iterdir() if entry.suffix.lower() in SUFFIXES and entry.is_file()]
        except OSError as error:
            raise CameraAbsent(
                f"expected a folder of pictures at {folder}, got: {error.strerror or error}; check the path"
            ) from error
        if not files:
            raise CameraAbsent(
                f"expected pictures ({', '.join(SUFFIXES)}) in {folder}, found none; put some in, or choose another"
            )
        return tuple(sorted(files, key=lambda entry: entry.name))

    def _not_shown(self, files: tuple[Path, ...]) -> tuple[Path, ...]:
        return files if self._config.loop else tuple(file for file in files if file.name > self._shown)

    def _read(self, file: Path) -> Frame:
        if not file.is_file():
            raise CameraLost(f"expected the picture {file}, it is gone; close and open to list the folder again")
        frame = read_picture_file(file, frame_id=self._frame_id + 1, camera_id=self._camera_id)
        self._frame_id += 1
        return frame

    def _stamped(self, frame: Frame) -> Frame:
        self._frame_id += 1
        return replace(frame, frame_id=self._frame_id, captured_at=datetime.now(UTC))
