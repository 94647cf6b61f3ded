"""Records whose every answer is known, beside records as odd as the standard allows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from data.records.documents import Directory, Document, directory_of
from data.records.ids import stable_id
from data.register.register import Register
from data.register.store import Stamp, changes_of
from tests.properties.data.hsds.generated import make
from tests.store.full_records import BARE, FULL

AREA = "known"
THEN = datetime(2026, 3, 1, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SECRET = "canarino"
HOSTILE = "<script>alert('Ü')</script>"
TERM, TAXONOMY = stable_id("test", "term"), stable_id("test", "taxonomy")
HERE = (11.12, 46.07)


def record_id(kind: str, name: str) -> str:
    return stable_id("test", kind, name)


def place(name: str, lon: float, lat: float, municipality: str, code: str) -> Document:
    return {
        "id": record_id("location", name), "location_type": "physical",
        "longitude": lon, "latitude": lat,
        "addresses": [{
            "id": record_id("address", name), "address_1": "Via Roma 1", "city": "Trento",
            "postal_code": code, "country": "IT", "state_province": "TN",
            "address_type": "physical",
        }],
        "approdo": {"municipality": municipality, "exposure": "public"},
    }  # fmt: skip


def service(name: str, called: str, places: list[str], **found: Any) -> Document:
    profile = {"source": "Albo", "licence": "CC-BY-4.0", **found.pop("approdo", {})}
    return {
        "id": record_id("service", name), "name": called, "status": "active",
        "organization_id": record_id("organization", "ponte"),
        "service_at_locations": [
            {"id": record_id("at", f"{name} {one}"), "location_id": record_id("location", one)}
            for one in places
        ],
        **found, "approdo": profile,
    }  # fmt: skip


def schedule(name: str, hours: str, *languages: str) -> list[Document]:
    profile = {"opening_hours": hours, "languages": list(languages)}
    return [{"id": record_id("schedule", name), "approdo": profile}]


def protected() -> Document:
    """A shelter whose every field that could say where it is says so."""
    return {
        **place("shelter", 11.1201, 46.0701, "022205", f"9{SECRET}"),
        "name": f"Casa {SECRET}", "alternate_name": SECRET, "description": f"in via {SECRET}",
        "transportation": SECRET, "url": f"https://{SECRET}.example", "external_identifier": SECRET,
        "phones": [{"id": record_id("phone", "shelter"), "number": SECRET}],
        "contacts": [{"id": record_id("contact", "shelter"), "name": SECRET}],
        "approdo": {"municipality": "022205", "exposure": "on_request"},
    }  # fmt: skip


def known() -> Directory:
    places = [
        place("trento", 11.12, 46.07, "022205", "38199"),
        place("povo", 11.15, 46.06, "022205", "38198"),
        place("milano", 9.19, 45.4642, "015146", "20121"),
        protected(),
    ]
    services = [
        service(
            "course", "Corso d'italiano «Ponte»", ["trento"], assured_date="2026-02-01",
            schedules=schedule("course", "24/7", "ita", "ara"),
            attributes=[{"id": record_id("attribute", "course"), "taxonomy_term_id": TERM}],
            approdo={"needs": ["italian_course"]},
        ),
        service(
            "desk", "Sportello Città", ["milano"], status="inactive",
            organization_id=record_id("organization", "comune"),
            schedules=schedule("desk", "Mo-Fr 09:00-13:00", "ita"),
            approdo={"needs": ["orientation", "italian_course"]},
        ),
        service(
            "shelter", "Rifugio", ["shelter"], schedules=schedule("shelter", "su appuntamento"),
            approdo={"needs": ["night_shelter"]},
        ),
        service("hostile", HOSTILE, ["milano", "povo"], url="no address", email=None),
    ]  # fmt: skip
    return {
        "organization": {
            record_id("organization", name): {
                "id": record_id("organization", name), "name": name.title(), "description": "-",
            }
            for name in ("ponte", "comune")
        },
        "taxonomy": {TAXONOMY: {"id": TAXONOMY, "name": "Other", "description": "-"}},
        "taxonomy_term": {
            TERM: {"id": TERM, "name": "Classes", "description": "-", "taxonomy_id": TAXONOMY}
        },
        "location": {one["id"]: one for one in places},
        "service": {one["id"]: one for one in services},
    }  # fmt: skip


def fill(register: Register) -> None:
    register.write(
        changes_of(known()), Stamp("Ada", THEN, source="Albo", licence="CC-BY-4.0", area=AREA)
    )
    odd = Stamp("Ada", THEN, source="odd", licence="CC0-1.0", area="odd")
    for item in (make(1), make(2), make(5), directory_of([FULL, BARE])):
        register.write(changes_of(item), odd)


def name_of(identity: str) -> str:
    """The short name of a known service."""
    names = {record_id("service", name): name for name in ("course", "desk", "shelter", "hostile")}
    return names[identity]
