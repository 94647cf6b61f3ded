"""Overlaps: the same need answered at the same door in the same hours."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from geo.network.sphere import metres_apart

WEEK_MIN = 7 * 24 * 60
SAME_DOOR_M = 50.0
"""Two positions this near are taken as one door: entrances are drawn on either side of a house."""

_DEGREE_M = 111_000.0
Spans = tuple[tuple[int, int], ...]
"""Opening and closing in minutes of the week, from Monday 0:00."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service at one place.

    `hours` are those of an ordinary week; None where they are not known. `lon`, `lat` are degrees,
    EPSG:4326, and public.
    """

    id: str
    needs: frozenset[str]
    lon: float
    lat: float
    hours: Spans | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two services that answer the same needs near each other.

    `minutes` are those of the week in which both are open; None where the hours of one are unknown.
    """

    first: str
    second: str
    needs: tuple[str, ...]
    metres: float
    minutes: int | None


def overlaps(offers: Sequence[Offer], *, within_m: float = SAME_DOOR_M) -> tuple[Overlap, ...]:
    """Return the pairs that answer a need at one door with hours in common, or unknown ones.

    Pairs whose hours are known and never meet are no overlap: they complete each other. The longest
    overlaps come first, those with unknown hours last.

    Examples
    --------
    >>> morning = ((540, 720),)
    >>> a = Offer("a", frozenset({"job_search"}), 9.19, 45.46, morning)
    >>> b = Offer("b", frozenset({"job_search"}), 9.19, 45.46, ((600, 780),))
    >>> [(row.first, row.second, row.minutes) for row in overlaps([a, b])]
    [('a', 'b', 120)]
    """
    found = []
    for first, second in _near(offers, within_m):
        needs = first.needs & second.needs
        metres = metres_apart(first.lon, first.lat, second.lon, second.lat)
        if first.id == second.id or not needs or metres > within_m:
            continue
        minutes = shared_minutes(first.hours, second.hours)
        if minutes != 0:
            one, two = sorted((first.id, second.id))
            found.append(Overlap(one, two, tuple(sorted(needs)), metres, minutes))
    return tuple(sorted(found, key=lambda row: (-(row.minutes or 0), row.first, row.second)))


def shared_minutes(first: Spans | None, second: Spans | None) -> int | None:
    """Return the minutes of a week in which both are open; None where one is not known.

    Examples
    --------
    >>> shared_minutes(((0, 60),), ((30, 90), (120, 150))), shared_minutes(None, ())
    (30, None)
    """
    if first is None or second is None:
        return None
    return int((_open_minutes(first) & _open_minutes(second)).sum())


def _open_minutes(spans: Spans) -> np.ndarray:
    found = np.zeros(WEEK_MIN, bool)
    for begin, end in spans:
        found[begin : min(end, WEEK_MIN)] = True
        found[: max(0, end - WEEK_MIN)] = True  # the night of Sunday is Monday's
    return found


def _near(offers: Sequence[Offer], within_m: float) -> Iterator[tuple[Offer, Offer]]:
    """Yield pairs that stand in the same or neighbouring squares, each once.

    All squares are as wide as one of `within_m` is farthest from the equator: none is too narrow.
    """
    farthest = max((abs(offer.lat) for offer in offers), default=0.0)
    across_m = _DEGREE_M * math.cos(math.radians(min(89.0, farthest)))
    squares: dict[tuple[int, int], list[Offer]] = defaultdict(list)
    for offer in offers:
        row, column = offer.lat * _DEGREE_M // within_m, offer.lon * across_m // within_m
        squares[int(row), int(column)].append(offer)
    for (row, column), here in squares.items():
        for place, first in enumerate(here):
            for second in here[place + 1 :]:
                yield first, second
        for key in _after(row, column):
            for first in here:
                for second in squares.get(key, ()):
                    yield first, second


def _after(row: int, column: int) -> tuple[tuple[int, int], ...]:
    """Return the neighbours that come after a square, so that each pair is met once."""
    return (row, column + 1), *((row + 1, column + step) for step in (-1, 0, 1))
