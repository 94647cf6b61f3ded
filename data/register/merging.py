"""Two changes of one document brought together, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from data.records.documents import Document

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed, each in another way.

    `path` names the field from the top: ``("phones", "<id>", "number")``. A value of None: the
    field is not there.
    """

    path: tuple[str, ...]
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What two changes make together; where they clash it has *theirs*, until somebody chooses."""

    document: Document
    clashes: tuple[Clash, ...] = field(default=())


def merge(base: Document, mine: Document, theirs: Document) -> Merged:
    """Return `theirs` with what `mine` changed since `base`.

    Objects are merged key by key, lists of objects with ids member by member; other lists are one
    value. What both changed alike is no clash.

    Examples
    --------
    >>> merge({"name": "a", "url": "u"}, {"name": "b", "url": "u"}, {"name": "a", "url": "v"})
    Merged(document={'name': 'b', 'url': 'v'}, clashes=())
    >>> merge({"name": "a"}, {"name": "b"}, {"name": "c"}).clashes
    (Clash(path=('name',), base='a', mine='b', theirs='c'),)
    """
    clashes: list[Clash] = []
    merged = _merge((), base, mine, theirs, clashes)
    return Merged(merged, tuple(clashes))


def choose(merged: Merged, mine: frozenset[tuple[str, ...]]) -> Document:
    """Return the merged document with *mine* at the paths that somebody chose."""
    document = merged.document
    for clash in merged.clashes:
        if clash.path in mine:
            document = _put(document, clash.path, clash.mine)
    return document


def changed_paths(before: Document, after: Document) -> list[Clash]:
    """Return what differs between two documents, `mine` being before and `theirs` after.

    Examples
    --------
    >>> [clash.path for clash in changed_paths({"a": 1, "b": {"c": 2}}, {"b": {"c": 3}})]
    [('a',), ('b', 'c')]
    """
    return list(_differing((), before, after))


def _differing(path: tuple[str, ...], before: Any, after: Any) -> Iterator[Clash]:
    if before == after:
        return
    if _has_ids(before) and _has_ids(after):
        before, after = _by_id(before), _by_id(after)
    if not (isinstance(before, dict) and isinstance(after, dict)):
        yield Clash(path, None, before, after)
        return
    for key in [*before, *(key for key in after if key not in before)]:
        yield from _differing((*path, key), before.get(key), after.get(key))


def _merge(path: tuple[str, ...], base: Any, mine: Any, theirs: Any, clashes: list[Clash]) -> Any:
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return _merge_objects(path, base if isinstance(base, dict) else {}, mine, theirs, clashes)
    if _has_ids(mine) and _has_ids(theirs):
        old = {row["id"]: row for row in base} if _has_ids(base) else {}
        new = _merge_objects(path, old, _by_id(mine), _by_id(theirs), clashes)
        return list(new.values())
    clashes.append(Clash(path, *(None if v is _MISSING else v for v in (base, mine, theirs))))
    return theirs


def _merge_objects(
    path: tuple[str, ...], base: Document, mine: Document, theirs: Document, clashes: list[Clash]
) -> Document:
    merged = {}
    for key in [*theirs, *(key for key in mine if key not in theirs)]:
        before, record_id, others = (side.get(key, _MISSING) for side in (base, mine, theirs))
        value = _merge((*path, key), before, record_id, others, clashes)
        if value is not _MISSING:
            merged[key] = value
    return merged


def _has_ids(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(row, dict) and "id" in row for row in value)
    )


def _by_id(rows: list[Document]) -> Document:
    return {row["id"]: row for row in rows}


def _put(document: Any, path: tuple[str, ...], value: Any) -> Any:
    if not path:
        return value
    key, *rest = path
    if isinstance(document, list):
        rows = _by_id(document)
        return [row for row in _put(rows, path, value).values() if row is not None]
    fields = {**document, key: _put(document.get(key, {}), tuple(rest), value)}
    return {name: part for name, part in fields.items() if part is not None}
