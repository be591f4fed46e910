"""Where `meisterblick inspect --record` puts its records: the folder itself, or the station that owns it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from commands.asking import StationUnreachable, ask_station
from inspection.errors import StorageFailed, StoreInUse
from inspection.record import Inspection

GROUP_SIZE = 64
GROUP_SECONDS = 0.5
ANSWER_TIMEOUT_S = 30


class Recorder(Protocol):
    """Takes groups of inspections of pictures that lie in files; returns when they are on the disk."""

    def record(self, group: Sequence[Inspection]) -> None:
        """Raises StorageError: then none of the group has been acknowledged."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


class LocalRecorder:
    """Owns the record folder for as long as the command runs."""

    def __init__(self, home: Path) -> None:
        """Raises StoreInUse beside a running station, StorageRefused, StorageFailed."""
        from inspection.records import RecordStore

        self._store = RecordStore.open(home)

    def record(self, group: Sequence[Inspection]) -> None:
        """See Recorder."""
        self._store.save_all([(inspection, ()) for inspection in group])

    def close(self) -> None:
        """See Recorder."""
        self._store.close()


class StationRecorder:
    """Hands the records to the running station of the same folder, over this computer's own network."""

    def __init__(self, home: Path) -> None:
        """Raises StorageFailed where nobody says how that station is reached."""
        from screens.presence import FILE_NAME, Presence

        if Presence.read(home) is None:
            raise StorageFailed(
                f"another program holds the records in {home}, but it cannot be reached ({home / FILE_NAME} is not "
                "there, or cannot be read); close it, or wait until the station has started, and call again"
            )
        self._home = home

    def record(self, group: Sequence[Inspection]) -> None:
        """See Recorder."""
        body = {"inspections": [inspection.model_dump(mode="json") for inspection in group]}
        try:
            answer = ask_station(self._home, "/api/records", body, ANSWER_TIMEOUT_S)
            sequences = json.loads(answer.body)["sequences"] if answer.is_good else None
        except (StationUnreachable, ValueError, KeyError) as error:
            raise StorageFailed(f"the running station did not acknowledge the records: {error}") from error
        if sequences is None:
            raise StorageFailed(f"the running station did not acknowledge the records: {answer.said}")
        if len(sequences) != len(group):
            raise StorageFailed(f"the running station acknowledged {len(sequences)} of {len(group)} records")

    def close(self) -> None:
        """See Recorder."""


def open_recorder(home: Path) -> Recorder:
    """The folder itself, or the running station that owns it.

    Raises StorageRefused or StorageFailed with what to do.
    """
    try:
        return LocalRecorder(home)
    except StoreInUse:
        return StationRecorder(home)
