"""What is served beside the pages: the app's own assets, an area's tiles, the public layer."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from data.areas.italy_map import italy_folder
from data.areas.paths import areas_folder
from data.areas.public_layers import layers_folder
from web.api.app import make_api
from web.readiness import readiness

ASSETS = Path(__file__).parent / "assets"
PUBLIC_FILES = {"basemap.pmtiles": "application/vnd.pmtiles"}
FOREVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=300"
_VERSIONED = re.compile(r"\d+\.\d+\.\d+|\.woff2$")


class Assets(StaticFiles):
    """The app's own files: those that carry a version in their name never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve a file with the caching its name allows."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = FOREVER if _VERSIONED.search(path) else SHORTLY
        return response


async def public_layer(request: Request) -> Response:
    """Serve a layer that everybody may see, by the hash of its content."""
    name = request.path_params["name"]
    path = layers_folder() / f"{name}.json"
    if not re.fullmatch(r"[0-9a-f]{20}", name) or not path.is_file():
        return PlainTextResponse("", status_code=404)
    return FileResponse(path, media_type="application/json", headers={"cache-control": FOREVER})


async def area_file(request: Request) -> Response:
    """Serve a public file of one version of an area; ``Range`` is answered with 206."""
    area, version, name = (request.path_params[key] for key in ("area", "version", "name"))
    media_type = PUBLIC_FILES.get(name)
    if media_type is None or not re.fullmatch(r"[a-z0-9-]+", f"{area}{version}"):
        return PlainTextResponse("", status_code=404)
    path = areas_folder() / area / version / name
    if not path.is_file():
        return PlainTextResponse("", status_code=404)
    return FileResponse(path, media_type=media_type, headers={"cache-control": FOREVER})


async def italy_file(request: Request) -> Response:
    """Serve the picker's map; ``Range`` is answered with 206."""
    name = request.path_params["name"]
    path = italy_folder() / name
    if not re.fullmatch(r"[0-9a-f]{12}-\d+\.pmtiles", name) or not path.is_file():
        return PlainTextResponse("", status_code=404)
    kind = PUBLIC_FILES["basemap.pmtiles"]
    return FileResponse(path, media_type=kind, headers={"cache-control": FOREVER})


async def health(_request: Request) -> Response:
    """Say that the process answers."""
    return JSONResponse({"status": "ok"})


async def api_root(_request: Request) -> Response:
    """Send to where the interface says of itself."""
    return RedirectResponse("/api/", status_code=308)


def routes() -> list[BaseRoute]:
    """Return every route beside the pages."""
    return [
        Mount("/assets", Assets(directory=ASSETS)),
        Route("/areas/{area}/{version}/{name}", area_file),
        Route("/layers/{name}.json", public_layer),
        Route("/italy/{name}", italy_file),
        Route("/healthz", health),
        Route("/readyz", readiness),
        Route("/api", api_root),
        Mount("/api", make_api()),
    ]
