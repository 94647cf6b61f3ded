"""Answers: pages of a list, lines, one object; with the validator that saves sending them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from data.catalog.tables import load_taxonomy
from web.api.taxonomy import needs_of_term

JSON = "application/json"
LINES = "application/x-ndjson"
SHORTLY = "public, max-age=60"
NEVER = "private, no-store"

_TELLS_PLACE = frozenset({"lon", "lat", "metres", "postcode", "proximity"})


def base_of(request: Request) -> str:
    """Return the address of the interface as the asker calls it, with a stroke at its end."""
    path = f"{request.scope.get('root_path', '')}/"
    return str(request.url.replace(path=path, query="", fragment=""))


def is_personal(request: Request) -> bool:
    """Return whether a question says where somebody is, or a need that is nobody's business."""
    asked = request.query_params
    needs = {*asked.getlist("need")}
    needs |= {need for term in asked.getlist("taxonomy_term_id") for need in needs_of_term(term)}
    return bool(_TELLS_PLACE & set(asked)) or any(map(load_taxonomy().is_sensitive, needs))


def tag_of(request: Request, newest: str, minute: str = "") -> str:
    """Return the strong validator of an answer: equal for the same question to the same register.

    Parameters
    ----------
    newest
        `data.register.reading.Reader.newest`, read before the answer is made: an answer that is
        newer than its validator is fetched once too often, never once too few.
    minute
        For answers that change with time.
    """
    asked = sorted(request.query_params.multi_items())
    found = json.dumps([request.url.path, asked, newest, minute])
    return f'"{hashlib.sha256(found.encode(errors="replace")).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Return whether who asks has the answer already: ``If-None-Match``."""
    found = request.headers.get("if-none-match", "")
    known = {part.strip().removeprefix("W/") for part in found.split(",")}
    return "*" in known or tag in known


def headers_for(request: Request, tag: str) -> dict[str, str]:
    """Return the headers of caching: none keeps what says where somebody is."""
    if is_personal(request):
        return {"cache-control": NEVER, "etag": tag}
    return {"cache-control": SHORTLY, "etag": tag}


def not_modified(request: Request, tag: str) -> Response:
    """Return 304."""
    return Response(status_code=304, headers=headers_for(request, tag))


def answer(request: Request, found: Any, tag: str) -> Response:
    """Return an object as JSON."""
    return Response(as_json(found), headers=headers_for(request, tag), media_type=JSON)


def lines(request: Request, items: Iterable[Any], tag: str) -> Response:
    """Return objects one a line, as they are read."""

    def lines() -> Iterator[bytes]:
        for item in items:
            yield as_json(item) + b"\n"

    return StreamingResponse(lines(), headers=headers_for(request, tag), media_type=LINES)


def as_json(found: Any) -> bytes:
    """Return a value as JSON in UTF-8; half a letter, which has none, by its number.

    Examples
    --------
    >>> as_json({"città": "<b>"}).decode()
    '{"città":"<b>"}'
    """
    text = json.dumps(found, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode(errors="backslashreplace")


def page_of(contents: list[Any], total: int, number: int, size: int) -> dict[str, Any]:
    """Return HSDS's page.

    Examples
    --------
    >>> page = page_of(["c"], 3, 2, 2)
    >>> page["total_pages"], page["first_page"], page["last_page"], page["size"], page["empty"]
    (2, False, True, 1, False)
    """
    pages = -(-total // size)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }
