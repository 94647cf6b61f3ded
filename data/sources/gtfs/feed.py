"""A feed in GTFS as a timetable, with a report of what was wrong and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from data.files.complaints import Complaint, Severity
from data.sources.gtfs.archive import feed_files
from data.sources.gtfs.calendar import service_days
from data.sources.gtfs.places import first_places, read_lines, read_stops, unknown
from data.sources.gtfs.rules import read_headways, read_transfers, stops_far_off
from data.sources.gtfs.stop_times import StopTimes, read_stop_times
from data.sources.gtfs.table import FeedNotes, Table, parsed, read_table, whole
from geo.errors import BadInput
from geo.transit.timetable import NONE, Stops, Timetable, Trips

NEEDED = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that has been read.

    Attributes
    ----------
    name
        Of its file, without ending: it stands before every id.
    publisher
        Who publishes it, as far as it says.
    notes
        What was wrong.
    rows
        How many rows each file has.
    """

    name: str
    publisher: str
    timetable: Timetable
    notes: tuple[Complaint, ...]
    rows: dict[str, int]


def read_feed(path: Path, *, time_zone: str) -> Feed:
    """Read a feed; whatever of it can be used is used.

    Parameters
    ----------
    time_zone
        Of the area (IANA): it counts where no agency states one.

    Raises
    ------
    BadInput
        ``gtfs.no_files``, ``gtfs.no_file`` where one is missing without which nothing runs,
        ``gtfs.no_trips`` where no trip can be used; ``file.missing`` and the errors of archives.
    """
    notes = FeedNotes()
    with feed_files(path) as files:
        missing = [name for name in NEEDED if not files.get(name, b"").strip()]
        if missing:
            raise BadInput("gtfs.no_file", path=path.name, file=", ".join(missing))
        if "calendar.txt" not in files and "calendar_dates.txt" not in files:
            raise BadInput("gtfs.no_file", path=path.name, file="calendar.txt")
        tables = {
            name: read_table(files, name, notes)
            for name in (
                "agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt",
                "calendar.txt", "calendar_dates.txt", "frequencies.txt", "transfers.txt",
                "feed_info.txt",
            )
        }  # fmt: skip
    timetable = _timetable(tables, path.stem, time_zone, notes)
    if not len(timetable.trips):
        raise BadInput("gtfs.no_trips", path=path.name)
    info = tables["feed_info.txt"]
    agencies = list(_agencies(tables["agency.txt"]).values())
    publisher = next(iter([*info["feed_publisher_name"], *agencies]), "")
    rows = {name: len(table) for name, table in tables.items() if len(table)}
    return Feed(path.stem, publisher, timetable, tuple(notes.found), rows)


def _timetable(
    tables: dict[str, Table], prefix: str, time_zone: str, notes: FeedNotes
) -> Timetable:
    zone = _zone(tables["agency.txt"], time_zone, notes)
    stops = read_stops(tables["stops.txt"], prefix, notes)
    lines = read_lines(tables["routes.txt"], _agencies(tables["agency.txt"]), prefix, notes)
    days = service_days(tables["calendar.txt"], tables["calendar_dates.txt"], notes)
    stop_numbers, line_numbers = _numbers(stops.ids, prefix), _numbers(lines.ids, prefix)
    services = {name: number for number, name in enumerate(days)}
    table = tables["trips.txt"]
    usable = _usable_trips(table, line_numbers, services, notes)
    numbers = {table["trip_id"][place]: number for number, place in enumerate(usable)}
    times = read_stop_times(tables["stop_times.txt"], numbers, stop_numbers, notes)
    trips = _trips(table, usable, times, line_numbers, services, prefix, notes)
    kept = _numbers(trips.ids, prefix)
    stops = _without_misplaced(tables["stops.txt"], stops, trips, notes)
    return Timetable(
        stops=stops,
        lines=lines,
        trips=trips,
        headways=read_headways(tables["frequencies.txt"], kept, notes),
        transfers=read_transfers(tables["transfers.txt"], stop_numbers, kept, notes),
        service_days=tuple(days.values()),
        zones=(zone,),
        feeds=(prefix,),
    )


def _numbers(ids: Sequence[str], prefix: str) -> dict[str, int]:
    return {one[len(prefix) + 1 :]: number for number, one in enumerate(ids)}


def _agencies(table: Table) -> dict[str, str]:
    return dict(zip(table["agency_id"], table["agency_name"], strict=True))


def _zone(table: Table, time_zone: str, notes: FeedNotes) -> str:
    """Return the zone of a feed's times: GTFS wants one for all of its agencies."""
    if not len(table):
        notes.add("agency.txt", "", "", "no_agency", costs=Severity.NOTE, zone=time_zone)
        return time_zone
    for place, name in enumerate(table["agency_timezone"]):
        try:
            return ZoneInfo(name).key
        except (ValueError, OSError, KeyError):  # no such zone
            row = table.rows[place]
            notes.add(
                table.file, row, "agency_timezone", "zone", costs=Severity.FIELD,
                value=name, zone=time_zone,
            )  # fmt: skip
    return time_zone


def _usable_trips(
    table: Table, lines: dict[str, int], services: dict[str, int], notes: FeedNotes
) -> list[int]:
    usable = []
    for place in first_places(table, "trip_id", notes):
        line, service = table["route_id"][place], table["service_id"][place]
        if line not in lines:
            unknown(table, place, "route_id", line, notes, costs=Severity.RECORD)
        elif service not in services:
            unknown(table, place, "service_id", service, notes, costs=Severity.RECORD)
        else:
            usable.append(place)
    return usable


def _trips(
    table: Table,
    usable: Sequence[int],
    times: StopTimes,
    lines: dict[str, int],
    services: dict[str, int],
    prefix: str,
    notes: FeedNotes,
) -> Trips:
    wheelchair = parsed(table, "wheelchair_accessible", whole, 0, notes)
    blocks: dict[str, int] = {}
    places = [usable[number] for number in times.trip]

    def ints(values: list[int]) -> np.ndarray:
        return np.array(values, np.int32)

    def block(place: int) -> int:
        name = table["block_id"][place]
        return blocks.setdefault(name, len(blocks)) if name else NONE

    return Trips(
        ids=tuple(f"{prefix}:{table['trip_id'][place]}" for place in places),
        headsigns=tuple(table["trip_headsign"][place] for place in places),
        line=ints([lines[table["route_id"][place]] for place in places]),
        service=ints([services[table["service_id"][place]] for place in places]),
        zone=np.zeros(len(places), np.int32),
        block=ints([block(place) for place in places]),
        wheelchair=ints([wheelchair[place] for place in places]),
        first=times.first,
        stop=times.stop,
        arrival_s=times.arrival_s,
        departure_s=times.departure_s,
        boards=times.boards,
        alights=times.alights,
    )


def _without_misplaced(table: Table, stops: Stops, trips: Trips, notes: FeedNotes) -> Stops:
    """Return stops without the positions that no vehicle could reach in time."""
    wrong = stops_far_off(stops, trips.first, trips.stop, trips.arrival_s, trips.departure_s)
    if not len(wrong):
        return stops
    rows = dict(zip(table["stop_id"], table.rows, strict=True))
    lon, lat = stops.lon.copy(), stops.lat.copy()
    for number in wrong:
        name = stops.ids[number].split(":", 1)[1]
        notes.add(table.file, rows[name], "stop_lat", "far", costs=Severity.FIELD, value=name)
        lon[number] = lat[number] = np.nan
    return Stops(stops.ids, stops.names, lon, lat, stops.station, stops.wheelchair)
