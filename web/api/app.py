"""The interface as one ASGI application, for a place beside the pages."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from data.settings import api_origins, api_per_minute, api_proxies
from geo.errors import ApprodoError
from web.api.description import page
from web.api.endpoints import router
from web.api.limits import Buckets, Heads, Limit
from web.api.problems import on_bad_parameter, on_crash, on_error, on_http_error
from web.api.schemas import components

VERSION = "1.0"
_TITLE = "Approdo: human services, HSDS 3.0"
_ABOUT = (
    "Services, organisations and places of the register, for reading. Every service tells its "
    "source, its licence and the day on which it was last assured. Protected places are left out."
)


def make_api() -> FastAPI:
    """Return the interface as the settings want it."""
    api = FastAPI(
        title=_TITLE,
        version=VERSION,
        description=_ABOUT,
        # The library's own pages of documentation load their scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=_middleware(),
    )
    api.include_router(router)
    _describe(api)
    api.add_exception_handler(ApprodoError, on_error)
    api.add_exception_handler(HTTPException, on_http_error)
    api.add_exception_handler(RequestValidationError, on_bad_parameter)
    api.add_exception_handler(Exception, on_crash)
    return api


def _middleware() -> list[Middleware]:
    origins = api_origins()
    cross = Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["GET", "HEAD"],
        allow_headers=["If-None-Match"],
        expose_headers=["ETag", "Retry-After"],
    )
    limit = Middleware(Limit, buckets=Buckets(api_per_minute()), proxies=api_proxies())
    return [*([cross] if origins else []), limit, Middleware(Heads)]


def _describe(api: FastAPI) -> None:
    """Add the two addresses that describe the others: for programs, and for people."""

    @cache
    def described() -> dict[str, Any]:
        found = type(api).openapi(api)
        found.setdefault("components", {})["schemas"] = components()
        return found

    @api.get("/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> dict[str, Any]:
        return {**described(), "servers": [{"url": request.scope.get("root_path") or "/"}]}

    @api.get("/docs", include_in_schema=False)
    def docs(request: Request) -> Response:
        return HTMLResponse(page(described(), request.scope.get("root_path") or ""))
