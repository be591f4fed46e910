"""From a grab result to the bytes of a frame."""

from typing import Any

import numpy as np

from camera.basler.pylon import GrabResult, failing_as, load_pylon
from camera.driver import Layout
from camera.errors import FrameBroken
from camera.frame import Pixels


class PictureReader:
    """Copies pixels out of pylon's buffers, and turns what has no Layout of its own into `mono8` or `bgr8`.

    Of 10, 12 and 16 bits the upper 8 are kept; Bayer patterns are interpolated, their edge rows and columns repeated,
    so that the picture keeps its size.
    """

    def __init__(self) -> None:
        """Needs pypylon."""
        pylon = load_pylon()
        self._pylon = pylon
        self._direct: dict[int, Layout] = {
            pylon.PixelType_Mono8: "mono8",
            pylon.PixelType_RGB8packed: "rgb8",
            pylon.PixelType_BGR8packed: "bgr8",
        }
        self._grey, self._colour = pylon.PixelType_Mono8, pylon.PixelType_BGR8packed
        self._converter: Any = pylon.ImageFormatConverter()
        self._converter.InconvertibleEdgeHandling.SetValue("Extend")
        self._converter.MonoConversionMethod.SetValue("Truncate")

    def picture(self, result: GrabResult) -> tuple[Pixels, Layout]:
        """The pixels as bytes of their own, shape (n,), and how they lie.

        Raises FrameBroken where the result is not one whole picture.
        """
        _refuse_incomplete(result)
        kind = result.GetPixelType()
        layout = self._direct.get(kind)
        with failing_as(FrameBroken, f"pylon cannot convert pixels of type {kind}", "choose another `pixel_format`"):
            if layout is not None and result.GetPaddingX() == 0:
                return _flat(result.GetArray()), layout
            grey = self._pylon.IsMonoImage(kind)
            self._converter.OutputPixelFormat = self._grey if grey else self._colour
            return _flat(self._converter.Convert(result).GetArray()), "mono8" if grey else "bgr8"


def _refuse_incomplete(result: GrabResult) -> None:
    """Only `GrabSucceeded` tells: a failed buffer has the error code 0 and pixels that look like a picture."""
    if not result.GrabSucceeded():
        what = f"the camera's driver could not grab the whole picture ({result.GetErrorDescription()})"
    elif result.GetPayloadSize() < result.GetImageSize():
        what = f"expected {result.GetImageSize()} bytes of pixels, got {result.GetPayloadSize()}"
    else:
        return
    raise FrameBroken(f"{what}; trigger again, and check cable and bandwidth if it comes back")


def _flat(array: Any) -> Pixels:
    return np.ascontiguousarray(array, np.uint8).reshape(-1)
