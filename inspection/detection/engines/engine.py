"""What an engine promises."""

from collections.abc import Iterable, Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels


class Engine(Protocol):
    """A loaded net. Its calls block; any number of threads may call it.

    It is not given bytes that were not looked through: OpenVINO reads tensors from other files also when it is given
    bytes, relative to the folder that the program happens to run in (2026.4, tried).
    """

    @property
    def version(self) -> str:
        """Version of the engine."""
        ...

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """Shape of the first output, None where it depends on the input's size."""
        ...

    def run(self, image: Pixels) -> NDArray[np.float32]:
        """The net's first output for an input of shape (height, width, 3), RGB uint8, contiguous, whole strides.

        Raises DetectorError.
        """
        ...

    def run_all(self, images: Iterable[Pixels]) -> Iterator[NDArray[np.float32]]:
        """`run` for each of them, in their order; an engine that can works at some of them at the same time.

        So it takes a few images more than it has given answers, never all. Raises DetectorError.
        """
        ...
