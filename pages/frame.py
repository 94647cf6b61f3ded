"""The frame of every page: Streamlit runs this script first, whatever address was asked for."""

from __future__ import annotations

import streamlit as st

from pages.ui.chrome import choose_language, put_on_style, show_header
from pages.views.about_data import about_data
from pages.views.add_area import add_area
from pages.views.find_services import find_services

st.set_page_config(page_title="Approdo", page_icon="⚓", layout="wide")
words = choose_language()
put_on_style(words)
find = st.Page(find_services, title=words.say("nav.find"), url_path="find", default=True)
areas = st.Page(add_area, title=words.say("nav.areas"), url_path="areas")
about = st.Page(about_data, title=words.say("nav.about"), url_path="about")
page = st.navigation([find, areas, about], position="hidden")
show_header(words, [find, areas, about])
page.run()
