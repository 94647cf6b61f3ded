"""As many services as a Region has, invented, in the form of the register."""

from __future__ import annotations

import random

from data.catalog.tables import load_taxonomy
from data.records.documents import PROFILE, Directory, Document
from data.records.ids import stable_id

NAMES = ("Sportello", "Centro", "Scuola", "Ambulatorio", "Punto", "Casa", "Ufficio", "Patronato")
WORDS = ("Ponte", "Lavoro", "Immigrati", "Salute", "Famiglie", "Donne", "Giovani", "Porta", "Sud")
SPAN = (8.5, 44.7, 11.4, 46.6)
"""West, south, east, north: about Lombardy, degrees EPSG:4326."""


def many_services(number: int, *, seed: int = 7) -> Directory:
    """Return a directory of invented services, each at a place of its own."""
    chance = random.Random(seed)
    needs = [need.id for need in load_taxonomy().needs]
    organizations = {
        record_id: {"id": record_id, "name": f"{chance.choice(WORDS)} {n}", "description": "-"}
        for n in range(max(1, number // 10))
        for record_id in [stable_id(f"bench {seed}", "organization", str(n))]
    }
    locations: dict[str, Document] = {}
    services: dict[str, Document] = {}
    for n in range(number):
        place = _location(n, chance, seed)
        service = _service(n, chance, seed, chance.choice(needs), place["id"])
        service["organization_id"] = chance.choice(list(organizations)[:1000])
        locations[place["id"]] = place
        services[service["id"]] = service
    return {"organization": organizations, "location": locations, "service": services}


def _location(n: int, chance: random.Random, seed: int) -> Document:
    west, south, east, north = SPAN
    record_id = stable_id(f"bench {seed}", "location", str(n))
    return {
        "id": record_id,
        "location_type": "physical",
        "longitude": round(chance.uniform(west, east), 6),
        "latitude": round(chance.uniform(south, north), 6),
        "addresses": [
            {
                "id": stable_id(record_id, "address"),
                "address_1": f"Via {chance.choice(WORDS)} {chance.randint(1, 200)}",
                "city": "Milano",
                "state_province": "MI",
                "postal_code": "20100",
                "country": "IT",
                "address_type": "physical",
            }
        ],
        PROFILE: {"municipality": f"{15000 + n % 1500:06d}", "exposure": "public"},
    }


def _service(n: int, chance: random.Random, seed: int, need: str, place: str) -> Document:
    record_id = stable_id(f"bench {seed}", "service", str(n))
    return {
        "id": record_id,
        "name": f"{chance.choice(NAMES)} {chance.choice(WORDS)} {n}",
        "status": chance.choice(("active", "active", "active", "inactive")),
        "assured_date": f"2026-{chance.randint(1, 11):02d}-{chance.randint(1, 28):02d}",
        "phones": [
            {"id": stable_id(record_id, "phone"), "number": f"02 {chance.randint(10**6, 10**7)}"}
        ],
        "schedules": [
            {
                "id": stable_id(record_id, "schedule"),
                PROFILE: {"opening_hours": "Mo-Fr 09:00-13:00", "languages": ["ita", "ara"]},
            }
        ],
        "service_at_locations": [{"id": stable_id(record_id, "at"), "location_id": place}],
        PROFILE: {
            "needs": [need],
            "source": f"source {n % 7}",
            "source_id": str(n),
            "licence": "CC-BY-4.0",
            "confidence": "reported",
            "demonstration": True,
            "action": f"0{1 + n % 4}",
        },
    }
