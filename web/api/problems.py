"""What went wrong, as problem details (RFC 9457) with one sentence in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from data.register.roles import Forbidden
from geo.errors import ApprodoError, StorageFailure, UnknownName
from layers.words import LANGUAGES, Words

MEDIA_TYPE = "application/problem+json"
WAIT_S = 5
"""After how long a register that is away or busy is worth another try."""


def language_of(header: str) -> str:
    """Return the language of the interface that an ``Accept-Language`` asks for; else the first.

    Examples
    --------
    >>> language_of("de, ar;q=0.8, en;q=0.9"), language_of(""), language_of("ar-EG")
    ('en', 'it', 'ar')
    """
    best, weight = LANGUAGES[0], 0.0
    for part in header[:500].split(","):
        name, _, found = part.strip().partition(";")
        short = name.strip().lower().split("-")[0]
        try:
            quality = float(found.strip().removeprefix("q=")) if found else 1.0
        except ValueError:
            continue
        if short in LANGUAGES and quality > weight:
            best, weight = short, quality
    return best


def problem(
    accept_language: str,
    status: int,
    code: str,
    facts: Mapping[str, object] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return an answer that says what is wrong, where, and how to cure it.

    Parameters
    ----------
    code, facts
        Of the sentence: ``error.<code>`` of the catalogues.
    """
    language = language_of(accept_language)
    fields: dict[str, Any] = {
        "type": f"urn:approdo:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": Words(language).say(f"error.{code}", **(facts or {})),
    }
    if facts and "name" in facts:
        fields["parameter"] = facts["name"]
    return Response(
        json.dumps(fields, ensure_ascii=False).encode(errors="backslashreplace"),
        status,
        {
            "content-language": language,
            "cache-control": "no-store",
            "vary": "Accept-Language",
            **(headers or {}),
        },
        MEDIA_TYPE,
    )


async def on_error(request: Request, error: Exception) -> Response:
    """Answer an error of ours."""
    assert isinstance(error, ApprodoError)
    headers = {}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(error, StorageFailure):
        status, headers = HTTPStatus.SERVICE_UNAVAILABLE, {"retry-after": str(WAIT_S)}
    elif isinstance(error, Forbidden):
        status = HTTPStatus.FORBIDDEN
    elif isinstance(error, UnknownName) and error.code == "record.unknown":
        status = HTTPStatus.NOT_FOUND
    facts = {key: _short(value) for key, value in error.facts.items()}
    return problem(_asked(request), status, error.code, facts, headers=headers)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answer what no route takes."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = {"allow": "GET, HEAD, OPTIONS"}
        return problem(_asked(request), error.status_code, "api.method", headers=headers)
    if error.status_code == HTTPStatus.NOT_FOUND:
        path = _short(request.url.path)
        return problem(_asked(request), error.status_code, "api.path", {"path": path})
    return problem(_asked(request), error.status_code, "api.request")


async def on_bad_parameter(request: Request, error: Exception) -> Response:
    """Answer the first parameter that cannot be read."""
    assert isinstance(error, RequestValidationError)
    first: Mapping[str, Any] = error.errors()[0]
    code, facts = _sentence(first)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(_asked(request), status, code, facts)


async def on_crash(request: Request, _error: Exception) -> Response:
    """Answer what nobody thought of; the server writes it down, without the question."""
    return problem(_asked(request), HTTPStatus.INTERNAL_SERVER_ERROR, "api.broken")


_BOUNDS = {"ge", "gt", "le", "lt"}


def _sentence(error: Mapping[str, Any]) -> tuple[str, dict[str, object]]:
    kind = str(error["type"])
    place: Sequence[Any] = error.get("loc", ())
    names = [part for part in place[1:] if isinstance(part, str)]
    name = _short(names[0] if names else "")
    context: Mapping[str, Any] = error.get("ctx") or {}
    if kind == "extra_forbidden":
        return "api.unknown_parameter", {"name": name}
    if kind.startswith(("int_", "float_", "finite_")):
        return "api.number", {"name": name}
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        limit = next(value for key, value in context.items() if key in _BOUNDS)
        low = kind.startswith("greater")
        return ("api.too_small" if low else "api.too_large"), {"name": name, "limit": limit}
    if kind.startswith("bool_"):
        return "api.boolean", {"name": name}
    if kind in ("literal_error", "enum"):
        return "api.choice", {"name": name, "known": str(context["expected"]).replace("'", "")}
    if kind.startswith(("datetime_", "date_", "timezone_")):
        return "api.moment", {"name": name}
    return "api.parameter", {"name": name}


def _asked(request: Request) -> str:
    return request.headers.get("accept-language", "")


def _short(value: object) -> object:
    return value[:80] if isinstance(value, str) else value
