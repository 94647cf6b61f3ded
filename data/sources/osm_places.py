"""Read what people name when they say where they are: addresses, streets, squares, stations."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import osmium
from osmium.filter import KeyFilter

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
    """A name on the ground. `kind` is ``street``, ``locality`` or ``place``; degrees EPSG:4326."""

    kind: str
    names: tuple[str, ...]
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number on its street; degrees EPSG:4326."""

    street: str
    number: str
    lon: float
    lat: float


def read_places(path: Path, *, country: str = "") -> tuple[list[NamedPlace], list[HouseNumber]]:
    """Return the named places and house numbers of an extract, in file order.

    The first of a place's names is its ``name``; the others are translations and old names. A
    station is called as people there call it: *Stazione di Trento*, not *Trento*.

    Parameters
    ----------
    country
        ISO 3166-1, two letters: whose word for a station comes first.
    """
    places: list[NamedPlace] = []
    houses: list[HouseNumber] = []
    entities = osmium.osm.NODE | osmium.osm.WAY
    reader = osmium.FileProcessor(str(path), entities).with_locations()
    for item in reader.with_filter(KeyFilter(*PLACE_KEYS)):
        position = _position(item)
        if position is None:
            continue
        tags = {tag.k: tag.v for tag in item.tags}
        street, number = tags.get("addr:street") or tags.get("addr:place"), "addr:housenumber"
        if street and number in tags:
            each = (one.strip() for one in tags[number].replace(";", ",").split(","))
            houses.extend(HouseNumber(street, one, *position) for one in each if one)
        kind = _kind(tags)
        if kind is not None and tags.get("name"):
            names = _station_names(tags, country) if _is_station(tags) else _names(tags)
            places.append(NamedPlace(kind, names, *position))
    return places, houses


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


def _names(tags: dict[str, str]) -> tuple[str, ...]:
    other = (
        value
        for key, value in sorted(tags.items())
        if key.startswith(("name:", "alt_name", "old_name", "short_name", "official_name"))
    )
    return tuple(dict.fromkeys((tags["name"], *other)))
