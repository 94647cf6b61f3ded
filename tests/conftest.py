"""What every test may use."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import shapely

from answers.opened_area import OpenArea, open_area
from data.areas.build import build_area, ensure_area
from data.areas.italy_map import italy_tiles
from data.areas.manifest import Origin
from data.areas.request import AreaRequest
from data.sources.osm_clip import clip
from tests.feeds import monaco_bus, write_feed
from tests.store.postgres import Cluster, find


@pytest.fixture(scope="session")
def testdata() -> Path:
    """Folder of real areas; skipped aloud where it is not given, an error under CI."""
    folder = os.environ.get("APPRODO_TESTDATA")
    if folder and Path(folder).is_dir():
        return Path(folder)
    reason = "APPRODO_TESTDATA does not name the folder of real areas"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def built_var(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One ``var`` for the whole run: both samples and the map of Italy; tests only read it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "built_var"
    with _alone(folder), _var(folder):
        for sample in ("monaco", "neubrandenburg"):
            ensure_area(sample, now=datetime.now(UTC), on_progress=lambda *_: None)
        italy_tiles()
    return folder


@pytest.fixture(scope="session")
def monaco(built_var: Path) -> OpenArea:
    with _alone(built_var), _var(built_var):
        return open_area("monaco")


@pytest.fixture(scope="session")
def neubrandenburg(built_var: Path) -> OpenArea:
    with _alone(built_var), _var(built_var):
        return open_area("neubrandenburg")


@pytest.fixture(scope="session")
def trento_var(built_var: Path, testdata: Path) -> Path:
    """The same folder with Trento built in it."""
    trento = testdata / "areas" / "trento" / "trento.osm.pbf"
    with _alone(built_var), _var(built_var):
        if not (built_var / "areas" / "trento" / "current").exists():
            request = AreaRequest("trento", trento, None, {"it": "Trento"}, "Europe/Rome", "IT")
            build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)
    return built_var


@pytest.fixture(scope="session")
def trento(trento_var: Path) -> OpenArea:
    with _alone(trento_var), _var(trento_var):
        return open_area("trento")


@pytest.fixture(scope="session")
def trento_with_people(built_var: Path, testdata: Path) -> OpenArea:
    """Trento with the residents of its municipality, in a folder of its own."""
    var = built_var.with_name("people_var")
    osm = testdata / "areas" / "trento" / "trento.osm.pbf"
    origin = Origin(codes=("022205",))
    request = AreaRequest("people", osm, None, {"it": "Trento"}, "Europe/Rome", "IT", origin=origin)
    with _alone(var), _var(var):
        if not (var / "areas" / "people" / "current").exists():
            build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)
        return open_area("people")


@pytest.fixture(scope="session")
def corner(built_var: Path, testdata: Path) -> Path:
    """A corner of Trento, small enough to be built many times: Povo and around it."""
    into = built_var.with_name("corner.osm.pbf")
    trento = testdata / "areas" / "trento" / "trento.osm.pbf"
    with _alone(built_var):
        if not into.exists():
            clip([trento], shapely.box(11.135, 46.055, 11.165, 46.078), into, beat=lambda: None)
    return into


@pytest.fixture(scope="session")
def bus_var(built_var: Path) -> Path:
    """The same folder with the area ``bus``: Monaco with an invented line through it."""
    with _alone(built_var), _var(built_var):
        if not (built_var / "areas" / "bus" / "current").exists():
            feed = write_feed(built_var.with_name("bus.zip"), monaco_bus())
            osm = Path(__file__).parents[1] / "data" / "sample" / "monaco.osm.pbf"
            request = AreaRequest(
                "bus", osm, None, {"en": "bus"}, "Europe/Monaco", "MC", gtfs=(feed,)
            )
            build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)
    return built_var


@pytest.fixture(scope="session")
def built_town(built_var: Path) -> Path:
    """A ``var`` with the area ``town``, Monaco without its boundary: tests copy it."""
    var = built_var.with_name("town_var")
    osm = Path(__file__).parents[1] / "data" / "sample" / "monaco.osm.pbf"
    with _alone(var), _var(var):
        if not (var / "areas" / "town" / "current").exists():
            request = AreaRequest("town", osm, None, {"en": "town"}, "Europe/Rome", "IT")
            build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)
    return var


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL server for all tests of a worker."""
    programs = find()
    if programs is None:
        reason = "no PostgreSQL with PostGIS here: `make database` installs one"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    running = Cluster(programs)
    yield running
    running.remove()


@pytest.fixture
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ``var`` of the test's own."""
    monkeypatch.setenv("APPRODO_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _var(folder: Path) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setenv("APPRODO_VAR", str(folder))
    try:
        yield
    finally:
        patch.undo()
