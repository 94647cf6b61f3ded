"""What somebody writes into the form of a service, as documents; and documents as a form.

What the form does not ask stays in the documents as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.records.documents import LEFT_OUT, PROFILE, Directory, Document
from data.records.ids import new_id, stable_id
from data.records.protection import is_open
from data.records.schedules import weekly_fields
from data.register.form_details import (
    Details,
    check_details,
    countries_of,
    details_of,
    with_details,
)
from data.register.records import Record
from geo.duplicates.likeness import Traits
from geo.errors import ApprodoError, BadInput, several_errors
from geo.names.italian_address import read_italian_address
from geo.phones import PhoneFault, phone_keys, read_phones


@dataclass(frozen=True, slots=True)
class Slot:
    """Hours in OSM syntax with what holds in them; None: not known."""

    opening_hours: str = ""
    languages: tuple[str, ...] = ()
    appointment: str | None = None
    mediation_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Where the service is given. `method` says how the place was found."""

    address: str = ""
    city: str = ""
    lon: float | None = None
    lat: float | None = None
    method: str = "address"
    confidence: float = 1.0
    exposure: str = "public"


@dataclass(frozen=True, slots=True)
class ServiceForm:
    """The form of a service, in the order in which a person knows things."""

    name: str = ""
    needs: tuple[str, ...] = ()
    organization: str = ""
    place: FormPlace = field(default_factory=FormPlace)
    slots: tuple[Slot, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    statuses: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    language: str = "it"
    status: str = "active"
    details: Details = field(default_factory=Details)
    checked_left_out: bool = False
    """Whether somebody has seen to the fields that an import could not read."""


def check_form(form: ServiceForm) -> None:
    """Let a form pass that a record can be made of.

    Raises
    ------
    BadInput
        ``form.name``, ``form.needs``, ``form.place``, ``form.website``, ``form.phone_nought``,
        ``form.phone_exponent``, and those of
        `data.register.form_details.check_details`.
    Several
        Where more than one thing is missing.
    """
    missing: list[ApprodoError] = []
    if not form.name.strip():
        missing.append(BadInput("form.name"))
    if not form.needs:
        missing.append(BadInput("form.needs"))
    if form.place.lon is None or form.place.lat is None:
        missing.append(BadInput("form.place"))
    if form.website and not form.website.startswith(("https://", "http://")):
        missing.append(BadInput("form.website", text=form.website[:60]))
    missing += [
        BadInput(f"form.phone_{phone.fault}", text=phone.number, known=phone.likely)
        for phone in read_phones(form.phone)
        if phone.fault in (PhoneFault.NOUGHT, PhoneFault.EXPONENT)
    ]
    missing += check_details(form.details)
    if missing:
        raise several_errors(missing)


def form_of(record: Record, language: str) -> ServiceForm:
    """Return the form filled with what a record says."""
    document = record.service.content
    profile = document.get(PROFILE) or {}
    phones = _holder(document, "phones").get("phones") or [{}]
    texts = profile.get("descriptions") or {}
    return ServiceForm(
        name=str(document.get("name") or ""),
        needs=tuple(profile.get("needs") or ()),
        organization=str(record.organization.content.get("name") or "")
        if record.organization
        else "",
        place=_place_of(record.locations[0].content) if record.locations else FormPlace(),
        slots=tuple(_slot_of(s) for s in _holder(document, "schedules").get("schedules") or []),
        phone=str(phones[0].get("number") or ""),
        email=str(document.get("email") or ""),
        website=str(document.get("url") or ""),
        statuses=(profile.get("eligibility") or {}).get("statuses") or {},
        description=str(
            texts.get(language) or ("" if texts else document.get("description") or "")
        ),
        language=language,
        status=str(document.get("status") or "active"),
        details=details_of(document, record.organization.content if record.organization else {}),
    )


def documents_of_form(
    form: ServiceForm, record: Record | None, today: date | None = None
) -> Directory:
    """Return the documents that a form makes, or makes of a record.

    Parameters
    ----------
    today
        The day on which somebody enters a new record, who has checked it on that day.

    Raises
    ------
    BadInput, Several
        As of `check_form`.
    """
    check_form(form)
    old = record.service.content if record else {}
    before = form_of(record, form.language) if record else ServiceForm()
    record_id = str(old.get("id") or new_id())
    organization = _organization(form, record)
    location = _location(form, record_id, record)
    fields = {
        **old,
        "id": record_id,
        "name": form.name.strip(),
        "status": form.status,
        "organization_id": organization and organization["id"],
        "url": form.website.strip() or None,
        "email": form.email.strip() or None,
        "service_at_locations": old.get("service_at_locations")
        or [{"id": stable_id(record_id, "at", location["id"]), "location_id": location["id"]}],
        PROFILE: _profile(form, before, old.get(PROFILE) or {}),
    }
    if record is None and today is not None:
        fields["assured_date"] = today.isoformat()
    if form.description != before.description and not old.get("description"):
        fields["description"] = form.description.strip()
    if form.phone != before.phone:
        phones = _phones(form, record_id, _holder(old, "phones").get("phones") or [])
        fields |= _held(fields, old, "phones", phones)
    if form.slots != before.slots:
        slots = _holder(old, "schedules").get("schedules") or []
        fields |= _held(fields, old, "schedules", _schedules(form, before, record_id, slots))
    fields = _without_nothing(with_details(fields, form.details, before.details))
    documents = {
        "service": {record_id: fields},
        "location": {location["id"]: location},
        "organization": {organization["id"]: organization} if organization else {},
    }
    if record is None:
        return documents
    # What stayed as it was is no change, and nobody's right to it is asked for.
    same = record.documents
    return {
        kind: {one: doc for one, doc in found.items() if same.get(kind, {}).get(one) != doc}
        for kind, found in documents.items()
    }


def _holder(document: Document, key: str) -> Document:
    """Return what gives a list for the first place: the service_at_location, else the service."""
    at: Document = next(iter(document.get("service_at_locations") or []), {})
    return at if at.get(key) else document


def _held(fields: Document, old: Document, key: str, rows: list[Document]) -> Document:
    """Return the field that keeps a list where `_holder` found it in the old document."""
    if _holder(old, key) is old:
        return {key: rows}
    first, *others = fields["service_at_locations"]
    return {"service_at_locations": [_without_nothing({**first, key: rows}), *others]}


def _without_nothing(document: Document) -> Document:
    return {key: value for key, value in document.items() if value not in (None, [], {})}


def _organization(form: ServiceForm, record: Record | None) -> Document | None:
    """Return the organisation: the record's while its name stays, else one by its name."""
    name = " ".join(form.organization.split())
    kept = record.organization if record else None
    if kept is not None and (not name or kept.content.get("name") == name):
        return _with_profile(kept.content, form.details)
    if not name:
        return None
    record_id = stable_id("organization", name.casefold())
    return _with_profile({"id": record_id, "name": name, "description": name}, form.details)


def _with_profile(organization: Document, details: Details) -> Document:
    """Return an organisation with the kind and the countries that the form says."""
    profile = organization.get(PROFILE) or {}
    countries = list(details.countries)
    if profile.get("kind") == details.organization_kind and (
        countries_of(organization) == details.countries
    ):
        return organization
    changed = {**profile, "kind": details.organization_kind, "countries": countries}
    return _without_nothing({**organization, PROFILE: _without_nothing(changed)})


def _location(form: ServiceForm, record_id: str, record: Record | None) -> Document:
    old: Document = record.locations[0].content if record and record.locations else {}
    place = form.place
    addresses = old.get("addresses") or [{"address_type": "physical", "country": "IT"}]
    location = str(old.get("id") or stable_id(record_id, "location"))
    first = {
        "id": stable_id(location, "address"),
        "state_province": "",
        "postal_code": "",
        **addresses[0],
        "address_1": place.address,
        "city": place.city,
    }
    profile = {**(old.get(PROFILE) or {}), "exposure": place.exposure}
    fields = {
        "location_type": "physical",
        **old,
        "id": location,
        "longitude": place.lon,
        "latitude": place.lat,
        "addresses": [first, *addresses[1:]],
        PROFILE: profile,
    }
    if (old.get("longitude"), old.get("latitude")) != (place.lon, place.lat):
        profile |= {"place_method": place.method, "place_confidence": place.confidence}
    if not old.get("addresses") and not place.address:
        del fields["addresses"]
    return fields


def _phones(form: ServiceForm, record_id: str, old: list[Document]) -> list[Document]:
    number = form.phone.strip()
    if not number:
        return old[1:]
    first = old[0] if old else {"id": stable_id(record_id, "phone", "0")}
    return [{**first, "number": number}, *old[1:]]


def _schedules(
    form: ServiceForm, before: ServiceForm, record_id: str, old: list[Document]
) -> list[Document]:
    rows = []
    for number, slot in enumerate(form.slots):
        if number < len(old) and slot == before.slots[number]:
            rows.append(old[number])
        elif slot != Slot():
            kept = old[number] if number < len(old) else {}
            rows.append(_schedule(slot, kept or {"id": stable_id(record_id, "schedule", new_id())}))
    return rows


def _schedule(slot: Slot, old: Document) -> Document:
    profile = {
        **(old.get(PROFILE) or {}),
        "opening_hours": slot.opening_hours,
        "languages": list(slot.languages),
        "appointment": slot.appointment,
        "mediation_languages": list(slot.mediation_languages),
    }
    hours = weekly_fields(slot.opening_hours) if slot.opening_hours else {}
    rest = {key: value for key, value in old.items() if key not in _WEEKLY}
    profile = {key: value for key, value in profile.items() if value not in (None, "", [])}
    return {**rest, **hours, PROFILE: profile}


_WEEKLY = ("freq", "byday", "opens_at", "closes_at", "description")


def _profile(form: ServiceForm, before: ServiceForm, old: Document) -> Document:
    kept = {k: value for k, value in old.items() if k != LEFT_OUT or not form.checked_left_out}
    fields: dict[str, Any] = {**kept, "needs": list(form.needs)}
    if dict(form.statuses) != dict(before.statuses):
        statuses = {key: value for key, value in form.statuses.items() if value != "unknown"}
        fields["eligibility"] = {**(old.get("eligibility") or {}), "statuses": statuses}
    if form.description != before.description:
        texts = {**(old.get("descriptions") or {}), form.language: form.description.strip()}
        fields["descriptions"] = {key: text for key, text in texts.items() if text}
    return _without_nothing(fields)


def _place_of(location: Document) -> FormPlace:
    addresses = location.get("addresses") or [{}]
    profile = location.get(PROFILE) or {}
    return FormPlace(
        address=str(addresses[0].get("address_1") or ""),
        city=str(addresses[0].get("city") or ""),
        lon=location.get("longitude"),
        lat=location.get("latitude"),
        method=str(profile.get("place_method") or "source"),
        confidence=float(profile.get("place_confidence") or 1.0),
        exposure="public" if is_open(location) else str(profile.get("exposure")),
    )


def _slot_of(schedule: Document) -> Slot:
    profile = schedule.get(PROFILE) or {}
    return Slot(
        str(profile.get("opening_hours") or ""),
        tuple(profile.get("languages") or ()),
        profile.get("appointment"),
        tuple(profile.get("mediation_languages") or ()),
    )


def traits_of_form(form: ServiceForm) -> Traits:
    """Return what a form says so far, as it is held against the records that are there."""
    address = read_italian_address(form.place.address)
    exact = form.place.method != "municipality"
    return Traits(
        name=form.name,
        organization=form.organization,
        street=address.street,
        number=address.number,
        lon=form.place.lon if exact else None,
        lat=form.place.lat if exact else None,
        phones=phone_keys(form.phone),
        needs=frozenset(form.needs),
    )
