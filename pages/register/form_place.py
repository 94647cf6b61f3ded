"""The part of the form that asks where: by address, by a click on the map, by coordinates."""

from __future__ import annotations

import re
from dataclasses import replace

import streamlit as st
from streamlit_folium import st_folium

from answers.opened_area import OpenArea
from data.placing.place_address import SURE_ENOUGH
from data.register.forms import FormPlace
from layers.map.panel import MapAnswer, answer_group, base_map
from layers.words import Words
from pages.shared.base_map import base_options
from pages.shared.place_text import place_text
from pages.shared.session import FORM_CLICK, clicked_point

HEIGHT_PX = 360
_COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:[.,]\d+)?)\s*[;,\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*")


def ask_place(before: FormPlace, opened: OpenArea, words: Words) -> FormPlace:
    """Ask where a service is given; a protected place is left as it is."""
    if before.exposure != "public":
        st.info(words.say("form.protected"))
        return before
    text = st.text_input(
        words.say("form.address"), before.address, max_chars=200, key="form_address",
        help=words.say("form.address_help"),
    )  # fmt: skip
    with st.container(key="form_places"):
        pointed = _pointed(opened, before, words)
        if pointed is None:
            return _choose_place(before, text, opened, words)
        lon, lat, method = pointed
        address = text or opened.area.addresses.nearest_label(lon, lat) or ""
        st.success(words.say("form.pointed", lat=f"{lat:.5f}", lon=f"{lon:.5f}"))
        return replace(before, address=address, lon=lon, lat=lat, method=method, confidence=1.0)


def point_of(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude of what somebody wrote as latitude and longitude.

    Examples
    --------
    >>> point_of("46.0671, 11.1217"), point_of("46,0671 11,1217"), point_of("via Roma 3")
    ((11.1217, 46.0671), (11.1217, 46.0671), None)
    """
    found = _COORDINATES.fullmatch(text)
    if found is None:
        return None
    lat, lon = (float(part.replace(",", ".")) for part in found.groups())
    return (lon, lat) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _pointed(opened: OpenArea, before: FormPlace, words: Words) -> tuple[float, float, str] | None:
    """Return a point that somebody clicked or wrote; None: the address says the place."""
    if not st.toggle(words.say("form.on_map"), key="form_on_map"):
        return None
    written = st.text_input(
        words.say("form.coordinates"), key="form_coordinates", placeholder="46.0671, 11.1217"
    )
    point = point_of(written) if written.strip() else None
    if written.strip() and point is None:
        st.warning(words.say("form.coordinates_unread"))
    clicked: tuple[float, float] | None = FORM_CLICK.get()
    shown = point or clicked or _known(before)
    _show_map(opened, shown, words)
    if point:
        return (*point, "coordinates")
    return (*clicked, "click") if clicked else None


def _known(place: FormPlace) -> tuple[float, float] | None:
    return (place.lon, place.lat) if place.lon is not None and place.lat is not None else None


def _show_map(opened: OpenArea, point: tuple[float, float] | None, words: Words) -> None:
    key = f"form_map_{opened.area.manifest.id}_{words.language}"

    def take_click() -> None:
        clicked = clicked_point(key)
        if clicked:
            FORM_CLICK.set(clicked)

    st_folium(
        base_map(base_options(opened, words)),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=answer_group(MapAnswer(origin=point)),
        on_change=take_click,
    )


def _choose_place(before: FormPlace, text: str, opened: OpenArea, words: Words) -> FormPlace:
    if text == before.address:
        return before
    found = opened.area.addresses.search(text, limit=4) if text.strip() else ()
    if not found:
        if text.strip():
            st.warning(words.say("form.address_unknown"))
        return FormPlace(address=text, city=before.city)
    labels = [place_text(place, words) for place in found]
    number = st.radio(
        words.say("form.which_address"),
        range(len(found)),
        format_func=lambda n: labels[n],
        key=f"form_place_{text}",
    )
    chosen = found[number]
    exact = chosen.kind == "address" and not chosen.interpolated
    return FormPlace(
        address=chosen.label,
        city=before.city,
        lon=chosen.lon,
        lat=chosen.lat,
        method=chosen.kind,
        confidence=1.0 if exact else SURE_ENOUGH,  # somebody has looked at it
    )
