"""Make an area of municipalities: bring the map data in, cut them out, build.

A city or a group of municipalities is cut from Geofabrik's extract of its part of Italy, a small
municipality comes from Overpass, a file of one's own is cut as it is. Streets go on beyond the
boundary for more than half an hour's walk, so that the next town's services count.
"""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import shapely

from data.areas.build import Progress, build_area, check_names
from data.areas.load import current_folder, list_areas
from data.areas.manifest import Manifest, Origin, read_manifest
from data.areas.paths import area_folder
from data.areas.request import AreaRequest
from data.catalog.areas import bundled_areas
from data.catalog.municipalities import Municipality, municipalities
from data.files.disk import sha256_of, translate_disk_errors
from data.settings import var_folder
from data.sources import geofabrik, overpass
from data.sources.boundary import read_boundary
from data.sources.client import USUAL, Copy, Patience, is_newer
from data.sources.osm_clip import clip
from data.sources.osm_file import check_osm_file
from geo.errors import BadInput, SourceFailure
from geo.names.folding import comparable
from geo.network.sphere import METRES_PER_DEGREE
from geo.network.walking import WALK_SPEED_KMH

BUFFER_MIN = 40.0
"""Minutes' walk, straight, that the streets go on beyond the boundary."""

BUFFER_M = round(BUFFER_MIN * WALK_SPEED_KMH * 1000 / 60)
SMALL_RESIDENTS, SMALL_KM2 = 15_000, 120.0
"""Up to these a single municipality is asked of Overpass; more would burden everybody's server."""

MOST_OVERPASS_KM2 = 400.0
"""Of the box around a place outside Italy: a greater one comes from a file of one's own."""

WAYS = ("geofabrik", "overpass", "file")
Bytes = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class AddRequest:
    """An area to add.

    Attributes
    ----------
    codes
        ISTAT codes of its municipalities; without any, `outline` says what belongs to it.
    outline
        A GeoJSON file of a place outside Italy, with its `country` and `time_zone`.
    way
        One of `WAYS`; `osm` is the file of the way ``file``.
    demand
        A file of people (`data.exchange.demand_file`); without one ISTAT's residents are spread.
    """

    id: str
    name: str
    codes: tuple[str, ...]
    way: str
    osm: Path | None = None
    demand: Path | None = None
    outline: Path | None = None
    country: str = "IT"
    time_zone: str = "Europe/Rome"


@dataclass(frozen=True, slots=True)
class Added:
    """The finished area; `failure` says why last good copies stood in for a source."""

    manifest: Manifest
    failure: SourceFailure | None


def suggest_way(codes: tuple[str, ...]) -> str:
    """Return how the map data of municipalities should come.

    Examples
    --------
    >>> suggest_way(("022205",)), suggest_way(("022205", "022061")), suggest_way(("022061",))
    ('geofabrik', 'geofabrik', 'overpass')
    """
    if len(codes) != 1:
        return "geofabrik"
    one = municipalities().get(codes[0])
    small = not one.residents > SMALL_RESIDENTS and one.area_km2 <= SMALL_KM2
    return "overpass" if small else "geofabrik"


def suggest_id(chosen: tuple[Municipality, ...]) -> str:
    """Return an id made of the biggest municipality's name, one that no other area has."""
    biggest = max(chosen, key=lambda m: 0.0 if math.isnan(m.residents) else m.residents)
    name = biggest.name if len(chosen) == 1 else f"{biggest.name} {len(chosen)}"
    return free_id(name, tuple(one.code for one in chosen))


def free_id(name: str, codes: tuple[str, ...] = ()) -> str:
    """Return an id made of a name: the area's own where it is made again, else one not yet taken.

    Two places may have one name (Castro, in Bergamo and in Lecce): neither replaces the other.

    Examples
    --------
    >>> slug("Sant'Agata de’ Goti")
    'sant-agata-de-goti'
    """
    taken = {one.id: one.origin.codes for one in list_areas()} | {
        sample.id: ("sample",) for sample in bundled_areas()
    }
    base = slug(name)
    for number in range(1, len(taken) + 2):
        area_id = base if number == 1 else f"{base}-{number}"
        if area_id not in taken or (codes and set(taken[area_id]) == set(codes)):
            return area_id
    raise AssertionError("one of n + 1 ids is free of n areas")


