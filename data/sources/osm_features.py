"""Read what a map draws from an OpenStreetMap file: land, water, buildings, streets, names."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import osmium
import shapely
from osmium.filter import KeyFilter

MAP_KEYS = (
    "highway",
    "railway",
    "waterway",
    "natural",
    "landuse",
    "leisure",
    "building",
    "place",
    "amenity",
    "public_transport",
    "addr:housenumber",
    "man_made",
    "tourism",
)
LANGUAGES = ("it", "en", "ar", "fr", "de")

LAND_KINDS = {
    ("landuse", "forest"): "forest",
    ("natural", "wood"): "forest",
    ("natural", "scrub"): "scrub",
    ("natural", "grassland"): "grass",
    ("natural", "heath"): "scrub",
    ("natural", "wetland"): "wetland",
    ("natural", "bare_rock"): "rock",
    ("natural", "cliff"): "rock",
    ("natural", "beach"): "beach",
    ("natural", "sand"): "beach",
    ("landuse", "grass"): "grass",
    ("landuse", "meadow"): "grass",
    ("landuse", "village_green"): "grass",
    ("landuse", "recreation_ground"): "park",
    ("landuse", "farmland"): "farm",
    ("landuse", "farmyard"): "farm",
    ("landuse", "orchard"): "orchard",
    ("landuse", "vineyard"): "orchard",
    ("landuse", "allotments"): "orchard",
    ("landuse", "residential"): "residential",
    ("landuse", "commercial"): "commercial",
    ("landuse", "retail"): "commercial",
    ("landuse", "industrial"): "industrial",
    ("landuse", "railway"): "industrial",
    ("landuse", "cemetery"): "cemetery",
    ("amenity", "grave_yard"): "cemetery",
    ("leisure", "park"): "park",
    ("leisure", "garden"): "park",
    ("leisure", "nature_reserve"): "nature",
    ("leisure", "pitch"): "pitch",
    ("leisure", "stadium"): "pitch",
    ("leisure", "sports_centre"): "pitch",
    ("leisure", "playground"): "park",
    ("amenity", "school"): "campus",
    ("amenity", "kindergarten"): "campus",
    ("amenity", "university"): "campus",
    ("amenity", "hospital"): "hospital",
    ("amenity", "parking"): "parking",
    ("man_made", "pier"): "square",
    ("man_made", "breakwater"): "square",
    ("place", "square"): "square",
}
STREET_CLASSES = {
    "motorway": "motorway",
    "trunk": "motorway",
    "primary": "major",
    "secondary": "major",
    "tertiary": "medium",
    "unclassified": "minor",
    "residential": "minor",
    "living_street": "minor",
    "pedestrian": "pedestrian",
    "service": "service",
    "track": "track",
    "footway": "path",
    "path": "path",
    "cycleway": "path",
    "bridleway": "path",
    "corridor": "path",
    "steps": "steps",
}
PLACE_KINDS = {
    "city": 1,
    "town": 2,
    "suburb": 3,
    "village": 3,
    "quarter": 4,
    "hamlet": 4,
    "neighbourhood": 5,
    "isolated_dwelling": 6,
}
MARK_KINDS = {
    ("railway", "station"): "station",
    ("railway", "halt"): "station",
    ("highway", "bus_stop"): "stop",
    ("railway", "tram_stop"): "stop",
    ("amenity", "hospital"): "hospital",
    ("amenity", "townhall"): "townhall",
    ("amenity", "place_of_worship"): "worship",
    ("amenity", "university"): "university",
    ("amenity", "library"): "library",
    ("tourism", "museum"): "museum",
    ("highway", "elevator"): "lift",
}
Row = dict[str, object]


@dataclass(slots=True)
class MapFeatures:
    """Features by layer: shapes (EPSG:4326) and their attributes, in the same order."""

    shapes: dict[str, list[shapely.Geometry]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, layer: str, shape: shapely.Geometry, **row: object) -> None:
        """Put a feature into a layer."""
        self.shapes.setdefault(layer, []).append(shape)
        self.rows.setdefault(layer, []).append(row)


def read_features(path: Path) -> MapFeatures:
    """Return everything the map draws; coastlines stand in the layer ``coast``, as drawn."""
    features = MapFeatures()
    factory = osmium.geom.WKBFactory()
    reader = osmium.FileProcessor(str(path)).with_areas(KeyFilter(*MAP_KEYS))
    for item in reader.with_filter(KeyFilter(*MAP_KEYS)):
        tags = {tag.k: tag.v for tag in item.tags}
        if isinstance(item, osmium.osm.Node):
            if item.location.valid():
                _point(features, tags, shapely.Point(item.lon, item.lat))
        elif isinstance(item, osmium.osm.Way):
            _line(features, tags, factory, item)
        elif isinstance(item, osmium.osm.Area):
            _area(features, tags, factory, item)
    return features


def _named(tags: dict[str, str]) -> Row:
    # Absent names stay out of the tiles: the map then falls back to the next language.
    row: Row = {"name": tags.get("name")}
    for language in LANGUAGES:
        row[f"name_{language}"] = tags.get(f"name:{language}")
    return row


def _point(features: MapFeatures, tags: dict[str, str], point: shapely.Point) -> None:
    place = tags.get("place")
    if place in PLACE_KINDS and tags.get("name"):
        features.add("places", point, rank=PLACE_KINDS[place], **_named(tags))
    if "addr:housenumber" in tags:
        features.add("houses", point, number=tags["addr:housenumber"])
    _mark(features, tags, point)


def _mark(features: MapFeatures, tags: dict[str, str], point: shapely.Point) -> None:
    for (key, value), kind in MARK_KINDS.items():
        if tags.get(key) == value:
            features.add("marks", point, kind=kind, **_named(tags))
            return


def _line(
    features: MapFeatures,
    tags: dict[str, str],
    factory: osmium.geom.WKBFactory,
    way: osmium.osm.Way,
) -> None:
    wanted = {"highway", "railway", "waterway", "natural"} & tags.keys()
    if not wanted or len(way.nodes) < 2:
        return
    try:
        line = shapely.from_wkb(factory.create_linestring(way))
    except RuntimeError:  # nodes outside the extract
        return
    street = STREET_CLASSES.get(tags.get("highway", "").removesuffix("_link"))
    if street is not None and tags.get("area") != "yes":
        features.add("streets", line, **_street(tags, street))
    elif tags.get("railway") in {
        "rail",
        "light_rail",
        "tram",
        "subway",
        "narrow_gauge",
        "funicular",
    }:
        features.add("rail", line, kind=tags["railway"], tunnel=_is_given(tags, "tunnel"))
    elif tags.get("waterway") in {"river", "stream", "canal", "ditch", "drain"}:
        row = _named(tags)
        features.add(
            "waterways", line, kind=tags["waterway"], tunnel=_is_given(tags, "tunnel"), **row
        )
    elif tags.get("natural") == "coastline":
        features.add("coast", line)


def _street(tags: dict[str, str], street: str) -> Row:
    return {
        "kind": street,
        "link": 1 if tags["highway"].endswith("_link") else 0,
        "tunnel": _is_given(tags, "tunnel") or (1 if tags.get("covered") == "yes" else 0),
        "bridge": _is_given(tags, "bridge"),
        "level": _whole(tags.get("layer", "0")),
        **_named(tags),
    }


def _is_given(tags: dict[str, str], key: str) -> int:
    return 0 if tags.get(key, "no") == "no" else 1


def _whole(text: str) -> int:
    try:
        return int(float(text))
    except ValueError:
        return 0


def _area(
    features: MapFeatures,
    tags: dict[str, str],
    factory: osmium.geom.WKBFactory,
    area: osmium.osm.Area,
) -> None:
    try:
        shape = shapely.from_wkb(factory.create_multipolygon(area))
    except RuntimeError:  # a ring that is not closed cannot be drawn
        return
    if tags.get("natural") == "water" or tags.get("waterway") == "riverbank":
        features.add("water", shape, kind="water", **_named(tags))
    elif tags.get("building", "no") != "no":
        features.add("buildings", shape, kind="building")
    else:
        kind = next((k for (key, v), k in LAND_KINDS.items() if tags.get(key) == v), None)
        if tags.get("highway") == "pedestrian":
            kind = "square"
        if kind is not None:
            features.add("land", shape, kind=kind, **_named(tags))
    if "addr:housenumber" in tags:
        features.add("houses", shape.representative_point(), number=tags["addr:housenumber"])
    _mark(features, tags, shape.representative_point())
