"""Build a study area from an OpenStreetMap file, all or nothing.

An area is built in a folder of its own beside the old one, written through to the disk, and then
named in the one-line pointer ``current``. Whatever stops the build, the old area stays usable.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import shapely

from data.areas.basemap import build_basemap
from data.areas.manifest import FORMAT, Manifest, Source, read_manifest, write_manifest
from data.areas.network_store import save_network
from data.areas.parts import save_parts
from data.areas.paths import CURRENT, area_folder
from data.areas.people import demand_sources, make_demand
from data.areas.request import AreaRequest, request_of
from data.areas.transit_store import TRANSIT_FOLDER, report_of, save_timetable
from data.catalog.areas import bundled_area
from data.catalog.calendars import calendar_at
from data.catalog.municipalities import ATTRIBUTION as OUTLINES
from data.catalog.municipalities import LICENCE as OUTLINE_LICENCE
from data.files.disk import exclusive_lock, sha256_of, translate_disk_errors
from data.placing.address_building import build_addresses
from data.records.plain_records import save_services
from data.sources.boundary import check_boundary_meets, read_boundary
from data.sources.gtfs.feed import read_feed
from data.sources.osm_file import check_osm_file, newest_object, reading
from data.sources.osm_normal import COPY, normalised
from data.sources.osm_parts import read_parts
from data.sources.osm_services import read_services
from data.sources.osm_streets import read_streets
from geo.errors import BadInput, StorageFailure
from geo.network.snapping import build_grid
from geo.network.streets import StreetNetwork, build_streets
from geo.transit.joining import joined

Progress = Callable[[str, float], None]
"""Called with the code of a step (``progress.<code>`` in the catalogues) and the share done."""

WAIT_S = 0.3
"""How often it is looked whether an area that somebody else builds is ready."""

_under_way: dict[str, tuple[str, float]] = {}
"""How far the builds of this process are, by area."""

ATTRIBUTION = "© OpenStreetMap contributors"
BUILDING = ".building-"


def build_area(request: AreaRequest, *, now: datetime, on_progress: Progress) -> Manifest:
    """Build an area and make it the current one.

    Parameters
    ----------
    request
        What to build.
    now
        When, for the manifest.
    on_progress
        Given before each step.

    Returns
    -------
    Manifest
        The label of the finished area.

    Raises
    ------
    BadInput
        A file that cannot be used, a boundary that misses the extract (`data.sources.osm_file`,
        `data.sources.boundary`), or ``streets.none``.
    StorageFailure
        ``disk.full``, ``area.busy`` where another process builds the same area.
    """
    check_osm_file(request.osm)
    boundary = read_boundary(request.boundary) if request.boundary else None
    folder = area_folder(request.id)
    with translate_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    busy = StorageFailure("area.busy", area=request.id)

    def report(step: str, share: float) -> None:
        _under_way[request.id] = step, share
        on_progress(step, share)

    with exclusive_lock(folder / "lock", busy), translate_disk_errors(folder):
        _remove_leftovers(folder)
        work = folder / f"{BUILDING}{os.getpid()}"
        work.mkdir()
        try:
            with reading(request.osm):
                manifest = _fill(work, request, boundary, now, report)
            version = _version(manifest)
            _publish(folder, work, version)
        finally:
            _under_way.pop(request.id, None)
            shutil.rmtree(work, ignore_errors=True)
        _remove_others(folder, version)
    on_progress("done", 1.0)
    return manifest


def ensure_area(area_id: str, *, now: datetime, on_progress: Progress) -> Manifest:
    """Return an area's manifest, building a sample area that is missing or out of date.

    Raises
    ------
    UnknownName
        ``area.unknown`` where there is neither an area nor a sample of that name.
    """
    from data.areas.load import current_folder  # the two modules meet only here

    sample = bundled_area(area_id)
    if sample is None:
        return read_manifest(current_folder(area_id))
    try:
        manifest = read_manifest(current_folder(area_id))
        if manifest.format == FORMAT and manifest.sources[0].sha256 == sha256_of(sample.osm):
            return manifest
    except (LookupError, StorageFailure):
        pass
    return build_area(request_of(sample), now=now, on_progress=on_progress)


def wait_for_area(area_id: str, *, now: datetime, on_progress: Progress) -> Manifest:
    """Return what `ensure_area` does; where somebody else builds the area, wait for that.

    `on_progress` is given how far the other build is where it is of this process, and
    ``waiting`` where it is not.

    Raises
    ------
    UnknownName, BadInput, StorageFailure
        As `ensure_area` and `build_area`, but for ``area.busy``.
    """
    while True:
        try:
            return ensure_area(area_id, now=now, on_progress=on_progress)
        except StorageFailure as failure:
            if failure.code != "area.busy":
                raise
        on_progress(*_under_way.get(area_id, ("waiting", 0.0)))
        time.sleep(WAIT_S)


@contextmanager
def announced(area_ids: Iterable[str]) -> Iterator[None]:
    """Say that this process is about to build areas, so that those who only read wait for them."""
    ids = tuple(area_ids)
    _under_way.update(dict.fromkeys(ids, ("waiting", 0.0)))
    try:
        yield
    finally:
        for area_id in ids:
            _under_way.pop(area_id, None)


def wait_for_builds(area_id: str, *, on_progress: Progress) -> None:
    """Wait until an area is there, for as long as this process builds any; start no build."""
    while _under_way and not is_current(area_id):
        on_progress(*_under_way.get(area_id, ("waiting", 0.0)))
        time.sleep(WAIT_S)


def is_current(area_id: str) -> bool:
    """Return whether an area is built, and a sample in today's format."""
    from data.areas.load import current_folder  # the two modules meet only here

    try:
        manifest = read_manifest(current_folder(area_id))
    except (LookupError, StorageFailure):
        return False
    return bundled_area(area_id) is None or manifest.format == FORMAT


