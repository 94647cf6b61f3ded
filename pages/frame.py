"""The frame of every page: Streamlit runs this script first, whatever address was asked for."""

from __future__ import annotations

from collections.abc import Callable

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

# Every page in the header, by its address.
VIEWS: dict[str, Callable[[], None]] = {
    "find": find_services,
    "plan": plan_trips,
    "today": show_today,
    "coverage": show_coverage,
    "register": keep_register,
    "partnerships": show_partnerships,
    "schools": show_schools,
    "associations": show_associations,
    "region": show_region,
    "areas": add_area,
    "about": about_data,
}

FOR_STAFF = ["find", "plan", "today", "coverage", "register"]
MORE_FOR_STAFF = ["partnerships", "schools", "associations", "region", "areas", "about"]
FOR_VISITORS = ["find", "plan", "areas", "about"]

st.set_page_config(page_title="Approdo", page_icon="⚓", layout="wide")
words = choose_language()
pages = {
    name: st.Page(
        view, title=words.say(f"nav.{name}"), url_path=name, default=view is find_services
    )
    for name, view in VIEWS.items()
}
screening = st.Page(screen_person, title=words.say("screening.title"), url_path="screening")
PAGES.set({**pages, "screening": screening})
is_staff = not is_public() or can_log_in()
shown = [pages[name] for name in (FOR_STAFF if is_staff else FOR_VISITORS)]
more = [pages[name] for name in MORE_FOR_STAFF] if is_staff else []
page = st.navigation([*shown, *more, screening], position="hidden")
if page == screening:  # in the person's language, and with no other way than on
    spoken = choose_person_language()
    put_on_style(spoken)
    show_header(spoken, [], [], exits=True, languages=PERSON_LANGUAGES)
else:
    put_on_style(words)
    show_header(words, shown, more, exits=page in (pages["find"], pages["plan"]))
page.run()
