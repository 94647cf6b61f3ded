"""One row of the table of services as the record that it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from data.exchange import cells
from data.exchange.row_reader import ANY_WORDS, SHOWN, RowReader
from data.exchange.service_columns import MOST_NUMBERED, column_of, value_id
from data.exchange.service_places import (
    RowPlace,
    municipality_named,
    nearest_municipalities,
    read_place,
)
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

MOST_YEARS = 120
MOST_PLACES = 1_000_000
USUAL_UNIT = "places"
_LOST_NOUGHT = "245679"
"""A spreadsheet's number that begins so was a landline, whose nought is gone."""

HoursReader = Callable[[str], Any]
"""Reads hours as people write them; gives ``.opening_hours`` and ``.unread``, what it left."""


@dataclass(frozen=True, slots=True)
class RowTerms:
    """What holds for every row of a file. `today` is None where days to come are no fault."""

    source: str
    licence: str
    read_hours: HoursReader
    today: date | None = None


@dataclass(frozen=True, slots=True)
class RowRecord:
    """What a row says: the service, and what a service of the finder has no field for."""

    row: str
    service: Service
    place: RowPlace
    description: str
    notes: str


def read_row(reader: RowReader, terms: RowTerms) -> RowRecord | None:
    """Return what a row says; None where something is wrong with it: the reader has it."""
    name = reader.text("name")
    if not name:
        reader.complain("name", "missing")
    place = read_place(reader)
    needs = tuple(need for need, _ in reader.choices("needs") or ())
    if not needs and not reader.has_fault("needs"):
        reader.complain("needs", "missing")
    service = Service(
        id=_record_id(reader, terms, "service", name, place),
        name=name,
        needs=needs,
        location=_location(reader, terms, name, place),
        provenance=_provenance(reader, terms),
        organization=_organization(reader, terms),
        partners=_partners(reader, terms),
        status=ServiceStatus(reader.choice("status") or ServiceStatus.ACTIVE),
        schedules=_schedules(reader, terms),
        phones=_phones(reader),
        website=reader.website("website"),
        email=reader.email("email"),
        names=_by_language(reader, "name"),
        descriptions=_by_language(reader, "description"),
        eligibility=_eligibility(reader),
        access=_one_of(AccessRoute, reader.choice("access")),
        editions=_editions(reader),
        capacity=_capacity(reader),
        action=reader.choice("action"),
        level=_one_of(Level, reader.choice("level")),
        funds=_funds(reader),
    )
    _check_reach(reader, service, place)
    record = RowRecord(reader.row, service, place, reader.text("description"), reader.text("notes"))
    return None if reader.complaints else record


def _one_of(kind: Any, text: str | None) -> Any:
    return kind(text) if text else None


def _record_id(reader: RowReader, terms: RowTerms, kind: str, name: str, place: RowPlace) -> str:
    """Return the id of a record: as an export says it, made of the key, of name and address."""
    found = reader.record_id(f"{kind}_id")
    if found:
        return found
    key = reader.text("key")
    if key:
        return stable_id(terms.source, kind, key)
    address = place.address
    where: tuple[str, ...] = (address.address_1, address.city or "") if address else ()
    if place.exposure is not Exposure.PUBLIC:
        # Whoever guesses an address could say by the id that they guessed right.
        if kind == "service":
            reader.complain("key", "protected_key")
        where = ()
    if not where:
        where = (reader.text("organization"),)
    return stable_id(terms.source, kind, *(comparable(part) or part for part in (name, *where)))


def _check_reach(reader: RowReader, service: Service, place: RowPlace) -> None:
    found = place.position or place.address or place.municipality
    if found or service.phones or service.email or service.website:
        return
    # A protected place says nothing of itself, and an export only what is known.
    if place.exposure is Exposure.PUBLIC and not reader.text("service_id"):
        reader.complain("address", "no_way")


def _location(reader: RowReader, terms: RowTerms, name: str, place: RowPlace) -> Location:
    lon, lat = place.position or (None, None)
    record_id = _record_id(reader, terms, "location", name, place)
    return Location(record_id, lon, lat, place.address, place.exposure, reader.answer("wheelchair"))


