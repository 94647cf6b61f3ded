"""The map as a folium object: everything it loads comes from the app itself.

The base holds only what stays the same for everybody; what changes with a search is one feature
group, so that a click sends a few kilobytes. Both hand data to our one script,
``web/assets/approdo-map.js``, and every text in them has gone through `layers.text.escaping.esc`.

A click on the map comes back from ``st_folium`` as ``last_clicked``; what somebody does with a
service comes back as ``last_object_clicked_tooltip``: ``card:<id>#1`` opens its card,
``way:<id>#2`` asks for the way, and the number is another for each click.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import folium
from branca.element import MacroElement
from folium.template import Template

ASSETS = "/assets"
VENDOR = f"{ASSETS}/vendor"
MAP_SCRIPT = f"{ASSETS}/approdo-map.js"
PAGE_STYLE = f"{ASSETS}/approdo.css"
"""The page's own stylesheet: a card on the map looks as in the list."""

MAP_STYLE = f"{ASSETS}/approdo-map.css"
SCRIPTS = ("leaflet-1.9.4.js", "markercluster-1.5.3.js", "protomaps-leaflet-5.1.0.js")
STYLES = ("leaflet-1.9.4.css", "markercluster-1.5.3.css")


@dataclass(frozen=True, slots=True)
class BaseOptions:
    """What the base of the map needs; equal options make an equal map.

    `bounds` is west, south, east, north in degrees. `themes` maps a theme's id to its order,
    colours (light, dark), pictogram address and escaped label. `texts` are escaped. `people_url`
    is the layer of residents, empty where nobody knows them; `people_classes` word its classes.
    `services_shown` says whether the services stand on the map before somebody asks for them.
    """

    tiles_url: str
    services_url: str
    bounds: tuple[float, float, float, float]
    centre: tuple[float, float]
    language: str
    direction: str
    themes: Mapping[str, Mapping[str, str | int]]
    texts: Mapping[str, str]
    zoom: int = 15
    people_url: str = ""
    people_classes: Sequence[str] = ()
    services_shown: bool = True


@dataclass(frozen=True, slots=True)
class MapCard:
    """The card of the service that somebody opened on the map; `html` is complete.

    `way` is the escaped label of what shows the way, empty where nothing does.
    """

    id: str
    html: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An answer on the map; `id` and `label` are escaped, `state` one of open, closed, ask.

    Number 0 is a service beside the answer to which the way is shown. A demonstration is drawn
    with a dashed edge.
    """

    id: str
    number: int
    lon: float
    lat: float
    label: str
    state: str
    chosen: bool = False
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class MapAnswer:
    """What a search draws: where from, answers, the way to one, how far one gets.

    `way` is a line of (lon, lat); `bands` are GeoJSON geometries with their minutes, widest first.
    """

    origin: tuple[float, float] | None = None
    marks: Sequence[Mark] = ()
    way: Sequence[tuple[float, float]] = ()
    bands: Sequence[tuple[int, str, Mapping[str, object]]] = ()
    fit: bool = False
    card: MapCard | None = None


class AreaMap(folium.Map):
    """A folium map without any address but our own."""

    default_js = [  # noqa: RUF012 - folium's own attribute
        *((name, f"{VENDOR}/{name}") for name in SCRIPTS),
        ("approdo", MAP_SCRIPT),
    ]
    default_css = [  # noqa: RUF012
        *((name, f"{VENDOR}/{name}") for name in STYLES),
        ("approdo", PAGE_STYLE),
        ("approdo-map", MAP_STYLE),
    ]


class Drawn(MacroElement):
    """Something that stays on the map: drawn by one function of our script."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "approdo.{{ this.function }}({{ this._parent.get_name() }}, {{ this.fields|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, fields: dict[str, object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = function.title()
        self.function, self.fields = function, fields


class DrawnGroup(folium.FeatureGroup):
    """Something that comes and goes: the layer that one function of our script returns."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = approdo.{{ this.function }}("
        "{{ this._parent.get_name() }}, {{ this.fields|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, fields: dict[str, object]) -> None:
        super().__init__(name=function)
        self.function, self.fields = function, fields


def base_map(options: BaseOptions) -> AreaMap:
    """Return the map of an area before any search.

    Examples
    --------
    >>> found = BaseOptions("/t", "/s", (7.4, 43.7, 7.5, 43.8), (7.42, 43.73), "it", "ltr", {}, {})
    >>> "//cdn" in base_map(found).get_root().render()
    False
    """
    lon, lat = options.centre
    area_map = AreaMap(
        location=[lat, lon],
        zoom_start=options.zoom,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
    )
    area_map.options["max_zoom"] = 19  # without it clusters stay empty
    area_map.options["min_zoom"] = 10
    area_map.add_child(Drawn("base", asdict(options)))
    return area_map


def answer_group(answer: MapAnswer) -> folium.FeatureGroup:
    """Return what a search adds to the map."""
    return DrawnGroup("answer", asdict(answer))
