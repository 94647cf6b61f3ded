"""The frame of every page: Streamlit runs this script first, whatever address was asked for."""

from __future__ import annotations

import streamlit as st

from data.settings import is_public
from layers.words import PERSON_LANGUAGES
from pages.about.page import about_data
from pages.areas.page import add_area
from pages.associations.page import show_associations
from pages.coverage.page import show_coverage
from pages.find.page import find_services
from pages.partnerships.page import show_partnerships
from pages.plan.page import plan_trips
from pages.region.page import show_region
from pages.register.page import keep_register
from pages.schools.page import show_schools
from pages.screening.page import screen_person
from pages.shared.page_frame import (
    choose_language,
    choose_person_language,
    put_on_style,
    show_header,
)
from pages.shared.register_session import can_log_in
from pages.shared.session import PAGES
from pages.today.page import show_today

st.set_page_config(page_title="Approdo", page_icon="⚓", layout="wide")
words = choose_language()
find = st.Page(find_services, title=words.say("nav.find"), url_path="find", default=True)
plan = st.Page(plan_trips, title=words.say("nav.plan"), url_path="plan")
screening = st.Page(screen_person, title=words.say("screening.title"), url_path="screening")
areas = st.Page(add_area, title=words.say("nav.areas"), url_path="areas")
today = st.Page(show_today, title=words.say("nav.today"), url_path="today")
coverage = st.Page(show_coverage, title=words.say("nav.coverage"), url_path="coverage")
partnerships = st.Page(
    show_partnerships, title=words.say("nav.partnerships"), url_path="partnerships"
)
schools = st.Page(show_schools, title=words.say("nav.schools"), url_path="schools")
associations = st.Page(
    show_associations, title=words.say("nav.associations"), url_path="associations"
)
region = st.Page(show_region, title=words.say("nav.region"), url_path="region")
register = st.Page(keep_register, title=words.say("nav.register"), url_path="register")
about = st.Page(about_data, title=words.say("nav.about"), url_path="about")
keeps = not is_public() or can_log_in()
shown = [find, plan, today, coverage, register] if keeps else [find, plan, areas, about]
more = [partnerships, schools, associations, region, areas, about] if keeps else []
PAGES.set(
    {
        "areas": areas, "plan": plan, "screening": screening, "find": find,
        "register": register, "coverage": coverage, "partnerships": partnerships,
    }
)  # fmt: skip
page = st.navigation([*shown, *more, screening], position="hidden")
if page == screening:  # in the person's language, and with no other way than on
    spoken = choose_person_language()
    put_on_style(spoken)
    show_header(spoken, [], [], exits=True, languages=PERSON_LANGUAGES)
else:
    put_on_style(words)
    show_header(words, shown, more, exits=page in (find, plan))
page.run()
