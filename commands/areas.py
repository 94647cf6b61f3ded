"""``area``: search, add, build, list, describe, refresh, remove study areas."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from commands.printing import print_json, progress
from data.areas.add import AddRequest, has_newer, refresh_request, suggest_id, suggest_way
from data.areas.build import build_area, check_names
from data.areas.jobs import Job, request_of_job, work
from data.areas.load import current_folder, list_areas, remove_area
from data.areas.manifest import Manifest, Origin, read_manifest
from data.areas.request import AreaRequest
from data.areas.transit_store import TRANSIT_FOLDER, load_reports
from data.catalog.areas import bundled_areas
from data.catalog.municipalities import municipalities
from data.sources.client import ATTEMPTS
from data.sources.retries import Retry, reporting_retries
from geo.errors import UnknownName
from layers.about.data_age import data_age
from layers.transit.feed_texts import feed_row, feed_texts
from layers.words import Words


def build(options: argparse.Namespace, words: Words) -> None:
    """Build an area from a file."""
    check_names(options.id, bundled=False)
    request = AreaRequest(
        id=options.id,
        osm=options.osm,
        boundary=options.boundary,
        names={"it": options.name or options.id},
        time_zone=options.time_zone,
        country=options.country.upper(),
        origin=Origin(codes=tuple(options.municipality)),
        demand=options.demand,
        gtfs=tuple(options.gtfs),
    )
    build_area(request, now=datetime.now(UTC), on_progress=progress(words))
    for report in load_reports(current_folder(options.id) / TRANSIT_FOLDER):
        print("\n".join(feed_texts(report, words)), file=sys.stderr)


def feeds(options: argparse.Namespace, words: Words) -> None:
    """Say what the timetables of an area hold, and what is wrong in them."""
    reports = load_reports(current_folder(options.id) / TRANSIT_FOLDER)
    if options.json:
        print_json([feed_row(report, words) for report in reports])
        return
    if not reports:
        print(words.say("feed.none"), file=sys.stderr)
    for report in reports:
        print("\n".join(feed_texts(report, words)))


def search(options: argparse.Namespace, words: Words) -> None:
    """Say municipalities by name."""
    found = municipalities().search(options.text, limit=20)
    if options.json:
        print_json([{"code": m.code, "name": m.name, "province": m.province} for m in found])
        return
    for one in found:
        print(f"{one.code}  {one.label:<40}{words.fact(one.residents, 'whole')}")


def add(options: argparse.Namespace, words: Words) -> None:
    """Bring in, cut out and build municipalities."""
    chosen = tuple(municipalities().get(code) for code in options.codes)
    codes = tuple(one.code for one in chosen)
    request = AddRequest(
        id=options.id or suggest_id(chosen),
        name=options.name or ", ".join(one.name for one in chosen[:3]),
        codes=codes,
        way="file" if options.osm else options.way or suggest_way(codes),
        osm=options.osm,
        demand=options.demand,
    )
    _work(request, words)


def resume(options: argparse.Namespace, words: Words) -> None:
    """Go on with an area where it stopped."""
    request = request_of_job(options.id)
    if request is None:
        raise UnknownName("job.unknown", area=options.id)
    _work(request, words)


def refresh(options: argparse.Namespace, words: Words) -> None:
    """Build an added area again where its sources are newer."""
    request = refresh_request(options.id)
    if not has_newer(options.id):
        print(words.say("areas.newest"), file=sys.stderr)
        return
    _work(request, words)


def _work(request: AddRequest, words: Words) -> None:
    """Add an area; say what is tried again, and when trying ends."""

    def report(retry: Retry) -> None:
        facts = {"url": retry.url, "wait_s": max(1, round(retry.wait_s)), "number": retry.number}
        print(words.say("areas.retry", **facts, most=ATTEMPTS - 1), file=sys.stderr, flush=True)

    with reporting_retries(report):
        job = work(request, now=datetime.now(UTC), on_progress=progress(words))
    _tell_job(job, words)


def _tell_job(job: Job, words: Words) -> None:
    if job.failure:
        print(words.say("areas.old_copy"), file=sys.stderr)
    print(job.id)


def listing(options: argparse.Namespace, words: Words) -> None:
    """Say the areas there are, and how old their data are."""
    built = {manifest.id: manifest for manifest in list_areas()}
    ids = [*(a.id for a in bundled_areas()), *(i for i in built if not built[i].bundled)]
    rows = [
        {
            "id": i,
            "built": i in built,
            "bundled": i not in built or built[i].bundled,
            "data_date": built[i].sources[0].date if i in built else None,
        }
        for i in ids
    ]
    if options.json:
        print_json(rows)
        return
    for area_id in ids:
        print(f"{area_id:<20}{_state(built.get(area_id), words)}")


def _state(manifest: Manifest | None, words: Words) -> str:
    sample = words.say("app.sample_badge")
    if manifest is None:
        return f"– · {sample}"
    day = manifest.day
    age = data_age(day, datetime.now(UTC).date(), words)
    when = age if day is None else words.say("map.data_of", day=day, age=age)
    parts = (manifest.name(words.language), sample if manifest.bundled else "", when)
    return " · ".join(part for part in parts if part)


def info(options: argparse.Namespace, words: Words) -> None:  # noqa: ARG001
    """Say sources, dates, licences and counts of an area."""
    manifest = asdict(read_manifest(current_folder(options.id)))
    manifest["sha256"] = f"{len(manifest['sha256'])} files"
    print_json(manifest)


def remove(options: argparse.Namespace, words: Words) -> None:  # noqa: ARG001
    """Remove an area."""
    remove_area(options.id)
