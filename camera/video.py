"""A video file as a camera: for demonstrations, and to try a station on what was filmed elsewhere."""

import time
from typing import TYPE_CHECKING, Final

import numpy as np

from camera.config import VideoConfig
from camera.driver import Feed, Lamp, RawFrame
from camera.errors import CameraAbsent, CameraLost, FeedEnded, FrameBroken, SnapTimeout
from camera.frame import Pixels
from camera.settings import CameraSettings

if TYPE_CHECKING:
    import cv2

USUAL_RATE_HZ: Final = 25.0
"""For files that do not say theirs."""
HIGHEST_RATE_HZ: Final = 1000.0


class VideoDriver:
    """Plays the file at its own speed, each frame once; while nobody reads it stands still.

    A frame counts as exposed when it was due. `number` is its place in the file and goes on rising when the video
    begins again. What FFmpeg mends in a damaged file without a word is not noticed here.
    """

    feed: Feed = "stream"
    noisy = False

    def __init__(self, config: VideoConfig) -> None:
        """Nothing is read before `open`."""
        self._config = config
        self._video: cv2.VideoCapture | None = None
        self._interval_s = 1 / USUAL_RATE_HZ
        self._frames_in_file = 0
        self._place = 0
        self._number = 0
        self._due_s = 0.0

    @property
    def stalled_after_s(self) -> float:
        """1 s, or three frames where that is longer."""
        return max(1.0, 3 * self._interval_s)

    def open(self) -> None:
        """Open the file at its first frame. Raises CameraAbsent where it is missing or no video."""
        if self._video is None:
            self._video = self._opened()
            self._due_s = time.monotonic()

    def close(self) -> None:
        """Close the file; `open` begins it again."""
        if self._video is not None:
            self._video.release()
            self._video = None

    def configure(self, settings: CameraSettings) -> CameraSettings:
        """Raises ValueError for any setting: a video was exposed long ago."""
        if settings != CameraSettings():
            raise ValueError(f"a video has no exposure time or gain to set; got {settings!r}")
        return settings

    def read(self, timeout_s: float) -> RawFrame:
        """The next frame, when it is due. See Driver."""
        early_s = self._due_s - time.monotonic()
        time.sleep(max(0.0, min(early_s, timeout_s)))
        if early_s > timeout_s:
            raise SnapTimeout(f"the video has a frame each {self._interval_s:.3g} s, none was due in {timeout_s:g} s")
        began_s = time.monotonic()
        self._due_s = max(self._due_s, began_s - self._interval_s) + self._interval_s
        pixels = self._next_pixels()
        return RawFrame(
            data=pixels,
            layout="bgr8",
            width_px=pixels.shape[1],
            height_px=pixels.shape[0],
            number=self._number,
            began_s=began_s,
        )

    def show(self, lamp: Lamp) -> None:
        """A video has no lamp."""

    def _opened(self) -> "cv2.VideoCapture":
        import cv2

        path = self._config.path
        if not path.is_file():
            raise CameraAbsent(f"expected a video file at {path}, there is none; check the path")
        video = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        if not video.isOpened():
            raise CameraAbsent(f"expected a video, {path} cannot be played; convert it to MP4 (H.264) or AVI (MJPEG)")
        rate_hz = video.get(cv2.CAP_PROP_FPS)
        self._interval_s = 1 / (rate_hz if 0 < rate_hz <= HIGHEST_RATE_HZ else USUAL_RATE_HZ)
        self._frames_in_file = int(video.get(cv2.CAP_PROP_FRAME_COUNT))
        self._place = 0
        return video

    def _next_pixels(self) -> Pixels:
        """The frame at the next place. Raises FrameBroken where it does not decode, FeedEnded at the end."""
        if self._video is None:
            raise CameraLost("the video is not open; open it first")
        good, pixels = self._video.read()
        if not good and self._place >= self._frames_in_file:
            good, pixels = self._begun_again().read()
        self._place += 1
        self._number += 1
        if not good:
            raise FrameBroken(f"frame {self._place} of the video {self._config.path} does not decode; convert it again")
        return np.asarray(pixels, np.uint8)

    def _begun_again(self) -> "cv2.VideoCapture":
        """The video at its first frame; not by seeking, which some files answer with another frame."""
        if not self._config.loop:
            raise FeedEnded(f"the video {self._config.path} has ended; start the station again, or set loop")
        self.close()
        try:
            self._video = self._opened()
        except CameraAbsent as error:
            raise CameraLost(f"the video could not begin again: {error}") from error
        return self._video
