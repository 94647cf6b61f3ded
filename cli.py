"""The other door: Approdo from the command line.

Answers stand on standard output and nothing else does; progress and complaints on standard error.
Exit codes: 0 done, 1 the machine failed (disk, damaged files), 2 bad input.
"""

from __future__ import annotations

import argparse
import csv
import json
import locale
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.areas.opened import OpenArea
    from geo.finder import Result
    from geo.routing import Snapped
    from layers.words import Words

EXAMPLES = """\
examples:
  python cli.py area build --id trento --osm trento.osm.pbf --boundary trento.geojson
  python cli.py nearest --area monaco --from 7.4219,43.7344 --need pharmacy
  python cli.py nearest --area monaco --from 7.4219,43.7344 --need health --language ara \\
      --at 2026-11-24T09:00 --json
  python cli.py matrix --area monaco --origins homes.csv --destinations desks.csv --out minutes.csv
  python cli.py route --area monaco --from 7.4219,43.7344 --to 7.4281,43.7396 --json
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    from geo.errors import ApprodoError, StorageFailure
    from layers.sentences import error_sentences
    from layers.words import LANGUAGES, Words

    told = options.lang or (locale.getlocale()[0] or "en").split("_")[0]
    words = Words(told if told in LANGUAGES else "en")
    try:
        _read_numbers(options)
        options.run(options, words)
    except ApprodoError as error:
        for sentence in error_sentences(error, words):
            print(sentence, file=sys.stderr)
        return 1 if isinstance(error, StorageFailure) else 2
    except BrokenPipeError:
        return 0
    return 0


RANGES = {
    "walk_speed_kmh": (0.5, 10.0),
    "within_min": (1.0, 600.0),
    "cutoff_min": (1.0, 600.0),
    "age": (0.0, 120.0),
    "limit": (1.0, 1000.0),
}


def _read_numbers(options: argparse.Namespace) -> None:
    from data.exchange.questions import read_number

    for name, (low, high) in RANGES.items():
        text = getattr(options, name, None)
        if text is not None:
            option = f"--{name.replace('_', '-')}"
            setattr(options, name, read_number(text, option, low=low, high=high))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python cli.py",
        description="Find the nearest services that will take a person, on real streets.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--lang", choices=("it", "en", "ar"), help="language of the answers")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_area(commands.add_parser("area", help="build, list, describe, remove study areas"))
    _add_nearest(commands.add_parser("nearest", help="the nearest services for a need"))
    _add_matrix(commands.add_parser("matrix", help="minutes between many points, as CSV"))
    _add_route(commands.add_parser("route", help="the way between two points, step by step"))
    return parser


def _add_area(area: argparse.ArgumentParser) -> None:
    actions = area.add_subparsers(required=True, metavar="ACTION")
    build = actions.add_parser("build", help="build an area from an OpenStreetMap file")
    build.add_argument("--id", required=True, help="small letters, digits, hyphens: trento")
    build.add_argument("--osm", required=True, type=Path, help=".osm.pbf, .osm, .osm.bz2, .osm.gz")
    build.add_argument("--boundary", type=Path, help="GeoJSON polygon, longitude and latitude")
    build.add_argument("--name", help="how the area is called; its id where it is not told")
    build.add_argument("--time-zone", default="Europe/Rome", help="default: %(default)s")
    build.add_argument("--country", default="IT", help="two letters, default: %(default)s")
    build.set_defaults(run=_area_build)
    listing = actions.add_parser("list", help="the areas there are")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_area_list)
    info = actions.add_parser("info", help="sources, dates, licences and counts of an area")
    info.add_argument("id")
    info.set_defaults(run=_area_info)
    remove = actions.add_parser("remove", help="remove an area and everything built for it")
    remove.add_argument("id")
    remove.set_defaults(run=_area_remove)


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--area", required=True, help="id of an area: monaco")
    command.add_argument("--mode", default="walk", help="walk")
    command.add_argument(
        "--walk-speed-kmh", default="4.5", metavar="KMH", help="default: %(default)s"
    )


def _add_nearest(nearest: argparse.ArgumentParser) -> None:
    _add_common(nearest)
    nearest.add_argument("--from", dest="origin", required=True, metavar="LON,LAT")
    nearest.add_argument("--need", required=True, help="a need or a sector: pharmacy, health …")
    nearest.add_argument("--at", metavar="2026-11-24T09:00", help="leave then, local time")
    nearest.add_argument("--language", action="append", default=[], metavar="ISO", help="ara or ar")
    nearest.add_argument("--status", help="legal status: permit, asylum_seeker, no_permit …")
    nearest.add_argument("--residence", help="ISTAT code of the municipality, or none")
    nearest.add_argument("--age", help="in years")
    nearest.add_argument("--sex", choices=("female", "male"))
    nearest.add_argument("--children", action="store_true", help="comes with children")
    nearest.add_argument("--documents", help="held, separated by commas; none: holds none")
    nearest.add_argument("--within-min", default="60", help="default: %(default)s")
    nearest.add_argument("--limit", default="5", help="most results, default: %(default)s")
    nearest.add_argument("--json", action="store_true")
    nearest.set_defaults(run=_nearest)


def _add_matrix(matrix: argparse.ArgumentParser) -> None:
    _add_common(matrix)
    matrix.add_argument("--origins", required=True, type=Path, help="CSV with id, lon, lat")
    matrix.add_argument("--destinations", required=True, type=Path, help="CSV with id, lon, lat")
    matrix.add_argument("--cutoff-min", default="60", help="default: %(default)s")
    matrix.add_argument("--out", required=True, type=Path, help="CSV of the pairs reached in time")
    matrix.set_defaults(run=_matrix)


def _add_route(route: argparse.ArgumentParser) -> None:
    _add_common(route)
    route.add_argument("--from", dest="origin", required=True, metavar="LON,LAT")
    route.add_argument("--to", dest="destination", required=True, metavar="LON,LAT")
    route.add_argument("--json", action="store_true")
    route.set_defaults(run=_route)


def _area_build(options: argparse.Namespace, words: Words) -> None:
    from data.areas.build import AreaRequest, build_area, check_names

    check_names(options.id, bundled=False)
    request = AreaRequest(
        id=options.id,
        osm=options.osm,
        boundary=options.boundary,
        names={"it": options.name or options.id},
        time_zone=options.time_zone,
        country=options.country.upper(),
    )
    build_area(request, now=datetime.now(UTC), on_progress=_progress(words))


def _area_list(options: argparse.Namespace, words: Words) -> None:
    from data.areas.load import list_areas
    from data.catalog.areas import bundled_areas

    built = {manifest.id: manifest for manifest in list_areas()}
    ids = [*(a.id for a in bundled_areas()), *(i for i in built if not built[i].bundled)]
    rows = [
        {"id": i, "built": i in built, "bundled": i not in built or built[i].bundled} for i in ids
    ]
    if options.json:
        _print_json(rows)
        return
    for row in rows:
        area_id = str(row["id"])
        name = built[area_id].name(words.language) if area_id in built else "–"
        sample = f" · {words.say('app.sample_badge')}" if row["bundled"] else ""
        print(f"{area_id:<20}{name}{sample}")


def _area_info(options: argparse.Namespace, words: Words) -> None:  # noqa: ARG001
    from dataclasses import asdict

    from data.areas.load import current_folder
    from data.areas.manifest import read_manifest

    manifest = asdict(read_manifest(current_folder(options.id)))
    manifest["sha256"] = f"{len(manifest['sha256'])} files"
    _print_json(manifest)


def _area_remove(options: argparse.Namespace, words: Words) -> None:  # noqa: ARG001
    from data.areas.load import remove_area

    remove_area(options.id)


def _nearest(options: argparse.Namespace, words: Words) -> None:
    from data.catalog.tables import load_taxonomy, need_ids
    from data.exchange.questions import read_moment, read_position, read_situation
    from geo.finder import find
    from geo.model import Query
    from geo.travel import minutes_to, stand_at
    from layers.result_rows import result_text
    from layers.sentences import left_out_sentences

    need_ids(options.need)
    situation = read_situation(
        languages=options.language,
        status=options.status,
        residence=options.residence,
        age=None if options.age is None else int(options.age),
        sex=options.sex,
        with_children=options.children,
        documents=options.documents,
    )
    position = read_position(options.origin)
    opened = _open(options, words)
    place = opened.area.place
    origin = stand_at(opened.area.network, *position)
    at = read_moment(options.at, place.time_zone) if options.at else None
    query = Query(options.need, situation, at, options.within_min)
    minutes = minutes_to(
        opened.area.network,
        origin,
        opened.snapped,
        limit_min=max(120.0, options.within_min),
        speed_kmh=options.walk_speed_kmh,
    )
    findings = find(opened.services, minutes, query, taxonomy=load_taxonomy(), place=place)
    results = (*findings.results, *findings.protected)[: int(options.limit)]
    if options.json:
        _print_json([_row(opened, origin, result, options.need, words) for result in results])
        return
    for result in results:
        print(result_text(result, words, departure=at) + "\n")
    for line in left_out_sentences(findings, words, limit_min=options.within_min):
        print(line, file=sys.stderr)


def _row(
    opened: OpenArea, origin: Snapped, result: Result, need: str, words: Words
) -> dict[str, object]:
    from data.catalog.tables import need_ids
    from geo.routing import one_of
    from layers.result_rows import result_row

    there = one_of(opened.snapped, result.number)
    path = None if result.minutes is None else opened.area.network.path(origin, there)
    distance_m = None if path is None else path.distance_m
    return result_row(result, words, needs=need_ids(need), distance_m=distance_m)


def _matrix(options: argparse.Namespace, words: Words) -> None:
    from data.exchange.points_csv import read_points, safe_cell, writing
    from geo.modes import WALK_SPEED_KMH

    opened = _open(options, words)
    network, bounds = opened.area.network, opened.area.manifest.bounds
    origins = read_points(options.origins, bounds=bounds)
    destinations = read_points(options.destinations, bounds=bounds)
    laid = [network.snap(points.lon, points.lat) for points in (origins, destinations)]
    for points, snapped in zip((origins, destinations), laid, strict=True):
        far = network.snap(points.lon, points.lat, limit_m=20_000.0)
        for number in (~snapped.found).nonzero()[0]:
            distance = float(far.distance_m[number])
            print(
                words.say("warning.unsnapped", id=points.ids[number], distance_m=distance),
                file=sys.stderr,
            )
    slower = WALK_SPEED_KMH / options.walk_speed_kmh
    pairs = network.pairs_within(*laid, cutoff_min=options.cutoff_min / slower)
    with writing(options.out) as file:
        writer = csv.writer(file)
        writer.writerow(("origin_id", "destination_id", "minutes"))
        for a, b, minutes in zip(pairs.origin, pairs.destination, pairs.minutes, strict=True):
            ids = safe_cell(origins.ids[a]), safe_cell(destinations.ids[b])
            writer.writerow((*ids, f"{minutes * slower:.4f}"))


def _route(options: argparse.Namespace, words: Words) -> None:
    from data.exchange.questions import read_position
    from geo.directions import steps
    from geo.errors import BadInput
    from geo.modes import WALK_SPEED_KMH
    from geo.travel import stand_at
    from layers.sentences import step_sentence

    start, end = read_position(options.origin), read_position(options.destination)
    network = _open(options, words).area.network
    path = network.path(stand_at(network, *start), stand_at(network, *end))
    if path is None:
        raise BadInput("path.none")
    sentences = [step_sentence(step, words) for step in steps(network.streets, path)]
    minutes = path.minutes * WALK_SPEED_KMH / options.walk_speed_kmh
    if not options.json:
        print(words.say("route.summary", walk_min=minutes, distance_m=path.distance_m))
        print("\n".join(f"{number}. {line}" for number, line in enumerate(sentences, 1)))
        return
    line = [[round(x, 6), round(y, 6)] for x, y in zip(path.lon, path.lat, strict=True)]
    _print_json(
        {
            "minutes": round(minutes, 2),
            "distance_m": round(path.distance_m),
            "geometry": {"type": "LineString", "coordinates": line},
            "steps": sentences,
        }
    )


def _open(options: argparse.Namespace, words: Words) -> OpenArea:
    from data.areas.build import ensure_area
    from data.areas.opened import open_area
    from geo.errors import UnknownName

    if options.mode != "walk":
        raise UnknownName("mode.unknown", mode=options.mode, known="walk")
    ensure_area(options.area, now=datetime.now(UTC), on_progress=_progress(words))
    return open_area(options.area)


def _progress(words: Words):  # type: ignore[no-untyped-def]
    def tell(step: str, share: float) -> None:
        print(f"{share:4.0%}  {words.say(f'progress.{step}')}", file=sys.stderr, flush=True)

    return tell


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    sys.exit(main())
