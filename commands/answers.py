"""``nearest``, ``matrix``, ``route``: answers over an area's streets."""

from __future__ import annotations

import argparse
import csv
import sys
from datetime import UTC, datetime

from commands.printing import print_json, progress
from data.areas.build import ensure_area
from data.areas.opened import OpenArea, open_area
from data.catalog.tables import load_taxonomy, need_ids
from data.exchange.points_csv import read_points, safe_cell, writing
from data.exchange.questions import read_moment, read_position, read_situation
from geo.errors import BadInput, UnknownName
from geo.finder import Result, find
from geo.model import Query
from geo.network.directions import steps
from geo.network.modes import WALK_SPEED_KMH
from geo.network.routing import Snapped, one_of
from geo.network.travel import minutes_to, stand_at
from layers.result_rows import result_row, result_text
from layers.sentences import left_out_sentences, step_sentence
from layers.words import Words


def nearest(options: argparse.Namespace, words: Words) -> None:
    """Tell the nearest services for a need."""
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
        print_json([_row(opened, origin, result, options.need, words) for result in results])
        return
    for result in results:
        print(result_text(result, words, departure=at) + "\n")
    for line in left_out_sentences(findings, words, limit_min=options.within_min):
        print(line, file=sys.stderr)


def _row(
    opened: OpenArea, origin: Snapped, result: Result, need: str, words: Words
) -> dict[str, object]:

    there = one_of(opened.snapped, result.number)
    path = None if result.minutes is None else opened.area.network.path(origin, there)
    distance_m = None if path is None else path.distance_m
    return result_row(result, words, needs=need_ids(need), distance_m=distance_m)


def matrix(options: argparse.Namespace, words: Words) -> None:
    """Write minutes between many points."""
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


def route(options: argparse.Namespace, words: Words) -> None:
    """Tell the way between two points."""
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
    print_json(
        {
            "minutes": round(minutes, 2),
            "distance_m": round(path.distance_m),
            "geometry": {"type": "LineString", "coordinates": line},
            "steps": sentences,
        }
    )


def _open(options: argparse.Namespace, words: Words) -> OpenArea:

    if options.mode != "walk":
        raise UnknownName("mode.unknown", mode=options.mode, known="walk")
    ensure_area(options.area, now=datetime.now(UTC), on_progress=progress(words))
    return open_area(options.area)
