"""Whether the server has made itself ready: its first area opened, its compiled code warm."""

from __future__ import annotations

from threading import Event

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

READY = Event()
"""Set once by whoever started the server; never taken back."""


async def readiness(_request: Request) -> Response:
    """Answer 200 once the server is ready, 503 until then."""
    if READY.is_set():
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "starting"}, status_code=503)
