"""What is wrong with HSDS objects, told object by object and field by field."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from data.exchange.complaints import Complaint
from data.hsds.objects import OBJECTS, Field

MOST_LETTERS = 100_000
YEARS = range(1900, 2101)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DEGREES = {"latitude": 90.0, "longitude": 180.0}


def complaints_of(
    name: str, content: Mapping[str, Any], file: str, row: str
) -> Iterator[Complaint]:
    """Tell what is wrong with the fields of one object, not with those of its children.

    Fields that HSDS does not have are kept and never complained about.

    Parameters
    ----------
    file, row
        Where the object stands: a file and a line of it, or a place inside it.
    """
    for field in OBJECTS[name].fields:
        value = content.get(field.name)
        if value in (None, ""):
            if field.required:
                yield Complaint(file, row, field.name, "hsds.missing", {"object": name})
            continue
        fault = _fault(field, value)
        if fault:
            yield Complaint(file, row, field.name, fault, {"text": str(value)[:60]})
    yield from _across_fields(content, file, row)


def _fault(field: Field, value: Any) -> str | None:
    if field.name in _DEGREES and isinstance(value, (int, float)):
        return None if abs(value) <= _DEGREES[field.name] else "hsds.range"
    if field.kind == "number":
        good = isinstance(value, (int, float)) and not isinstance(value, bool)
        return None if good and value == value else "hsds.number"
    if not isinstance(value, str):
        return "hsds.text"
    if len(value) > MOST_LETTERS:
        return "hsds.long"
    if any(_is_hostile(letter) for letter in value):
        return "hsds.control"
    if field.values and value not in field.values:
        return "hsds.value"
    good_one = _KINDS.get(field.kind)
    return None if good_one is None or good_one(value) else f"hsds.{field.kind}"


def _is_hostile(letter: str) -> bool:
    """Return whether a letter cannot be seen and can change what is: controls, turned direction."""
    if letter in "\n\r\t" or letter.isprintable():
        return False
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in _TURNING


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return len(text) == 36


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text[:10]).year in YEARS and len(text) == 10
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).year in YEARS
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    clock = text[:5] if text.startswith("24:00") else text
    try:
        time.fromisoformat("00:00" if clock == "24:00" else clock)
    except ValueError:
        return False
    return True


def _is_uri(text: str) -> bool:
    try:
        told = urlsplit(text)
    except ValueError:
        return False
    # Nothing that a browser would run may stand where a link is made of it.
    return (
        told.scheme.lower() in ("http", "https", "mailto", "tel", "urn", "ftp") and " " not in text
    )


_KINDS: dict[str, Callable[[str], bool]] = {
    "uuid": _is_uuid,
    "email": lambda text: bool(_EMAIL.fullmatch(text)),
    "date": _is_date,
    "datetime": _is_moment,
    "time": _is_time,
    "uri": _is_uri,
}


def _across_fields(content: Mapping[str, Any], file: str, row: str) -> Iterator[Complaint]:
    for low, high in (("minimum_age", "maximum_age"), ("valid_from", "valid_to")):
        first, last = content.get(low), content.get(high)
        if first and last and type(first) is type(last) and first > last:
            yield Complaint(file, row, high, "hsds.order", {"other": low})
