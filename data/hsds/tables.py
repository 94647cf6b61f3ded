"""Between a directory and the rows of HSDS's tables.

A table has one row for an object, which names its owners in columns. Four things do not fit, and
travel in a column of our own, `EXACT`, as JSON of the fields concerned; it stands only in tables
that need it:

- A child of two owners of one kind (one telephone of two services), or one that is given
  differently at two places, or in another order: every further row has an id made from both, and
  its own id there.
- A child that names another owner than the one in which it stands.
- A value of the wrong type, a text with a letter that no cell can hold.
- A field whose name no header can hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.hsds.cells import as_json, tells_exactly
from data.hsds.directory import KINDS, Directory, Document, Hanging, has_id, is_rows, keep_loose
from data.hsds.objects import (
    HANGING,
    LOOSE,
    OBJECTS,
    PART,
    ROOTS,
    Field,
    children_of,
    owner_fields,
    owner_key,
    owner_name_key,
)
from data.hsds.rows import EXACT, Row, Rows, restored
from data.hsds.values import is_absent
from data.records.ids import stable_id
from geo.errors import BadInput

MOST_COPIES = 20
"""Copies of a row on its owners, on average; a telephone of everything has a dozen."""

Tables = dict[str, list[Document]]
"""Object → its rows, as values by column."""

_UNITS = {name: (key, part, id_key) for (name, key), (part, id_key) in PART.items()}


def tables_of(directory: Directory) -> Tables:
    """Return the rows of a directory's tables.

    A child that stands in several owners of different kinds with the same content is one row that
    names them all.

    Examples
    --------
    >>> phone = {"id": "p", "number": "112"}
    >>> found = {"service": {"s": {"id": "s", "phones": [phone]}},
    ...         "location": {"l": {"id": "l", "phones": [phone]}}}
    >>> tables_of(found)["phone"]
    [{'id': 'p', 'number': '112', 'service_id': 's', 'location_id': 'l'}]
    """
    writer = _Writer(_all_ids(directory))
    for kind in ROOTS:
        for record_id, document in directory.get(kind, {}).items():
            writer.root(kind, record_id, document)
    for document in directory.get(LOOSE, {}).values():
        writer.loose(document["object"], document["content"])
    return {name: rows for name, rows in writer.tables.items() if rows}


def directory_of(rows: Rows) -> Directory:
    """Return the directory that rows of tables say.

    Rows without the id under which they would stand are left out, as is the second of two with one
    id: `check.complaints` says of both.

    Raises
    ------
    BadInput
        ``hsds.swells`` where rows hang on so many others that the directory would swell.
    """
    reader = _Reader(rows)
    for kind in ROOTS:
        reader.documents(kind)
    for name in HANGING:
        reader.hanging(name)
    return reader.finished()


class _Reader:
    """Makes objects of rows."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._found: Directory = {kind: {} for kind in KINDS}
        self._hanging = Hanging()
        self._parts = _Parts(rows, self._hanging)
        self._made: list[Document] = []
        self._alone: list[tuple[str, str, Document]] = []
        self._most = MOST_COPIES * (1_000 + sum(map(len, rows.values())))

    def documents(self, kind: str) -> None:
        for row in _known_once(self._rows.get(kind, ())):
            document = dict(row.cells)
            self._found[kind][document["id"]] = document
            self._hanging.know(kind, document["id"], document)
            self._made.append(document)

    def hanging(self, name: str) -> None:
        rows = self._rows.get(name, [])
        known = {id(row) for row in _known_once(rows)}
        for row in self._parts.left() if name in self._parts.names else rows:
            for copy in self._hanging.hang(name, row.cells) or self._lone(name, row):
                self._made += [copy, *self._parts.put(name, copy)]
                # Others hang on the first of two rows with one id.
                if id(row) in known:
                    self._hanging.know(name, row.cells["id"], copy)
            if len(self._made) > self._most:
                raise BadInput("hsds.swells", path=row.file, line=row.place)

    def _lone(self, name: str, row: Row) -> list[Document]:
        if not has_id(row.cells):
            return []
        content = dict(row.cells)
        self._alone.append((name, row.cells["id"], content))
        return [content]

    def finished(self) -> Directory:
        for content in self._made:
            _restore(content)
        for name, record_id, content in self._alone:
            keep_loose(
                self._found, name, content if has_id(content) else {**content, "id": record_id}
            )
        for documents in self._found.values():
            for record_id, document in documents.items():
                document["id"] = record_id
        return self._found


