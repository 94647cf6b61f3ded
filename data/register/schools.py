"""The schools that the register knows, by the codes that the ministry has given them."""

from __future__ import annotations

import sqlalchemy as sa

from data.records.documents import PROFILE, Document
from data.records.known_school import KnownSchool
from data.register import schema, store

SCHOOL_NEEDS = ("school", "school_enrolment", "adult_education")


def known_schools(connection: sa.Connection) -> list[KnownSchool]:
    """Return every school that came from a register of the ministry's, by its code."""
    need = schema.service_need
    ids = connection.scalars(
        sa.select(need.c.service_id).where(need.c.need.in_(SCHOOL_NEEDS)).distinct()
    ).all()
    services = {
        record_id: kept.content
        for record_id, kept in store.read(connection, "service", ids).items()
        if (kept.content.get(PROFILE) or {}).get("school")
    }
    places = {record_id: _place(document) for record_id, document in services.items()}
    locations = store.read(connection, "location", [place for place in places.values() if place])
    found = [
        _known(document, locations[places[record_id]].content)
        for record_id, document in services.items()
        if places[record_id] in locations
    ]
    return sorted(found, key=lambda school: school.code)


def _place(document: Document) -> str:
    return next((at["location_id"] for at in document.get("service_at_locations") or []), "")


def _known(document: Document, location: Document) -> KnownSchool:
    school = document[PROFILE]["school"]
    address: Document = next(iter(location.get("addresses") or []), {})
    return KnownSchool(
        id=document["id"],
        organization_id=str(document.get("organization_id")),
        location_id=location["id"],
        code=school["code"],
        former=tuple(school.get("former_codes") or ()),
        year=school.get("year") or 0,
        grade=school["grade"],
        is_state=school["state"],
        municipality=(location.get(PROFILE) or {}).get("municipality") or "",
        name=str(document.get("name") or ""),
        address=str(address.get("address_1") or ""),
    )
