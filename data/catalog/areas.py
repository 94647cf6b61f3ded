"""The areas that come with the project."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
SAMPLES = FOLDER.parent / "sample"


@dataclass(frozen=True, slots=True)
class SampleResidents:
    """How many live in a sample area (a round total), and the assumed share of each group.

    `citizenships` are assumed too: country (ISO 3166-1) → share of the foreign residents.
    """

    people: float
    year: int
    shares: dict[str, float]
    citizenships: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BundledArea:
    """A sample area: its files, clock, country, residents and names by language."""

    id: str
    osm: Path
    boundary: Path | None
    time_zone: str
    country: str
    date: date
    residents: SampleResidents
    names: dict[str, str]


@cache
def bundled_areas() -> tuple[BundledArea, ...]:
    """Return the sample areas; the first opens first."""
    table = tomllib.loads((FOLDER / "areas.toml").read_text(encoding="utf-8"))
    return tuple(
        BundledArea(
            id=row["id"],
            osm=SAMPLES / row["osm"],
            boundary=SAMPLES / row["boundary"] if "boundary" in row else None,
            time_zone=row["time_zone"],
            country=row["country"],
            date=row["date"],
            residents=SampleResidents(**row["residents"]),
            names=row["names"],
        )
        for row in table["area"]
    )


def bundled_area(area_id: str) -> BundledArea | None:
    """Return a sample area by id, None where there is none of that name."""
    return next((area for area in bundled_areas() if area.id == area_id), None)
