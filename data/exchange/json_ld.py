"""Services as linked data: schema.org, and CPSV-AP (the profile of public services in Europe).

https://schema.org/Service, https://semiceu.github.io/CPSV-AP/. The context stands in the file:
whoever reads it asks no other host.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.catalog.tables import load_languages
from data.exchange.shown_places import PlacedService, placed_services
from data.files.csv_text import writing
from data.files.letters import visible
from data.records.documents import Directory
from data.records.schedules import weekly_fields
from geo.model import Organization, OrganizationKind, Schedule, Service

CONTEXT = {
    "@vocab": "https://schema.org/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "dct": "http://purl.org/dc/terms/",
    "dct:license": {"@type": "@id"},
    "dct:modified": {"@type": "http://www.w3.org/2001/XMLSchema#date"},
    "approdo": "urn:approdo:need:",
    "serviceType": {"@type": "@vocab"},
}
PUBLIC = ["GovernmentService", "cpsv:PublicService"]
_LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
_DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip


def write_json_ld(directory: Directory, path: Path) -> None:
    """Write every service at each of its places as JSON-LD; a place that is not public has none.

    Raises
    ------
    BadInput, StorageFailure
        Those of `data.files.csv_text.writing`.
    """
    graph = [_node(placed) for placed in placed_services(directory)]
    with writing(path) as file:
        json.dump({"@context": CONTEXT, "@graph": graph}, file, ensure_ascii=False, indent=1)
        file.write("\n")


def _node(placed: PlacedService) -> dict[str, Any]:
    service = placed.service
    record_id = placed.at.get("id") or placed.document["id"]
    first = service.organization
    public = first is not None and first.kind is OrganizationKind.PUBLIC_BODY
    return _without_empty({
        "@id": f"urn:uuid:{record_id}",
        "@type": PUBLIC if public else "Service",
        "identifier": placed.document["id"],
        "name": service.name,
        "alternateName": _by_language(service.names),
        "description": placed.document.get("description"),
        "serviceType": [f"approdo:{need}" for need in service.needs],
        "provider": first and _organization(first),
        "availableChannel": _channel(service),
        "hoursAvailable": [span for slot in service.schedules for span in _hours(slot)],
        "dct:source": service.provenance.source,
        "dct:license": _LICENCES.get(service.provenance.licence),
        "dct:rights": service.provenance.licence,
        "dct:modified": _day(service),
    })  # fmt: skip


def _without_empty(node: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain(value) for key, value in node.items() if value not in (None, "", [], {})}


def _plain(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else value


def _by_language(texts: Any) -> list[dict[str, str]]:
    return [
        {"@value": visible(text), "@language": language}
        for language, text in texts.items()
        if language != "und"
    ]


def _organization(organization: Organization) -> dict[str, Any]:
    public = organization.kind is OrganizationKind.PUBLIC_BODY
    return _without_empty({
        "@id": f"urn:uuid:{organization.id}",
        "@type": "GovernmentOrganization" if public else "Organization",
        "name": organization.name,
        "url": organization.website,
    })  # fmt: skip


def _channel(service: Service) -> dict[str, Any]:
    return _without_empty({
        "@type": "ServiceChannel",
        "serviceUrl": service.website,
        "servicePhone": [
            _without_empty({
                "@type": "ContactPoint", "telephone": phone.number, "name": phone.description,
            })
            for phone in service.phones
        ],
        "availableLanguage": sorted({
            _language(code) for slot in service.schedules for code in slot.languages or ()
        }),
        "serviceLocation": _place(service),
    })  # fmt: skip


def _place(service: Service) -> dict[str, Any] | None:
    location = service.location
    address = location.address
    if address is None and location.lon is None:
        return None
    return _without_empty({
        "@type": "Place",
        "geo": None if location.lon is None else {
            "@type": "GeoCoordinates", "latitude": location.lat, "longitude": location.lon,
        },
        "address": address and _without_empty({
            "@type": "PostalAddress",
            "streetAddress": address.address_1,
            "postalCode": address.postal_code,
            "addressLocality": address.city,
            "addressCountry": address.country,
        }),
    })  # fmt: skip


def _hours(slot: Schedule) -> Iterator[dict[str, Any]]:
    """Say hours of every week day by day; richer ones in the words of OpenStreetMap."""
    if not slot.opening_hours:
        return
    weekly = weekly_fields(slot.opening_hours)
    if "byday" not in weekly:
        yield {"@type": "OpeningHoursSpecification", "description": visible(slot.opening_hours)}
        return
    yield {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [_DAYS[day] for day in weekly["byday"].split(",")],
        "opens": weekly["opens_at"],
        "closes": weekly["closes_at"],
    }


def _language(code: str) -> str:
    short = {language.code: language.short for language in load_languages()}
    return short.get(code) or code


def _day(service: Service) -> str | None:
    checked = service.provenance.assured_on
    return checked.isoformat() if checked else None
