"""When two directories say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.hsds.directory import Directory, Document, without_owner
from data.hsds.merge import same
from data.hsds.objects import LOOSE, PART, children_of

_NOTHING = object()


def canonical(directory: Directory, *, tabular: bool = False) -> Directory:
    """Return a form that is equal for directories that say the same.

    Keys and documents have no order, lists have; 3 and 3.0 are one number; a child need not say
    the owner in which it stands. With `tabular`, what a table cannot say apart is alike: a field
    that is null or empty and one that is not there, a list without children and none. Inside
    fields that HSDS does not know everything counts, as they travel as JSON.

    Examples
    --------
    >>> one = {"service": {"1": {"id": "1", "name": "a", "url": None, "phones": []}}}
    >>> two = {"service": {"1": {"name": "a", "id": "1"}}, "location": {}}
    >>> canonical(one, tabular=True) == canonical(two, tabular=True)
    True
    >>> canonical(one) == canonical(two)
    False
    """
    found: Directory = {}
    for kind in sorted(kind for kind, documents in directory.items() if documents):
        found[kind] = {}
        for record_id in sorted(directory[kind]):
            document = directory[kind][record_id]
            if kind == LOOSE:
                # Two may have one id: which of them is kept under it depends on the order.
                name, content = document["object"], document["content"]
                found[kind][f"{name}/{content.get('id')}"] = _plain_object(name, content, tabular)
            else:
                found[kind][record_id] = _plain_object(kind, document, tabular)
    return found


def differences(first: Directory, second: Directory, *, tabular: bool = False) -> list[str]:
    """Return where two directories differ, each place with both values; empty where nowhere.

    Examples
    --------
    >>> differences({"service": {"1": {"name": "a"}}}, {"service": {"1": {"name": "b"}}})
    ["/service/1/name: 'a' | 'b'"]
    """
    found: list[str] = []
    _compare("", canonical(first, tabular=tabular), canonical(second, tabular=tabular), found)
    return found


def _plain_object(name: str, content: Document, tabular: bool) -> Document:
    children = children_of(name)
    fields: Document = {}
    for key in sorted(content):
        value = content[key]
        if tabular and (value is None or value == "" or (key in children and value == [])):
            continue
        if key in children and isinstance(value, list):
            fields[key] = [
                _plain_child(children[key], row, name, content, tabular) for row in value
            ]
        elif (name, key) in PART and isinstance(value, dict):
            fields[key] = _plain_object(PART[name, key][0], value, tabular)
        else:
            fields[key] = _plain(value)
    for (owner, key), (_, id_key) in PART.items():
        if owner == name and isinstance(fields.get(key), dict):
            fields = {k: v for k, v in fields.items() if k != id_key or v != fields[key].get("id")}
    return fields


def _plain_child(name: str, row: Any, owner: str, content: Document, tabular: bool) -> Any:
    if not isinstance(row, dict):
        return _plain(row)
    return _plain_object(name, without_owner(name, row, owner, content), tabular)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _compare(path: str, first: Any, second: Any, found: list[str]) -> None:
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        for key in sorted({*first, *second}):
            _compare(f"{path}/{key}", first.get(key, _NOTHING), second.get(key, _NOTHING), found)
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for number, (one, other) in enumerate(zip(first, second, strict=True)):
            _compare(f"{path}/{number}", one, other, found)
    elif not same(first, second):
        found.append(f"{path}: {_shown(first)} | {_shown(second)}")


def _shown(value: Any) -> str:
    return "(not there)" if value is _NOTHING else repr(value)
