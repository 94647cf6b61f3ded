"""What of a faulty HSDS directory may come in: every record, without the fields that are at fault.

Ids that are no UUIDs become UUIDs that are made of them, the same ones at each reading. What a
record loses is kept as it was written, so that somebody can look at it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from data.files.complaints import Complaint
from data.hsds.check import complaints, hinders
from data.hsds.conforming import AS_WRITTEN, conforming
from data.hsds.directory import Directory, Document
from data.hsds.objects import LOOSE, foreign_keys, object_in
from data.records.documents import LEFT_OUT, PROFILE, left_out_of
from data.records.ids import stable_id
from data.records.protection import open_part

MOST_ROUNDS = 5
"""Taking a field out may leave another without what it names: so often is looked again."""

MOST_LETTERS = 10_000


def good_part(directory: Directory, *, source: str) -> Directory:
    """Return a directory that comes in: without fields that are at fault, and what they leave.

    Parameters
    ----------
    source
        Whose ids they are: part of the ids that are made.

    Examples
    --------
    >>> found = good_part(
    ...     {"location": {"7": {"id": "7", "location_type": "physical", "latitude": 100}}},
    ...     source="me",
    ... )
    >>> location, = found["location"].values()
    >>> "latitude" in location, location["approdo"]["left_out"]
    (False, [{'field': 'latitude', 'text': '100'}])
    """
    result: Directory = {}
    for kind, documents in directory.items():
        if kind == LOOSE:
            continue  # what hangs on nothing is nothing's record
        made = (_with_uuids(kind, document, source) for document in documents.values())
        result[kind] = {document["id"]: conforming(kind, document) for document in made}
    for _ in range(MOST_ROUNDS):
        found = [complaint for complaint in complaints(result) if hinders(complaint)]
        if not found:
            break
        for complaint in found:
            _take_out(result, complaint)
    for documents in result.values():
        for document in documents.values():
            _gather_left_out(document)
    for document in result.get("service", {}).values():
        _add_of_places(document, result.get("location", {}))
    return result


def _with_uuids(name: str, content: Document, source: str) -> Document:
    """Return an object whose ids, and those that it names, are UUIDs."""
    fields: Document = {}
    keys = dict(foreign_keys(name))
    for key, value in content.items():
        nested = object_in(name, key)
        if key == "id":
            fields[key] = _uuid(source, name, value)
        elif key in keys and isinstance(value, (str, int)) and value != "":
            fields[key] = _uuid(source, keys[key], value)
        elif nested and isinstance(value, dict):
            fields[key] = _with_uuids(nested, value, source)
        elif nested and isinstance(value, list):
            fields[key] = list(_rows_with_uuids(nested, value, content, key, source))
        else:
            fields[key] = value
    return fields


def _rows_with_uuids(
    name: str, rows: list[Any], owner: Document, key: str, source: str
) -> Iterator[Document]:
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            continue
        made = _with_uuids(name, row, source)
        if made.get("id", "") in seen or not made.get("id"):
            made["id"] = stable_id(source, str(owner.get("id")), key, str(number))
        seen.add(made["id"])
        yield made


def _uuid(source: str, kind: str, value: object) -> str:
    text = str(value)
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return stable_id(source, kind, text)


def _take_out(directory: Directory, complaint: Complaint) -> None:
    """Take out what a complaint is about: a field, a child that is nothing without it, a record."""
    _, kind, record_id, *steps = complaint.row.split("/")
    document = directory.get(kind, {}).get(record_id)
    if document is None:
        return
    holder: Any = document
    owners: list[tuple[Any, Any]] = []
    for step in steps:
        place: Any = int(step) if isinstance(holder, list) else step
        if not isinstance(holder, (dict, list)) or (
            isinstance(holder, dict) and place not in holder
        ) or (isinstance(holder, list) and place >= len(holder)):  # fmt: skip
            return
        owners.append((holder, place))
        holder = holder[place]
    if complaint.code == "hsds.missing" or not complaint.column:
        _drop(directory, kind, record_id, owners)
    elif isinstance(holder, dict) and complaint.column in holder:
        lost = holder.pop(complaint.column)
        profile = holder.setdefault(PROFILE, {})
        if isinstance(profile, dict):
            profile.setdefault(AS_WRITTEN, {})[complaint.column] = lost


def _drop(directory: Directory, kind: str, record_id: str, owners: list[tuple[Any, Any]]) -> None:
    """Drop the nearest row of a list; the record where there is none."""
    for holder, place in reversed(owners):
        if isinstance(holder, list):
            del holder[place]
            return
    directory[kind].pop(record_id, None)


def _gather_left_out(document: Document) -> None:
    """Move what was taken out, also of children, to where a person finds it."""
    found = [
        {"field": field, "text": str(value)[:MOST_LETTERS]} for field, value in _written(document)
    ]
    if found:
        profile = document.setdefault(PROFILE, {})
        profile[LEFT_OUT] = [*left_out_of(document), *found]


def _add_of_places(service: Document, locations: dict[str, Document]) -> None:
    """Let a service say what its places have lost: a person looks at services."""
    places = (
        open_part("location", locations.get(at.get("location_id"), {}))
        for at in service.get("service_at_locations") or []
    )
    found = [row for place in places for row in left_out_of(place)]
    if found:
        profile = service.setdefault(PROFILE, {})
        profile[LEFT_OUT] = [*left_out_of(service), *found]


def _written(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        for row in value:
            yield from _written(row)
    elif isinstance(value, dict):
        profile = value.get(PROFILE)
        if isinstance(profile, dict):
            yield from (profile.pop(AS_WRITTEN, None) or {}).items()
            if not profile:
                del value[PROFILE]
        for key, nested in list(value.items()):
            if key != PROFILE:
                yield from _written(nested)
