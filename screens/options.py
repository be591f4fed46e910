"""How Streamlit is set up; `.streamlit/config.toml` says the same for `streamlit run`."""

from collections.abc import Mapping
from typing import Any

OPTIONS: Mapping[str, Any] = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorLinks": False,
    "client.showErrorDetails": "none",
    # a full garbage collection after every rerun costs over 100 ms between trigger and verdict
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
    "theme.light.primaryColor": "#0b5cad",
    "theme.light.backgroundColor": "#f4f6f8",
    "theme.light.secondaryBackgroundColor": "#ffffff",
    "theme.light.textColor": "#15202b",
    "theme.dark.primaryColor": "#6db3ff",
    "theme.dark.backgroundColor": "#10161c",
    "theme.dark.secondaryBackgroundColor": "#1b242d",
    "theme.dark.textColor": "#eef3f7",
}
