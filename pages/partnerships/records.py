"""Records behind a number, each a link to its record in the register."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from answers.partnerships import Coordination, place_name
from geo.partnerships.activity import Activity
from layers.partnerships.rows import record_note
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.session import ACTIVITIES_SHOWN, PAGES

A_PAGE = 12


def show_activities(
    found: Coordination, activities: Sequence[Activity], title: str, words: Words
) -> None:
    """Show records with who gives them, where, and with which money."""
    heading = words.count("partnerships.records", len(activities), cell=title)
    st.html(f"<h2>{esc(heading)}</h2>")
    shown = int(ACTIVITIES_SHOWN.get(A_PAGE))
    for activity in activities[:shown]:
        with st.container(key=f"activity-{activity.id}", gap=None):
            st.page_link(
                PAGES.value["register"],
                label=esc(activity.name or activity.id),
                query_params={"record": activity.id},
            )
            note = record_note(activity, words, found.organizations, place_name)
            demo = esc(words.say("app.demonstration"))
            chip = f' <span class="ap-chip ap-chip--demo">{demo}</span>'
            mark = chip if activity.demonstration else ""
            st.html(f'<p class="ap-note">{bdi(note)}{mark}</p>')
    if len(activities) > shown and st.button(words.say("partnerships.more")):
        ACTIVITIES_SHOWN.set(shown + A_PAGE)
        st.rerun()
