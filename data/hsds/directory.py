"""Between HSDS's nested objects and documents, one for everything that has an identity."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from data.hsds.objects import LOOSE, MANY, ONE, ROOTS, children_of, owner_key, owner_name_key
from data.register.documents import Directory, Document
from geo.errors import BadInput

KINDS = (*ROOTS, LOOSE)


def split(objects: Iterable[tuple[str, Document]]) -> Directory:
    """Return the documents that nested objects tell.

    The same document met at several places is united. Lists that are empty and keys that are null
    stay as they are.

    Parameters
    ----------
    objects
        Name and content of each: ``("service", {...})``.

    Raises
    ------
    BadInput
        ``hsds.no_id``; ``hsds.twice`` where one document is told in two ways.
    """
    found: Directory = {kind: {} for kind in KINDS}
    for name, content in objects:
        if name == "service_at_location":
            _split_service_at_location(found, content)
        elif name in ROOTS:
            _take_root(found, name, content)
        else:
            _unite(found, LOOSE, loose(name, content))
    return found


def loose(name: str, content: Document) -> Document:
    """Return the document of an object that hangs on nothing."""
    return {"id": _id_of(name, content), "object": name, "content": content}


def join(directory: Directory, kind: str, own: str) -> Document:
    """Return a document with those that it names inside it, as HSDS's JSON tells a full object."""
    return _joined(directory, kind, directory[kind][own])


def _split_service_at_location(found: Directory, content: Document) -> None:
    service = content.get("service")
    if not isinstance(service, dict):
        raise BadInput("hsds.no_service", id=content.get("id"))
    own = {key: value for key, value in content.items() if key != "service"}
    _take_root(found, "service", {**service, "service_at_locations": [own]})


def _take_root(found: Directory, kind: str, content: Document) -> str:
    document = _taken(found, kind, content)
    _unite(found, kind, document)
    return _id_of(kind, document)


def _taken(found: Directory, name: str, content: Document) -> Document:
    """Return an object with every document inside it taken out."""
    told: Document = {}
    children = children_of(name)
    for key, value in content.items():
        if (name, key) in ONE and isinstance(value, dict):
            kind, id_key = ONE[name, key]
            told[id_key] = _take_root(found, kind, value)
        elif (name, key) in MANY and _is_rows(value):
            kind, id_key = MANY[name, key]
            for row in value:
                _take_root(found, kind, {id_key: _id_of(name, content), **row})
        elif key in children and _is_rows(value):
            told[key] = [
                _taken(found, children[key], _without_owner(children[key], row, name, content))
                for row in value
            ]
        else:
            told[key] = value
    return told


def _without_owner(child: str, row: Document, name: str, owner: Document) -> Document:
    """Return a child without what its place tells already: on what it hangs."""
    said = {owner_key(child, name): owner.get("id"), owner_name_key(child): name}
    return {key: value for key, value in row.items() if key not in said or value != said[key]}


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _id_of(name: str, content: Document) -> str:
    own = content.get("id")
    if not isinstance(own, str) or not own:
        raise BadInput("hsds.no_id", object=name, name=str(content.get("name") or "")[:60])
    return own


def _unite(found: Directory, kind: str, document: Document) -> None:
    own = document["id"]
    known = found[kind].get(own)
    found[kind][own] = document if known is None else _united(kind, own, known, document)


def _united(kind: str, own: str, first: Any, second: Any, path: str = "") -> Any:
    """Return what two tellings of one thing tell together."""
    if first == second:
        return first
    if isinstance(first, dict) and isinstance(second, dict):
        return {
            key: _united(kind, own, first[key], second[key], key)
            if key in first and key in second
            else first.get(key, second.get(key))
            for key in [*first, *(key for key in second if key not in first)]
        }
    if _is_rows(first) and _is_rows(second) and all("id" in row for row in [*first, *second]):
        rows = {row["id"]: row for row in first}
        for row in second:
            known = rows.get(row["id"], row)
            rows[row["id"]] = _united(kind, own, known, row, path)
        return list(rows.values())
    raise BadInput("hsds.twice", object=kind, id=own, field=path)


_KEY_OF = {(name, id_key): (kind, key) for (name, key), (kind, id_key) in ONE.items()}


def _joined(directory: Directory, name: str, content: Document) -> Document:
    told: Document = {}
    children = children_of(name)
    for key, value in content.items():
        kind, nested = _KEY_OF.get((name, key), ("", ""))
        if kind and value in directory.get(kind, {}):
            told[nested] = _joined(directory, kind, directory[kind][value])
        elif key in children and _is_rows(value):
            told[key] = [_joined(directory, children[key], row) for row in value]
        else:
            told[key] = value
    return told
