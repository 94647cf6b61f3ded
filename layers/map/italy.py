"""The map on which municipalities are picked: Italy, what is chosen, what is ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import folium
from branca.element import MacroElement
from folium.template import Template

from layers.map.panel import AreaMap

CENTRE = (12.5, 42.2)


@dataclass(frozen=True, slots=True)
class ItalyOptions:
    """What the picker's map needs; equal options make an equal map. `texts` are escaped.

    `classes` are the words of the density classes, emptiest first.
    """

    tiles_url: str
    language: str
    direction: str
    texts: Mapping[str, str]
    classes: Sequence[str]


class _Italy(MacroElement):
    _template = Template(
        "{% macro script(this, kwargs) %}"
        "approdo.italy({{ this._parent.get_name() }}, {{ this.told|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, told: dict[str, object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Italy"
        self.told = told


class _Chosen(folium.FeatureGroup):
    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = approdo.chosen("
        "{{ this._parent.get_name() }}, {{ this.told|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, told: dict[str, object]) -> None:
        super().__init__(name="chosen")
        self.told = told


def italy_map(options: ItalyOptions) -> AreaMap:
    """Return Italy with its municipalities.

    Examples
    --------
    >>> told = ItalyOptions("/t", "it", "ltr", {}, ())
    >>> "//cdn" in italy_map(told).get_root().render()
    False
    """
    lon, lat = CENTRE
    picker = AreaMap(
        location=[lat, lon],
        zoom_start=6,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
    )
    picker.options["max_zoom"] = 13
    picker.options["min_zoom"] = 5
    picker.add_child(_Italy(asdict(options)))
    return picker


def chosen_group(
    shapes: Sequence[tuple[Mapping[str, object], str]], *, fit: bool
) -> folium.FeatureGroup:
    """Return what is chosen: GeoJSON outlines with their escaped names."""
    return _Chosen({"shapes": [list(shape) for shape in shapes], "fit": fit})
