"""Journeys by timetable against cafein, pynigiri and plain Python, in one run.

Trento, Tuesday 14 June 2022, with ``APPRODO_TESTDATA``. Speed: 300 × 300 points door to door,
median of the departures from 8 to 9. Right: stop to stop by nigiri and by plain Python at equal
settings, 100 origins × 3 departures × 100 destinations.
"""

from __future__ import annotations

import csv
import io
import os
import statistics
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench.towns import build_town
from data.areas.load import load_area
from data.areas.transit_store import load_timetable, report_of, save_timetable
from data.sources.gtfs.feed import read_feed
from geo.network.routing import Snapped
from geo.network.walking import Walker
from geo.transit.changes import Changes, Walks, changes_of
from geo.transit.kernels import NEVER
from geo.transit.network import (
    Ends,
    Search,
    TransitLimits,
    TransitNetwork,
    departures_of,
)
from geo.transit.timetable import Timetable, Transfers

DAY, ZONE = date(2022, 6, 14), "Europe/Rome"
POINTS, WINDOW, RUNS = 300, 60, 5
ASKED, DEPARTURES = 100, ("08:00", "12:30", "18:15")
LONGEST_S = int(TransitLimits().longest_min * 60)
CHANGE_S = 120
"""What changing takes in nigiri where a feed says nothing."""


def main() -> None:
    """Build Trento; compare."""
    root = os.environ.get("APPRODO_TESTDATA")
    if root is None:
        sys.exit("bench.transit: APPRODO_TESTDATA does not name the folder of real areas")
    folder = Path(root) / "areas" / "trento"
    feed = folder / "gtfs_trento_urbano_2022.zip"
    with tempfile.TemporaryDirectory() as var:
        os.environ["APPRODO_VAR"] = var
        area = load_area(build_town())
        start = time.perf_counter()
        read = read_feed(feed, time_zone=ZONE)
        save_timetable(Path(var) / "transit", read.timetable, [report_of(read)])
        print(f"feed read and stored: {time.perf_counter() - start:.2f} s")
        start = time.perf_counter()
        timetable = load_timetable(Path(var) / "transit")
        print(f"loaded: {time.perf_counter() - start:.3f} s")
        if timetable is None:
            raise FileNotFoundError(var)
        network = TransitNetwork(timetable, area.walking, ZONE)
        _time_matrix(network, feed, folder / "trento.osm.pbf")
        _compare_stops(timetable, feed, Path(var))


def _points(network: TransitNetwork, seed: int) -> Snapped:
    streets = network.walking.streets  # type: ignore[attr-defined]
    chance = np.random.default_rng(seed)
    nodes = chance.choice(np.flatnonzero(streets.main), POINTS, replace=False)
    return network.walking.snap(streets.lon[nodes], streets.lat[nodes])


def _median_s(work: Callable[[], Any]) -> tuple[float, Any]:
    work()
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), found


def _time_matrix(network: TransitNetwork, feed: Path, osm: Path) -> None:
    """Time a matrix of medians, and cafein's of the same points."""
    origins, destinations = _points(network, 1), _points(network, 2)
    departures = departures_of(8 * 3600, WINDOW)

    def ours() -> np.ndarray:
        return network.minutes(
            origins, destinations, DAY, departures,
            percent=50, walker=Walker(), limits=TransitLimits(),
        )  # fmt: skip

    our_s, our_minutes = _median_s(ours)
    print(f"{POINTS} x {POINTS}, median of {WINDOW} departures: {our_s:.3f} s")
    their_s, their_minutes = _median_s(_cafein(feed, osm, origins, destinations))
    both = ~np.isnan(our_minutes) & ~np.isnan(their_minutes)
    apart = np.abs(our_minutes - their_minutes)[both]
    print(
        f"  cafein {their_s:.3f} s: {their_s / our_s:.2f} times ours; medians of "
        f"{both.sum():,} pairs {np.median(apart):.1f} min apart (half of them), "
        f"{(apart <= 2).mean():.1%} within 2 min"
    )


def _cafein(feed: Path, osm: Path, origins: Snapped, destinations: Snapped) -> Callable[[], Any]:
    import cafein
    import geopandas
    import shapely

    warnings.simplefilter("ignore")
    network = cafein.TransportNetwork.from_gtfs(str(feed), osm_pbf=str(osm))

    def frame(points: Snapped) -> geopandas.GeoDataFrame:
        return geopandas.GeoDataFrame(
            {"id": [str(n) for n in range(len(points))]},
            geometry=shapely.points(points.lon, points.lat),
            crs="EPSG:4326",
        )

    ends = frame(origins), frame(destinations)

    def matrix() -> np.ndarray:
        found = cafein.TravelTimeMatrix(
            network,
            *ends,
            departure=f"{DAY} 08:00:00",
            departure_time_window=timedelta(minutes=WINDOW),
            percentiles=[50],
            max_rides=TransitLimits().changes + 1,
            walking_speed_kmph=4.5,
            max_walking_time=timedelta(minutes=TransitLimits().walk_min),
            output_time_units="seconds",
        )
        table = np.full((POINTS, POINTS), np.nan)
        rows = found["from_id"].astype(int), found["to_id"].astype(int)
        table[rows] = found["travel_time_p50"] / 60
        return table

    return matrix