def _fill(
    work: Path,
    request: AreaRequest,
    boundary: shapely.Geometry | None,
    now: datetime,
    on_progress: Progress,
) -> Manifest:
    on_progress("streets", 0.0)
    osm = normalised(request.osm, work)
    streets = build_streets(read_streets(osm))
    bounds = _bounds(streets)
    if boundary is not None and request.boundary is not None:
        check_boundary_meets(boundary, bounds, request.boundary)
        geometry = json.loads(shapely.to_geojson(boundary))
        (work / "boundary.geojson").write_text(json.dumps(geometry), encoding="utf-8")
    save_network(work / "walk", streets, build_grid(streets))
    feeds = _timetables(work, request, on_progress)
    on_progress("services", 0.2)
    services = read_services(osm)
    save_services(work / "services.json", services)
    save_parts(work, read_parts(osm))
    on_progress("addresses", 0.4)
    houses = build_addresses(osm, work / "addresses.sqlite", country=request.country)
    on_progress("people", 0.5)
    demand = make_demand(work / "demand", replace(request, osm=osm), boundary, bounds)
    on_progress("basemap", 0.6)
    build_basemap(osm, boundary, work / "basemap.pmtiles")
    (work / COPY).unlink(missing_ok=True)
    on_progress("label", 0.95)
    centre = _centre(boundary, streets)
    manifest = Manifest(
        id=request.id,
        names=request.names,
        bundled=request.bundled,
        has_boundary=boundary is not None,
        bounds=bounds,
        centre=centre,
        time_zone=request.time_zone,
        country=request.country,
        sources=(*_sources(request), *feeds, *demand_sources(request, demand)),
        counts={
            "streets_nodes": streets.node_count,
            "streets_arcs": streets.arc_count,
            "services": len(services),
            "house_numbers": houses,
        },
        built_at=now.isoformat(timespec="seconds"),
        format=FORMAT,
        sha256=_checksums(work),
        origin=request.origin,
        demand=demand,
        province=calendar_at(request.time_zone, request.country, *centre).province,
    )
    write_manifest(work, manifest)
    return manifest


