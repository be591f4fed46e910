"""What Streamlit runs for every browser: the page that its address names."""

from pathlib import Path

import streamlit as st

from screens.pages import pages

ASSETS = Path(__file__).parent / "assets"

st.set_page_config(page_title="Meisterblick", page_icon=str(ASSETS / "icon.png"), layout="wide")
for style in ("page.css", "menu.css"):
    st.html(ASSETS / style)
st.navigation(pages(), position="hidden").run()