def slug(name: str) -> str:
    """Return a name as the id of an area: small letters, digits, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", comparable(name)).strip("-")[:50] or "area"


def with_buffer(outline: shapely.Geometry, metres: float = BUFFER_M) -> shapely.Geometry:
    """Return an outline grown by some metres, EPSG:4326; never less than asked for."""
    _, south, _, north = outline.bounds
    # The parallel nearest the pole is the shortest: there a metre is the most degrees.
    per_lon = METRES_PER_DEGREE * math.cos(math.radians(max(abs(south), abs(north))))
    scale = np.array([per_lon, METRES_PER_DEGREE])
    flat = shapely.transform(outline, lambda points: points * scale)
    grown = shapely.buffer(flat, metres * 1.02, quad_segs=8)
    return shapely.transform(grown, lambda points: points / scale)


def add_area(
    request: AddRequest,
    *,
    now: datetime,
    on_progress: Progress,
    on_bytes: Bytes = lambda *_: None,
    patience: Patience = USUAL,
) -> Added:
    """Bring in, cut out and build an area; an older area of that id stays usable until the end.

    Parameters
    ----------
    on_progress
        Given with ``download``, ``clip`` and the steps of the build.
    on_bytes
        Given with what a download has received and what is expected.

    Raises
    ------
    UnknownName
        ``municipality.unknown``.
    BadInput
        ``area.id``, ``area.reserved``, ``area.no_municipality``, ``area.too_big``,
        ``clip.nothing``, and what `data.areas.build.build_area` complains of.
    SourceFailure
        Where a source fails that no earlier download stands in for.
    StorageFailure
        ``disk.full``, ``area.busy``, ``download.busy``.
    """
    check_names(request.id, bundled=False)
    area_folder(request.id)
    outline = _outline(request)
    shape = with_buffer(outline)
    on_progress("download", 0.0)
    files, copies, failure = _bring(request, shape, patience, on_bytes)
    on_progress("clip", 0.3)
    folder = var_folder() / "downloads" / "areas"
    osm, boundary = folder / f"{request.id}.osm.pbf", folder / f"{request.id}.geojson"
    with translate_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        boundary.write_text(shapely.to_geojson(outline), encoding="utf-8")
    try:
        with translate_disk_errors(folder):
            clip(files, shape, osm, beat=lambda: on_progress("clip", 0.35))
        manifest = _build(request, osm, boundary, copies, now=now, on_progress=on_progress)
    finally:
        osm.unlink(missing_ok=True)
    return Added(manifest, failure)


def _build(
    request: AddRequest,
    osm: Path,
    boundary: Path,
    copies: tuple[Copy, ...],
    *,
    now: datetime,
    on_progress: Progress,
) -> Manifest:
    return build_area(
        AreaRequest(
            id=request.id,
            osm=osm,
            boundary=boundary,
            names={"it": request.name},
            time_zone=request.time_zone,
            country=request.country,
            origin=Origin(request.way, request.codes, copies, float(BUFFER_M)),
            demand=_kept_demand(request, boundary.parent),
        ),
        now=now,
        on_progress=lambda step, share: on_progress(step, 0.5 + share / 2),
    )


def refresh_request(area_id: str) -> AddRequest:
    """Return how an added area is made again.

    Raises
    ------
    UnknownName
        ``area.unknown``.
    BadInput
        ``area.not_refreshable`` for a sample and for an area from a file.
    """
    manifest = read_manifest(current_folder(area_id))
    origin = manifest.origin
    if origin.kind not in ("geofabrik", "overpass"):
        raise BadInput("area.not_refreshable", area=area_id)
    folder = var_folder() / "downloads" / "areas"
    return AddRequest(
        area_id,
        manifest.name("it"),
        origin.codes,
        origin.kind,
        demand=next(folder.glob(f"{area_id}.people.*"), None),
        outline=None if origin.codes else folder / f"{area_id}.geojson",
        country=manifest.country,
        time_zone=manifest.time_zone,
    )


def has_newer(area_id: str, *, patience: Patience = USUAL) -> bool:
    """Return whether an area's sources have changed since they were brought in.

    What comes from Overpass changes every minute: it is always taken for newer.

    Raises
    ------
    BadInput
        ``area.not_refreshable``.
    SourceFailure
        Where the source does not answer.
    """
    refresh_request(area_id)
    origin = read_manifest(current_folder(area_id)).origin
    if origin.kind == "overpass":
        return True
    return any(is_newer(file.url, file, patience=patience) for file in origin.files)


def _outline(request: AddRequest) -> shapely.Geometry:
    """Return the ground of the area, EPSG:4326."""
    if request.codes:
        return municipalities().outline(request.codes)
    if request.outline is None:
        raise BadInput("area.no_municipality")
    outline = read_boundary(request.outline)
    if request.way == "overpass" and _km2(shapely.box(*outline.bounds)) > MOST_OVERPASS_KM2:
        raise BadInput("area.too_big", km2=_km2(outline), most_km2=MOST_OVERPASS_KM2)
    return outline


def _km2(outline: shapely.Geometry) -> float:
    _, south, _, north = outline.bounds
    cosine = math.cos(math.radians((south + north) / 2))
    return float(outline.area) * cosine * (METRES_PER_DEGREE / 1000) ** 2


def _bring(
    request: AddRequest, shape: shapely.Geometry, patience: Patience, on_bytes: Bytes
) -> tuple[list[Path], tuple[Copy, ...], SourceFailure | None]:
    """Return the files that hold the shape, their labels, and why an older copy stands in."""
    if request.way == "file":
        if request.osm is None:
            raise BadInput("file.missing", path="--osm")
        check_osm_file(request.osm)
        day = datetime.fromtimestamp(request.osm.stat().st_mtime).astimezone().isoformat()
        size = request.osm.stat().st_size
        return [request.osm], (Copy(request.osm.name, sha256_of(request.osm), size, day),), None
    if request.way == "overpass":
        path, copy, failure = overpass.download_area(
            request.id, shape.bounds, on_progress=on_bytes, patience=patience
        )
        return [path], (copy,), failure
    regions = {one.region_code for one in municipalities().meeting(shape)}
    brought = [
        geofabrik.download_extract(path, on_progress=on_bytes, patience=patience)
        for path in geofabrik.extracts_of(regions)
    ]
    failures = [failure for *_, failure in brought if failure is not None]
    return [b[0] for b in brought], tuple(b[1] for b in brought), next(iter(failures), None)


def _kept_demand(request: AddRequest, folder: Path) -> Path | None:
    """Keep the file of people beside the outline, so that the area can be made again."""
    if request.demand is None:
        return None
    if not request.demand.is_file():
        raise BadInput("file.missing", path=request.demand.name)
    kept = folder / f"{request.id}.people{request.demand.suffix.lower()}"
    if request.demand != kept:
        for old in folder.glob(f"{request.id}.people.*"):
            old.unlink()
        shutil.copyfile(request.demand, kept)
    return kept
