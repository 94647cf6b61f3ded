"""``nearest``, ``matrix``, ``route``: answers over an area's network."""

from __future__ import annotations

import argparse
import csv
import sys
from datetime import datetime
from functools import partial

from answers.find import FindAnswer, FindQuery, find, path_to
from answers.matrix import MatrixQuery, matrix
from answers.opened_area import OpenArea
from answers.route import RouteQuery, route
from answers.travel import read_mode
from commands.opening import open_built_area
from commands.printing import print_json
from commands.situation import situation_of
from commands.transit import transit_of
from data.catalog.tables import need_ids
from data.exchange.points_csv import read_points
from data.exchange.questions import read_moment, read_position
from data.files.csv_text import safe_cell, writing
from geo.finder import Result
from geo.transit.journeys import Journey
from geo.transit.network import TransitNetwork
from layers.find.result_rows import result_row, result_text
from layers.sentences import left_out_sentences, step_sentence
from layers.transit.journey_rows import journey_row
from layers.transit.journey_texts import journey_texts
from layers.words import Words


def print_nearest(options: argparse.Namespace, words: Words) -> None:
    """Print the nearest services for a need."""
    need_ids(options.need)
    situation = situation_of(options)
    lon, lat = read_position(options.origin)
    mode = read_mode(options.mode)
    opened = open_built_area(options.area, words)
    query = FindQuery(
        need=options.need,
        lon=lon,
        lat=lat,
        situation=situation,
        at=_moment(options, opened),
        limit_min=options.within_min,
        mode=mode,
        speed_kmh=options.walk_speed_kmh,
        transit=transit_of(options),
    )
    answer = find(opened, query)
    findings = answer.findings
    results = (*findings.results, *findings.protected)[: int(options.limit)]
    if options.json:
        print_json([_row(opened, answer, result, words) for result in results])
        return
    for result in results:
        print(result_text(result, words, departure=query.at) + "\n")
    for line in left_out_sentences(
        findings, words, limit_min=query.limit_min, timed=query.at is not None
    ):
        print(line, file=sys.stderr)


def _moment(options: argparse.Namespace, opened: OpenArea) -> datetime | None:
    """Return when somebody leaves; None where the option is not given."""
    return read_moment(options.at, opened.area.calendar.time_zone) if options.at else None


def _print_journey(
    journey: Journey, network: TransitNetwork, options: argparse.Namespace, words: Words
) -> None:
    clock = partial(network.moment, journey.day)
    if options.json:
        print_json(journey_row(journey, network.timetable, clock))
        return
    texts = journey_texts(journey, network.timetable, clock, words)
    print(texts.summary)
    print("\n".join(f"{number}. {leg}" for number, leg in enumerate(texts.legs, 1)))


def _row(opened: OpenArea, answer: FindAnswer, result: Result, words: Words) -> dict[str, object]:
    path = path_to(opened, answer, result)
    distance_m = None if path is None else path.distance_m
    return result_row(result, words, needs=need_ids(answer.query.need), distance_m=distance_m)


def write_matrix(options: argparse.Namespace, words: Words) -> None:
    """Write minutes between many points."""
    mode = read_mode(options.mode)
    opened = open_built_area(options.area, words)
    bounds = opened.area.manifest.bounds
    query = MatrixQuery(
        read_points(options.origins, bounds=bounds),
        read_points(options.destinations, bounds=bounds),
        cutoff_min=options.cutoff_min,
        mode=mode,
        speed_kmh=options.walk_speed_kmh,
        at=_moment(options, opened),
        transit=transit_of(options),
    )
    answer = matrix(opened, query)
    for point, distance in answer.unsnapped:
        print(words.say("warning.unsnapped", id=point, distance_m=distance), file=sys.stderr)
    times = answer.times
    with writing(options.out) as file:
        writer = csv.writer(file)
        writer.writerow(("origin_id", "destination_id", "minutes"))
        for a, b, minutes in zip(times.origin, times.destination, times.minutes, strict=True):
            ids = safe_cell(query.origins.ids[a]), safe_cell(query.destinations.ids[b])
            writer.writerow((*ids, f"{minutes:.4f}"))


def print_route(options: argparse.Namespace, words: Words) -> None:
    """Print the way between two points."""
    ends = read_position(options.origin), read_position(options.destination)
    mode = read_mode(options.mode)
    opened = open_built_area(options.area, words)
    query = RouteQuery(
        *ends,
        mode=mode,
        speed_kmh=options.walk_speed_kmh,
        at=_moment(options, opened),
        transit=transit_of(options),
    )
    answer = route(opened, query)
    path = answer.path
    if answer.journey is not None and opened.area.transit is not None:
        _print_journey(answer.journey, opened.area.transit, options, words)
        return
    sentences = [step_sentence(step, words) for step in answer.steps]
    if not options.json:
        print(words.say("route.summary", walk_min=path.minutes, distance_m=path.distance_m))
        print("\n".join(f"{number}. {line}" for number, line in enumerate(sentences, 1)))
        return
    line = [[round(x, 6), round(y, 6)] for x, y in zip(path.lon, path.lat, strict=True)]
    print_json(
        {
            "minutes": round(path.minutes, 2),
            "distance_m": round(path.distance_m),
            "geometry": {"type": "LineString", "coordinates": line},
            "steps": sentences,
        }
    )