def _provenance(reader: RowReader, terms: RowTerms) -> Provenance:
    checked = reader.day("checked_on")
    if checked and terms.today and checked > terms.today:
        reader.complain("checked_on", "future", text=checked.isoformat())
    return Provenance(
        source=reader.text("source") or terms.source,
        licence=reader.text("licence") or terms.licence,
        source_id=reader.text("source_id") or reader.text("key") or None,
        confidence=Confidence(reader.choice("confidence") or Confidence.REPORTED),
        assured_on=checked,
        demonstration=reader.answer("demonstration") is Answer.YES,
    )


def _organization(reader: RowReader, terms: RowTerms) -> Organization | None:
    name = reader.text("organization")
    kind = _one_of(OrganizationKind, reader.choice("organization_kind"))
    role = _one_of(Role, reader.choice("role"))
    website = reader.website("organization_website")
    found = reader.record_id("organization_id")
    if not name:
        if kind or role:
            reader.complain("organization", "missing")
        return None
    record_id = found or stable_id(terms.source, "organization", comparable(name) or name)
    return Organization(record_id, name, kind, role, website)


def _partners(reader: RowReader, terms: RowTerms) -> tuple[Organization, ...]:
    result = cells.parts_of(reader.text("partners"))
    ids = cells.parts_of(reader.text("partner_ids"))
    if ids and len(ids) != len(result):
        reader.complain("partner_ids", "partner_ids")
        ids = []
    found = []
    for number, part in enumerate(result):
        name, _, word = part.rstrip(")").rpartition(" (")
        role = value_id("role", word) if name and part.endswith(")") else None
        name = name if role else part
        record_id = stable_id(ids[number]) if ids else stable_id(
            terms.source, "organization", comparable(name) or name
        )  # fmt: skip
        found.append(Organization(record_id, name, None, _one_of(Role, role)))
    return tuple(found)


def _numbered(reader: RowReader, *columns: str) -> list[dict[str, str]]:
    """Return the groups of numbered fields that hold anything: column → field of each."""
    groups = []
    for number in range(1, MOST_NUMBERED + 1):
        fields = {name: name if number == 1 else f"{name}_{number}" for name in columns}
        if any(field in reader.fields(name) for name, field in fields.items()):
            groups.append(fields)
    return groups


def _schedules(reader: RowReader, terms: RowTerms) -> tuple[Schedule, ...]:
    found = []
    columns = ("hours", "languages", "mediation_languages", "appointment")
    for fields in _numbered(reader, *columns):
        hours = _hours(reader, fields["hours"], terms)
        spoken, mediated = (_language_codes(reader, fields[key]) for key in columns[1:3])
        booking = _one_of(Appointment, reader.choice(fields["appointment"]))
        if hours or spoken is not None or mediated is not None or booking:
            found.append(Schedule(hours, spoken, mediated, booking))
    return tuple(found)


def _hours(reader: RowReader, field: str, terms: RowTerms) -> str | None:
    text = reader.text(field)
    if not text:
        return None
    read = terms.read_hours(text)
    if read.unread or not read.opening_hours:
        unread = ", ".join(map(str, read.unread)) or text
        reader.complain(field, "hours", text=unread[:SHOWN])
        return None
    return str(read.opening_hours)


def _language_codes(reader: RowReader, field: str) -> frozenset[str] | None:
    found = reader.choices(field)
    return None if found is None else frozenset(code for code, _ in found)


def _phones(reader: RowReader) -> tuple[Phone, ...]:
    text = reader.text("phones")
    if reader.is_number("phones") and text[0] in _LOST_NOUGHT:
        reader.complain("phones", "phone_nought", text=text[:SHOWN])
        return ()
    found = []
    for part in cells.parts_of(text):
        pieces = [piece.strip() for piece in part.split(",")]
        # Commas divide numbers, but not what stands in a note.
        apart = all(cells.phone_of(piece) for piece in pieces) and "(" not in part
        for piece in pieces if apart else [part]:
            result = cells.phone_of(piece)
            if result is None:
                reader.complain("phones", "phone", text=piece[:SHOWN])
            else:
                found.append(Phone(*result))
    return tuple(found)


def _by_language(reader: RowReader, name: str) -> MappingProxyType[str, str]:
    fields = {column_of(field)[1]: reader.text(field) for field in reader.fields(name)}
    return MappingProxyType({key: text for key, text in fields.items() if key and text})


