"""The address bar carries a search, so that it can be kept and passed on.

Sensitive needs and legal status never stand in it; the position only after *share with my place*,
rounded to about a hundred metres.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import streamlit as st

from data.catalog.tables import load_taxonomy
from geo.model import Situation
from geo.network.modes import Mode
from pages.shared.limit_question import LIMITS
from pages.shared.session import Search

SHARED_DECIMALS = 3


def write_search(search: Search) -> None:
    """Put what may be given of a search into the address."""
    fields = {
        "need": "" if load_taxonomy().is_sensitive(search.need) else search.need,
        "limit": str(search.limit_min) if search.limit_min != 30 else "",
        "speaks": ",".join(sorted(search.situation.languages)),
        "when": _when(search),
        "mode": search.mode.value if search.mode is not Mode.WALK else "",
    }
    for key, value in fields.items():
        if value and st.query_params.get(key) != value:
            st.query_params[key] = value
        elif not value and key in st.query_params:
            del st.query_params[key]


def share_place(search: Search) -> None:
    """Put the rounded position into the address: the person asked for it."""
    if search.lon is not None and search.lat is not None:
        lon, lat = round(search.lon, SHARED_DECIMALS), round(search.lat, SHARED_DECIMALS)
        st.query_params["at"] = f"{lon},{lat}"


def read_search(search: Search) -> None:
    """Take a search from the address into a fresh session; what cannot be read is left out."""
    found = st.query_params
    if load_taxonomy().covered_by(found.get("need", "")):
        search.need = found["need"]
    if found.get("limit", "").isdigit() and int(found["limit"]) in LIMITS:
        search.limit_min = int(found["limit"])
    if found.get("mode") in list(Mode):
        search.mode = Mode(found["mode"])
    spoken = frozenset(code for code in found.get("speaks", "").split(",") if len(code) == 3)
    search.situation = replace(Situation(), languages=spoken)
    if found.get("when") == "any":
        search.when = "any"
    elif found.get("when"):
        search.when, search.at = _moment(found["when"])
    search.lon, search.lat = _position(found.get("at", ""))
    search.fit = search.lon is not None


def _when(search: Search) -> str:
    if search.when == "other" and search.at is not None:
        return search.at.strftime("%Y-%m-%dT%H:%M")
    return "any" if search.when == "any" else ""


def _moment(text: str) -> tuple[str, datetime | None]:
    try:
        return "other", datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return "now", None


def _position(text: str) -> tuple[float | None, float | None]:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        return None, None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else (None, None)
