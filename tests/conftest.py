"""How the tests run: property tests without a deadline, the whole suite on every core."""

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

MOST_PROCESSES = 4
"""Each holds a copy of torch."""

# a busy machine is no fault of the program's
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """The whole suite takes every core; chosen files, and proofs, which measure, stay in one process."""
    is_whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and config.option.markexpr == "not proof"
    return min(os.cpu_count() or 1, MOST_PROCESSES) if is_whole else 0


@pytest.fixture(autouse=True)
def _main_module_stays() -> Iterator[None]:
    """Streamlit's AppTest leaves its own script as `__main__`, and a process that is spawned later would run it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before
