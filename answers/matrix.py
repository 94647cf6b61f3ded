"""Matrix: minutes between many points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from answers.opened_area import OpenArea
from answers.travel import BY_DEFAULT, TransitOptions, travel_times
from data.exchange.points_csv import Points
from geo.network.modes import Mode
from geo.network.routing import SparseTimes
from geo.network.walking import WALK_SPEED_KMH

FARTHEST_M = 20_000.0
"""How far a street is looked for, to say how far away a point is that none is near to."""


@dataclass(frozen=True, slots=True)
class MatrixQuery:
    """Points, and how somebody travels between them, for how long at most.

    `at` is aware: when they leave; by timetable it has to be given.
    """

    origins: Points
    destinations: Points
    cutoff_min: float
    mode: Mode = Mode.WALK
    speed_kmh: float = WALK_SPEED_KMH
    at: datetime | None = None
    transit: TransitOptions = BY_DEFAULT


@dataclass(frozen=True, slots=True)
class MatrixAnswer:
    """Minutes of the pairs reached in time.

    Attributes
    ----------
    times
        Pairs by the numbers of the points.
    unsnapped
        Id of each point that no street is near to, with its distance from one in metres (NaN where
        there is none in 20 km): origins first.
    """

    times: SparseTimes
    unsnapped: tuple[tuple[str, float], ...]


def matrix(opened: OpenArea, query: MatrixQuery) -> MatrixAnswer:
    """Return the minutes between points.

    Raises
    ------
    UnknownName
        ``mode.unknown`` where the area was not built for the mode.
    BadInput
        By timetable: ``transit.no_time``, ``gtfs.no_day``.
    """
    times = travel_times(opened.area, query.mode, speed_kmh=query.speed_kmh, transit=query.transit)
    both = (query.origins, query.destinations)
    snapped = [times.snap(points.lon, points.lat) for points in both]
    unsnapped: list[tuple[str, float]] = []
    for points, laid in zip(both, snapped, strict=True):
        far = opened.area.networks[query.mode].snap(points.lon, points.lat, limit_m=FARTHEST_M)
        lost = np.flatnonzero(~laid.found)
        unsnapped += [(points.ids[n], float(far.distance_m[n])) for n in lost]
    pairs = times.pairs_within(*snapped, limit_min=query.cutoff_min, departure=query.at)
    return MatrixAnswer(pairs, tuple(unsnapped))
