import tomllib
from pathlib import Path

import pytest
from streamlit import config

from screens.options import OPTIONS

ROOT = Path(__file__).parents[2]


def flat(tree: dict[str, object], prefix: str = "") -> dict[str, object]:
    options: dict[str, object] = {}
    for name, value in tree.items():
        options |= flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return options


def test_the_file_for_streamlit_run_says_the_same() -> None:
    assert flat(tomllib.loads((ROOT / ".streamlit/config.toml").read_text())) == OPTIONS


@pytest.mark.parametrize("option", OPTIONS)
def test_streamlit_knows_the_option(option: str) -> None:
    assert option in config._config_options_template


def test_nothing_is_reported_to_anybody() -> None:
    assert OPTIONS["browser.gatherUsageStats"] is False
    assert OPTIONS["server.address"] == "127.0.0.1"