def _known_once(rows: Iterable[Row]) -> Iterator[Row]:
    """Say the rows under whose id others can hang: the first of each."""
    seen = set()
    for row in rows:
        if has_id(row.cells) and row.cells["id"] not in seen:
            seen.add(row.cells["id"])
            yield row


def _restore(content: Document) -> None:
    if EXACT in content:
        found = restored(content)
        content.clear()
        content.update(found)


class _Parts:
    """Rows that stand inside others which name them: the units of capacities."""

    def __init__(self, rows: Rows, hanging: Hanging) -> None:
        self.names = {part for _, part, _ in _UNITS.values()}
        self._rows = {
            name: {row.cells["id"]: row for row in _known_once(rows.get(name, ()))}
            for name in self.names
        }
        self._used: set[str] = set()
        self._hanging = hanging

    def put(self, name: str, content: Document) -> list[Document]:
        """Put into an object the part that it names; return it, in a list."""
        if name not in _UNITS:
            return []
        key, part, id_key = _UNITS[name]
        row = self._rows[part].get(str(content.get(id_key)))
        if row is None:
            return []
        self._used.add(row.cells["id"])
        content[key] = dict(row.cells)
        del content[id_key]
        self._hanging.know(part, row.cells["id"], content[key])
        return [content[key]]

    def left(self) -> list[Row]:
        """Return the rows that nothing names."""
        return [
            row
            for rows in self._rows.values()
            for record_id, row in rows.items()
            if record_id not in self._used
        ]


@dataclass(slots=True)
class _SignedRow:
    """A row that stands already, with what it says and its number in the table."""

    sign: str
    row: Document
    number: int


