"""A region's municipalities by class, over the map of Italy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import folium

from layers.map.panel import DrawnGroup


@dataclass(frozen=True, slots=True)
class RegionShades:
    """What a region's answer draws; texts are escaped.

    Attributes
    ----------
    classes
        ISTAT code as a number → class; -1: no figure.
    labels
        Of the classes, the lowest first.
    bounds
        West, south, east, north of the region: the map goes there when it is another.
    """

    tiles_url: str
    direction: str
    title: str
    labels: Sequence[str]
    unknown: str
    classes: Mapping[int, int]
    bounds: Sequence[float]


def shades_group(shades: RegionShades) -> folium.FeatureGroup:
    """Return the layer of a region's municipalities."""
    return DrawnGroup("shades", asdict(shades))
