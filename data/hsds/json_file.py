"""HSDS as JSON: what other directories write is read, what is written has a form of its own.

What is written: ``{"version", "profile", "services": [...], "organizations": [...], ...}``. Each
service has inside it everything that it names; the other lists hold what no service reaches.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.files.complaints import Complaint
from data.files.csv_text import writing
from data.files.untrusted import read_json as read_any_json
from data.hsds.check import PROFILE, Inspection, complaints
from data.hsds.directory import Directory, Document, Gathering, is_rows, joined
from data.hsds.objects import LOOSE, OBJECTS, ONE, ROOTS, children_of
from data.hsds.older import modern
from data.hsds.recognising import recognised
from data.hsds.rows import Row, Rows
from data.hsds.tables import directory_of
from geo.errors import BadInput

VERSION = "3.0"

Met = tuple[str, Document, str]
"""Name of an object, its content, the place where it stands."""


def read_json(path: Path) -> tuple[Directory, list[Complaint]]:
    """Read HSDS objects from a JSON file.

    Understood are one object, a list, a page with its ``contents``, the tables of the package as
    JSON, and what `write_json` writes. Complaints do not hinder reading: whoever calls decides.

    Raises
    ------
    BadInput
        ``hsds.unknown`` where nothing in the file is an HSDS object, and those of
        `data.files.untrusted.read_json`.
    """
    document = modern(read_any_json(path))
    rows = _rows(document, path.name)
    if rows is not None:
        return directory_of(rows), complaints(rows)
    found: list[Complaint] = []
    objects = list(_objects(document, path.name, found))
    if not objects and not _is_empty(document):
        raise BadInput("hsds.unknown", path=path.name)
    inspection, gathering = Inspection(), Gathering(path.name)
    for name, content, place in objects:
        inspection.nested(name, content, path.name, place)
        gathering.take(name, content, place)
    directory = gathering.finished()
    return directory, [*found, *inspection.finished(), *gathering.complaints]


def write_json(directory: Directory, path: Path) -> None:
    """Write a directory as JSON: it appears whole or not at all.

    Raises
    ------
    BadInput
        ``out.folder``.
    StorageFailure
        ``disk.full``, ``disk.refused``.
    """
    text = json.dumps(plain_json(directory), ensure_ascii=False, indent=1, allow_nan=False)
    with writing(path) as file:
        # Half a letter has no UTF-8, and stands as \udXXX: in JSON that is its name.
        file.write(text.encode(errors="backslashreplace").decode())
        file.write("\n")


def plain_json(directory: Directory) -> Document:
    """Return a directory in the form that `write_json` writes.

    Examples
    --------
    >>> plain_json({"service": {}, "location": {"1": {"id": "1"}}})["locations"]
    [{'id': '1'}]
    """
    services = directory.get("service", {})
    reached = _Reached(directory)
    for document in services.values():
        reached.add("service", document)
    fields: Document = {
        "version": VERSION,
        "profile": PROFILE,
        "services": [joined(directory, "service", document) for document in services.values()],
    }
    for kind in ROOTS:
        for record_id, document in directory.get(kind, {}).items():
            if kind != "service" and record_id not in reached.ids[kind]:
                listed = fields.setdefault(OBJECTS[kind].plural, [])
                listed.append(joined(directory, kind, document))
    for document in directory.get(LOOSE, {}).values():
        fields.setdefault(OBJECTS[document["object"]].plural, []).append(document["content"])
    return fields


class _Reached:
    """What stands inside the objects that were added."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self.ids: dict[str, set[str]] = {kind: set() for kind in ROOTS}

    def add(self, name: str, content: Document) -> None:
        for (owner, nested), (kind, id_key) in ONE.items():
            record_id = content.get(id_key)
            if owner != name or nested in content or not isinstance(record_id, str):
                continue
            document = self._directory.get(kind, {}).get(record_id)
            if document is not None and record_id not in self.ids[kind]:
                self.ids[kind].add(record_id)
                self.add(kind, document)
        for key, child in children_of(name).items():
            if is_rows(content.get(key)):
                for row in content[key]:
                    self.add(child, row)


def _is_empty(found: Any) -> bool:
    """Return whether a page or a directory says that it holds nothing."""
    if not isinstance(found, dict):
        return False
    lists = [found[key] for key in ("contents", *_LISTS) if key in found]
    return bool(lists) and all(rows == [] for rows in lists)


def _rows(found: Any, file: str) -> Rows | None:
    """Return the tables of a package given as JSON: by their files, or by their objects."""
    if not isinstance(found, dict) or not found:
        return None
    names = {made.file: name for name, made in OBJECTS.items()} | {name: name for name in OBJECTS}
    if not all(key in names and isinstance(rows, list) for key, rows in found.items()):
        return None
    if not all(isinstance(row, dict) for rows in found.values() for row in rows):
        return None
    return {
        names[key]: [
            Row(_as_texts(names[key], row), file, f"/{key}/{number}")
            for number, row in enumerate(rows)
        ]
        for key, rows in found.items()
    }


def _as_texts(name: str, row: Document) -> Document:
    """Return a row whose text fields are texts: tables said as JSON have numbers there as well."""
    fields = OBJECTS[name].by_name
    return {
        key: str(value)
        if key in fields
        and fields[key].type == "string"
        and isinstance(value, (int, float))
        and not isinstance(value, bool)
        else value
        for key, value in row.items()
    }


def _objects(result: Any, file: str, found: list[Complaint], place: str = "") -> Iterator[Met]:
    if isinstance(result, dict) and isinstance(result.get("contents"), list) and "id" not in result:
        yield from _objects(result["contents"], file, found, f"{place}/contents")
    elif isinstance(result, list):
        yield from _listed(result, None, file, found, place)
    elif isinstance(result, dict) and "id" not in result and any(key in result for key in _LISTS):
        for key, rows in result.items():
            if key in _LISTS and isinstance(rows, list):
                yield from _listed(rows, _LISTS[key], file, found, f"{place}/{key}")
            elif key in _LISTS:
                found.append(Complaint(file, place or "/", key, "hsds.list"))
    elif isinstance(result, dict):
        for name in recognised(result)[:1]:
            yield name, result, place


_LISTS = {made.plural: name for name, made in OBJECTS.items()}


def _listed(
    rows: list[Any], name: str | None, file: str, found: list[Complaint], place: str
) -> Iterator[Met]:
    """Say the objects of a list.

    Parameters
    ----------
    name
        What they are; None: recognised by their fields. One that could be several things is what
        the others in the list are.
    """
    candidates = [
        [name] if name else recognised(row) if isinstance(row, dict) else [] for row in rows
    ]
    sure = Counter(names[0] for names in candidates if len(names) == 1)
    for number, (row, names) in enumerate(zip(rows, candidates, strict=True)):
        where = f"{place}/{number}"
        if not isinstance(row, dict):
            found.append(Complaint(file, where, "", "hsds.element"))
        elif not names:
            found.append(Complaint(file, where, "", "hsds.unknown_object"))
        else:
            yield max(names, key=lambda one: (sure[one], -names.index(one))), row, where