@dataclass(slots=True)
class _Writer:
    """Makes rows of objects.

    Attributes
    ----------
    ids
        Every id of the directory: a field of an owner that names one of them would hang the row
        there, though its place is another.
    """

    ids: frozenset[str]
    tables: Tables = field(default_factory=lambda: defaultdict(list))
    _signs: dict[tuple[str, str], list[_SignedRow]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _derived: set[str] = field(default_factory=set)

    def root(self, kind: str, record_id: str, document: Document) -> None:
        """Make the row of a document, and those of its children."""
        self._new(kind, {**document, "id": record_id}, {}, record_id)

    def loose(self, name: str, content: Document) -> None:
        """Make the rows of an object that hangs on nothing."""
        self._child(name, content, {}, -1)

    def _child(self, name: str, content: Document, owner: Mapping[str, str], after: int) -> int:
        """Return the number of the row that says a child: a new one, or one that is there.

        Parameters
        ----------
        owner
            The column that names its owner, with the id of the owner's row; empty for none.
        after
            The number of the row before it in its list: rows stand in the order of each list.
        """
        content = {key: value for key, value in content.items() if owner.get(key) != value}
        sign = as_json(_signed(name, content))
        record_id = content["id"] if has_id(content) else ""
        for item in self._signs[name, record_id]:
            free = owner and all(is_absent(item.row.get(key)) for key in owner)
            if item.sign == sign and free and item.number > after:
                item.row.update(owner)
                return item.number
        made = (
            self._derived_id(record_id, *owner.values())
            if not record_id or self._signs[name, record_id]
            else record_id
        )
        row, number = self._new(name, content, owner, made)
        self._signs[name, record_id].append(_SignedRow(sign, row, number))
        return number

    def _derived_id(self, *parts: str) -> str:
        number = 0
        made = stable_id(*parts, "copy 0")
        while made in self._derived or made in self.ids:
            number += 1
            made = stable_id(*parts, f"copy {number}")
        self._derived.add(made)
        return made

    def _new(
        self, name: str, content: Document, owner: Mapping[str, str], record_id: str
    ) -> tuple[Document, int]:
        """Make a row, and those of everything that hangs on it; return it and its number."""
        row, exact = self._row(name, content, owner, record_id)
        number = len(self.tables[name])
        self.tables[name].append(row)
        self._part(name, content, row, exact)
        if exact:
            row[EXACT] = exact
        for key, child in children_of(name).items():
            if is_rows(content.get(key)):
                fields = {owner_key(child, name): record_id}
                name_key = owner_name_key(child)
                fields.update({name_key: name} if name_key else {})
                last = -1
                for part in content[key]:
                    last = self._child(child, part, fields, last)
        return row, number

    def _row(
        self, name: str, content: Document, owner: Mapping[str, str], record_id: str
    ) -> tuple[Document, Document]:
        """Return what the columns say, and what they cannot."""
        fields = OBJECTS[name].by_name
        row: Document = {"id": record_id}
        exact: Document = {} if content.get("id") == record_id else {"id": content.get("id")}
        for key, value in content.items():
            if key == "id" or is_absent(value) or self._is_told_by_rows(name, key, value):
                continue
            if owner.get(key) == value:
                continue
            if key in owner or not self._fits(name, key, value, fields.get(key)):
                exact[key] = value
            else:
                row[key] = value
        row.update(owner)
        return row, exact

    def _fits(self, name: str, key: str, value: Any, known: Field | None) -> bool:
        if key == EXACT or not key or key != key.strip() or not key.isprintable():
            return False
        # Another owner that is there: the row would hang on it as well.
        if key in owner_fields(name) and isinstance(value, str) and value in self.ids:
            return False
        return tells_exactly(known, value)

    @staticmethod
    def _is_told_by_rows(name: str, key: str, value: Any) -> bool:
        if name in _UNITS and key == _UNITS[name][0] and isinstance(value, dict):
            return True
        return key in children_of(name) and (is_rows(value) or value == [])

    def _part(self, name: str, content: Document, row: Document, exact: Document) -> None:
        """Make the row of the unit of a capacity, which names it."""
        if name not in _UNITS or not isinstance(content.get(_UNITS[name][0]), dict):
            return
        key, part, id_key = _UNITS[name]
        found = self._part_row(part, content[key])
        if not is_absent(content.get(id_key)) and content[id_key] != content[key].get("id"):
            exact[id_key] = content[id_key]
        row[id_key] = found["id"]

    def _part_row(self, name: str, content: Document) -> Document:
        sign = as_json(_signed(name, content))
        record_id = content["id"] if has_id(content) else ""
        for item in self._signs[name, record_id]:
            if item.sign == sign:
                return item.row
        made = (
            self._derived_id(record_id)
            if not record_id or self._signs[name, record_id]
            else record_id
        )
        row, number = self._new(name, content, {}, made)
        self._signs[name, record_id].append(_SignedRow(sign, row, number))
        return row


def _signed(name: str, content: Document) -> list[Any]:
    """Return what two children must have in common to share a row."""
    rows: list[Any] = []
    children = children_of(name)
    for key in sorted(content):
        value = content[key]
        if is_absent(value) or (key in children and value == []):
            continue
        if key in children and is_rows(value):
            rows.append([key, [_signed(children[key], row) for row in value]])
        else:
            rows.append([key, _sorted(value)])
    return rows


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(part) for part in value] if isinstance(value, list) else value


def _all_ids(directory: Directory) -> frozenset[str]:
    found: set[str] = set()
    for kind, documents in directory.items():
        for record_id, document in documents.items():
            found.add(record_id)
            if kind == LOOSE:
                _add_ids(document["object"], document["content"], found)
            else:
                _add_ids(kind, document, found)
    return frozenset(found)


def _add_ids(name: str, content: Document, found: set[str]) -> None:
    if has_id(content):
        found.add(content["id"])
    for key, child in children_of(name).items():
        if is_rows(content.get(key)):
            for row in content[key]:
                _add_ids(child, row, found)
    for key, part, _ in [_UNITS[name]] if name in _UNITS else []:
        if isinstance(content.get(key), dict):
            _add_ids(part, content[key], found)
