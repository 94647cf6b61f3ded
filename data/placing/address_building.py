"""Write the index that addresses and places of an area are searched in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from data.placing.address_index import house_value, normal
from data.sources.osm_places import HouseNumber, NamedPlace, read_places
from geo.network.sphere import metres_apart

SAME_STREET_M = 1500.0
"""Pieces of one name farther apart than this are different streets."""

_SCHEMA = """
CREATE TABLE name (id INTEGER PRIMARY KEY, label TEXT, alike TEXT, kind TEXT, lon REAL, lat REAL,
  weight REAL);
CREATE TABLE house (name INTEGER, number TEXT, value INTEGER, lon REAL, lat REAL,
  postal_code TEXT, city TEXT);
CREATE INDEX house_name ON house (name, value);
CREATE INDEX house_place ON house (lat, lon);
CREATE TABLE category (name INTEGER, category TEXT);
CREATE VIRTUAL TABLE piece USING fts5(alike, content='', tokenize='trigram');
"""


def build_addresses(osm: Path, database: Path, *, country: str = "") -> int:
    """Write the search index of an extract; return how many house numbers it holds."""
    places, houses = read_places(osm, country=country)
    streets = _streets(places, houses)
    named = _unique(
        sorted((p for p in places if p.kind != "street"), key=lambda p: (-p.weight, -len(p.names)))
    )
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executescript(_SCHEMA)
        for number, place in enumerate([*streets, *named], 1):
            values = (
                number, place.names[0], place.kind, place.lon, place.lat, place.weight
            )  # fmt: skip
            alike = " | ".join(dict.fromkeys(normal(name) for name in place.names))
            connection.execute(
                "INSERT INTO name (id, label, kind, lon, lat, weight, alike)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*values, alike),
            )
            connection.execute("INSERT INTO piece (rowid, alike) VALUES (?, ?)", (number, alike))
        connection.executemany(
            "INSERT INTO category VALUES (?, ?)",
            [(n, p.category) for n, p in enumerate([*streets, *named], 1) if p.category],
        )
        connection.executemany(
            "INSERT INTO house VALUES (?, ?, ?, ?, ?, ?, ?)", _house_rows(streets, houses)
        )
    return len(houses)


def _streets(places: list[NamedPlace], houses: list[HouseNumber]) -> list[NamedPlace]:
    """Join the pieces of each street; far pieces of one name stay different streets."""
    pieces: dict[str, list[NamedPlace]] = {}
    for place in places:
        if place.kind == "street":
            pieces.setdefault(place.names[0], []).append(place)
    for house in houses:
        if house.street not in pieces:
            pieces[house.street] = [NamedPlace("street", (house.street,), house.lon, house.lat)]
    joined: list[NamedPlace] = []
    for name in sorted(pieces):
        joined += [_middle(group) for group in _groups(pieces[name])]
    return joined


def _groups(pieces: list[NamedPlace]) -> list[list[NamedPlace]]:
    groups: list[list[NamedPlace]] = []
    for piece in pieces:
        near = [g for g in groups if any(_metres(piece, other) < SAME_STREET_M for other in g)]
        merged = [piece, *(other for group in near for other in group)]
        groups = [g for g in groups if g not in near] + [merged]
    return groups


def _middle(group: list[NamedPlace]) -> NamedPlace:
    lon = sum(p.lon for p in group) / len(group)
    lat = sum(p.lat for p in group) / len(group)
    centre = NamedPlace("street", group[0].names, lon, lat)
    nearest = min(group, key=lambda piece: (_metres(piece, centre), piece.lon, piece.lat))
    names = tuple(dict.fromkeys(name for piece in group for name in piece.names))
    return NamedPlace("street", names, nearest.lon, nearest.lat)


def _unique(places: list[NamedPlace]) -> list[NamedPlace]:
    """Drop objects that repeat a name within a street's length: a node on its building."""
    kept: dict[str, list[NamedPlace]] = {}
    for place in places:
        same = kept.setdefault(place.names[0], [])
        if all(_metres(place, other) > SAME_STREET_M / 5 for other in same):
            same.append(place)
    return [place for same in kept.values() for place in same]


def _metres(a: NamedPlace, b: NamedPlace | HouseNumber) -> float:
    return metres_apart(a.lon, a.lat, b.lon, b.lat)


def _house_rows(
    streets: list[NamedPlace], houses: Iterable[HouseNumber]
) -> list[tuple[int, str, int, float, float, str, str]]:
    of_name: dict[str, list[tuple[int, NamedPlace]]] = {}
    for number, street in enumerate(streets, 1):
        of_name.setdefault(street.names[0], []).append((number, street))
    rows = []
    for house in houses:
        candidates = of_name[house.street]
        number, _ = min(candidates, key=lambda item: _metres(item[1], house))
        where = house.lon, house.lat, house.postal_code, normal(house.city)
        rows.append((number, house.number, house_value(house.number), *where))
    return rows
