"""Front door of the operator's screen: `streamlit run streamlit_app.py`, or simply `meisterblick`."""

import streamlit as st

from inspection.places import default_home
from inspection.station.build import build_station
from screens.application import PAGE, guarded, station_lifespan
from screens.host import StationHost
from screens.routes import station_routes

host = StationHost(build_station, default_home())
app = st.App(PAGE, routes=station_routes(host), lifespan=station_lifespan(host), middleware=guarded(host))
