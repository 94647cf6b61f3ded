"""Which object of HSDS a JSON object is, by its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.hsds.objects import HANGING, MANY, OBJECTS, ONE, PART

_FIRST = (
    "service", "organization", "location", "service_at_location", "taxonomy_term", "taxonomy",
    "program",
)  # fmt: skip
"""What has an endpoint of its own, the more usual first."""

_GENERAL = frozenset({"id", "name", "description", "url", "uri", "attributes", "metadata"})
"""Fields of nearly everything: they recognise nothing."""

_KEYS = {
    name: {
        *made.by_name,
        *made.children,
        *(key for owner, key in (*ONE, *MANY, *PART) if owner == name),
        *({"service"} if name == "service_at_location" else ()),
    }
    for name, made in OBJECTS.items()
}
_REQUIRED = {
    name: {field.name for field in made.fields if field.required} for name, made in OBJECTS.items()
}


def recognised(fields: Mapping[str, Any]) -> list[str]:
    """Return what an object is: the names that fit it best, the most usual first.

    Each of its fields that an object has speaks for it, each required one that is missing against
    it. Empty where it is none.

    Examples
    --------
    >>> recognised({"id": "1", "name": "a", "status": "active"})
    ['service']
    >>> recognised({"id": "1", "name": "a", "description": "b"})
    ['organization', 'taxonomy_term', 'taxonomy', 'program']
    >>> recognised({"id": "1", "number": "112"}), recognised({"type": "FeatureCollection"})
    (['phone'], [])
    """
    keys = set(fields)
    best = _best(keys, _FIRST)
    if best:
        return best
    others = [name for name in HANGING if name not in _FIRST and keys & _KEYS[name] - _GENERAL]
    return _best(keys, others)


def _best(keys: set[str], names: tuple[str, ...] | list[str]) -> list[str]:
    points = {name: len(keys & _KEYS[name]) - len(_REQUIRED[name] - keys) for name in names}
    most = max(points.values(), default=0)
    return [name for name in names if points[name] == most] if most >= 2 else []
