"""What Streamlit runs for every browser: the page that its address names."""

from pathlib import Path

import streamlit as st

from screens.pages import inspect_page, set_up_page

ASSETS = Path(__file__).parent / "assets"

st.set_page_config(page_title="Meisterblick", page_icon=str(ASSETS / "icon.png"), layout="wide")
st.html(ASSETS / "page.css")
st.navigation([inspect_page(), set_up_page()], position="hidden").run()
