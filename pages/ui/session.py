"""What a session remembers: one typed place for every key.

A person's position, needs and situation live here and nowhere else, until the session ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st

from geo.model import Situation
from layers.words import LANGUAGES

SEARCH = "search"
LANGUAGE = "language"
AREA = "area"


@dataclass(slots=True)
class Search:
    """A search in the making. Positions are degrees EPSG:4326."""

    need: str = ""
    lon: float | None = None
    lat: float | None = None
    place: str = ""
    interpolated: bool = False
    when: str = "now"
    at: datetime | None = None
    limit_min: int = 30
    situation: Situation = field(default_factory=Situation)
    chosen: str = ""
    bands: bool = False
    shown: int = 5
    fit: bool = False

    @property
    def has_place(self) -> bool:
        """Whether the person has said where they are."""
        return self.lon is not None and self.lat is not None


def current_search() -> Search:
    """Return this session's search."""
    search = st.session_state.get(SEARCH)
    # The class is made anew when code is reloaded: ask for the shape, not for the class.
    if search is None or not hasattr(search, "interpolated"):
        search = Search()
        st.session_state[SEARCH] = search
    found: Search = search
    return found


def current_language() -> str:
    """Return the language of this session: asked for in the address, else the browser's."""
    told = st.query_params.get("lang") or st.session_state.get(LANGUAGE)
    if told not in LANGUAGES:
        told = (st.context.locale or "it").split("-")[0]
    return told if told in LANGUAGES else "en"
