"""OpenStreetMap's services that the register has as well: shown once, and kept apart.

Nothing of OpenStreetMap goes into the register (ODbL): who is whose twin is found anew whenever an
area is opened. The register's record is shown, which somebody looks after. Where nobody knows its
door but OpenStreetMap, it is shown there, as far as the map is drawn and no further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.duplicates.candidates import Compared, pairs
from geo.duplicates.likeness import LIKELY, Traits, likeness, name_words
from geo.model import OSM_PREFIX, Service
from geo.names.italian_address import read_italian_address
from geo.phones import phone_keys

SCHOOL = "school"
_KINDS = frozenset({
    "scuola", "scuole", "primaria", "elementare", "secondaria", "media", "primo", "secondo",
    "grado", "infanzia", "materna", "asilo", "liceo", "istituto", "tecnico", "professionale",
    "comprensivo", "superiore", "statale", "paritaria", "ii", "scientifico", "classico",
    "artistico", "linguistico", "tecnologico", "economico", "scienze", "umane",
})  # fmt: skip
"""What a school is, which its name says on the map and not in the ministry's register."""


def without_duplicates(
    osm: Sequence[Service], registered: Sequence[Service]
) -> tuple[Service, ...]:
    """Return the services of both without OpenStreetMap's twins of the register's."""
    duplicates = _duplicates(osm, registered)
    by_id = {service.id: service for service in osm}
    hidden = set(duplicates.values())
    return (
        *(service for service in osm if service.id not in hidden),
        *(
            _at_its_address(service, by_id.get(duplicates.get(service.id, "")))
            for service in registered
        ),
    )


def _duplicates(osm: Sequence[Service], registered: Sequence[Service]) -> dict[str, str]:
    """Return id in the register → id in OpenStreetMap: each once, the likest first."""
    ours = [service for service in registered if not service.provenance.demonstration]
    if not ours:
        return {}
    compared = [Compared(service.id, _traits(service)) for service in (*osm, *ours)]
    found = []
    for one, other in pairs(compared):
        if one.id.startswith(OSM_PREFIX) == other.id.startswith(OSM_PREFIX):
            continue
        result = likeness(one.traits, other.traits)
        if result.score >= LIKELY:
            osm_id, record_id = sorted(
                (one.id, other.id), key=lambda name: not name.startswith(OSM_PREFIX)
            )
            found.append((-result.score, record_id, osm_id))
    duplicates: dict[str, str] = {}
    for _, record_id, osm_id in sorted(found):
        if record_id not in duplicates and osm_id not in duplicates.values():
            duplicates[record_id] = osm_id
    return duplicates


def _traits(service: Service) -> Traits:
    place, address = service.location, service.location.address
    written = read_italian_address(address.address_1) if address else read_italian_address("")
    here = place.lon is not None and not place.approximate
    return Traits(
        name=_own_name(service),
        organization=service.organization.name if service.organization else "",
        street=written.street,
        number=written.number,
        lon=place.lon if here else None,
        lat=place.lat if here else None,
        phones=frozenset().union(*(phone_keys(phone.number) for phone in service.phones)),
        needs=frozenset(service.needs),
    )


def _own_name(service: Service) -> str:
    """Return the name; of a school what it is called after: ``TRENTO "ALDO SCHMID"``."""
    if SCHOOL not in service.needs:
        return service.name
    city = service.location.address.city if service.location.address else None
    drop = _KINDS | set(name_words(city or ""))
    return (
        " ".join(w for w in name_words(service.name) if w not in drop and len(w) > 1)
        or service.name
    )


def _at_its_address(service: Service, duplicate: Service | None) -> Service:
    if duplicate is None or not service.location.approximate:
        return service
    place = replace(
        service.location, lon=duplicate.location.lon, lat=duplicate.location.lat, approximate=False
    )
    return replace(service, location=place)
