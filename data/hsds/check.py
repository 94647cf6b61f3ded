"""What is wrong with HSDS objects, said object by object and field by field.

Complaints say what the standard forbids or nobody can use. Fields that the standard does not know
are no fault: `notes` says of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.files.complaints import Complaint
from data.hsds.directory import Directory, Document
from data.hsds.objects import (
    LOOSE,
    MANY,
    OBJECTS,
    ONE,
    PART,
    Field,
    children_of,
    foreign_keys,
)
from data.hsds.rows import EXACT, Row, Rows
from data.hsds.values import fault_of, is_absent, text_faults

PROFILE = "approdo"
"""The field that holds what the programme knows beyond HSDS."""

ANY = "*"
"""Stands for any object, where an object is named that may be of every kind."""

_MAY_BE_EMPTY = ("previous_value", "replacement_value")
"""What was empty before a change, or is after it: said, and empty."""

_ORDERED = (
    ("minimum_age", "maximum_age"),
    ("valid_from", "valid_to"),
)  # fmt: skip


def complaints(fields: Directory | Rows, file: str = "") -> list[Complaint]:
    """Return what is wrong with a directory or with the rows of tables.

    Parameters
    ----------
    file
        What a directory was read from. Places in it are given as ``/service/<id>/phones/0``; those
        of rows say file and line themselves.

    Examples
    --------
    >>> found = {"location": {"1": {"id": "1", "location_type": "physical", "latitude": 999}}}
    >>> [(c.row, c.column, c.code) for c in complaints(found)]
    [('/location/1', 'id', 'hsds.uuid'), ('/location/1', 'latitude', 'hsds.range')]
    """
    inspection = Inspection()
    for kind, found in fields.items():
        if isinstance(found, list):
            inspection.table(kind, found)
            continue
        for record_id, document in found.items():
            name, content = (
                (document["object"], document["content"]) if kind == LOOSE else (kind, document)
            )
            inspection.nested(name, content, file, f"/{kind}/{record_id}")
    return inspection.finished()


_POSTAL = frozenset({"city", "state_province", "postal_code", "country", "address_type"})


def hinders(complaint: Complaint) -> bool:
    """Return whether a fault keeps a record out.

    HSDS demands every part of a postal address. Who knows street and number only is given so, but
    a person finds that door: the record is kept.
    """
    return not (complaint.code == "hsds.missing" and complaint.column in _POSTAL)


def notes(directory: Directory, file: str = "") -> list[Complaint]:
    """Return what HSDS does not know in a directory: it is kept, and somebody may have misspelt it.

    One for each field of an object, with the first place and the ``count`` of places.

    Examples
    --------
    >>> [(n.column, n.code, n.facts["count"]) for n in notes({"service": {"1": {"nmae": "a"}}})]
    [('nmae', 'hsds.unknown_field', 1)]
    """
    first: dict[tuple[str, str], str] = {}
    count: dict[tuple[str, str], int] = defaultdict(int)
    for kind, documents in directory.items():
        for record_id, document in documents.items():
            name, content = (
                (document["object"], document["content"]) if kind == LOOSE else (kind, document)
            )
            for *met, place in _unknown_fields(name, content, f"/{kind}/{record_id}"):
                first.setdefault((met[0], met[1]), place)
                count[met[0], met[1]] += 1
    return [
        Complaint(
            file, place, key, "hsds.unknown_field", {"object": name, "count": count[name, key]}
        )
        for (name, key), place in first.items()
    ]


@dataclass(slots=True)
class Inspection:
    """Looks at objects one after the other, at last at what they name."""

    _complaints: list[Complaint] = field(default_factory=list)
    _ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _named: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def table(self, name: str, rows: list[Row]) -> None:
        """Look at the rows of one table."""
        for row in rows:
            self._object(name, row.content, row.file, row.place, in_table=True)
            self._inside(name, row.content, row.file, row.place)
            if not isinstance(row.cells.get(EXACT, {}), dict):
                self._complain(row.file, row.place, EXACT, "hsds.not_object")
            record_id = row.cells.get("id")
            if record_id is None:
                continue
            if record_id in self._ids[name]:
                self._complain(row.file, row.place, "id", "hsds.doubled", text=str(record_id)[:60])
            self._ids[name].add(str(record_id))

    def nested(self, name: str, content: Document, file: str, place: str) -> None:
        """Look at an object and at everything in it."""
        self._object(name, content, file, place)
        if isinstance(content.get("id"), str):
            self._ids[name].add(content["id"])
        self._inside(name, content, file, place)

    def _inside(self, name: str, content: Document, file: str, place: str) -> None:
        for key, value in content.items():
            one = ONE.get((name, key)) or PART.get((name, key))
            many = children_of(name).get(key) or MANY.get((name, key), (None,))[0]
            if value is None or not (one or many):
                continue
            where = f"{place}/{key}"
            if one and isinstance(value, dict):
                self.nested(one[0], value, file, where)
            elif one:
                self._complain(file, place, key, "hsds.not_object")
            elif many and isinstance(value, list):
                self._list(many, value, file, where)
            else:
                self._complain(file, place, key, "hsds.list")

    def finished(self) -> list[Complaint]:
        """Return every complaint; what is named and nowhere there is given last."""
        everything = set().union(*self._ids.values()) if self._ids else set()
        for target, key, named, file, place in self._named:
            there = everything if target == ANY else self._ids[target]
            if named not in there:
                self._complain(file, place, key, "hsds.reference", text=named[:60])
        self._named.clear()
        return self._complaints

    def _list(self, name: str, rows: list[Any], file: str, place: str) -> None:
        seen: set[str] = set()
        for number, row in enumerate(rows):
            where = f"{place}/{number}"
            if not isinstance(row, dict):
                self._complain(file, where, "", "hsds.element")
                continue
            self.nested(name, row, file, where)
            record_id = row.get("id")
            if isinstance(record_id, str):
                if record_id in seen:
                    self._complain(file, where, "id", "hsds.doubled", text=record_id[:60])
                seen.add(record_id)

    def _object(
        self, name: str, content: Document, file: str, place: str, *, in_table: bool = False
    ) -> None:
        fields = OBJECTS[name].by_name
        for known in fields.values():
            value = content.get(known.name)
            if not is_absent(value):
                found = fault_of(known, value)
            elif self._is_missing(name, known, content, in_table):
                found = iter([("hsds.missing", {"object": name})])
            else:
                continue
            for code, facts in found:
                self._complain(file, place, known.name, code, **facts)
        self._strangers(name, content, file, place)
        for low, high in _ORDERED:
            if _wrong_order(content.get(low), content.get(high)):
                self._complain(file, place, high, "hsds.order", other=low)
        targets = [("link_id", ANY)] if name == "attribute" else []
        for key, target in (*targets, *foreign_keys(name)):
            named = content.get(key)
            if isinstance(named, str) and named:
                self._named.append((target, key, named, file, place))

    def _strangers(self, name: str, content: Document, file: str, place: str) -> None:
        """Look at the texts in fields that HSDS does not know."""
        fields = OBJECTS[name].by_name
        if not isinstance(content.get(PROFILE) or {}, dict):
            self._complain(file, place, PROFILE, "hsds.not_object")
        for key, value in content.items():
            if key not in fields and not _is_nested(name, key):
                for code, facts in text_faults(value):
                    self._complain(file, place, key, code, **facts)

    @classmethod
    def _is_missing(cls, name: str, known: Field, content: Document, in_table: bool) -> bool:
        if not (known.required or (in_table and known.required_in_tables)):
            return False
        if known.name in _MAY_BE_EMPTY and content.get(known.name) == "":
            return False
        return not cls._given_by_nesting(name, known.name, content)

    @staticmethod
    def _given_by_nesting(name: str, key: str, content: Document) -> bool:
        return any(
            owner == name and id_key == key and isinstance(content.get(nested), dict)
            for (owner, nested), (_, id_key) in {**ONE, **PART}.items()
        )

    def _complain(self, file: str, place: str, key: str, code: str, **facts: Any) -> None:
        self._complaints.append(Complaint(file, place or "/", key, code, facts))


def _is_nested(name: str, key: str) -> bool:
    return key in children_of(name) or any((name, key) in nested for nested in (ONE, MANY, PART))


def _wrong_order(low: Any, high: Any) -> bool:
    numbers = (int, float)
    if isinstance(low, numbers) and isinstance(high, numbers):
        return low > high
    return isinstance(low, str) and isinstance(high, str) and low > high > ""


def _unknown_fields(
    name: str, content: Mapping[str, Any], place: str
) -> Iterator[tuple[str, str, str]]:
    known = {PROFILE, *OBJECTS[name].by_name}
    known |= {key for owner, key in (*ONE, *MANY, *PART) if owner == name}
    for key, value in content.items():
        child = children_of(name).get(key)
        if child and isinstance(value, list):
            for number, row in enumerate(value):
                if isinstance(row, dict):
                    yield from _unknown_fields(child, row, f"{place}/{key}/{number}")
        elif key not in known and not child:
            yield name, key, place
