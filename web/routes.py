"""What is served beside the pages: the app's own assets, an area's tiles, the public layer."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from data.areas.paths import areas_folder

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


class PublicLayers:
    """JSON layers that everybody may see, kept by the hash of their content."""

    def __init__(self) -> None:
        self._layers: dict[str, bytes] = {}

    def publish(self, layer: object) -> str:
        """Keep a layer and return its address; equal layers have equal addresses."""
        content = json.dumps(layer, ensure_ascii=False, sort_keys=True).encode()
        name = hashlib.sha256(content).hexdigest()[:20]
        self._layers[name] = content
        return f"/layers/{name}.json"

    async def answer(self, request: Request) -> Response:
        """Serve a layer by its hash."""
        content = self._layers.get(request.path_params["name"])
        if content is None:
            return PlainTextResponse("", status_code=404)
        headers = {"cache-control": FOREVER}
        return Response(content, media_type="application/json", headers=headers)


PUBLIC_LAYERS = PublicLayers()
"""One for the process: pages publish into it through `app`."""


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


async def health(_request: Request) -> Response:
    """Tell that the process answers."""
    return JSONResponse({"status": "ok"})


def routes() -> list[BaseRoute]:
    """Return every route beside the pages."""
    return [
        Mount("/assets", Assets(directory=ASSETS)),
        Route("/areas/{area}/{version}/{name}", area_file),
        Route("/layers/{name}.json", PUBLIC_LAYERS.answer),
        Route("/healthz", health),
    ]
