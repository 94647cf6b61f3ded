"""A world outside on loopback: Geofabrik and Overpass with real map data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from outside import NORTH_EAST, Outside, Page

from data.sources.osm_clip import clip


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """An empty world; the app's sources point at it."""
    server = Outside()
    monkeypatch.setenv("APPRODO_GEOFABRIK", server.url)
    monkeypatch.setenv("APPRODO_OVERPASS", f"{server.url}/api/interpreter")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def corner(testdata: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corner of Trento, small enough to be built many times: Povo and around it."""
    into = tmp_path_factory.mktemp("corner") / "corner.osm.pbf"
    trento = testdata / "areas" / "trento" / "trento.osm.pbf"
    clip([trento], shapely.box(11.135, 46.055, 11.165, 46.078), into, beat=lambda: None)
    return into


@pytest.fixture
def trento_outside(outside: Outside, corner: Path) -> Outside:
    """Geofabrik's north-east, as far as it is at hand."""
    outside.pages[NORTH_EAST] = Page(corner.read_bytes())
    return outside
