"""Between `geo.model.Service`, what the finder asks, and the documents that the register keeps.

A document is an HSDS 3.0 object as JSON; what the programme needs beyond HSDS stands in it under
the key ``approdo``, the name of the profile. Everything that a document holds beside what is given
here is kept as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any

from data.catalog.tables import language_code
from data.records.ids import stable_id
from data.records.place_method import PlaceMethod
from data.records.plain_records import from_plain, to_plain
from data.records.schedules import hours_of_schedules, weekly_fields
from geo.errors import UnknownName
from geo.model import Location, Organization, Service

Document = dict[str, Any]
Directory = dict[str, dict[str, Document]]
"""Kind → id → document."""

PROFILE = "approdo"

LEFT_OUT = "left_out"
"""Key of the profile: fields of a file that could not be read, as they are written."""


def left_out_of(document: Document) -> list[Document]:
    """Return the fields that could not be read, each with ``field`` and ``text``.

    Files from outside may hold anything under that key: what is no such list is passed over.

    Examples
    --------
    >>> left_out_of({"approdo": {"left_out": [{"field": "email", "text": "nobody"}, 7]}})
    [{'field': 'email', 'text': 'nobody'}]
    """
    rows = (document.get(PROFILE) or {}).get(LEFT_OUT)
    return [
        {key: str(row.get(key) or "") for key in ("field", "text")}
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
    ]


def directory_of(services: Iterable[Service]) -> Directory:
    """Return the documents that say services, by kind and id."""
    found: Directory = {"organization": {}, "location": {}, "service": {}}
    for service in services:
        record_id, organizations, location = documents_of(service)
        found["service"][record_id["id"]] = record_id
        found["location"][location["id"]] = location
        found["organization"] |= {document["id"]: document for document in organizations}
    return found


def documents_of(service: Service) -> tuple[Document, list[Document], Document]:
    """Return the documents of a service, of its organisations and of its location."""
    record_id = stable_id(service.id)
    organizations = [*([service.organization] if service.organization else []), *service.partners]
    location = _location_document(service.location)
    plain = to_plain(service)
    document = {
        "id": record_id,
        "organization_id": service.organization and stable_id(service.organization.id),
        "name": service.name,
        "description": next(iter(service.descriptions.values()), None),
        "url": service.website,
        "email": service.email,
        "status": service.status.value,
        "minimum_age": service.eligibility.minimum_age,
        "maximum_age": service.eligibility.maximum_age,
        "assured_date": service.provenance.assured_on and to_plain(service.provenance.assured_on),
        "phones": [_child(record_id, "phone", n, p) for n, p in enumerate(plain.get("phones", []))],
        "schedules": [_schedule(record_id, n, s) for n, s in enumerate(plain.get("schedules", []))],
        "funding": [_fund(record_id, n, fund) for n, fund in enumerate(plain.get("funds", []))],
        "service_at_locations": [
            {"id": stable_id(record_id, "at", location["id"]), "location_id": location["id"]}
        ],
        PROFILE: _profile(service, plain),
    }  # fmt: skip
    return _without_empty(document), [_organization_document(o) for o in organizations], location


def services_of(
    document: Document,
    needs: tuple[str, ...],
    origin: Mapping[str, str],
    organizations: Mapping[str, Document],
    locations: Mapping[str, Document],
) -> list[Service]:
    """Return the services that a document says, one for each of its places.

    Parameters
    ----------
    needs
        What the service answers, as the register's index has it.
    origin
        ``source`` and ``licence``, where the document itself does not say them.
    organizations, locations
        The documents that it names, by id; one that is not there is passed over.
    """
    places = [
        (at, locations[at["location_id"]])
        for at in document.get("service_at_locations") or []
        if at.get("location_id") in locations
    ]
    return [
        from_plain({
            **_plain_service(at_place(document, at, place), origin, organizations),
            "needs": list(needs),  # also where there are none: the record is there all the same
            # One place: the service is the record. Several: each is found by itself.
            "id": document["id"] if len(places) == 1 else at["id"],
            "location": _plain_location(place),
        })
        for at, place in places
    ]  # fmt: skip


def at_place(document: Document, at: Document, location: Document) -> Document:
    """Return a service's document as it holds at one of its places.

    Hours, languages and e-mail that are given for the place replace those of the service; telephone
    numbers of the place come before those of the service, and none is left out.

    Parameters
    ----------
    at, location
        The service_at_location and its location; both may be empty.

    Examples
    --------
    >>> service = {"id": "1", "name": "Help", "phones": [{"number": "112"}]}
    >>> here = at_place(service, {"phones": [{"number": "118"}]}, {})
    >>> [phone["number"] for phone in here["phones"]]
    ['118', '112']
    """
    general = document.get("languages") or location.get("languages")
    emails = [contact.get("email") for contact in at.get("contacts") or []]
    return {
        **document,
        "schedules": at.get("schedules") or document.get("schedules") or location.get("schedules"),
        "languages": at.get("languages") or general,
        "phones": phones_at(document, at, location),
        "email": next(filter(None, emails), None) or document.get("email"),
    }


def phones_at(document: Document, *places: Document) -> list[Document]:
    """Return the telephones of a service's places and its own, the places' first, each once."""
    found: dict[str, Document] = {}
    for one in (*places, document):
        contacts = one.get("contacts") or []
        for phone in chain(one.get("phones") or [], *(c.get("phones") or [] for c in contacts)):
            found.setdefault("".join(filter(str.isdigit, str(phone.get("number")))), phone)
    return list(found.values())


def _without_empty(document: Document) -> Document:
    """Return a document without the keys that say nothing."""
    return {key: value for key, value in document.items() if value not in (None, [], {})}


def _child(record_id: str, kind: str, number: int, fields: Mapping[str, Any]) -> Document:
    return {"id": stable_id(record_id, kind, str(number)), **fields}


def _profile(service: Service, plain: Document) -> Document:
    provenance = plain["provenance"]
    role = service.organization and service.organization.role
    eligibility = {
        key: value
        for key, value in plain.get("eligibility", {}).items()
        if key not in ("minimum_age", "maximum_age")
    }
    return _without_empty({
        "needs": list(service.needs),
        "role": role and role.value,
        "partners": [
            _without_empty({"organization_id": stable_id(p.id), "role": p.role and p.role.value})
            for p in service.partners
        ],
        **{key: plain.get(key) for key in _SAME},
        "eligibility": eligibility,
        **{key: provenance.get(key) for key in ("source", "source_id", "licence")},
        "confidence": service.provenance.confidence.value,
        "demonstration": service.provenance.demonstration or None,
    })  # fmt: skip


_SAME = ("names", "descriptions", "access", "action", "level", "editions", "capacity")
"""Fields that the profile and the model say alike."""


def _schedule(record_id: str, number: int, schedule: Mapping[str, Any]) -> Document:
    hours = schedule.get("opening_hours")
    return {
        **_child(record_id, "schedule", number, {}),
        **(weekly_fields(hours) if hours else {}),
        PROFILE: {key: value for key, value in schedule.items() if value is not None},
    }


def _fund(record_id: str, number: int, fund: Mapping[str, Any]) -> Document:
    about = {key: value for key, value in fund.items() if key != "name"}
    return _child(
        record_id, "fund", number, _without_empty({"source": fund["name"], PROFILE: about})
    )


def _organization_document(organization: Organization) -> Document:
    return _without_empty({
        "id": stable_id(organization.id),
        "name": organization.name,
        "description": organization.name,
        "website": organization.website,
        PROFILE: {"kind": organization.kind.value} if organization.kind else None,
    })  # fmt: skip


def _location_document(location: Location) -> Document:
    record_id = stable_id(location.id)
    plain = to_plain(location)
    addresses = [plain["address"]] if "address" in plain else []
    return _without_empty({
        "id": record_id,
        "location_type": "physical",
        "latitude": location.lat,
        "longitude": location.lon,
        "addresses": [
            _child(record_id, "address", n, {**address, "address_type": "physical"})
            for n, address in enumerate(addresses)
        ],
        PROFILE: {key: plain[key] for key in ("exposure", "wheelchair") if key in plain},
    })  # fmt: skip


def _plain_service(
    document: Document,
    origin: Mapping[str, str],
    organizations: Mapping[str, Document],
) -> Document:
    """Return what `from_plain` reads, but for the id and the place."""
    profile = document.get(PROFILE) or {}
    rows: list[tuple[str, str | None]] = [
        (str(document.get("organization_id")), profile.get("role")),
        *((p["organization_id"], p.get("role")) for p in profile.get("partners", [])),
    ]
    first, *partners = [
        _plain_organization(organizations[record_id], role) if record_id in organizations else None
        for record_id, role in rows
    ]
    return _without_empty({
        "name": document["name"],
        "provenance": _plain_provenance(document, {**origin, **profile}),
        "organization": first,
        "partners": [partner for partner in partners if partner],
        "status": document.get("status"),
        "schedules": plain_schedules(document),
        "phones": [_some(p, "number", "description") for p in document.get("phones") or []],
        "website": document.get("url"),
        "email": document.get("email"),
        "eligibility": _plain_eligibility(document, profile),
        "funds": [
            _without_empty({"name": f.get("source") or "", **f.get(PROFILE, {})})
            for f in document.get("funding") or []
        ],
        **{key: profile.get(key) for key in _SAME},
        "descriptions": profile.get("descriptions") or _only(document.get("description")),
    })  # fmt: skip


def _only(text: str | None) -> dict[str, str]:
    # "und": the language is not given.
    return {"und": text} if text else {}


def _plain_provenance(document: Document, profile: Document) -> Document:
    return {
        **_some(profile, "source", "licence"),
        **_some(profile, "source_id", "confidence", "demonstration"),
        **({"assured_on": document["assured_date"]} if document.get("assured_date") else {}),
    }


def _plain_eligibility(document: Document, profile: Document) -> Document:
    ages = _some(document, "minimum_age", "maximum_age")
    ages = {key: int(value) for key, value in ages.items()}
    known = {"ages_known": True} if ages else {}
    return {**known, **profile.get("eligibility", {}), **ages}


def plain_schedules(document: Document) -> list[Document]:
    """Return a service's schedules; languages said of the whole service hold in each of them."""
    general = _languages(document)
    languages = {"languages": general} if general else {}
    schedules = document.get("schedules") or ([{}] if general else [])
    given = [schedule for schedule in schedules if PROFILE not in schedule]
    hours = iter(hours_of_schedules(given))
    return [
        {"opening_hours": None, **schedule[PROFILE]}
        if PROFILE in schedule
        else {"opening_hours": next(hours), **languages}
        for schedule in schedules
    ]


