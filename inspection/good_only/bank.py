"""The features of good places, and how far another place lies from them."""

import io
import zipfile
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspection.errors import ModelRefused
from inspection.good_only.features import Features

MAX_ROWS = 4096
"""So many good places are remembered at most, whatever was taught: 3 MB. Twice as many find no more (docs)."""

_BLOCK = 512


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bank:
    """`rows` (n, d) are good places, whitened: `mean` (c,) taken off, then turned and stretched by `whitening` (c, d).

    Whitened, a direction counts by how unusual it is among good places, not by how large its numbers are.
    """

    mean: NDArray[np.float32]
    whitening: NDArray[np.float32]
    rows: NDArray[np.float32]

    def unlikeness(self, features: Features) -> NDArray[np.float32]:
        """(rows, columns): how unlike the good ones each place is.

        That is its distance, times the root of the picture's mean distance: a place says more on a picture that is odd
        as a whole. Measured in docs/good-parts.md.
        """
        distances = self.distances(features)
        return np.asarray(distances * np.sqrt(distances.mean()), np.float32)

    def distances(self, features: Features) -> NDArray[np.float32]:
        """(rows, columns): how far each place is from the nearest good one. One matrix product a block."""
        height, width, channels = features.shape
        places = self.whitened(features.reshape(-1, channels))
        lengths = np.einsum("ij,ij->i", self.rows, self.rows)
        nearest = np.empty(len(places), np.float32)
        for start in range(0, len(places), _BLOCK):
            block = places[start : start + _BLOCK]
            squared = (lengths - 2 * (block @ self.rows.T)).min(axis=1) + np.einsum("ij,ij->i", block, block)
            nearest[start : start + _BLOCK] = np.sqrt(np.maximum(squared, 0))
        return nearest.reshape(height, width)

    def whitened(self, places: NDArray[np.float32]) -> NDArray[np.float32]:
        """Places (n, c) as the bank has them, (n, d)."""
        return np.asarray((places - self.mean) @ self.whitening, np.float32)

    def to_bytes(self) -> bytes:
        """As numpy's npz; the same bank gives the same bytes."""
        buffer = io.BytesIO()
        np.savez(buffer, mean=self.mean, whitening=self.whitening, rows=self.rows)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Bank":
        """The bank in `data`, which were verified before. Raises ModelRefused for what is no bank."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                bank = cls(**{name: stored[name].astype(np.float32) for name in ("mean", "whitening", "rows")})
        except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise ModelRefused(f"the features of the good parts cannot be read: {error}; teach them again") from error
        channels, dimensions = bank.whitening.shape if bank.whitening.ndim == 2 else (0, 0)
        fits = bank.mean.shape == (channels,) and bank.rows.ndim == 2 and bank.rows.shape[1:] == (dimensions,)
        if not (fits and 0 < len(bank.rows) <= MAX_ROWS and all(np.isfinite(a).all() for a in bank._arrays())):
            raise ModelRefused("the features of the good parts do not fit each other; teach them again")
        return bank

    def _arrays(self) -> tuple[NDArray[np.float32], ...]:
        return self.mean, self.whitening, self.rows
