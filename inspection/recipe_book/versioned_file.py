"""A file that people edit, with every saved version of it kept unchanged beside it.

The file itself is what counts, and may be edited by hand. A draft is on the disk before it takes the place of the old
one, so that a power cut leaves either.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspection import platform
from inspection.errors import RecipeRefused
from inspection.on_disk import write_durably
from inspection.recipe_book.refusal import Problem, Refusal
from inspection.records.failures import explained

_VERSION = re.compile(r"v(\d{4,9})\.yaml")
_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionedFile:
    """`current` is in force; `versions` is the folder of `v0001.yaml`, `v0002.yaml` and so on."""

    current: Path
    versions: Path

    def numbers(self) -> tuple[int, ...]:
        """Numbers of the kept versions, the oldest first."""
        found = (_VERSION.fullmatch(path.name) for path in self.versions.glob("v*.yaml"))
        return tuple(sorted(int(match[1]) for match in found if match))

    def path(self, number: int) -> Path:
        """Where a version is kept."""
        return self.versions / f"v{number:04d}.yaml"

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Keep everybody else from saving meanwhile. An OSError becomes StorageFull or StorageFailed.

        Raises RecipeRefused when another is saving still after five seconds.
        """
        try:
            self.versions.mkdir(parents=True, exist_ok=True)
            self.current.parent.mkdir(parents=True, exist_ok=True)
            lock = platform.FileLock.take(self.versions / "lock", _PATIENCE_S)
        except BlockingIOError as error:
            raise RecipeRefused(
                f"{self.current} is being saved by another: wait a moment, then save again",
                Refusal(problem=Problem.BEING_SAVED, name=self.current.stem),
            ) from error
        except OSError as error:
            raise explained(f"save {self.current}", error) from error
        try:
            yield
        except OSError as error:
            raise explained(f"save {self.current}", error) from error
        finally:
            lock.release()

    def keep(self, number: int, text: str) -> None:
        """Keep a version, once `saving`. Raises FileExistsError where there is one of that number; OSError."""
        target = self.path(number)
        if target.exists():
            raise FileExistsError(f"{target} is there already: a kept version is never written again")
        write_durably(target, text.encode("utf-8"))

    def put_in_force(self, text: str) -> None:
        """Let `text` take the place of the current file, once `saving`. Raises OSError."""
        write_durably(self.current, text.encode("utf-8"))
