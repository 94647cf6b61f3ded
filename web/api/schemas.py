"""The objects of the answers as JSON Schema, out of the one table of HSDS's objects."""

from __future__ import annotations

from typing import Any

from data.hsds.check import PROFILE
from data.hsds.objects import MANY, OBJECTS, ONE, PART, Field, children_of

_TYPES = {
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
}


def components() -> dict[str, Any]:
    """Return the schema of every object by its name, of a page, and of a problem."""
    return {
        **{name: _object(name) for name in OBJECTS},
        "Page": _page(),
        "about": _plain(version="HSDS version", profile="", openapi_url=""),
        "problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": {"type": "string", "format": "uri"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {
                    "type": "string",
                    "description": "One sentence in the language of Accept-Language: it, en, ar.",
                },
                "parameter": {"type": "string"},
            },
        },
    }


def answers(name: str, *, paged: bool = False) -> dict[int | str, dict[str, Any]]:
    """Return what an address answers, for its description."""
    fields = {"$ref": f"#/components/schemas/{name}"}
    if paged:
        contents = {"properties": {"contents": {"type": "array", "items": fields}}}
        fields = {"allOf": [{"$ref": "#/components/schemas/Page"}, contents]}  # type: ignore[dict-item]
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
    found: dict[int | str, dict[str, Any]] = {
        200: {
            "description": "What was asked for.",
            "content": {"application/json": {"schema": fields}},
        },
        304: {"description": "Unchanged since the answer with this ETag."},
        422: {"description": "A parameter cannot be used.", "content": problem},
        429: {"description": "Asked too often: see Retry-After.", "content": problem},
        503: {"description": "The register is away or busy: see Retry-After.", "content": problem},
    }
    if not paged and name != "about":
        found[404] = {"description": "There is none with this id.", "content": problem}
    return found


def _object(name: str) -> dict[str, Any]:
    made = OBJECTS[name]
    properties: dict[str, Any] = {field.name: _field(field) for field in made.fields}
    for (owner, key), (target, _) in (*ONE.items(), *PART.items()):
        if owner == name:
            properties[key] = _named(target)
    lists = dict(children_of(name))
    lists |= {key: target for (owner, key), (target, _) in MANY.items() if owner == name}
    for key, target in lists.items():
        properties[key] = {"type": "array", "items": _named(target)}
    if name == "service_at_location":
        properties["service"] = _named("service")
    properties[PROFILE] = {
        "type": "object",
        "description": "What Approdo tells beyond HSDS: docs/api.md.",
    }
    return {
        "type": "object",
        "required": [field.name for field in made.fields if field.required],
        "properties": properties,
    }


def _named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _field(field: Field) -> dict[str, Any]:
    fields: dict[str, Any] = dict(_TYPES.get(field.type, {"type": "string"}))
    if field.format:
        fields["format"] = field.format
    if field.values:
        fields["enum"] = list(field.values)
    return fields


def _plain(**fields: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(fields),
        "properties": {
            name: {"type": "string", **({"description": text} if text else {})}
            for name, text in fields.items()
        },
    }


def _page() -> dict[str, Any]:
    numbers = ("total_items", "total_pages", "page_number", "size")
    flags = ("first_page", "last_page", "empty")
    return {
        "type": "object",
        "required": [*numbers, *flags, "contents"],
        "properties": {
            **{name: {"type": "integer"} for name in numbers},
            **{name: {"type": "boolean"} for name in flags},
            "contents": {"type": "array"},
        },
    }
