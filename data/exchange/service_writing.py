"""Services as a table that `read_services` reads back as the same records."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from data.exchange.cells import Cell, safe_text, text_of
from data.exchange.service_columns import LANGUAGES, Column, column_of, columns
from data.exchange.shown_places import PlacedService, placed_services
from data.exchange.spreadsheet_writing import ColumnHeading, write_workbook
from data.files.csv_text import writing
from data.files.letters import visible
from data.records.documents import PROFILE, Directory
from geo.model import Answer, Eligibility, Organization, Schedule, Service

WITH_BOM = "\ufeff"
"""Says Excel that a CSV file is UTF-8."""

SHEETS = {"it": "Servizi", "en": "Services"}

Row = dict[str, Cell]

_CUTTING = re.compile(r"\s*[;|\n]\s*")
_EDITION = ("enrolment_starts", "enrolment_ends", "starts", "ends")
_CAPACITY = ("unit", "maximum", "available", "updated")


def write_services_csv(directory: Directory, path: Path, *, language: str | None = None) -> None:
    """Write every service at each of its places, one a row, as the template has it.

    A place that is not public has neither address nor coordinates. No cell is taken for a formula.

    Parameters
    ----------
    language
        Of the headings: ``"it"``, ``"en"``; None: the machine's names.

    Raises
    ------
    BadInput, StorageFailure
        Those of `data.files.csv_text.writing`.
    """
    rows = list(service_rows(directory))
    fields = _fields(rows)
    with writing(path) as file:
        file.write(WITH_BOM)
        table = csv.writer(file)
        table.writerow([_heading(field, language) for field in fields])
        for row in rows:
            table.writerow([_quiet(row.get(field)) for field in fields])


def write_services_xlsx(directory: Directory, path: Path, *, language: str = "it") -> None:
    """Write the same table as an Excel workbook of one sheet.

    Raises
    ------
    StorageFailure
        ``disk.full``, ``disk.refused``.
    """
    rows = list(service_rows(directory))
    fields = _fields(rows)
    headings = [ColumnHeading(_heading(field, language)) for field in fields]
    cells = ([_quiet(row.get(field), keep=True) for field in fields] for row in rows)
    write_workbook(path, [(SHEETS[language], headings, cells)])


def service_rows(directory: Directory) -> Iterator[Row]:
    """Say the rows of the table: field → what stands in its cell."""
    for placed in placed_services(directory):
        row = _row(placed)
        yield {field: cell for field, cell in row.items() if cell not in (None, "")}


def _fields(rows: Iterable[Row]) -> list[str]:
    """Return the fields of a table: all columns of the template, and others that are given."""
    names = {field for row in rows for field in row}
    found = []
    for made in columns():
        extra = sorted(field for field in names - {made.name} if column_of(field)[0] is made)
        found += [*([made.name] if made.name in names or _is_usual(made) else []), *extra]
    return found


def _is_usual(made: Column) -> bool:
    return not made.technical and made.name != "house_number"


def _heading(field: str, language: str | None) -> str:
    made, part = column_of(field)
    return made.heading(language if language in LANGUAGES else None, part)


def _quiet(cell: Cell, *, keep: bool = False) -> Cell:
    """Return a cell as it is written: texts that begin no formula; numbers and days as they are.

    Parameters
    ----------
    keep
        Whether numbers and days stay what they are, as a workbook has them.
    """
    if isinstance(cell, str):
        return safe_text(visible(cell))
    return cell if keep else text_of(cell)


def _row(placed: PlacedService) -> Row:
    document, location = placed.document, placed.location
    service = placed.service
    profile, place = document.get(PROFILE) or {}, location.get(PROFILE) or {}
    address = (location.get("addresses") or [{}])[0]
    return {
        "key": profile.get("source_id"),
        "name": service.name,
        **_translated("name", service.names),
        **_of_organizations(service),
        "needs": _joined(service.needs),
        "address": address.get("address_1"),
        **{key: address.get(key) for key in ("postal_code", "city", "country")},
        "province": address.get("state_province"),
        "lat": service.location.lat,
        "lon": service.location.lon,
        "exposure": service.location.exposure.value,
        "wheelchair": _answer(service.location.wheelchair),
        "phones": _joined(
            f"{phone.number} ({phone.description})" if phone.description else phone.number
            for phone in service.phones
        ),
        "email": service.email,
        "website": service.website,
        **_numbered(_slot(schedule) for schedule in service.schedules),
        **_of_eligibility(service.eligibility),
        "access": service.access and service.access.value,
        "action": service.action,
        "level": service.level and service.level.value,
        **_of_money_and_time(service),
        "status": service.status.value,
        "checked_on": service.provenance.assured_on,
        "source": service.provenance.source,
        "licence": service.provenance.licence,
        "description": document.get("description"),
        **_translated("description", profile.get("descriptions") or {}),
        "notes": profile.get("notes"),
        "demonstration": "yes" if service.provenance.demonstration else "no",
        "confidence": service.provenance.confidence.value,
        **{key: place.get(key) for key in ("municipality", "place_method", "place_confidence")},
        "source_id": profile.get("source_id"),
        "service_id": document["id"],
        "location_id": location.get("id"),
    }


def _translated(name: str, texts: Mapping[str, str]) -> Row:
    # "und": in a language that is not given, which the column without one says already.
    return {f"{name}_{language}": text for language, text in texts.items() if language != "und"}


def _joined(parts: Iterable[str]) -> str:
    """Return a list as one cell; what divides it stands in none of its parts."""
    return "; ".join(_CUTTING.sub(",", part) for part in parts)


def _answer(answer: Answer) -> str | None:
    return None if answer is Answer.UNKNOWN else answer.value


def _of_organizations(service: Service) -> Row:
    first = service.organization
    partners = service.partners
    row: Row = {
        "partners": _joined(map(_partner, partners)),
        "partner_ids": _joined(partner.id for partner in partners),
    }
    if first is None:
        return row
    return row | {
        "organization": first.name,
        "organization_kind": first.kind and first.kind.value,
        "role": first.role and first.role.value,
        "organization_website": first.website,
        "organization_id": first.id,
    }


def _partner(partner: Organization) -> str:
    return f"{partner.name} ({partner.role.value})" if partner.role else partner.name


def _slot(schedule: Schedule) -> Row:
    spoken, mediated = (
        None if codes is None else _joined(sorted(codes)) or "none"
        for codes in (schedule.languages, schedule.mediation_languages)
    )
    return {
        "hours": schedule.opening_hours,
        "languages": spoken,
        "mediation_languages": mediated,
        "appointment": schedule.appointment and schedule.appointment.value,
    }


def _numbered(groups: Iterable[Row]) -> Row:
    """Return groups of fields side by side: ``hours``, ``hours_2`` and so on."""
    row: Row = {}
    for number, group in enumerate(groups, 1):
        row |= {key if number == 1 else f"{key}_{number}": cell for key, cell in group.items()}
    return row


def _of_eligibility(eligibility: Eligibility) -> Row:
    ages = (eligibility.minimum_age, eligibility.maximum_age)
    unlimited = "any" if eligibility.ages_known and ages == (None, None) else None
    sex = eligibility.sex.value if eligibility.sex else "any" if eligibility.sex_known else None
    row: Row = {}
    for yes, no, answers in (
        ("accepts", "accepts_not", eligibility.statuses),
        ("documents", "documents_not", eligibility.documents),
    ):
        marks = {Answer.YES: "", Answer.UNKNOWN: "?"}
        row[yes] = _joined(f"{value}{marks[a]}" for value, a in answers.items() if a in marks)
        row[no] = _joined(value for value, answer in answers.items() if answer is Answer.NO)
    return row | {
        "residence": eligibility.residence and eligibility.residence.value,
        "municipalities": _joined(sorted(eligibility.municipalities)),
        "minimum_age": eligibility.minimum_age if unlimited is None else unlimited,
        "maximum_age": eligibility.maximum_age,
        "sex": sex,
        "children": _answer(eligibility.children),
    }


def _of_money_and_time(service: Service) -> Row:
    row = _numbered(
        {
            "fund": fund.name,
            "fund_amount": None if fund.amount_eur is None else round(fund.amount_eur, 2),
            "fund_starts": fund.starts,
            "fund_ends": fund.ends,
        }
        for fund in service.funds
    )
    row |= _numbered(
        {key: getattr(edition, key) for key in _EDITION} for edition in service.editions
    )
    if service.capacity:
        row |= {f"capacity_{key}": getattr(service.capacity, key) for key in _CAPACITY}
    return row
