"""Read what people name when they say where they are: addresses, streets, squares, stations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import osmium
from osmium.filter import KeyFilter

from data.catalog.tables import load_place_categories

PLACE_KEYS = (
    "addr:housenumber",
    "highway",
    "place",
    "amenity",
    "railway",
    "office",
    "tourism",
    "leisure",
    "healthcare",
    "public_transport",
)
LOCALITIES = frozenset(
    {"city", "town", "village", "hamlet", "suburb", "quarter", "neighbourhood", "locality"}
)
WEIGHTS = {
    ("railway", "station"): 6.0, ("railway", "halt"): 5.0, ("place", "city"): 4.0,
    ("place", "town"): 3.0, ("place", "village"): 1.0, ("place", "suburb"): 1.0,
    ("place", "square"): 3.0, ("amenity", "hospital"): 4.0, ("amenity", "townhall"): 4.0,
    ("amenity", "university"): 3.0, ("amenity", "bus_station"): 3.0, ("highway", "bus_stop"): -3.0,
    ("public_transport", "platform"): -3.0, ("public_transport", "stop_position"): -4.0,
    ("amenity", "parking"): -3.0,
}  # fmt: skip
"""How many people mean a place by its name, compared with others of that name."""

STATION_WORDS = {
    "IT": "Stazione di {}",
    "MC": "Gare de {}",
    "FR": "Gare de {}",
    "DE": "Bahnhof {}",
}
SMALL_THINGS = frozenset(
    {"bench", "parking_space", "waste_basket", "vending_machine", "recycling", "atm", "post_box"}
)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A name on the ground. `kind` is ``street``, ``locality`` or ``place``; degrees EPSG:4326.

    `weight` says how many people mean it: of one name a station comes before a bus stop. `category`
    is one of ``place_categories.toml``, or empty.
    """

    kind: str
    names: tuple[str, ...]
    lon: float
    lat: float
    weight: float = 0.0
    category: str = ""


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number on its street; degrees EPSG:4326. Post code and city may be empty."""

    street: str
    number: str
    lon: float
    lat: float
    postal_code: str = ""
    city: str = ""


def read_places(path: Path, *, country: str = "") -> tuple[list[NamedPlace], list[HouseNumber]]:
    """Return the named places and house numbers of an extract, in file order.

    The first of a place's names is its ``name``; the others are translations and old names. A
    station is called as people there call it: *Stazione di Trento*, not *Trento*.

    Parameters
    ----------
    country
        ISO 3166-1, two letters: whose word for a station comes first.
    """
    relations = _relations(path)
    found = _Found(country, relations.streets)
    entities = osmium.osm.NODE | osmium.osm.WAY
    reader = osmium.FileProcessor(str(path), entities).with_locations()
    for item in reader.with_filter(KeyFilter(*PLACE_KEYS)):
        position = _position(item)
        if position is not None:
            kind = "n" if isinstance(item, osmium.osm.Node) else "w"
            found.take((kind, item.id), {tag.k: tag.v for tag in item.tags}, position)
    for number, tags, position in _placed_relations(path, relations):
        found.take(("r", number), tags, position)
    return [*found.places, *_main_station(found.places, country)], found.houses


Member = tuple[str, int]
"""Kind (n, w, r) and id of an object."""


@dataclass(slots=True)
class _Found:
    country: str
    streets: dict[Member, str]
    places: list[NamedPlace] = field(default_factory=list)
    houses: list[HouseNumber] = field(default_factory=list)

    def take(self, key: Member, tags: dict[str, str], position: tuple[float, float]) -> None:
        """Keep the house numbers and the name of an object."""
        street = tags.get("addr:street") or tags.get("addr:place") or self.streets.get(key)
        if street and "addr:housenumber" in tags:
            text = tags["addr:housenumber"].replace(";", ",")
            each = (one.strip() for one in text.split(","))
            place = tags.get("addr:postcode", ""), tags.get("addr:city", "")
            self.houses += [HouseNumber(street, one, *position, *place) for one in each if one]
        kind = _kind(tags)
        if kind is not None and tags.get("name"):
            names = _station_names(tags, self.country) if _is_station(tags) else _names(tags)
            weight = max((w for (k, v), w in WEIGHTS.items() if tags.get(k) == v), default=0.0)
            category = _category(tags) if kind == "place" else ""
            self.places.append(NamedPlace(kind, names, *position, weight, category))


@dataclass(slots=True)
class _Relations:
    """`shapes`: relation → tags and member ways; `streets`: house → its associated street."""

    shapes: dict[int, tuple[dict[str, str], list[int]]] = field(default_factory=dict)
    streets: dict[Member, str] = field(default_factory=dict)


def _relations(path: Path) -> _Relations:
    found = _Relations()
    reader = osmium.FileProcessor(str(path), osmium.osm.RELATION)
    for item in reader.with_filter(KeyFilter("type")):
        if not isinstance(item, osmium.osm.Relation):
            continue
        tags = {tag.k: tag.v for tag in item.tags}
        members = [(member.type, member.ref, member.role) for member in item.members]
        street = tags.get("name") or tags.get("addr:street")
        if tags["type"] in {"associatedStreet", "street"} and street:
            found.streets |= {(kind, ref): street for kind, ref, role in members
                              if role in {"house", "address", "addr:houselink"}}  # fmt: skip
        elif tags["type"] in {"multipolygon", "site"} and set(tags) & set(PLACE_KEYS):
            ways = [ref for kind, ref, role in members if kind == "w" and role != "inner"]
            found.shapes[item.id] = tags, ways
    return found


def _placed_relations(
    path: Path, relations: _Relations
) -> Iterator[tuple[int, dict[str, str], tuple[float, float]]]:
    """Say the relations with the middle of their outlines."""
    wanted = {number for _, ways in relations.shapes.values() for number in ways}
    if not wanted:
        return
    only = osmium.filter.IdFilter(wanted)
    only.enable_for(osmium.osm.WAY)
    reader = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations()
    corners = {
        item.id: [(node.lon, node.lat) for node in item.nodes if node.location.valid()]
        for item in reader.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY)).with_filter(only)
        if isinstance(item, osmium.osm.Way)
    }
    for number, (tags, ways) in relations.shapes.items():
        points = [point for way in ways for point in corners.get(way, ())]
        if points:
            lon, lat = (sum(axis) / len(points) for axis in zip(*points, strict=True))
            yield number, tags, (lon, lat)


def _position(item: object) -> tuple[float, float] | None:
    if isinstance(item, osmium.osm.Node):
        return (item.lon, item.lat) if item.location.valid() else None
    if isinstance(item, osmium.osm.Way):
        valid = [node for node in item.nodes if node.location.valid()]
        if not valid:
            return None
        if item.is_closed():
            return sum(n.lon for n in valid) / len(valid), sum(n.lat for n in valid) / len(valid)
        middle = valid[len(valid) // 2]
        return middle.lon, middle.lat
    return None


def _kind(tags: dict[str, str]) -> str | None:
    if "highway" in tags and tags["highway"] not in {"bus_stop", "platform"}:
        return "street"
    if tags.get("place") in LOCALITIES:
        return "locality"
    if tags.get("amenity") in SMALL_THINGS:
        return None
    return "place" if set(tags) & set(PLACE_KEYS[2:]) else None


def _category(tags: dict[str, str]) -> str:
    return next(
        (
            category.id
            for category in load_place_categories()
            if any(tags.get(key) == value for key, value in category.tags)
        ),
        "",
    )


def _is_station(tags: dict[str, str]) -> bool:
    return tags.get("railway") in {"station", "halt"}


def _station_names(tags: dict[str, str], country: str) -> tuple[str, ...]:
    local = STATION_WORDS.get(country, "{} station")
    words = dict.fromkeys((local, *STATION_WORDS.values(), "{} station"))
    rows = tuple(
        name if any(w.strip(" {}").split(" ")[0].lower() in name.lower() for w in words)
        else word.format(name)
        for word in words
        for name in _names(tags)
    )  # fmt: skip
    return tuple(dict.fromkeys(rows))


def _main_station(places: list[NamedPlace], country: str) -> Iterator[NamedPlace]:
    """Say the station of the largest town once more, as people there call it: "Bahnhof"."""
    towns = [place for place in places if place.kind == "locality" and place.weight >= 3.0]
    stations = [place for place in places if place.weight == WEIGHTS["railway", "station"]]
    word = STATION_WORDS.get(country, "{} station")
    alone = re.sub(r"\s*(?:di |de )?\{\}\s*", "", word).strip()
    for town in sorted(towns, key=lambda place: -place.weight)[:1]:
        for station in stations:
            if any(name.endswith(town.names[0]) for name in station.names):
                yield replace(station, names=(station.names[0], alone, *station.names[1:]))
                return


def _names(tags: dict[str, str]) -> tuple[str, ...]:
    other = (
        value
        for key, value in sorted(tags.items())
        if key.startswith(("name:", "alt_name", "old_name", "short_name", "official_name"))
    )
    return tuple(dict.fromkeys((tags["name"], *other)))
