"""Small feeds in GTFS for tests: stops on a line, one per kilometre, and the trips along them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

DAY = "20220614"
"""A Tuesday."""

LON, LAT = 11.12, 46.06
KILOMETRE_DEG = 0.01295
"""Of longitude, at this latitude."""

AGENCY = "agency_id,agency_name,agency_url,agency_timezone\n1,Bus,https://bus.example,Europe/Rome\n"
ROUTES = "route_id,agency_id,route_short_name,route_long_name,route_type\nL,1,5,Line 5,3\n"
CALENDAR = (
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
    "D,1,1,1,1,1,1,1,20220601,20220630\n"
)

Times = Sequence[tuple[str, str]]
"""Stop and time."""


def stops_csv(names: str) -> str:
    """Return stops.txt with a stop of each letter, a kilometre east of the one before."""
    rows = [f"{name},{name},{LAT},{LON + at * KILOMETRE_DEG:.6f}" for at, name in enumerate(names)]
    return "\n".join(["stop_id,stop_name,stop_lat,stop_lon", *rows, ""])


def trips_csv(trips: Mapping[str, Times]) -> str:
    """Return trips.txt with trips of line L that run every day."""
    return "\n".join(["route_id,service_id,trip_id", *(f"L,D,{name}" for name in trips), ""])


def times_csv(trips: Mapping[str, Times]) -> str:
    """Return stop_times.txt; a time without seconds is taken at the full minute, none is blank."""
    rows = [
        f"{name},{_time(time)},{_time(time)},{stop},{order}"
        for name, times in trips.items()
        for order, (stop, time) in enumerate(times)
    ]
    return "\n".join(["trip_id,arrival_time,departure_time,stop_id,stop_sequence", *rows, ""])


def feed_texts(
    rides: Mapping[str, Times], /, *, along: str = "ABCDEF", **files: str
) -> dict[str, str]:
    """Return the files of a feed with stops `along` a line and some rides.

    `files` (``trips="…"``) stand instead of or beside them; an empty one is left out.
    """
    texts = {
        "agency": AGENCY, "routes": ROUTES, "calendar": CALENDAR, "stops": stops_csv(along),
        "trips": trips_csv(rides), "stop_times": times_csv(rides), **files,
    }  # fmt: skip
    return {f"{name}.txt": text for name, text in texts.items() if text}


def write_feed(path: Path, texts: Mapping[str, str | bytes], *, folder: str = "") -> Path:
    """Write the files of a feed as a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(f"{folder}{name}", text)
    return path


def monaco_bus() -> dict[str, str]:
    """Return a line through Monaco, 7 to 20, every 20 minutes, November and December 2026."""
    rides = {
        f"T{hour}{minute:02}": [
            (stop, f"{hour}:{minute + later:02}") for stop, later in (("W", 0), ("M", 3), ("E", 8))
        ]
        for hour in range(7, 20)
        for minute in (0, 20, 40)
    }
    rows = [f"L,D,{trip},Est" for trip in rides]
    return feed_texts(
        rides,
        stops=(
            "stop_id,stop_name,stop_lat,stop_lon\n"
            "W,Ouest,43.7305,7.4150\nM,Milieu,43.7384,7.4246\nE,Est,43.7500,7.4390\n"
        ),
        calendar=CALENDAR.replace("20220601,20220630", "20261101,20261231"),
        trips="\n".join(["route_id,service_id,trip_id,trip_headsign", *rows, ""]),
    )


def _time(text: str) -> str:
    return f"{text}:00" if text.count(":") == 1 else text
