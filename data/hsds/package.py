"""HSDS as a tabular data package: a folder or an archive of CSV files.

Cells are written as they are, even where a spreadsheet would take them for a formula: the package
goes from machine to machine and comes back the same. Tables for people are
`data.exchange.service_table`'s, and those are made safe.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from data.exchange.complaints import Complaint
from data.exchange.points_csv import decoded, writing
from data.exchange.safe_files import opened_archive, read_bytes
from data.hsds.check import complaints_of
from data.hsds.directory import KINDS, loose
from data.hsds.objects import (
    LOOSE,
    OBJECTS,
    ROOTS,
    Field,
    children_of,
    owner_key,
    owner_name_key,
)
from data.register.documents import Directory, Document
from data.register.ids import stable_id
from geo.errors import BadInput

Rows = dict[str, list[Document]]
"""Object → its rows; each has under `LINE` where it was read."""

LINE = "\0line"
_FILES = {made.file: name for name, made in OBJECTS.items()}
csv.field_size_limit(2**24)


def read_package(path: Path) -> tuple[Directory, list[Complaint]]:
    """Read a tabular package: a folder, or a zip archive.

    Raises
    ------
    BadInput
        ``package.empty`` where none of its files is HSDS's; ``package.columns`` where a column
        stands twice; those of `data.exchange.safe_files`.
    """
    texts = dict(_texts(path))
    if not texts:
        raise BadInput("package.empty", path=path.name)
    rows = {name: list(_rows(OBJECTS[name].file, text)) for name, text in texts.items()}
    return directory_of_rows(rows)


def write_package(directory: Directory, path: Path) -> None:
    """Write a tabular package: an archive where the path ends in ``.zip``, else a folder."""
    files = dict(_files(rows_of(directory)))
    if path.suffix.lower() != ".zip":
        path.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            with writing(path / name) as file:
                file.write(text)
        return
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def rows_of(directory: Directory) -> Rows:
    """Return the rows of a directory's tables.

    A child that hangs on several objects is one row that names them all, as far as it has a field
    for each; where it has not, it gets a row of its own and an id made from both.
    """
    rows: Rows = defaultdict(list)
    known: dict[tuple[str, str], Document] = {}
    for kind in ROOTS:
        for document in directory.get(kind, {}).values():
            _flatten(kind, document, {}, rows, known)
    for document in directory.get(LOOSE, {}).values():
        _flatten(document["object"], document["content"], {}, rows, known)
    return dict(rows)


def directory_of_rows(rows: Rows) -> tuple[Directory, list[Complaint]]:
    """Return the directory that rows of tables tell, and what is wrong with them."""
    complaints = list(_row_complaints(rows))
    rows = {name: [_as_texts(name, row) for row in found] for name, found in rows.items()}
    hanging = _Hanging(rows)
    found: Directory = {kind: {} for kind in KINDS}
    for kind in ROOTS:
        for row in rows.get(kind, []):
            found[kind][str(row.get("id"))] = hanging.nested(kind, row)
    for name, row in hanging.left():
        document = loose(name, row)
        found[LOOSE][document["id"]] = document
    return found, complaints


def _flatten(
    name: str,
    document: Document,
    owner: Mapping[str, str],
    rows: Rows,
    known: dict[tuple[str, str], Document],
) -> None:
    children = children_of(name)
    own = {key: value for key, value in document.items() if not _hangs(children, key, value)}
    row = _placed(name, own, owner, rows, known)
    for key, value in document.items():
        if not _hangs(children, key, value):
            continue
        child = children[key]
        told = {owner_key(child, name): row["id"]}
        says_owner = owner_name_key(child)
        if says_owner:
            told[says_owner] = name
        for part in value:
            _flatten(child, part, told, rows, known)


def _hangs(children: Mapping[str, str], key: str, value: Any) -> bool:
    return key in children and isinstance(value, list) and all(isinstance(v, dict) for v in value)


def _placed(
    name: str,
    own: Document,
    owner: Mapping[str, str],
    rows: Rows,
    known: dict[tuple[str, str], Document],
) -> Document:
    """Return the row of an object: one that is there and can name this owner too, or a new one."""
    there = known.get((name, own["id"]))
    owners = {key: value for key, value in owner.items() if own.get(key) in (None, "", value)}
    if there is not None:
        same = all(there.get(key) == value for key, value in own.items() if key not in owners)
        free = all(there.get(key) in (None, "", value) for key, value in owners.items())
        if same and free and owner:
            there.update(owners)
            return there
        own = {**own, "id": stable_id(own["id"], *map(str, owner.values()))}
    row = {**own, **owners}
    known[name, own["id"]] = row
    rows[name].append(row)
    return row


class _Hanging:
    """Rows by the objects on which they hang."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._by_owner: dict[tuple[str, str, str], list[Document]] = defaultdict(list)
        self._used: set[tuple[str, int]] = set()
        for name, made in OBJECTS.items():
            if not made.owners:
                continue
            keys = {owner_key(name, owner) for owner in made.owners if owner != "*"}
            keys |= {owner_key(name, "")} if "*" in made.owners else set()
            for row in rows.get(name, []):
                for key in keys:
                    if row.get(key):
                        self._by_owner[name, key, str(row[key])].append(row)

    def nested(self, name: str, row: Document) -> Document:
        """Return an object with everything that hangs on it inside it."""
        told = _clean(row)
        for key, child in children_of(name).items():
            field = owner_key(child, name)
            found = self._by_owner.get((child, field, str(row.get("id"))), [])
            if found:
                told[key] = [self._child(child, one, name) for one in found]
        return told

    def _child(self, name: str, row: Document, owner: str) -> Document:
        self._used.add((name, id(row)))
        told = self.nested(name, row)
        made = OBJECTS[name]
        drop: set[str | None] = {owner_key(name, one) for one in made.owners}
        if told.get(str(owner_name_key(name))) == owner:
            drop.add(owner_name_key(name))
        return {key: value for key, value in told.items() if key not in drop}

    def left(self) -> Iterator[tuple[str, Document]]:
        """Tell the rows that hang on nothing that is there, with what hangs on them."""
        there = {str(row.get("id")) for rows in self._rows.values() for row in rows}
        rows = [
            (name, row) for name in OBJECTS if name not in ROOTS for row in self._rows.get(name, [])
        ]
        # Those that hang on one of the others come with it; what hangs in a circle comes last.
        rows.sort(key=lambda told: any(row in there for row in _owners(*told)))
        for name, row in rows:
            if (name, id(row)) not in self._used:
                yield name, self.nested(name, row)


