"""Schools of the ministry's registers (MIM) as documents of the register.

A school is a service at its place, given by its institute; the institute's own row is its office,
where children are enrolled. A CPIA's sites are services of the CPIA. What is given in prisons and
hospitals is for those who are sent there.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.exchange.cells import is_email, website_of
from data.exchange.mim_rows import SchoolRow, read_rows
from data.exchange.mim_successors import succession
from data.exchange.reading import Reading, SeenRow, empty_directory
from data.files.complaints import Complaint
from data.records.documents import PROFILE, Directory, Document, documents_of
from data.records.ids import stable_id
from data.records.known_school import KnownSchool
from geo.model import (
    AccessRoute,
    Address,
    Level,
    Location,
    Organization,
    OrganizationKind,
    Provenance,
    Service,
)

SCHEME = "MIM"
ADULTS = ("adult", "adult_second_level")


def read_schools(
    path: Path, *, source: str, licence: str, known: Iterable[KnownSchool] = ()
) -> Reading:
    """Read a register of schools: the good rows come in, every other is given.

    Parameters
    ----------
    known
        The schools that are there: a school stays one record when its code is retired.

    Raises
    ------
    BadInput
        Those of `data.exchange.mim_rows.read_rows`.
    """
    rows, complaints, count = read_rows(path)
    who = succession(rows, known)
    rows, older = _without_older(path, rows, who.known)
    directory = empty_directory()
    offices = {row.code: _organization_id(row, who.known) for row in rows if _is_office(row)}
    for row in rows:
        _add(directory, _Making(row, who.known.get(row.code), source, licence), offices)
    complaints += older + [
        Complaint(path.name, _row_of(rows, new), "CODICESCUOLA", "mim.successor_unclear",
                  {"text": new, "known": olds})
        for new, olds in sorted(who.unclear.items())
    ]  # fmt: skip
    return Reading(
        directory,
        tuple(sorted(complaints, key=lambda item: int(item.row))),
        good=count - len({item.row for item in complaints}),
        rows=count,
        preview=tuple(
            SeenRow(str(row.row), row.name, f"{row.address}, {row.city}", None, 0) for row in rows
        ),
    )


class _Making:
    """A school that becomes documents."""

    def __init__(self, row: SchoolRow, known: KnownSchool | None, source: str, licence: str):
        self.row = row
        self.known = known
        self.origin = {"source": source, "licence": licence}

    def service(self, organization_id: str) -> Service:
        row, known = self.row, self.known
        address = Address(row.address, row.city or None, row.postal_code or None, "IT")
        return Service(
            id=known.id if known else stable_id(SCHEME, "service", row.code),
            name=row.name,
            needs=_needs(row),
            location=Location(
                known.location_id if known else stable_id(SCHEME, "location", row.code),
                None, None, address,
            ),
            provenance=Provenance(
                self.origin["source"], self.origin["licence"], source_id=row.code
            ),
            organization=Organization(
                organization_id, row.institute_name or row.name, OrganizationKind.SCHOOL
            ),
            website=website_of(row.website) if row.website else None,
            email=row.email if is_email(row.email) else None,
            access=AccessRoute(row.grade.access) if row.grade.access else None,
            level=Level.NATIONAL if row.is_state else None,
        )  # fmt: skip

    def profile(self) -> Document:
        """Return what the register of schools says beyond a service; nothing of it is lost."""
        row = self.row
        former = {*(self.known.former if self.known else ())}
        if self.known and self.known.code != row.code:
            former.add(self.known.code)
        fields = {
            "code": row.code,
            "former_codes": sorted(former - {row.code}),
            "institute": row.institute,
            "grade": row.grade.id,
            "feature": row.feature,
            "state": row.is_state,
            "year": row.year or None,
            "certified_email": row.certified_email,
            "website_as_told": row.website if row.website and not website_of(row.website) else "",
            "email_as_told": row.email if row.email and not is_email(row.email) else "",
        }
        return {key: value for key, value in fields.items() if value not in ("", None, [])}


def _add(directory: Directory, making: _Making, offices: dict[str, str]) -> None:
    row = making.row
    organization_id = offices.get(row.institute) or _organization_id(row, {})
    if not row.is_state and making.known:
        organization_id = making.known.organization_id
    service, organizations, location = documents_of(making.service(organization_id))
    service[PROFILE]["school"] = making.profile()
    municipality = {"municipality": row.municipality.code} if row.municipality else {}
    location[PROFILE] = {**location.get(PROFILE, {}), **municipality, **making.origin}
    for address in location.get("addresses", []):
        if row.municipality:
            address["state_province"] = row.municipality.province
    code = row.institute or row.code
    for document in organizations:
        document[PROFILE] = {**document.get(PROFILE, {}), **making.origin}
        document["organization_identifiers"] = [{
            "id": stable_id(document["id"], "identifier", SCHEME),
            "identifier_scheme": SCHEME,
            "identifier_type": "codice meccanografico",
            "identifier": code,
        }]  # fmt: skip
        directory["organization"][document["id"]] = document
    directory["location"][location["id"]] = location
    directory["service"][service["id"]] = service


def _needs(row: SchoolRow) -> tuple[str, ...]:
    enrols = row.directs and row.grade.id not in ADULTS
    return tuple(dict.fromkeys((*row.grade.needs, *(["school_enrolment"] if enrols else []))))


def _is_office(row: SchoolRow) -> bool:
    return row.code == row.institute


def _organization_id(row: SchoolRow, known: dict[str, KnownSchool]) -> str:
    code = row.institute or row.code
    there = known.get(code)
    return there.organization_id if there else stable_id(SCHEME, "organization", code)


def _without_older(
    path: Path, rows: list[SchoolRow], known: dict[str, KnownSchool]
) -> tuple[list[SchoolRow], list[Complaint]]:
    """Leave out what is given of an earlier school year than the register knows already."""
    kept, older = [], []
    for row in rows:
        there = known.get(row.code)
        if there and row.year and row.year < there.year:
            facts = {"text": row.code, "year": there.year}
            older.append(Complaint(path.name, str(row.row), "ANNOSCOLASTICO", "mim.older", facts))
        else:
            kept.append(row)
    return kept, older


def _row_of(rows: list[SchoolRow], code: str) -> str:
    return str(next((row.row for row in rows if row.code == code), 0))