def _languages(document: Document) -> list[str]:
    codes = []
    for language in document.get("languages") or []:
        try:
            codes.append(language_code(str(language.get("code") or language.get("name") or "")))
        except UnknownName:
            continue
    return sorted(set(codes))


def _plain_organization(document: Document, role: str | None) -> Document:
    kind = document.get(PROFILE, {}).get("kind")
    return _without_empty({**_some(document, "id", "name", "website"), "kind": kind, "role": role})


def _plain_location(document: Document) -> Document:
    addresses = document.get("addresses") or []
    address = (
        _some(addresses[0], "address_1", "city", "postal_code", "country") if addresses else None
    )
    return {
        "id": document["id"],
        "lon": document.get("longitude"),
        "lat": document.get("latitude"),
        **({"address": address} if address else {}),
        **_some(document.get(PROFILE, {}), "exposure", "wheelchair"),
        **({"approximate": True} if _is_approximate(document) else {}),
    }  # fmt: skip


def _is_approximate(location: Document) -> bool:
    """Return whether a position is only known to be somewhere in its municipality."""
    known = location.get("longitude") is not None
    return known and location.get(PROFILE, {}).get("place_method") == PlaceMethod.MUNICIPALITY


def _some(row: Mapping[str, Any], *keys: str) -> Document:
    return {key: row[key] for key in keys if row.get(key) is not None}


def day_of(text: str | None) -> date | None:
    """Return the day that a document says; None where it says none, or nothing that is a day."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