def _owners(name: str, row: Document) -> list[str]:
    return [str(row.get(owner_key(name, owner))) for owner in OBJECTS[name].owners]


def _as_texts(name: str, row: Document) -> Document:
    """Return a row whose text fields are texts: tables told as JSON have numbers there as well."""
    texts = {field.name for field in OBJECTS[name].fields if field.kind != "number"}
    return {
        key: str(value) if key in texts and isinstance(value, (int, float)) else value
        for key, value in row.items()
    }


def _clean(row: Document) -> Document:
    return {key: value for key, value in row.items() if key != LINE}


def _row_complaints(rows: Rows) -> Iterator[Complaint]:
    ids = {name: {str(row.get("id")) for row in found} for name, found in rows.items()}
    for name, found in rows.items():
        made = OBJECTS[name]
        seen: set[str] = set()
        owners = [(owner_key(name, owner), owner) for owner in made.owners if owner != "*"]
        references = (*made.references, *owners)
        for number, row in enumerate(found, 2):
            line = str(row.get(LINE, number))
            yield from complaints_of(name, _clean(row), made.file, line)
            own = str(row.get("id"))
            if own in seen:
                yield Complaint(made.file, line, "id", "hsds.doubled", {"text": own[:60]})
            seen.add(own)
            for field, target in references:
                named = row.get(field)
                if named and str(named) not in ids.get(target, ()):
                    facts = {"text": str(named)[:60]}
                    yield Complaint(made.file, line, field, "hsds.reference", facts)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        for file, name in _FILES.items():
            if (path / file).is_file() and (path / file).stat().st_size:
                yield name, decoded(path / file, read_bytes(path / file))
        return
    if not path.is_file():
        raise BadInput("file.missing", path=path.name)
    with opened_archive(path) as archive:
        for entry in archive.infolist():
            known = _FILES.get(Path(entry.filename).name)
            if known and entry.file_size:
                yield known, decoded(Path(entry.filename), archive.read(entry))


