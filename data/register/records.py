"""Between `geo.model.Service` and rows of the register."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row

from data.areas.service_store import from_plain, to_plain
from geo.model import (
    AccessRoute,
    Address,
    Answer,
    Appointment,
    Capacity,
    Confidence,
    Edition,
    Exposure,
    Fund,
    Level,
    Location,
    Organization,
    OrganizationKind,
    Phone,
    Provenance,
    Role,
    Schedule,
    Service,
    ServiceStatus,
)

Fields = dict[str, Any]


def content_sha256(service: Service) -> str:
    """Return a checksum that is equal for equal services."""
    plain = json.dumps(to_plain(service), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def service_fields(service: Service) -> Fields:
    """Return the row of the service itself, without version, time and author."""
    provenance = service.provenance
    return {
        "id": service.id,
        "name": service.name,
        "status": service.status.value,
        "url": service.website,
        "email": service.email,
        "access": service.access and service.access.value,
        "action": service.action,
        "level": service.level and service.level.value,
        "names": dict(service.names),
        "descriptions": dict(service.descriptions),
        "eligibility": to_plain(service.eligibility),
        "source": provenance.source,
        "source_id": provenance.source_id,
        "licence": provenance.licence,
        "confidence": provenance.confidence.value,
        "assured_on": provenance.assured_on,
        "demonstration": provenance.demonstration,
        "content_sha256": content_sha256(service),
    }


def child_rows(service: Service) -> dict[str, list[Fields]]:
    """Return the rows that belong to a service, by table."""
    own = {"service_id": service.id}
    organizations = [*([service.organization] if service.organization else []), *service.partners]
    capacity = service.capacity
    rows: dict[str, list[Fields]] = {
        "service_need": [{"need": need} for need in service.needs],
        "service_organization": [
            {"organization_id": o.id, "role": o.role and o.role.value} for o in organizations
        ],
        "phone": [{"number": p.number, "description": p.description} for p in service.phones],
        "schedule": [
            {
                "opening_hours": s.opening_hours,
                "languages": None if s.languages is None else sorted(s.languages),
                "mediation_languages": (
                    None if s.mediation_languages is None else sorted(s.mediation_languages)
                ),
                "appointment": s.appointment and s.appointment.value,
            }
            for s in service.schedules
        ],
        "edition": [
            {
                "enrolment_starts": e.enrolment_starts,
                "enrolment_ends": e.enrolment_ends,
                "starts": e.starts,
                "ends": e.ends,
            }
            for e in service.editions
        ],
        "fund": [
            {"name": f.name, "amount_eur": f.amount_eur, "starts": f.starts, "ends": f.ends}
            for f in service.funds
        ],
    }
    numbered = {
        table: [{**own, "place": place, **row} for place, row in enumerate(found)]
        for table, found in rows.items()
    }
    numbered["service_at_location"] = [{**own, "location_id": service.location.id}]
    numbered["service_capacity"] = (
        [
            {
                **own,
                "unit": capacity.unit,
                "maximum": capacity.maximum,
                "available": capacity.available,
                "updated": capacity.updated,
            }
        ]
        if capacity
        else []
    )
    return numbered


def organization_rows(service: Service) -> list[Fields]:
    """Return the organisations that a service names."""
    organizations = [*([service.organization] if service.organization else []), *service.partners]
    return [
        {"id": o.id, "name": o.name, "kind": o.kind and o.kind.value, "website": o.website}
        for o in organizations
    ]


def location_rows(location: Location) -> tuple[Fields, Fields | None]:
    """Return the rows of a location and of its address, where it has one."""
    address = location.address
    row = {
        "id": location.id,
        "location_type": "physical",
        "lon": location.lon,
        "lat": location.lat,
        "exposure": location.exposure.value,
        "wheelchair": location.wheelchair.value,
    }
    if address is None:
        return row, None
    return row, {
        "location_id": location.id,
        "address_1": address.address_1,
        "city": address.city,
        "postal_code": address.postal_code,
        "country": address.country,
        "address_type": "physical",
    }


def build_service(
    row: Row[Any], children: Mapping[str, Sequence[Row[Any]]], location: Location
) -> Service:
    """Return the service that rows tell."""
    organizations = [
        Organization(o.id, o.name, _enum(OrganizationKind, o.kind), _enum(Role, o.role), o.website)
        for o in children["service_organization"]
    ]
    capacity = children["service_capacity"]
    # One reader of plain data serves files and the register alike.
    shell = from_plain(
        {
            "id": row.id,
            "name": row.name,
            "needs": [n.need for n in children["service_need"]],
            "location": {"id": location.id, "lon": None, "lat": None},
            "provenance": {"source": row.source, "licence": row.licence},
            "eligibility": row.eligibility,
        }
    )
    return replace(
        shell,
        location=location,
        provenance=Provenance(
            row.source,
            row.licence,
            row.source_id,
            Confidence(row.confidence),
            row.assured_on,
            row.demonstration,
        ),
        organization=organizations[0] if organizations else None,
        partners=tuple(organizations[1:]),
        status=ServiceStatus(row.status),
        schedules=tuple(_schedule(s) for s in children["schedule"]),
        phones=tuple(Phone(p.number, p.description) for p in children["phone"]),
        website=row.url,
        email=row.email,
        names=MappingProxyType(dict(row.names)),
        descriptions=MappingProxyType(dict(row.descriptions)),
        access=_enum(AccessRoute, row.access),
        editions=tuple(
            Edition(e.enrolment_starts, e.enrolment_ends, e.starts, e.ends)
            for e in children["edition"]
        ),
        capacity=(
            Capacity(
                capacity[0].unit, capacity[0].maximum, capacity[0].available, capacity[0].updated
            )
            if capacity
            else None
        ),
        action=row.action,
        level=_enum(Level, row.level),
        funds=tuple(Fund(f.name, f.amount_eur, f.starts, f.ends) for f in children["fund"]),
    )


def build_location(row: Row[Any], address: Row[Any] | None) -> Location:
    """Return the location that rows tell."""
    return Location(
        row.id,
        row.lon,
        row.lat,
        Address(address.address_1, address.city, address.postal_code, address.country)
        if address
        else None,
        Exposure(row.exposure),
        Answer(row.wheelchair),
    )


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(
        row.opening_hours,
        None if row.languages is None else frozenset(row.languages),
        None if row.mediation_languages is None else frozenset(row.mediation_languages),
        _enum(Appointment, row.appointment),
    )


def _enum(kind: Any, value: str | None) -> Any:
    return None if value is None else kind(value)
