"""One row of the table of services as the record that it describes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from data.exchange.kept_hours import without_words
from data.exchange.row_parsing import ANY_AGE
from data.exchange.service_columns import value_id
from data.exchange.service_places import RowPlace, read_place
from data.exchange.table_row import TableRow
from data.exchange.written_hours import WrittenHours
from data.records.ids import stable_id
from geo.model import (
    AccessRoute,
    Answer,
    Appointment,
    Capacity,
    Confidence,
    Edition,
    Eligibility,
    Exposure,
    Fund,
    Level,
    Location,
    Organization,
    OrganizationKind,
    Phone,
    Provenance,
    Residence,
    Role,
    Schedule,
    Service,
    ServiceStatus,
    Sex,
)
from geo.names.folding import comparable

USUAL_UNIT = "places"

FUND_COLUMNS = ("fund", "fund_amount", "fund_starts", "fund_ends")
EDITION_COLUMNS = ("enrolment_starts", "enrolment_ends", "starts", "ends")


@dataclass(frozen=True, slots=True)
class RowTerms:
    """What holds for every row of a file. `today` is None where days to come are no fault."""

    source: str
    licence: str
    today: date | None = None


@dataclass(frozen=True, slots=True)
class RowRecord:
    """What a row says: the service, and what a service of the finder has no field for."""

    row: str
    service: Service
    place: RowPlace
    description: str
    notes: str


def record_of(row: TableRow, terms: RowTerms) -> RowRecord:
    """Return the record that a row describes; `check_record` says whether it may be taken."""
    place = read_place(row)
    service = Service(
        id=_record_id(row, terms, "service", place),
        name=row.text("name"),
        needs=tuple(need for need, _ in row.get("needs", ())),
        location=_location(row, terms, place),
        provenance=_provenance(row, terms),
        organization=_organization(row, terms),
        partners=_partners(row, terms),
        status=ServiceStatus(row.get("status", ServiceStatus.ACTIVE)),
        schedules=_schedules(row, place),
        phones=tuple(Phone(*phone) for phone in row.get("phones", ())),
        website=row.get("website"),
        email=row.get("email"),
        names=MappingProxyType(row.by_language("name")),
        descriptions=MappingProxyType(row.by_language("description")),
        eligibility=_eligibility(row),
        access=_one_of(AccessRoute, row.get("access")),
        editions=_editions(row),
        capacity=_capacity(row),
        action=row.get("action"),
        level=_one_of(Level, row.get("level")),
        funds=_funds(row),
    )
    return RowRecord(row.faults.row, service, place, row.text("description"), row.text("notes"))


def _one_of(kind: Any, text: str | None) -> Any:
    return kind(text) if text else None


def _record_id(row: TableRow, terms: RowTerms, kind: str, place: RowPlace) -> str:
    """Return the id of a record: as an export says it, made of the key, of name and address."""
    found = row.get(f"{kind}_id")
    if found:
        return str(found)
    key = row.text("key")
    if key:
        return stable_id(terms.source, kind, key)
    address = place.address
    where: tuple[str, ...] = (address.address_1, address.city or "") if address else ()
    if place.exposure is not Exposure.PUBLIC:
        # Whoever guesses an address could say by the id that they guessed right.
        where = ()
    if not where:
        where = (row.text("organization"),)
    parts = (row.text("name"), *where)
    return stable_id(terms.source, kind, *(comparable(part) or part for part in parts))


def _location(row: TableRow, terms: RowTerms, place: RowPlace) -> Location:
    lon, lat = place.position or (None, None)
    record_id = _record_id(row, terms, "location", place)
    wheelchair = row.get("wheelchair", Answer.UNKNOWN)
    return Location(record_id, lon, lat, place.address, place.exposure, wheelchair)


def _provenance(row: TableRow, terms: RowTerms) -> Provenance:
    return Provenance(
        source=row.text("source") or terms.source,
        licence=row.text("licence") or terms.licence,
        source_id=row.text("source_id") or row.text("key") or None,
        confidence=Confidence(row.get("confidence", Confidence.REPORTED)),
        assured_on=row.get("checked_on"),
        demonstration=row.get("demonstration") is Answer.YES,
    )


def _organization(row: TableRow, terms: RowTerms) -> Organization | None:
    name = row.text("organization")
    if not name:
        return None
    return Organization(
        row.get("organization_id") or _organization_id(terms, name),
        name,
        _one_of(OrganizationKind, row.get("organization_kind")),
        _one_of(Role, row.get("role")),
        row.get("organization_website"),
    )


def _organization_id(terms: RowTerms, name: str) -> str:
    return stable_id(terms.source, "organization", comparable(name) or name)


def _partners(row: TableRow, terms: RowTerms) -> tuple[Organization, ...]:
    partners, ids = row.get("partners", ()), row.get("partner_ids", ())
    found = []
    for number, part in enumerate(partners):
        name, _, word = part.rstrip(")").rpartition(" (")
        role = value_id("role", word) if name and part.endswith(")") else None
        name = name if role else part
        known = len(ids) == len(partners)
        record_id = stable_id(ids[number]) if known else _organization_id(terms, name)
        found.append(Organization(record_id, name, None, _one_of(Role, role)))
    return tuple(found)


def _schedules(row: TableRow, place: RowPlace) -> tuple[Schedule, ...]:
    found = []
    columns = ("hours", "languages", "mediation_languages", "appointment")
    for fields in row.numbered(*columns):
        written, *choices, booking = (row.get(fields[column]) for column in columns)
        spoken, mediated = map(_language_codes, choices)
        hours = _hours_at(place, written) if written else None
        appointment = _one_of(Appointment, booking) or (written.appointment if written else None)
        if hours or spoken is not None or mediated is not None or appointment:
            found.append(Schedule(hours, spoken, mediated, appointment))
    return tuple(found)


def _hours_at(place: RowPlace, written: WrittenHours) -> str | None:
    """Return hours; of a place that is protected, without words that may say where it is."""
    if place.exposure is Exposure.PUBLIC or not (written.doubtful or written.remarks):
        return written.opening_hours
    return without_words(written.opening_hours) or None


def _language_codes(choices: tuple[tuple[str, bool], ...] | None) -> frozenset[str] | None:
    return None if choices is None else frozenset(code for code, _ in choices)


def _eligibility(row: TableRow) -> Eligibility:
    low, high = row.get("minimum_age"), row.get("maximum_age")
    sex = row.get("sex")
    return Eligibility(
        statuses=_answers(row, "accepts", "accepts_not"),
        documents=_answers(row, "documents", "documents_not"),
        residence=_one_of(Residence, row.get("residence")),
        municipalities=row.get("municipalities", frozenset()),
        minimum_age=None if low == ANY_AGE else low,
        maximum_age=None if high == ANY_AGE else high,
        ages_known=low is not None or high is not None,
        sex=Sex(sex) if sex in ("female", "male") else None,
        sex_known=sex is not None,
        children=row.get("children", Answer.UNKNOWN),
    )


def _answers(row: TableRow, yes: str, no: str) -> MappingProxyType[str, Answer]:
    fields = {value: Answer.UNKNOWN if unsure else Answer.YES for value, unsure in row.get(yes, ())}
    return MappingProxyType(fields | {value: Answer.NO for value, _ in row.get(no, ())})


def _editions(row: TableRow) -> tuple[Edition, ...]:
    groups = row.numbered(*EDITION_COLUMNS)
    found = [{column: row.get(field) for column, field in group.items()} for group in groups]
    return tuple(Edition(**days) for days in found if any(days.values()))


def _funds(row: TableRow) -> tuple[Fund, ...]:
    return tuple(
        Fund(row.text(fields["fund"]), *(row.get(fields[key]) for key in FUND_COLUMNS[1:]))
        for fields in row.numbered(*FUND_COLUMNS)
    )


def _capacity(row: TableRow) -> Capacity | None:
    unit = row.text("capacity_unit")
    columns = ("capacity_maximum", "capacity_available", "capacity_updated")
    most, free, updated = (row.get(column) for column in columns)
    if not unit and most is None and free is None and updated is None:
        return None
    return Capacity(unit or USUAL_UNIT, most, free, updated)