def _rows(file: str, text: str) -> Iterator[Document]:
    if "\0" in text:
        raise BadInput("package.nul", path=file)
    try:
        table = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [cell.strip() for cell in next(table, [])]
        doubled = {name for name in header if name and header.count(name) > 1}
        if doubled:
            raise BadInput("package.columns", path=file, columns=", ".join(sorted(doubled)))
        kinds = {field.name: field for field in OBJECTS[_FILES[file]].fields}
        for cells in table:
            if len(cells) > len(header):
                raise BadInput("package.cells", path=file, line=table.line_num)
            told = zip(header, cells, strict=False)
            row = {key: _value(kinds.get(key), cell) for key, cell in told if cell != ""}
            if row:
                yield {**row, LINE: table.line_num}
    except csv.Error as error:
        raise BadInput("package.csv", path=file, line=table.line_num) from error


def _value(field: Field | None, cell: str) -> Any:
    if field is None:
        return _from_cell(cell)
    if field.kind != "number":
        return cell
    try:
        number = float(cell)
    except ValueError:
        return cell  # complained about where it is checked
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _from_cell(cell: str) -> Any:
    """Return the value of a field that HSDS does not have: JSON where it is exactly JSON."""
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return cell
    return value if _as_json(value) == cell else cell


def _to_cell(field: Field | None, value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, str):
        looks_like_json = field is None and not isinstance(_from_cell(value), str)
        quoted = field is None and value.startswith('"')
        return _as_json(value) if looks_like_json or quoted else value
    return _as_json(value)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _files(rows: Rows) -> Iterator[tuple[str, str]]:
    resources = []
    for name, found in rows.items():
        kinds = {field.name: field for field in OBJECTS[name].fields}
        columns = list(dict.fromkeys([*kinds, *(key for row in found for key in row)]))
        text = io.StringIO(newline="")
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(columns)
        table.writerows(
            [_to_cell(kinds.get(column), row.get(column)) for column in columns] for row in found
        )
        yield OBJECTS[name].file, text.getvalue()
        resources.append(_resource(name, columns, set(rows)))
    package = {
        "profile": "tabular-data-package",
        "name": "human_services_data",
        "version": "3.0.0",
        "resources": resources,
    }
    yield "datapackage.json", json.dumps(package, ensure_ascii=False, indent=1) + "\n"


_TYPES = {"number": "number", "date": "date"}


def _resource(name: str, columns: list[str], there: set[str]) -> Document:
    made = OBJECTS[name]
    kinds = {field.name: field for field in made.fields}
    owners = [(owner_key(name, owner), owner) for owner in made.owners if owner != "*"]
    return {
        "name": name,
        "path": made.file,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "primaryKey": "id",
            "fields": [
                {
                    "name": column,
                    "type": _TYPES.get(kinds[column].kind if column in kinds else "", "string"),
                }
                for column in columns
            ],
            "foreignKeys": [
                {"fields": field, "reference": {"resource": target, "fields": "id"}}
                for field, target in (*made.references, *owners)
                if target in there and field in columns
            ],
        },
    }
