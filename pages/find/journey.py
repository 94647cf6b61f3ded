"""The journey to a result by timetable."""

from __future__ import annotations

from functools import partial

import streamlit as st

from answers.find import FindAnswer, minutes_on_foot
from answers.opened_area import OpenArea
from geo.finder import Result
from geo.transit.journeys import Journey
from layers.transit.journey_card import journey_card
from layers.words import Words


def show_journey(
    opened: OpenArea, answer: FindAnswer, result: Result, journey: Journey, words: Words
) -> None:
    """Show a journey leg by leg, and how long the way takes on foot."""
    network = opened.area.transit
    if network is None:
        return
    st.html(
        journey_card(
            journey,
            network.timetable,
            partial(network.moment, journey.day),
            words,
            walk_min=minutes_on_foot(opened, answer, result),
        )
    )
