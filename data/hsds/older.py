"""Tables and objects of HSDS 1 and 2, and of Open Referral UK, by the names of HSDS 3.0."""

from __future__ import annotations

import re
from typing import Any

OLDER_TABLES = {
    "services_at_location.csv": "service_at_location",
    "physical_addresses.csv": "address",
    "regular_schedules.csv": "schedule",
}
"""Tables of older packages → the object of 3.0 whose rows they hold."""

OLDER_LISTS = {"physical_addresses": "addresses", "regular_schedules": "schedules"}
"""Lists of older objects → the list of 3.0."""

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d))?(?::\d\d)?\s*([ap]m?)?", re.IGNORECASE)


def modern_table_row(file: str, row: dict[str, str], line: int) -> dict[str, str]:
    """Return a row of an older table with the fields of 3.0; it needs an id, and gets one.

    Parameters
    ----------
    file
        One of `OLDER_TABLES`.
    line
        Where the row stands in it.

    Examples
    --------
    >>> modern_table_row("physical_addresses.csv", {"city": "London"}, 2)
    {'address_type': 'physical', 'city': 'London', 'id': 'physical_addresses.csv 2'}
    """
    fields = modern_row(file, row)
    return {**fields, "id": fields.get("id") or f"{file} {line}"}


def modern_row(file: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of an older table with the fields of 3.0."""
    if "address" in file:
        return {"address_type": "physical", **row}
    return modern_schedule(row) if "schedule" in file else row


def modern_schedule(row: dict[str, Any]) -> dict[str, Any]:
    """Return a schedule of a day of the week as a weekly one.

    Examples
    --------
    >>> found = modern_schedule({"weekday": "Monday", "opens_at": "9:00am", "closes_at": "5:00pm"})
    >>> found["freq"], found["byday"], found["opens_at"], found["closes_at"]
    ('WEEKLY', 'MO', '09:00', '17:00')
    """
    fields = {key: value for key, value in row.items() if key not in ("weekday", "original_text")}
    weekday = str(row.get("weekday") or "").strip()
    day = _DAYS[int(weekday) - 1] if weekday in "1234567" and weekday else weekday[:2].upper()
    if day in _DAYS:
        fields |= {"freq": "WEEKLY", "byday": day}
    for key in ("opens_at", "closes_at"):
        fields[key] = _clock(str(row.get(key) or ""))
    if row.get("original_text") and not row.get("description"):
        fields["description"] = row["original_text"]
    return fields


def modern(value: Any) -> Any:
    """Return a JSON value of an older version with the names of HSDS 3.0."""
    if isinstance(value, list):
        return [modern(item) for item in value]
    if not isinstance(value, dict):
        return value
    fields: dict[str, Any] = {}
    for key, item in value.items():
        made = modern(item)
        if key in OLDER_LISTS and isinstance(made, list):
            rows = [modern_row(key, row) for row in made if isinstance(row, dict)]
            fields.setdefault(OLDER_LISTS[key], []).extend(rows)
        else:
            fields[key] = made
    return fields


def _clock(text: str) -> str:
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return text
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower().startswith("p") else 0)
    return f"{hour:02}:{found[2] or '00'}"
