"""Two tellings of one thing, as one."""

from __future__ import annotations

from typing import Any

from data.hsds.objects import children_of


def same(first: Any, second: Any) -> bool:
    """Return whether two values are the same in JSON, where ``true`` is not 1.

    Examples
    --------
    >>> same(1, 1.0), same([1], [True]), same({"a": None}, {})
    (True, False, False)
    """
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(same(first[k], second[k]) for k in first)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same, first, second))
    return isinstance(first, bool) == isinstance(second, bool) and bool(first == second)


def united(
    name: str, first: dict[str, Any], second: dict[str, Any], twice: list[str]
) -> dict[str, Any]:
    """Return what two tellings of one object say together.

    What only one says holds; null yields; children are united by their ids. Where both say
    something else, the first holds and the field is added to `twice`.

    Examples
    --------
    >>> fields = []
    >>> united("service", {"name": "a", "url": None}, {"name": "b", "url": "u"}, fields), fields
    ({'name': 'a', 'url': 'u'}, ['name'])
    """
    fields = dict(first)
    children = children_of(name)
    for key, value in second.items():
        known = fields.get(key)
        if known is None:
            fields[key] = value
        elif value is None or same(known, value):
            continue
        elif key in children and _have_ids(known) and _have_ids(value):
            fields[key] = _united_rows(children[key], known, value, twice)
        else:
            twice.append(key)
    return fields


def _have_ids(rows: Any) -> bool:
    """Return whether a value is a list, empty or of objects each of which has an id of its own."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return False
    ids = [row.get("id") for row in rows]
    return all(isinstance(record_id, str) for record_id in ids) and len(set(ids)) == len(ids)


def _united_rows(
    name: str, first: list[dict[str, Any]], second: list[dict[str, Any]], twice: list[str]
) -> list[dict[str, Any]]:
    rows = {row["id"]: row for row in first}
    for row in second:
        known = rows.get(row["id"])
        rows[row["id"]] = row if known is None else united(name, known, row, twice)
    return list(rows.values())
