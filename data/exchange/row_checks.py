"""What the fields of a row must say together; every fault is kept with its heading."""

from __future__ import annotations

from datetime import date

from data.exchange.service_rows import EDITION_COLUMNS, FUND_COLUMNS, RowRecord, RowTerms
from data.exchange.table_row import TableRow
from geo.model import Exposure


def check_row(row: TableRow, terms: RowTerms) -> TableRow:
    """Return a row without the values that contradict others; its faults say which."""
    _check_required(row)
    _check_checked_on(row, terms.today)
    _check_organizations(row)
    _check_ages(row)
    for yes, no in (("accepts", "accepts_not"), ("documents", "documents_not")):
        _check_answers(row, yes, no)
    _check_capacity(row)
    _check_periods(row)
    return row.without_faulty()


def check_record(row: TableRow, record: RowRecord) -> None:
    """Keep the faults of a record that only the whole of it shows."""
    _check_protected_key(row, record)
    _check_reach(row, record)


def _check_required(row: TableRow) -> None:
    if not row.text("name"):
        row.faults.add("name", "missing")
    if not row.get("needs") and not row.faults.has("needs"):
        row.faults.add("needs", "missing")


def _check_protected_key(row: TableRow, record: RowRecord) -> None:
    """A protected place needs an id that cannot be made of its name."""
    if record.place.exposure is Exposure.PUBLIC or row.get("service_id") or row.text("key"):
        return
    row.faults.add("key", "protected_key")


def _check_reach(row: TableRow, record: RowRecord) -> None:
    service, place = record.service, record.place
    found = place.position or place.address or place.municipality
    if found or service.phones or service.email or service.website:
        return
    # A protected place says nothing of itself, and an export only what is known.
    exported = row.get("service_id") or row.faults.has("service_id")
    if place.exposure is Exposure.PUBLIC and not exported:
        row.faults.add("address", "no_way")


def _check_checked_on(row: TableRow, today: date | None) -> None:
    checked = row.get("checked_on")
    if checked and today and checked > today:
        row.faults.add("checked_on", "future", text=checked.isoformat())


def _check_organizations(row: TableRow) -> None:
    if (row.get("organization_kind") or row.get("role")) and not row.text("organization"):
        row.faults.add("organization", "missing")
    ids = row.get("partner_ids", ())
    if ids and len(ids) != len(row.get("partners", ())):
        row.faults.add("partner_ids", "partner_ids")


def _check_ages(row: TableRow) -> None:
    low, high = row.get("minimum_age"), row.get("maximum_age")
    if low is not None and high is not None and low > high >= 0:
        row.faults.add("maximum_age", "order", other=row.faults.heading("minimum_age"))


def _check_answers(row: TableRow, yes: str, no: str) -> None:
    accepted = {value for value, _ in row.get(yes, ())}
    for value, _ in row.get(no, ()):
        if value in accepted:
            row.faults.add(no, "both", text=value, other=row.faults.heading(yes))


def _check_capacity(row: TableRow) -> None:
    most, free = row.get("capacity_maximum"), row.get("capacity_available")
    if most is not None and free is not None and free > most:
        other = row.faults.heading("capacity_maximum")
        row.faults.add("capacity_available", "free", other=other)


def _check_periods(row: TableRow) -> None:
    for fields in row.numbered(*EDITION_COLUMNS):
        _check_order(row, fields["enrolment_starts"], fields["enrolment_ends"])
        _check_order(row, fields["starts"], fields["ends"])
    for fields in row.numbered(*FUND_COLUMNS):
        if not row.text(fields["fund"]):
            row.faults.add(fields["fund"], "missing")
        _check_order(row, fields["fund_starts"], fields["fund_ends"])


def _check_order(row: TableRow, first: str, last: str) -> None:
    start, end = row.get(first), row.get(last)
    if start and end and start > end:
        row.faults.add(last, "order", other=row.faults.heading(first))
