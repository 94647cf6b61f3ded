"""``measure``: measures of access on plain tables, without an area and without the app."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np

from data.exchange.measure_tables import read_measure_tables, write_measure
from geo.arrays import Floats
from geo.errors import BadInput
from geo.measures.access import (
    Supply,
    balanced,
    gravity,
    nearest_minutes,
    spatial_availability,
    three_step,
    two_step,
)
from geo.measures.decay import Decay, exponential, gaussian, linear, power, within, zones
from layers.words import Words

Measure = Callable[[Supply, Decay], Floats]

MEASURES: dict[str, Measure] = {
    "2sfca": two_step,
    "e2sfca": two_step,
    "3sfca": three_step,
    "bfca": balanced,
    "spatial-availability": spatial_availability,
    "gravity": gravity,
    "cumulative": gravity,
}
RINGS, WEIGHTS = (1 / 3, 2 / 3, 1.0), (1.0, 0.68, 0.22)
"""E2SFCA's zones where none are given: thirds of the threshold, with the weights of Luo & Qi."""

DECAYS = ("within", "linear", "gaussian", "exponential", "power", "zones")


def measure(options: argparse.Namespace, words: Words) -> None:
    """Compute one measure and write it beside the ids of the places where people live."""
    tables = read_measure_tables(options.demand, options.supply, options.cost)
    if options.measure == "nearest":
        values = nearest_minutes(tables.supply.times, len(tables.ids), k=_whole(options.k))
    else:
        values = MEASURES[options.measure](tables.supply, _decay(options))
    write_measure(options.out, tables.ids, values)
    print(words.count("measure.written", len(tables.ids)))


def _decay(options: argparse.Namespace) -> Decay:
    """Return the decay that was asked for, else the measure's own."""
    threshold = None if options.threshold is None else _number("threshold", options.threshold)
    if options.decay is None:
        if options.measure == "gravity" or threshold is None:
            raise BadInput("measure.decay_needed", measure=options.measure)
        if options.measure == "e2sfca":
            return zones([threshold * part for part in RINGS], WEIGHTS)
        return within(threshold)
    name, _, found = options.decay.partition(":")
    if name == "zones":
        bounds, _, weights = found.partition("/")
        return zones(
            [_number("zones", part) for part in bounds.split(",")],
            [_number("zones", part) for part in weights.split(",")],
        )
    if name == "exponential":
        return _cut(exponential(_number(name, found)), threshold)
    if name == "power":
        return power(_number(name, found), threshold_min=np.inf if threshold is None else threshold)
    known = {"within": within, "linear": linear, "gaussian": gaussian}
    if name not in known or threshold is None:
        raise BadInput("measure.decay", decay=options.decay[:60], known=DECAYS)
    return known[name](threshold)


def _cut(decay: Decay, threshold: float | None) -> Decay:
    if threshold is None:
        return decay
    return lambda minutes: decay(minutes) * (minutes <= threshold)


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadInput("decay.number", name=name, value=text[:40]) from None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadInput("measure.k", k=text[:40])
    return int(text)
