"""Make the demonstration records of the sample areas again: ``python -m data.sample.make_demo``.

Everything in them is invented but the streets and house numbers they stand at, which are taken from
the extracts. Names are made of words of landing and light and name no organisation; telephone
numbers begin with 000, which no network assigns; addresses on the web are under example.org.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.records.plain_records import save_services
from data.sources.osm_places import HouseNumber, read_places
from geo.model import (
    AccessRoute,
    Address,
    Answer,
    Appointment,
    Capacity,
    Confidence,
    Edition,
    Eligibility,
    Exposure,
    Fund,
    Level,
    Location,
    Organization,
    OrganizationKind,
    Phone,
    Provenance,
    Residence,
    Role,
    Schedule,
    Service,
    Sex,
)

FOLDER = Path(__file__).parent
PLAN = FOLDER / "demo_plan.toml"
TODAY = date(2026, 11, 23)
"""The day the records are given for: ages of checks and windows of courses count from here."""

SOURCE = "Approdo demonstration"
LICENCE = "CC0-1.0"
EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Site:
    """What differs between the two sample areas."""

    area: str
    extract: str
    language: str
    country: str
    city: str
    names: tuple[str, ...]


SITES = (
    Site(
        "monaco",
        "monaco.osm.pbf",
        "fr",
        "MC",
        "Monaco",
        (
            "Horizon", "Aurore", "La Passerelle", "Le Phare", "Boussole", "Belvédère", "Source",
            "Le Pont", "Mistral", "Rive Claire", "L'Ancre", "Escale",
        ),
    ),
    Site(
        "neubrandenburg",
        "neubrandenburg.osm.pbf",
        "de",
        "DE",
        "Neubrandenburg",
        (
            "Horizont", "Morgenlicht", "Die Brücke", "Leuchtturm", "Kompass", "Ausblick", "Quelle",
            "Steg", "Nordwind", "Helles Ufer", "Anker", "Rastplatz",
        ),
    ),
)  # fmt: skip


def main() -> None:
    """Write ``demo_<area>.json`` for each sample area."""
    plan = tomllib.loads(PLAN.read_text(encoding="utf-8"))["record"]
    for site in SITES:
        doors = _doors(FOLDER / site.extract, 2 * len(plan))
        services = [
            _service(site, row, variant, doors[2 * number + variant], number)
            for number, row in enumerate(plan)
            for variant in (0, 1)
        ]
        save_services(FOLDER / f"demo_{site.area}.json", tuple(services))


def _doors(extract: Path, count: int) -> list[HouseNumber]:
    """Return real doors spread over the area: each as far as can be from those before."""
    _, houses = read_places(extract)
    houses = sorted(
        {(h.street, h.number): h for h in houses}.values(), key=lambda h: (h.lon, h.lat)
    )
    middle_lon = sorted(h.lon for h in houses)[len(houses) // 2]
    middle_lat = sorted(h.lat for h in houses)[len(houses) // 2]
    near = sorted(houses, key=lambda h: _away(h, middle_lon, middle_lat))[: len(houses) * 2 // 3]
    chosen = [near[0]]
    distance = [_away(h, chosen[0].lon, chosen[0].lat) for h in near]
    while len(chosen) < count:
        farthest = max(range(len(near)), key=lambda n: distance[n])
        chosen.append(near[farthest])
        new = near[farthest]
        distance = [min(d, _away(h, new.lon, new.lat)) for d, h in zip(distance, near, strict=True)]
    # Mix the order, so that the two records of one kind do not both stand at the rim.
    return [chosen[(n * 37) % count] for n in range(count)]


def _away(house: HouseNumber, lon: float, lat: float) -> float:
    return float((house.lon - lon) ** 2 + (1.5 * (house.lat - lat)) ** 2)


def _service(
    site: Site, row: dict[str, Any], variant: int, door: HouseNumber, number: int
) -> Service:
    identity = f"demo-{site.area}-{row['id']}-{variant + 1}"
    fields = {**row, **row.get("second", {})} if variant else row
    name = site.names[(number + 5 * variant) % len(site.names)]
    slug = name.lower().replace(" ", "-").replace("'", "")
    organization = Organization(
        f"demo-{site.area}-{slug}-{fields['kind']}",
        name,
        OrganizationKind(fields["kind"]),
        Role.LEAD,
        "https://www.example.org",
    )
    return Service(
        id=identity,
        name=f"{fields['title'][site.language]} {name}",
        needs=tuple(fields["needs"]),
        location=_location(identity, fields, site, door),
        provenance=Provenance(
            SOURCE,
            LICENCE,
            confidence=Confidence.REPORTED if variant else Confidence.CONFIRMED,
            assured_on=TODAY - timedelta(days=fields["checked_days_ago"]),
            demonstration=True,
        ),
        organization=organization,
        schedules=tuple(_schedule(slot) for slot in fields["slots"]),
        phones=(Phone(f"000 {100 + number:03d} {10 + variant:02d} 00"),) if fields["phone"] else (),
        website="https://www.example.org" if fields.get("web") else None,
        names=MappingProxyType(
            {language: f"{title} {name}" for language, title in sorted(fields["title"].items())}
        ),
        descriptions=MappingProxyType(dict(sorted(fields["text"].items()))),
        eligibility=_eligibility(fields),
        access=AccessRoute(fields["access"]),
        editions=tuple(Edition(**edition) for edition in fields.get("editions", ())),
        capacity=Capacity(**fields["capacity"]) if "capacity" in fields else None,
        action=fields.get("action"),
        level=Level(fields["level"]),
        funds=tuple(Fund(**fund) for fund in fields.get("funds", ())),
    )


def _location(identity: str, fields: dict[str, Any], site: Site, door: HouseNumber) -> Location:
    exposure = Exposure(fields.get("exposure", "public"))
    if exposure is not Exposure.PUBLIC:
        return Location(f"{identity}-place", None, None, exposure=exposure)
    address = Address(f"{door.street} {door.number}", site.city, country=site.country)
    return Location(
        f"{identity}-place",
        round(door.lon, 6),
        round(door.lat, 6),
        address,
        wheelchair=Answer(fields.get("wheelchair", "unknown")),
    )


def _schedule(slot: dict[str, Any]) -> Schedule:
    return Schedule(
        slot.get("hours"),
        frozenset(slot["speaks"]) if "speaks" in slot else None,
        frozenset(slot["mediates"]) if "mediates" in slot else None,
        Appointment(slot["appointment"]) if "appointment" in slot else None,
    )


def _eligibility(fields: dict[str, Any]) -> Eligibility:
    return Eligibility(
        statuses=MappingProxyType({k: Answer(v) for k, v in fields.get("accepts", {}).items()}),
        documents=MappingProxyType({k: Answer(v) for k, v in fields.get("documents", {}).items()}),
        residence=Residence(fields["residence"]) if "residence" in fields else None,
        minimum_age=fields.get("minimum_age"),
        maximum_age=fields.get("maximum_age"),
        ages_known="minimum_age" in fields or "maximum_age" in fields,
        sex=Sex(fields["sex"]) if "sex" in fields else None,
        sex_known="sex" in fields,
        children=Answer(fields.get("children", "unknown")),
    )


if __name__ == "__main__":
    main()
