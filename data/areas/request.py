"""What is asked for when an area is built."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.areas.manifest import Origin
from data.catalog.areas import BundledArea, SampleResidents

FROM_FILE = Origin()


@dataclass(frozen=True, slots=True)
class AreaRequest:
    """What to build.

    `time_zone` and `country` (ISO 3166-1, two letters) hold for the whole area. Its people come
    from `demand` (a file), else from `residents` (a sample's), else from its municipalities'
    residents (`origin.codes`); an area without any has no model of people. `gtfs` are the feeds of
    its timetables.
    """

    id: str
    osm: Path
    boundary: Path | None
    names: dict[str, str]
    time_zone: str
    country: str
    bundled: bool = False
    date: str | None = None
    origin: Origin = FROM_FILE
    demand: Path | None = None
    residents: SampleResidents | None = None
    gtfs: tuple[Path, ...] = ()


def request_of(sample: BundledArea) -> AreaRequest:
    """Return how a sample area is built."""
    return AreaRequest(
        id=sample.id,
        osm=sample.osm,
        boundary=sample.boundary,
        names=sample.names,
        time_zone=sample.time_zone,
        country=sample.country,
        bundled=True,
        date=sample.date.isoformat(),
        origin=Origin(kind="sample"),
        residents=sample.residents,
    )
