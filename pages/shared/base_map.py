"""The base of an area's map, which stays while answers change."""

from __future__ import annotations

from datetime import UTC, datetime

from answers.opened_area import OpenArea
from data.areas.manifest import Manifest
from layers.about.data_age import data_age
from layers.coverage.class_labels import class_labels
from layers.map.panel import BaseOptions
from layers.text.escaping import esc
from layers.themes import THEMES
from layers.words import Words
from pages.shared.opened_area import people_address, services_address


def base_options(opened: OpenArea, words: Words, *, services_shown: bool = True) -> BaseOptions:
    """Return what the base of an area's map needs.

    Parameters
    ----------
    services_shown
        Whether the services stand on the map before somebody asks for them.
    """
    manifest = opened.area.manifest
    texts = {
        "attribution": words.say("map.attribution"),
        "demonstration": words.say("map.service_demo"),
        "legend": words.say("map.legend"),
        "all_services": words.say("map.all_services"),
        "card": words.say("map.card"),
        "group": words.say("map.group"),
        "close": words.say("map.close"),
        "loading": words.say("map.loading"),
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
                "order": order,
                "light": theme.light,
                "dark": theme.dark,
                "pictogram": f"/assets/pictograms/{theme.pictogram}",
                "label": esc(words.choice("theme", theme.id)),
            }
            for order, theme in enumerate(THEMES.values())
        },
        services_shown=services_shown,
        texts={key: esc(text) for key, text in texts.items()},
    )


def _data_of(manifest: Manifest, words: Words) -> str:
    day = manifest.day
    age = data_age(day, datetime.now(UTC).date(), words)
    return age if day is None else words.say("map.data_of", day=day, age=age)
