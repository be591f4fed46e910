from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.records import RecordStore
from tests.inspection.records.building import NO_LOW_WATER


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Iterator[RecordStore]:
    opened = RecordStore.open(home, NO_LOW_WATER)
    yield opened
    opened.close()
