"""The operator's page, run by Streamlit for every browser. What is on it is in `panel`."""

from pathlib import Path

import streamlit as st

from screens.panel import panel

ASSETS = Path(__file__).parent / "assets"

st.set_page_config(page_title="Meisterblick", page_icon=str(ASSETS / "icon.png"), layout="wide")
st.html(ASSETS / "page.css")
panel()
