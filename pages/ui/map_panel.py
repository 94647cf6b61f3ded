"""The map on a page: its base stays, a search sends only what it adds."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import shapely
import streamlit as st
from streamlit_folium import st_folium

from answers.find import FindAnswer
from answers.opened_area import OpenArea
from data.areas.manifest import Manifest
from geo.hours.opening import OpeningKind
from geo.network.isochrone import isochrone
from layers.class_labels import class_labels
from layers.data_age import data_age
from layers.escaping import esc
from layers.map.panel import Answer, BaseOptions, Mark, answer_group, base_map
from layers.sentences import name_of
from layers.themes import THEMES
from layers.words import Words
from pages.ui.answers import chosen_path
from pages.ui.areas import people_address, services_address
from pages.ui.session import Search

HEIGHT_PX = 640
BANDS_MIN = (5, 10, 15, 30)
STATES = {OpeningKind.OPEN: "open", OpeningKind.CLOSED: "closed"}


def show_map(opened: OpenArea, search: Search, answer: FindAnswer | None, words: Words) -> None:
    """Show the map; a click on it becomes the place of the search."""
    key = f"map-{opened.area.manifest.id}-{words.language}"

    def take_click() -> None:
        clicked = (st.session_state.get(key) or {}).get("last_clicked")
        if clicked:
            use_click(opened, search, clicked["lng"], clicked["lat"])

    st_folium(
        base_map(base_options(opened, words)),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=answer_group(_answer(opened, search, answer, words)),
        on_change=take_click,
    )
    search.fit = False


def use_click(opened: OpenArea, search: Search, lon: float, lat: float) -> None:
    """Start the search from a point of the map."""
    search.lon, search.lat = lon, lat
    search.place = opened.area.addresses.nearest_label(lon, lat) or ""
    search.interpolated = False
    search.chosen, search.fit = "", False


def base_options(opened: OpenArea, words: Words) -> BaseOptions:
    """Return what the base of an area's map needs."""
    manifest = opened.area.manifest
    texts = {
        "attribution": words.say("map.attribution"),
        "demonstration": words.say("map.service_demo"),
        "legend": words.say("map.legend"),
        "all_services": words.say("map.all_services"),
        "zoom_in": words.say("map.zoom_in"),
        "zoom_out": words.say("map.zoom_out"),
        "people": words.say("map.people"),
        "data_of": _data_of(manifest, words),
    }
    people_url, breaks = people_address(opened)
    return BaseOptions(
        people_url=people_url,
        people_classes=[esc(label) for label in class_labels(breaks, words)],
        tiles_url=f"/areas/{manifest.id}/{opened.area.version}/basemap.pmtiles",
        services_url=services_address(opened),
        bounds=manifest.bounds,
        centre=manifest.centre,
        language=words.language,
        direction=words.direction,
        themes={
            theme.id: {
                "light": theme.light,
                "dark": theme.dark,
                "pictogram": f"/assets/pictograms/{theme.pictogram}",
                "label": esc(words.choice("theme", theme.id)),
            }
            for theme in THEMES.values()
        },
        texts={key: esc(text) for key, text in texts.items()},
    )


def _data_of(manifest: Manifest, words: Words) -> str:
    day = manifest.day
    age = data_age(day, datetime.now(UTC).date(), words)
    return age if day is None else words.say("map.data_of", day=day, age=age)


def _answer(opened: OpenArea, search: Search, answer: FindAnswer | None, words: Words) -> Answer:
    if answer is None:
        place = (search.lon, search.lat)
        known = search.lon is not None and search.lat is not None
        return Answer(origin=place if known else None, fit=search.fit)  # type: ignore[arg-type]
    shown = (*answer.findings.results, *answer.findings.later)[: search.shown]
    marks = [
        Mark(
            number,
            float(result.service.location.lon or 0),
            float(result.service.location.lat or 0),
            esc(name_of(result.service, words)),
            STATES.get(result.match.opening.kind, "ask"),
            chosen=result.service.id == search.chosen,
            demonstration=result.service.provenance.demonstration,
        )
        for number, result in enumerate(shown, 1)
    ]
    way = chosen_path(opened, answer, search)
    return Answer(
        origin=(search.lon, search.lat),  # type: ignore[arg-type]
        marks=marks,
        way=list(zip(way.lon.tolist(), way.lat.tolist(), strict=True)) if way else (),
        bands=_bands(opened, answer, words) if search.bands else (),
        fit=search.fit,
    )


def _bands(
    opened: OpenArea, answer: FindAnswer, words: Words
) -> list[tuple[int, str, dict[str, object]]]:
    network = opened.area.walking
    minutes = network.node_minutes_from(answer.origin, cutoff_min=max(BANDS_MIN))
    return [
        (
            band.minutes,
            esc(words.fact(band.minutes, "minutes")),
            json.loads(shapely.to_geojson(band.shape)),
        )
        for band in isochrone(network.streets, minutes, BANDS_MIN)
        if not band.shape.is_empty
    ]
