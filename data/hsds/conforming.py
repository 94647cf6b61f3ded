"""Objects as HSDS 3.0 wants them, made of what is kept: records may hold less, and other things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data.hsds.check import PROFILE
from data.hsds.objects import OBJECTS, Field, object_in
from data.hsds.values import fault_of
from data.records.ids import stable_id

Document = dict[str, Any]

AS_WRITTEN = "as_told"
"""Where in the profile stands what HSDS does not take: an address of a site without its scheme."""

_NOT_TAKEN = frozenset({"hsds.text", "hsds.number", "hsds.boolean", "hsds.value"})
_DEFAULTS = {"status": "active", "location_type": "physical", "address_type": "physical"}


def conforming(name: str, content: Document, *, flat: bool = False) -> Document:
    """Return an object that the schemas of HSDS 3.0 take, with everything nested in it.

    Nulls go, as the schemas have none. A value that its field does not take stands as it is under
    ``approdo.as_told``. A text that must be there and is not known is empty; a child without an id
    gets one of its own. Fields that HSDS does not know stay.

    Parameters
    ----------
    flat
        Without lists, but with the one organisation, program, place or service inside, flat too.

    Examples
    --------
    >>> conforming("organization", {"id": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "name": "Ponte",
    ...     "email": None, "website": "ponte"}) # doctest: +NORMALIZE_WHITESPACE
    {'id': '00000000-0000-4000-8000-000000000000', 'name': 'Ponte',
     'description': '', 'approdo': {'as_told': {'website': 'ponte'}}}
    """
    fields = OBJECTS[name].by_name
    values: Document = {}
    odd: Document = {}
    for key, value in content.items():
        nested = _object_in(name, key)
        if value is None and (key in fields or nested):
            continue
        if nested:
            values.update(_nested(nested, key, value, content, flat=flat))
        elif key in fields and not _is_taken(fields[key], value):
            odd[key] = value
        else:
            values[key] = value
    values.update((field.name, _least(field, odd)) for field in _missing(name, values))
    if odd:
        values[PROFILE] = {**(values.get(PROFILE) or {}), AS_WRITTEN: odd}
    return values


def _object_in(name: str, key: str) -> str | None:
    """Return what stands under a key; None where it is no object of HSDS."""
    if key == "service" and name == "service_at_location":
        return "service"
    return object_in(name, key)


def _nested(name: str, key: str, value: Any, owner: Document, *, flat: bool) -> Document:
    if isinstance(value, dict):
        return {key: conforming(name, value, flat=flat)}
    if flat or not isinstance(value, list):
        return {}
    rows = [row for row in value if isinstance(row, dict)]
    return {
        key: [
            conforming(name, {"id": stable_id(str(owner.get("id")), key, str(n)), **row})
            for n, row in enumerate(rows)
        ]
    }


def _is_taken(field: Field, value: Any) -> bool:
    if value == "" and (field.format or field.values or field.type == "datetime"):
        return False
    faults = fault_of(field, value)
    if field.format or field.type == "datetime":
        return not any(faults)
    return not any(code in _NOT_TAKEN for code, _ in faults)


def _missing(name: str, fields: Document) -> Iterator[Field]:
    return (field for field in OBJECTS[name].fields if field.required and field.name not in fields)


def _least(field: Field, odd: Document) -> Any:
    """Return what stands where something must: a number said for a text, as text; else nothing."""
    value = odd.get(field.name)
    if field.type == "string" and not field.values and isinstance(value, (int, float)):
        return str(value)
    return _DEFAULTS.get(field.name, "")
