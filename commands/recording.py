"""Where `meisterblick inspect --record` puts its records: the folder itself, or the station that owns it."""

import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, Self

from inspection.errors import StorageFailed, StoreInUse
from inspection.inspect_part import JudgedPart

GROUP_SIZE = 64
GROUP_SECONDS = 0.5
ANSWER_TIMEOUT_S = 30


class Recorder(Protocol):
    """Takes groups of judged parts; returns when they are on the disk."""

    def record(self, group: Sequence[JudgedPart]) -> None:
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

    def record(self, group: Sequence[JudgedPart]) -> None:
        """See Recorder."""
        self._store.save_all([(part.inspection, part.pictures) for part in group])

    def close(self) -> None:
        """See Recorder."""
        self._store.close()


class StationRecorder:
    """Hands the records to the running station of the same folder, over this computer's own network."""

    def __init__(self, port: int, token: str) -> None:
        self._url = f"http://127.0.0.1:{port}/api/records"
        self._token = token

    @classmethod
    def of(cls, home: Path) -> Self:
        """The station that runs in `home`. Raises StorageFailed where its address cannot be read."""
        path = home / "station.json"
        try:
            address = json.loads(path.read_text(encoding="utf-8"))
            return cls(int(address["port"]), str(address["token"]))
        except (OSError, ValueError, KeyError) as error:
            raise StorageFailed(
                f"another program holds the records in {home}, but it cannot be reached ({path}: {error}); "
                "close it, or wait until the station has started, and call again"
            ) from error

    def record(self, group: Sequence[JudgedPart]) -> None:
        """See Recorder."""
        body = json.dumps({"inspections": [part.inspection.model_dump(mode="json") for part in group]})
        request = urllib.request.Request(
            self._url,
            data=body.encode(),
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_TIMEOUT_S) as answer:
                sequences = json.load(answer)["sequences"]
        except (OSError, ValueError, KeyError) as error:
            said = error.read().decode(errors="replace") if isinstance(error, urllib.error.HTTPError) else error
            raise StorageFailed(f"the running station did not acknowledge the records: {said}") from error
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
        return StationRecorder.of(home)
