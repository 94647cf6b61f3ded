"""A world outside on loopback: Geofabrik and Overpass with real map data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources.outside import NORTH_EAST, Outside, Page


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """An empty world; the app's sources point at it."""
    server = Outside()
    monkeypatch.setenv("APPRODO_GEOFABRIK", server.url)
    monkeypatch.setenv("APPRODO_OVERPASS", f"{server.url}/api/interpreter")
    yield server
    server.stop()


@pytest.fixture
def trento_outside(outside: Outside, corner: Path) -> Outside:
    """Geofabrik's north-east, as far as it is at hand."""
    outside.pages[NORTH_EAST] = Page(corner.read_bytes())
    return outside
