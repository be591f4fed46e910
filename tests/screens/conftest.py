"""A staged station as a server, without any browser."""

from collections.abc import Iterator

import pytest

from tests.browser.staging import Stage, staged


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("served") / "home", "--lock-out-ms", "600000") as stage:
        yield stage