def _timetables(work: Path, request: AreaRequest, on_progress: Progress) -> tuple[Source, ...]:
    """Read and store the feeds that are asked for; return them as sources."""
    if not request.gtfs:
        return ()
    on_progress("timetables", 0.1)
    feeds = [read_feed(path, time_zone=request.time_zone) for path in request.gtfs]
    timetable = joined([feed.timetable for feed in feeds])
    reports = [report_of(feed) for feed in feeds]
    save_timetable(work / TRANSIT_FOLDER, timetable, reports)
    return tuple(
        Source(
            name="GTFS",
            file=path.name,
            licence="",
            attribution=report.publisher,
            date=report.last_day.isoformat() if report.last_day else None,
            sha256=sha256_of(path),
        )
        for path, report in zip(request.gtfs, reports, strict=True)
    )


def _sources(request: AreaRequest) -> tuple[Source, ...]:
    osm = Source(
        name="OpenStreetMap",
        file=request.osm.name,
        licence="ODbL-1.0",
        attribution=ATTRIBUTION,
        date=request.date or newest_object(request.osm),
        sha256=sha256_of(request.osm),
    )
    if request.boundary is None:
        return (osm,)
    licence, attribution = _of_outline(request)
    edge = Source(
        name="boundary",
        file=request.boundary.name,
        licence=licence,
        attribution=attribution,
        date=None,
        sha256=sha256_of(request.boundary),
    )
    return osm, edge


def _of_outline(request: AreaRequest) -> tuple[str, str]:
    """Return licence and attribution of a boundary; empty for a file of one's own."""
    if request.origin.codes:
        return OUTLINE_LICENCE, OUTLINES
    if request.bundled or request.origin.kind == "overpass":
        return "ODbL-1.0", ATTRIBUTION
    return "", ""


def _bounds(streets: StreetNetwork) -> tuple[float, float, float, float]:
    lon, lat = streets.lon[streets.main], streets.lat[streets.main]
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _centre(boundary: shapely.Geometry | None, streets: StreetNetwork) -> tuple[float, float]:
    """Return where streets are densest in the middle: the median node, inside the boundary."""
    lon, lat = streets.lon[streets.main], streets.lat[streets.main]
    if boundary is not None:
        inside = shapely.contains_xy(boundary, lon, lat)
        if inside.any():
            lon, lat = lon[inside], lat[inside]
    middle = len(lon) // 2
    return float(sorted(lon)[middle]), float(sorted(lat)[middle])


def _checksums(work: Path) -> dict[str, str]:
    files = sorted(path for path in work.rglob("*") if path.is_file())
    return {path.relative_to(work).as_posix(): sha256_of(path) for path in files}


def _version(manifest: Manifest) -> str:
    return hashlib.sha256(json.dumps(manifest.sha256, sort_keys=True).encode()).hexdigest()[:12]


def _publish(folder: Path, work: Path, version: str) -> None:
    for path in work.rglob("*"):
        if path.is_file():
            _sync(path)
    target = folder / version
    if target.exists():
        shutil.rmtree(target)
    work.rename(target)
    pointer = folder / f"{CURRENT}.new"
    pointer.write_text(version + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(folder / CURRENT)
    _sync(folder)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # Windows opens no folders
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_leftovers(folder: Path) -> None:
    for path in folder.glob(f"{BUILDING}*"):
        shutil.rmtree(path, ignore_errors=True)


def _remove_others(folder: Path, version: str) -> None:
    for path in folder.iterdir():
        if path.is_dir() and path.name != version:
            shutil.rmtree(path, ignore_errors=True)


def check_names(area_id: str, bundled: bool) -> None:
    """Complain where a user's area would take the name of a sample.

    Raises
    ------
    BadInput
        ``area.reserved``.
    """
    if not bundled and bundled_area(area_id) is not None:
        raise BadInput("area.reserved", area=area_id)
