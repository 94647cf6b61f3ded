"""Whether a value is what its field demands."""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from data.files.letters import is_hostile_letter
from data.hsds.objects import Field

MOST_LETTERS = 100_000
FIRST_YEAR, LAST_YEAR = 1900, 2100
SCHEMES = frozenset({
    "http", "https", "ftp", "mailto", "tel", "urn", "geo", "info", "doi", "tag",
})  # fmt: skip
"""Schemes of links: none that a browser would run, or that opens a file of the machine."""

_DEGREES = {"latitude": 90.0, "longitude": 180.0}
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\".]+(\.[^@\s<>\".]+)+")
_URI_LETTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_CLOCK = re.compile(r"(\d\d:\d\d)(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)

Fault = tuple[str, dict[str, Any]]


def is_absent(value: Any) -> bool:
    """Return whether a value says nothing: null or an empty text."""
    return value is None or value == ""


def fault_of(field: Field, value: Any) -> Iterator[Fault]:
    """Say what is wrong with a value that is there: a code and the facts of its sentence.

    Examples
    --------
    >>> list(fault_of(Field("latitude", "number"), 999))
    [('hsds.range', {'text': '999', 'most': 90})]
    >>> list(fault_of(Field("email", format="email"), "a@b.example"))
    []
    """
    code = _fault(field, value)
    if code is None:
        return
    facts: dict[str, Any] = {"text": str(value)[:60]}
    if code == "hsds.range":
        facts["most"] = int(_DEGREES[field.name])
    elif code == "hsds.value":
        facts["known"] = field.values
    elif code == "hsds.long":
        facts = {"most": MOST_LETTERS, "letters": len(value)}
    elif code == "hsds.control":
        facts = {"letter": next(f"U+{ord(x):04X}" for x in value if is_hostile_letter(x))}
    elif code == "hsds.year":
        facts |= {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
    yield code, facts


def text_faults(value: Any) -> Iterator[Fault]:
    """Say what is wrong with the texts anywhere in a value that HSDS does not know."""
    if isinstance(value, str):
        field = Field("", "string")
        if len(value) > MOST_LETTERS or not value.isprintable():
            yield from fault_of(field, value)
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from text_faults(part)


def _fault(field: Field, value: Any) -> str | None:
    if field.type == "number":
        return _number_fault(field, value)
    if field.type == "boolean":
        return None if isinstance(value, bool) else "hsds.boolean"
    if not isinstance(value, str):
        return "hsds.text"
    if len(value) > MOST_LETTERS:
        return "hsds.long"
    if not value.isprintable() and any(map(is_hostile_letter, value)):
        return "hsds.control"
    if field.values:
        return None if value in field.values else "hsds.value"
    check = _CHECKS.get(field.format or field.type)
    return check(value) if check else None


def _number_fault(field: Field, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return "hsds.number"
    most = _DEGREES.get(field.name)
    return "hsds.range" if most is not None and abs(value) > most else None


def _uuid(text: str) -> str | None:
    try:
        uuid.UUID(text)
    except ValueError:
        return "hsds.uuid"
    # 36 letters: UUID() takes braces, and no hyphens, too.
    return None if len(text) == 36 and text[8] == "-" else "hsds.uuid"


def _email(text: str) -> str | None:
    return None if _EMAIL.fullmatch(text) and len(text) <= 254 else "hsds.email"


def _uri(text: str) -> str | None:
    try:
        found = urlsplit(text)
    except ValueError:
        return "hsds.uri"
    if found.scheme.lower() not in SCHEMES or not (found.netloc or found.path):
        return "hsds.uri"
    if found.scheme.lower() in ("http", "https", "ftp") and not found.netloc:
        return "hsds.uri"
    good = _URI_LETTERS.fullmatch(text) and not _LOOSE_PERCENT.search(text)
    return None if good and text.count("#") <= 1 else "hsds.uri"


def _date(text: str) -> str | None:
    if not _DATE.fullmatch(text):
        return "hsds.date"
    try:
        date.fromisoformat(text)
    except ValueError:
        return "hsds.date"
    return _year(text)


def _moment(text: str) -> str | None:
    if not _MOMENT.fullmatch(text):
        return "hsds.datetime"
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return "hsds.datetime"
    return _year(text)


def _time(text: str) -> str | None:
    found = _CLOCK.fullmatch(text)
    if not found:
        return "hsds.time"
    clock = "00:00" + text[5:] if found[1] == "24:00" else text
    try:
        time.fromisoformat(clock.upper())
    except ValueError:
        return "hsds.time"
    return None


def _year(text: str) -> str | None:
    return None if FIRST_YEAR <= int(text[:4]) <= LAST_YEAR else "hsds.year"


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "uuid": _uuid,
    "email": _email,
    "uri": _uri,
    "date": _date,
    "datetime": _moment,
    "time": _time,
}
