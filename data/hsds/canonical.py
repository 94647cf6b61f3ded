"""When two directories tell the same."""

from __future__ import annotations

import json
from typing import Any

from data.register.documents import Directory


def canonical(directory: Directory, *, tabular: bool = False) -> Any:
    """Return a form that is equal for directories that tell the same.

    Keys have no order. With `tabular`, what a table cannot tell apart is alike: null, an empty
    text, an empty list and nothing at all; and lists of objects with ids have no order, as rows of
    a table have none.

    Examples
    --------
    >>> one = {"service": {"1": {"id": "1", "name": "a", "url": None}}}
    >>> two = {"service": {"1": {"name": "a", "id": "1"}}, "location": {}}
    >>> canonical(one, tabular=True) == canonical(two, tabular=True)
    True
    >>> canonical(one) == canonical(two)
    False
    """
    kinds = {kind: documents for kind, documents in directory.items() if documents}
    return json.loads(json.dumps(_plain(kinds, tabular), sort_keys=True, ensure_ascii=False))


def differences(first: Directory, second: Directory, *, tabular: bool = False) -> list[str]:
    """Return where two directories differ, each place with both values; empty where nowhere."""
    found: list[str] = []
    _compare("", canonical(first, tabular=tabular), canonical(second, tabular=tabular), found)
    return found


def _plain(value: Any, tabular: bool) -> Any:
    if isinstance(value, dict):
        told = {key: _plain(part, tabular) for key, part in value.items()}
        if tabular:
            told = {key: part for key, part in told.items() if part not in (None, "", [], {})}
        return told
    if isinstance(value, list):
        told_list = [_plain(part, tabular) for part in value]
        if tabular and all(isinstance(part, dict) and "id" in part for part in told_list):
            told_list.sort(key=lambda part: part["id"])
        return told_list
    # 3 and 3.0 are one number, in JSON and in a table.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _compare(path: str, first: Any, second: Any, found: list[str]) -> None:
    if isinstance(first, dict) and isinstance(second, dict):
        for key in sorted({*first, *second}):
            _compare(f"{path}/{key}", first.get(key, "(none)"), second.get(key, "(none)"), found)
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for number, (one, other) in enumerate(zip(first, second, strict=True)):
            _compare(f"{path}/{number}", one, other, found)
    elif first != second:
        found.append(f"{path}: {first!r} | {second!r}")