def _eligibility(reader: RowReader) -> Eligibility:
    statuses, documents = (
        _answers(reader, yes, no)
        for yes, no in (("accepts", "accepts_not"), ("documents", "documents_not"))
    )
    low, high = (_age(reader, field) for field in ("minimum_age", "maximum_age"))
    ages = [age for age in (low, high) if age is not None]
    if len(ages) == 2 and low and high is not None and low > high >= 0:
        reader.complain("maximum_age", "order", other=reader.heading("minimum_age"))
    sex = reader.choice("sex")
    return Eligibility(
        statuses=statuses,
        documents=documents,
        residence=_one_of(Residence, reader.choice("residence")),
        municipalities=_municipalities(reader),
        minimum_age=low if low is not None and low >= 0 else None,
        maximum_age=high if high is not None and high >= 0 else None,
        ages_known=bool(ages),
        sex=Sex(sex) if sex in ("female", "male") else None,
        sex_known=sex is not None,
        children=reader.answer("children"),
    )


def _answers(reader: RowReader, yes: str, no: str) -> MappingProxyType[str, Answer]:
    fields = {
        value: Answer.UNKNOWN if unsure else Answer.YES
        for value, unsure in reader.choices(yes) or ()
    }
    for value, _ in reader.choices(no) or ():
        if value in fields:
            reader.complain(no, "both", text=value, other=reader.heading(yes))
        fields[value] = Answer.NO
    return MappingProxyType(fields)


_ANY_AGE = -1


def _age(reader: RowReader, field: str) -> int | None:
    """Return an age, `_ANY_AGE` where it is given that there is no limit, None for nothing said."""
    if reader.text(field).casefold() in ANY_WORDS:
        return _ANY_AGE
    return reader.whole(field, MOST_YEARS)


def _municipalities(reader: RowReader) -> frozenset[str]:
    codes = set()
    for part in cells.parts_of(reader.text("municipalities").replace(",", ";")):
        found = municipality_named(part)
        if len(found) == 1:
            codes.add(found[0].code)
            continue
        known = tuple(each.label for each in found) or nearest_municipalities(part)
        code = "municipality_several" if found else "municipality_nearest"
        code = code if known else "municipality"
        facts = {"known": known} if known else {}
        reader.complain("municipalities", code, text=part[:SHOWN], **facts)
    return frozenset(codes)


def _editions(reader: RowReader) -> tuple[Edition, ...]:
    found = []
    for fields in _numbered(reader, "enrolment_starts", "enrolment_ends", "starts", "ends"):
        days = {name: reader.day(field) for name, field in fields.items()}
        _check_order(reader, fields, days, "enrolment_starts", "enrolment_ends")
        _check_order(reader, fields, days, "starts", "ends")
        if any(days.values()):
            found.append(Edition(**days))
    return tuple(found)


def _check_order(
    reader: RowReader,
    fields: dict[str, str],
    days: dict[str, date | None],
    first: str,
    last: str,
) -> None:
    start, end = days[first], days[last]
    if start and end and start > end:
        reader.complain(fields[last], "order", other=reader.heading(fields[first]))


def _funds(reader: RowReader) -> tuple[Fund, ...]:
    found = []
    for fields in _numbered(reader, "fund", "fund_amount", "fund_starts", "fund_ends"):
        name, amount = reader.text(fields["fund"]), reader.amount(fields["fund_amount"])
        days = {key: reader.day(fields[key]) for key in ("fund_starts", "fund_ends")}
        _check_order(reader, fields, days, "fund_starts", "fund_ends")
        if not name:
            reader.complain(fields["fund"], "missing")
        found.append(Fund(name, amount, *days.values()))
    return tuple(found)


def _capacity(reader: RowReader) -> Capacity | None:
    unit = reader.text("capacity_unit")
    most, free = (
        reader.whole(key, MOST_PLACES) for key in ("capacity_maximum", "capacity_available")
    )
    updated = reader.day("capacity_updated")
    if most is not None and free is not None and free > most:
        reader.complain("capacity_available", "free", other=reader.heading("capacity_maximum"))
    if not unit and most is None and free is None and updated is None:
        return None
    return Capacity(unit or USUAL_UNIT, most, free, updated)
