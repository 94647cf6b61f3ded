"""Where the person is: an address, a name, a word such as "station", the device, the map."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from answers.opened_area import OpenArea
from answers.places import Elsewhere, PlaceAnswer, elsewhere, find_place
from data.areas.manifest import Manifest
from data.catalog.municipalities import Municipality
from data.placing.address_index import FoundPlace
from data.settings import is_public
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.device import device_place
from pages.shared.place_text import full_place_text, place_text
from pages.shared.session import (
    AREA,
    AREA_CHOICE,
    DEVICE,
    MUNICIPALITIES_CHOSEN,
    OUTSIDE,
    PAGES,
    PLACE_TEXT,
    PLACES_FOUND,
    Search,
)


def ask_place(opened: OpenArea, search: Search, words: Words, *, alone: bool = False) -> None:
    """Show the field and the device's button, what was found, and the start that is chosen.

    Parameters
    ----------
    alone
        Whether it is the one question of its page: asked above, and without a map to tap.
    """

    def change() -> None:
        text = PLACE_TEXT.value.strip()
        OUTSIDE.forget()
        if not text:
            PLACES_FOUND.forget()
            return
        answer = find_place(opened.area, text)
        PLACES_FOUND.set((text, answer))
        if answer.start:
            choose_place(search, answer.start, words)
        else:
            forget_place(search)

    st.text_input(
        words.say("find.place"),
        placeholder=words.say("find.place.placeholder"),
        help=words.say("find.place_private"),
        key=PLACE_TEXT.name,
        on_change=change,
        label_visibility="collapsed" if alone else "visible",
    )
    _ask_device(opened, search, words)
    if PLACES_FOUND.is_set:
        _show_found(search, *PLACES_FOUND.value, words)
    _show_start(opened, search, words, alone=alone)


def choose_place(search: Search, place: FoundPlace, words: Words) -> None:
    """Start the search from a found place."""
    search.lon, search.lat, search.place = place.lon, place.lat, place_text(place, words)
    search.interpolated = place.interpolated
    search.chosen, search.fit = "", True


def forget_place(search: Search) -> None:
    """Take the start away, and the answers with it."""
    search.lon = search.lat = None
    search.place = search.chosen = ""
    search.interpolated = False


def _show_found(search: Search, text: str, answer: PlaceAnswer, words: Words) -> None:
    if answer.start is None and not answer.others:
        st.warning(esc(words.say("find.place.none_found", text=text)))
    elif answer.start is None and not search.has_place:
        which = esc(words.say("find.place.which", text=text))
        st.html(f'<p class="ap-note" role="status">{which}</p>')
        with st.container(key="ap_which_place"):
            for number, place in enumerate(answer.others):
                _offer(search, place, full_place_text(place, words), number, words)
    elif answer.others:
        with st.container(horizontal=True, key="ap_other_places"):
            for number, place in enumerate(answer.others[:3]):
                label = place_text(place, words)
                _offer(search, place, label, number, words, type="tertiary", width="content")


def _offer(
    search: Search,
    place: FoundPlace,
    label: str,
    number: int,
    words: Words,
    *,
    type: Literal["secondary", "tertiary"] = "secondary",  # noqa: A002 - Streamlit's name
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    st.button(
        esc(label),
        key=f"place-{number}",
        type=type,
        width=width,
        on_click=choose_place,
        args=(search, place, words),
    )


def _show_start(opened: OpenArea, search: Search, words: Words, *, alone: bool) -> None:
    outside = OUTSIDE.get()
    if outside is not None:
        _show_outside(search, outside, words)
    elif search.has_place:
        near = opened.area.addresses.nearest_label(search.lon or 0.0, search.lat or 0.0)
        sentence = (
            words.say("find.place_near", place=near) if near else words.say("find.place_point")
        )
        place = search.place or sentence
        if search.interpolated:
            place = f"{place} ({words.say('find.place.interpolated')})"
        # Not as Markdown: it makes links of whatever looks like one.
        st.html(f'<p class="ap-note">{esc(words.say("find.place_chosen", place=place))}</p>')
    elif not alone and not PLACES_FOUND.is_set:
        st.html(f'<p class="ap-note">{esc(words.say("find.place.hint"))}</p>')


def _ask_device(opened: OpenArea, search: Search, words: Words) -> None:
    def change() -> None:
        found = DEVICE.value.get("position")
        if found is not None:
            use_position(opened, search, float(found["lon"]), float(found["lat"]))

    device_place(words, on_change=change)


def use_position(opened: OpenArea, search: Search, lon: float, lat: float) -> None:
    """Start the search from the device's position; outside the area, say where that is."""
    PLACES_FOUND.forget()
    PLACE_TEXT.forget()
    outside = elsewhere(opened, lon, lat)
    if outside is not None:
        forget_place(search)
        OUTSIDE.set((outside, lon, lat))
        return
    OUTSIDE.forget()
    search.lon, search.lat = lon, lat
    search.place = opened.area.addresses.nearest_label(lon, lat) or ""
    search.interpolated, search.chosen, search.fit = False, "", True


def use_click(opened: OpenArea, search: Search, lon: float, lat: float) -> None:
    """Start the search from a point of the map."""
    PLACES_FOUND.forget()
    OUTSIDE.forget()
    search.lon, search.lat = lon, lat
    search.place = opened.area.addresses.nearest_label(lon, lat) or ""
    search.interpolated = False
    search.chosen, search.fit = "", False


def _show_outside(search: Search, position: tuple[Elsewhere, float, float], words: Words) -> None:
    outside, lon, lat = position
    here = outside.municipality
    sentence = (
        words.say("find.place.outside", place=here.name)
        if here
        else words.say("find.place.outside_abroad")
    )
    st.warning(esc(sentence))
    for area in outside.areas:
        opens = st.button(
            esc(words.say("find.place.open_area", area=area.name(words.language))),
            key=f"open_area_{area.id}",
            on_click=_open_area,
            args=(search, area, lon, lat),
        )
        if opens:
            OUTSIDE.forget()
            st.rerun()  # the whole page: its area is another one
    if here and not outside.areas and not is_public():
        _offer_to_make(here, words)


def _open_area(search: Search, area: Manifest, lon: float, lat: float) -> None:
    AREA.set(area.id)
    AREA_CHOICE.set(area.id)
    st.query_params["area"] = area.id
    search.lon, search.lat, search.place, search.fit = lon, lat, "", True


def _offer_to_make(here: Municipality, words: Words) -> None:
    make = st.button(
        esc(words.say("find.place.make_area", municipality=here.name)), key="make_area"
    )
    if make and PAGES.is_set:
        MUNICIPALITIES_CHOSEN.set([here.code])
        st.switch_page(PAGES.value["areas"])
