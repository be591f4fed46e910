"""A folder or a file that appears whole, or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A folder on the disk of `target`, so that a rename finishes the work; it is gone afterwards, whatever happened.

    Raises FileExistsError where `target` is a folder that is there, and OSError where the disk fails.
    """
    if target.is_dir():
        raise FileExistsError(f"{target} exists already; name a new one")
    above = target.absolute().parent
    above.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=".meisterblick-", dir=above))
    try:
        yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)
