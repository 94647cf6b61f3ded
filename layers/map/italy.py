"""The map on which municipalities are picked: Italy, what is chosen, what is ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import folium

from layers.map.panel import AreaMap, Drawn, DrawnGroup

CENTRE = (12.5, 42.2)


@dataclass(frozen=True, slots=True)
class ItalyOptions:
    """What the picker's map needs; equal options make an equal map. `texts` are escaped.

    `classes` are the words of the density classes, emptiest first; with none nothing is drawn, and
    the ground comes with what is shown on it.
    """

    tiles_url: str
    language: str
    direction: str
    texts: Mapping[str, str]
    classes: Sequence[str]


def italy_map(options: ItalyOptions) -> AreaMap:
    """Return Italy with its municipalities.

    Examples
    --------
    >>> found = ItalyOptions("/t", "it", "ltr", {}, ())
    >>> "//cdn" in italy_map(found).get_root().render()
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
    picker.add_child(Drawn("italy", asdict(options)))
    return picker


def chosen_group(
    shapes: Sequence[tuple[Mapping[str, object], str]], *, fit: bool
) -> folium.FeatureGroup:
    """Return what is chosen: GeoJSON outlines with their escaped names."""
    return DrawnGroup("chosen", {"shapes": [list(shape) for shape in shapes], "fit": fit})
