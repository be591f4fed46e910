"""The station as it is started by `streamlit run`, with what ships."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.staging import ROOT, counted, open_page, press, staged

pytestmark = pytest.mark.browser


def test_streamlit_run_gives_a_first_verdict(
    browser: Browser, open_browser: Callable[..., Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("MEISTERBLICK_HOME", str(home))
    command = ("-m", "streamlit", "run", str(ROOT / "streamlit_app.py"))
    with staged(home, command=command, port_option="--server.port") as stage:
        page = open_browser()
        open_page(page, stage)
        press(page)
        assert counted(page) == 1
        assert (home / "station.json").exists()
