"""Read the buildings of an OpenStreetMap file: place, floor space, what they are used for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import osmium
import shapely
from osmium.filter import KeyFilter

from geo.arrays import Floats, Ints
from geo.demand import LEAST_AREA_M2, BuildingUse, floors_of
from geo.network.sphere import METRES_PER_DEGREE

DWELLINGS = frozenset(
    {
        "apartments", "residential", "house", "detached", "semidetached_house", "terrace",
        "bungalow", "dormitory", "farm", "houseboat", "static_caravan", "villa", "annexe",
    }
)  # fmt: skip
UNKNOWN_USE = frozenset({"yes", "tower", "palace", "historic", "castle", "manor", "mixed"})
OTHER_KEYS = ("amenity", "office", "healthcare", "tourism", "leisure", "military", "man_made")
"""A building that is one of these as a whole is not lived in; a shop may have flats above."""

MOST_FLOORS = 60.0
_NUMBER = re.compile(r"^\s*(\d+(?:[.,]\d+)?)")


@dataclass(frozen=True, slots=True)
class Buildings:
    """Buildings of at least `geo.demand.LEAST_AREA_M2`; a point inside each, degrees EPSG:4326."""

    lon: Floats
    lat: Floats
    floor_m2: Floats
    use: Ints

    def __len__(self) -> int:
        return len(self.lon)


def read_buildings(path: Path) -> Buildings:
    """Return the buildings of an extract, in file order; empty where it has none."""
    factory = osmium.geom.WKBFactory()
    shapes: list[str] = []
    rows: list[tuple[float, float, int]] = []
    reader = osmium.FileProcessor(str(path)).with_areas(KeyFilter("building"))
    for item in reader.with_filter(KeyFilter("building")):
        if not isinstance(item, osmium.osm.Area):
            continue
        tags = {tag.k: tag.v for tag in item.tags}
        if tags["building"] == "no":
            continue
        try:
            shapes.append(factory.create_multipolygon(item))
        except RuntimeError:  # a ring that is not closed holds nobody
            continue
        height = _number(tags.get("height"))
        rows.append((_number(tags.get("building:levels")), height, int(use_of(tags))))
    if not rows:
        empty = np.empty(0)
        return Buildings(empty, empty, empty, np.empty(0, np.int32))
    return _buildings(np.array(shapely.from_wkb(shapes)), np.array(rows))


def use_of(tags: dict[str, str]) -> BuildingUse:
    """Return what the tags of a building say of its use.

    Examples
    --------
    >>> use_of({"building": "apartments"}).name, use_of({"building": "yes"}).name
    ('DWELLING', 'UNTOLD')
    >>> use_of({"building": "yes", "amenity": "school"}).name
    'OTHER'
    """
    kind = tags.get("building", "")
    if kind in DWELLINGS:
        return BuildingUse.DWELLING
    if kind in UNKNOWN_USE and not any(key in tags for key in OTHER_KEYS):
        return BuildingUse.UNTOLD
    return BuildingUse.OTHER


def _buildings(shapes: shapely.Geometry, rows: Floats) -> Buildings:
    points = shapely.point_on_surface(shapes)
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    area = shapely.area(shapes) * METRES_PER_DEGREE**2 * np.cos(np.radians(lat))
    floors = np.minimum(floors_of(rows[:, 0], rows[:, 1]), MOST_FLOORS)
    big = area >= LEAST_AREA_M2
    use = rows[:, 2].astype(np.int32)
    return Buildings(lon[big], lat[big], (area * floors)[big], use[big])


def _number(text: str | None) -> float:
    found = _NUMBER.match(text or "")
    return float(found.group(1).replace(",", ".")) if found else np.nan
