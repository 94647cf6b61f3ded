"""A page that says people what can be asked: nothing but HTML, with nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any


def page(described: dict[str, Any], root: str) -> str:
    """Return the description of an interface as a page.

    Parameters
    ----------
    described
        In OpenAPI 3.1.
    root
        Where the interface stands: ``/api``.
    """
    info = described["info"]
    parts = [
        "<!doctype html>",
        f'<html lang="en"><meta charset="utf-8"><title>{escape(info["title"])}</title>',
        '<meta name="viewport" content="width=device-width">',
        "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "td,th{text-align:start;vertical-align:top;padding:.2rem .8rem .2rem 0}</style>",
        f"<h1>{escape(info['title'])}</h1><p>{escape(info['description'])}</p>",
        f'<p>For programs: <a href="{escape(root)}/openapi.json">openapi.json</a></p>',
        *_paths(described["paths"], root),
        "</html>",
    ]
    return "\n".join(parts)


def _paths(paths: dict[str, Any], root: str) -> Iterator[str]:
    for path, found in paths.items():
        asked = found["get"]
        yield f"<h2><code>GET {escape(root + path)}</code></h2>"
        yield f"<p>{escape(asked.get('description', ''))}</p>"
        rows = [_row(parameter) for parameter in asked.get("parameters", [])]
        if rows:
            yield "<table><tr><th>parameter</th><th>what</th><th>it tells</th></tr>"
            yield from rows
            yield "</table>"


def _row(parameter: dict[str, Any]) -> str:
    cells = (
        f"<code>{escape(parameter['name'])}</code>",
        escape(_kind(parameter.get("schema", {}))),
        escape(parameter.get("description", "")),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _kind(schema: dict[str, Any]) -> str:
    """Return what a value is, in a word or as the list of values.

    Examples
    --------
    >>> _kind({"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "null"}]})
    'a, b'
    >>> _kind({"type": "array", "items": {"type": "string"}})
    'string'
    """
    found = next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), schema)
    found = found.get("items", found)
    return ", ".join(map(str, found["enum"])) if "enum" in found else str(found.get("type", ""))
