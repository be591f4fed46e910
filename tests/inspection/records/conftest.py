import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.records import RecordStore
from tests.inspection.records.building import NO_LOW_WATER
from tests.inspection.records.processes import Writer


@pytest.fixture(scope="session")
def writers() -> Iterator[Writer]:
    if not hasattr(os, "fork"):
        pytest.skip("the writer forks, which this system cannot")
    with Writer() as writer:
        yield writer


@pytest.fixture
def writer(writers: Writer) -> Iterator[Writer]:
    """A process that writes records and can be killed."""
    yield writers
    writers.kill()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Iterator[RecordStore]:
    opened = RecordStore.open(home, NO_LOW_WATER)
    yield opened
    opened.close()
