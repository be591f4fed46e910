"""A shop whose records can be looked through."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from screens import host as hosting
from tests.screens.history.shop import Shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(hosting, "_at_work", None)
    shop = Shop(tmp_path)
    yield shop
    shop.store.close()
