"""Rows of the table of services, gathered into documents: places of one service, one organisation
for all its services.
"""

from __future__ import annotations

from typing import Any

from data.exchange.reading import empty_directory
from data.exchange.service_rows import RowRecord
from data.exchange.table_row import SHOWN, TableRow
from data.records.documents import LEFT_OUT, PROFILE, Directory, Document, documents_of
from data.records.ids import stable_id
from data.records.protection import without_texts
from geo.model import Exposure

_OF_A_PLACE = ("schedules", "phones")
"""What a service may have otherwise at each of its places."""

_NOT_COMPARED = (*_OF_A_PLACE, "email", "service_at_locations")


class RowGathering:
    """Takes records in the order of the file, and says what contradicts those before."""

    def __init__(self) -> None:
        self._organizations: dict[str, Document] = {}
        self._locations: dict[str, Document] = {}
        self._services: dict[str, list[Document]] = {}
        self._rows: dict[str, str] = {}
        self._left_out: dict[str, list[dict[str, str]]] = {}

    def take(self, record: RowRecord, row: TableRow) -> str | None:
        """Take a record; return its service's id, None where it contradicts one before it."""
        service, organizations, location = _documents(record)
        service_id = service["id"]
        known = self._services.get(service_id, [])
        if known:
            location = self._at_another_place(known, location)
            service = _at(service, location["id"])
            self._compare(row, service_id, known[0], service, location)
        united = [self._united(row, document) for document in organizations]
        if row.faults.hinder():
            return None
        self._services.setdefault(service_id, []).append(service)
        self._rows.setdefault(service_id, row.faults.row)
        left_out = row.left_out()
        if record.place.exposure is not Exposure.PUBLIC:  # a cell may say where the place is
            left_out = without_texts(left_out)
        self._left_out.setdefault(service_id, []).extend(left_out)
        self._locations[location["id"]] = location
        self._organizations |= {document["id"]: document for document in united}
        return str(service_id)

    def directory(self) -> Directory:
        """Return everything that was taken."""
        found = empty_directory()
        found["organization"] |= self._organizations
        found["location"] |= self._locations
        found["service"] |= {
            service_id: self._whole(service_id, result)
            for service_id, result in self._services.items()
        }
        return found

    def _whole(self, service_id: str, items: list[Document]) -> Document:
        document = _joined(items)
        left_out = self._left_out[service_id]
        if not left_out:
            return document
        return {**document, PROFILE: {**document[PROFILE], LEFT_OUT: left_out}}

    def _at_another_place(self, known: list[Document], location: Document) -> Document:
        """Return a location with an id of its own, where the key has given it the first one's."""
        first = known[0]["service_at_locations"][0]["location_id"]
        if location["id"] != first:
            return location
        return {**location, "id": stable_id(first, "place", str(len(known)))}

    def _compare(
        self,
        row: TableRow,
        service_id: str,
        first: Document,
        service: Document,
        location: Document,
    ) -> None:
        other = self._rows[service_id]
        differs = [
            key
            for key in sorted({*first, *service} - set(_NOT_COMPARED))
            if first.get(key) != service.get(key)
        ]
        if differs:
            field = "name" if "name" in differs else "key"
            row.faults.add(field, "differs", other=other, text=row.shown("key")[:SHOWN])
            return
        places = [
            self._locations[at["location_id"]]
            for item in self._services[service_id]
            for at in item["service_at_locations"]
        ]
        if any(_where(place) == _where(location) for place in places):
            row.faults.add("key", "doubled", other=other, text=row.shown("key")[:SHOWN])

    def _united(self, row: TableRow, document: Document) -> Document:
        """Return an organisation with what rows before have said of it."""
        known = self._organizations.get(document["id"])
        if known is None:
            return document
        kind, before = (item.get(PROFILE, {}).get("kind") for item in (document, known))
        if kind and before and kind != before:
            row.faults.add("organization_kind", "kind_differs", text=document["name"][:SHOWN])
        profile = {**known.get(PROFILE, {}), **document.get(PROFILE, {})}
        return {**document, **known, PROFILE: profile}


def _documents(record: RowRecord) -> tuple[Document, list[Document], Document]:
    service, organizations, location = documents_of(record.service)
    if record.description:
        service["description"] = record.description
    if record.notes:
        service[PROFILE]["notes"] = record.notes
    provenance = record.service.provenance
    origin = {"source": provenance.source, "licence": provenance.licence}
    for document in organizations:
        document[PROFILE] = {**document.get(PROFILE, {}), **origin}
    place = record.place
    profile: Document = {
        **location.get(PROFILE, {}),
        "municipality": place.municipality,
        "place_method": place.method,
        "place_confidence": place.confidence,
        **origin,
    }
    location[PROFILE] = {key: found for key, found in profile.items() if found not in (None, "")}
    for address in location.get("addresses", []):
        if place.province:
            address["state_province"] = place.province
    nowhere = place.position is None and place.address is None
    if nowhere and place.exposure is Exposure.PUBLIC and not place.municipality:
        location["location_type"] = "virtual"
    return service, organizations, location


def _at(service: Document, location_id: str) -> Document:
    at = {"id": stable_id(service["id"], "at", location_id), "location_id": location_id}
    return {**service, "service_at_locations": [at]}


def _where(location: Document) -> Any:
    """Return what says two places apart: everything but the ids."""
    addresses = [
        {key: found for key, found in address.items() if key != "id"}
        for address in location.get("addresses", [])
    ]
    return location.get("longitude"), location.get("latitude"), addresses


def _joined(items: list[Document]) -> Document:
    """Return one service of what its rows say, each of another place."""
    first = items[0]
    if len(items) == 1:
        return first
    joined = dict(first)
    places = [dict(service["service_at_locations"][0]) for service in items]
    for key in _OF_A_PLACE:
        lists = [service.get(key, []) for service in items]
        if all(one == lists[0] for one in lists):
            continue
        joined.pop(key, None)
        for place, rows in zip(places, lists, strict=True):
            kept = [
                {**row, "id": stable_id(place["id"], key, str(n))} for n, row in enumerate(rows)
            ]
            place |= {key: kept} if kept else {}
    emails = [service.get("email") for service in items]
    if len(set(emails)) > 1:
        joined.pop("email", None)
        for place, email in zip(places, emails, strict=True):
            contact = {"id": stable_id(place["id"], "contact", "0"), "email": email}
            place |= {"contacts": [contact]} if email else {}
    return {**joined, "service_at_locations": places}