def _compare_stops(timetable: Timetable, feed: Path, folder: Path) -> None:
    """Compare arrivals stop to stop with plain Python and with nigiri: rides and changes alone."""
    timetable = replace(timetable, transfers=Transfers(*(np.zeros(0, np.int32) for _ in range(6))))
    none = np.zeros(0, np.int32)
    bare = _without_footpaths(feed, folder / "bare.zip")
    changes = changes_of(timetable, Walks(none, none, none), least_s=CHANGE_S)
    chance = np.random.default_rng(7)
    called = np.unique(timetable.trips.stop)
    starts, ends = (chance.choice(called, ASKED, replace=False) for _ in range(2))
    ours = _ours(timetable, changes, starts, ends)
    for name, theirs in (
        ("plain Python", _plain(timetable, changes, starts, ends)),
        ("nigiri", _nigiri(bare, timetable, starts, ends)),
    ):
        reached = (ours != NEVER, theirs != NEVER)
        both = reached[0] & reached[1]
        apart = np.abs(ours - theirs)[both]
        print(
            f"against {name}: {both.sum():,} of {ours.size:,} pairs reached by both, "
            f"{(reached[0] & ~reached[1]).sum()} by us alone, "
            f"{(reached[1] & ~reached[0]).sum()} by them alone; {(apart <= 60).mean():.3%} within "
            f"1 min, {(apart == 0).mean():.3%} equal"
        )


def _without_footpaths(feed: Path, bare: Path) -> Path:
    """Write a feed whose stops have their own names, far apart: nigiri links the others."""
    with zipfile.ZipFile(feed) as archive, zipfile.ZipFile(bare, "w") as copy:
        for name in archive.namelist():
            if name == "stops.txt":
                text = archive.read(name).decode("utf-8-sig")
                ids = [row["stop_id"] for row in csv.DictReader(io.StringIO(text))]
                rows = [
                    f"{one},{one},{40 + at // 40 / 10},{8 + at % 40 / 10}"
                    for at, one in enumerate(ids)
                ]
                copy.writestr(name, "\n".join(["stop_id,stop_name,stop_lat,stop_lon", *rows]))
            elif name != "transfers.txt":
                copy.writestr(name, archive.read(name))
    return bare


def _seconds(text: str) -> int:
    return int(text[:2]) * 3600 + int(text[3:]) * 60


def _ours(timetable: Timetable, changes: Changes, starts: Any, ends: Any) -> np.ndarray:
    from geo.transit.day import day_of
    from geo.transit.rides import rides_of

    day, stops = day_of(timetable, rides_of(timetable, DAY, ZONE)), len(timetable.stops)
    first = np.zeros(stops + 1, np.int32)
    first[ends + 1] = 1
    number_of = np.argsort(ends).astype(np.int32)
    egress = Ends(np.cumsum(first).astype(np.int32), number_of, np.zeros(ASKED, np.int32))
    access = Ends(np.arange(ASKED + 1, dtype=np.int32), starts, np.zeros(ASKED, np.int32))
    out = np.empty((ASKED, len(DEPARTURES), ASKED), np.int32)
    for place, text in enumerate(DEPARTURES):
        at = np.array([_seconds(text)], np.int32)
        search = Search(day, changes, egress, ASKED, at, TransitLimits())
        for number in range(ASKED):
            search.run(access, number, search.labels(), out[number, place : place + 1])
    return out


def _plain(timetable: Timetable, changes: Changes, starts: Any, ends: Any) -> np.ndarray:
    from tests.reference.geo.transit.plain_raptor import earliest, plain_trips

    trips = plain_trips(timetable, DAY)
    midnight = int(datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=UTC).timestamp()) - 12 * 3600
    out = np.full((ASKED, len(DEPARTURES), ASKED), NEVER, np.int32)
    limits = TransitLimits()
    for number, stop in enumerate(starts.tolist()):
        for place, text in enumerate(DEPARTURES):
            at = midnight + _seconds(text)
            found = earliest(
                trips, changes, {stop: 0}, at,
                rides=limits.changes + 1, longest_s=LONGEST_S,
            )  # fmt: skip
            for to, end in enumerate(ends.tolist()):
                if end in found:
                    out[number, place, to] = found[end] - midnight
    return out


def _nigiri(feed: Path, timetable: Timetable, starts: Any, ends: Any) -> np.ndarray:
    import pynigiri

    options = pynigiri.LoaderConfig()
    options.link_stop_distance = 0
    source = pynigiri.TimetableSource("trento", str(feed), options)
    found = pynigiri.load_timetable(
        [source], str(DAY - timedelta(days=1)), str(DAY + timedelta(days=2))
    )
    known = [
        found.find_location(timetable.stops.ids[stop].split(":", 1)[1])
        for stop in range(len(timetable.stops))
    ]
    midnight = int(datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=UTC).timestamp()) - 12 * 3600
    out = np.full((ASKED, len(DEPARTURES), ASKED), NEVER, np.int32)
    for place, text in enumerate(DEPARTURES):
        for number, stop in enumerate(starts.tolist()):
            for to, end in enumerate(ends.tolist()):
                query = pynigiri.Query()
                query.start_time = (midnight + _seconds(text)) // 60
                query.start = [pynigiri.Offset(known[stop], 0, 0)]
                query.destination = [pynigiri.Offset(known[end], 0, 0)]
                query.max_transfers = TransitLimits().changes
                arrivals = [journey.arrival_time() for journey in pynigiri.route(found, query)]
                within = [one * 60 - midnight for one in arrivals]
                within = [a for a in within if a - _seconds(text) <= LONGEST_S]
                out[number, place, to] = min(within, default=NEVER)
    return out


if __name__ == "__main__":
    main()
