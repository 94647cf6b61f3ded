"""Stops and lines of a feed."""

from __future__ import annotations

import math

import numpy as np

from data.files.complaints import Severity
from data.sources.gtfs.table import FeedNotes, Table, parsed, whole
from geo.transit.timetable import NONE, Lines, Stops

BUS = 3
BAD = -1000.0


def _degrees(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def read_stops(table: Table, prefix: str, notes: FeedNotes) -> Stops:
    """Return the stops of a feed; the first of several with one id counts."""
    places = first_places(table, "stop_id", notes)
    lat = parsed(table, "stop_lat", _degrees, BAD, notes)
    lon = parsed(table, "stop_lon", _degrees, BAD, notes)
    wheelchair = parsed(table, "wheelchair_boarding", whole, 0, notes)
    number = {table["stop_id"][place]: index for index, place in enumerate(places)}
    station, boarding = [], []
    for place in places:
        parent = table["parent_station"][place]
        if parent and parent not in number:
            unknown(table, place, "parent_station", parent, notes, costs=Severity.FIELD)
        station.append(number.get(parent, NONE) if parent else NONE)
        boarding.append(wheelchair[place])
    for index, parent_number in enumerate(station):
        if not boarding[index] and parent_number != NONE:
            boarding[index] = wheelchair[places[parent_number]]
    x, y = (np.array([column[place] for place in places], np.float64) for column in (lon, lat))
    usable = _usable(table, places, x, y, notes)
    return Stops(
        ids=tuple(f"{prefix}:{table['stop_id'][place]}" for place in places),
        names=tuple(table["stop_name"][place] for place in places),
        lon=np.where(usable, x, np.nan),
        lat=np.where(usable, y, np.nan),
        station=np.array(station, np.int32),
        wheelchair=np.array(boarding, np.int32),
    )


def _usable(
    table: Table, places: list[int], lon: np.ndarray, lat: np.ndarray, notes: FeedNotes
) -> np.ndarray:
    """Return which positions lie on Earth, and not where the equator meets Greenwich."""
    usable = (np.abs(lon) <= 180) & (np.abs(lat) <= 90) & ((lon != 0) | (lat != 0))
    for index in np.flatnonzero(~usable):
        row = table.rows[places[index]]
        notes.add(table.file, row, "stop_lat", "position", costs=Severity.FIELD)
    return np.asarray(usable)


def read_lines(table: Table, agencies: dict[str, str], prefix: str, notes: FeedNotes) -> Lines:
    """Return the lines of a feed.

    Parameters
    ----------
    agencies
        Id → name; a line that names none has the only one's.
    """
    places = first_places(table, "route_id", notes)
    kinds = parsed(table, "route_type", whole, BUS, notes)
    alone = next(iter(agencies.values()), "") if len(agencies) == 1 else ""
    return Lines(
        ids=tuple(f"{prefix}:{table['route_id'][place]}" for place in places),
        short_names=tuple(table["route_short_name"][place] for place in places),
        long_names=tuple(table["route_long_name"][place] for place in places),
        agencies=tuple(agencies.get(table["agency_id"][place], alone) for place in places),
        colors=tuple(_color(table["route_color"][place]) for place in places),
        kind=np.array([kinds[place] for place in places], np.int32),
    )


def _color(text: str) -> str:
    is_color = len(text) == 6 and all(letter in "0123456789abcdefABCDEF" for letter in text)
    return text.upper() if is_color else ""


def first_places(table: Table, column: str, notes: FeedNotes) -> list[int]:
    """Return the places of the rows with an id that no row before them has."""
    met: dict[str, int] = {}
    for place, name in enumerate(table[column]):
        if not name:
            row = table.rows[place]
            notes.add(table.file, row, column, "no_id", costs=Severity.RECORD)
        elif name in met:
            row = table.rows[place]
            notes.add(table.file, row, column, "twice", costs=Severity.RECORD, value=name)
        else:
            met[name] = place
    return list(met.values())


def unknown(
    table: Table, place: int, column: str, value: str, notes: FeedNotes, *, costs: Severity
) -> None:
    """Note that a row names what no file of the feed has."""
    notes.add(table.file, table.rows[place], column, "unknown", costs=costs, value=value)
