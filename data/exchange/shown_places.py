"""Services at each of their places, as a reader without rights may see them: for every writer.

A place that is not public loses here all that says where it is; no writer asks for it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.records.documents import Directory, Document, services_of
from data.records.protection import open_part
from geo.model import Service

UNKNOWN_SOURCE = {"source": "?", "licence": "?"}


@dataclass(frozen=True, slots=True)
class PlacedService:
    """A service at one place.

    Attributes
    ----------
    document
        The service's.
    at
        The service_at_location inside it; empty where it has no place.
    location
        The place's document, as everybody may see it; empty where it has no place.
    service
        Both as the finder knows them.
    """

    document: Document
    at: Document
    location: Document
    service: Service


def placed_services(directory: Directory) -> Iterator[PlacedService]:
    """Say every service at each of its places, in the order of the directory.

    A service without place, or whose place is not there, is given once.
    """
    organizations = directory.get("organization", {})
    locations = directory.get("location", {})
    for document in directory.get("service", {}).values():
        places = [
            (at, open_part("location", locations[at["location_id"]]))
            for at in document.get("service_at_locations") or []
            if at.get("location_id") in locations
        ]
        for at, location in places or [({}, {})]:
            service = _service(document, at, location, organizations)
            yield PlacedService(document, at, location, service)


_NOWHERE = "nowhere"


def _service(
    document: Document, at: Document, location: Document, organizations: dict[str, Document]
) -> Service:
    location_id = location.get("id", _NOWHERE)
    here = {
        **document,
        "service_at_locations": [{**at, "id": document["id"], "location_id": location_id}],
    }
    needs = tuple((document.get("approdo") or {}).get("needs") or ())
    (found,) = services_of(
        here, needs, UNKNOWN_SOURCE, organizations, {location_id: {"id": location_id, **location}}
    )
    return found
