"""Travel times by timetable, as every question asks them of a mode."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np

from geo.arrays import Floats
from geo.errors import BadInput
from geo.network.routing import Path, Snapped, SparseTimes
from geo.network.walking import Walker
from geo.transit.journeys import HERE, Journey, RideLeg, WalkLeg, journey_between
from geo.transit.network import (
    TransitLimits,
    TransitNetwork,
    days_unless_known,
    departures_of,
)

QUARTER_MIN = 15
"""How often plans look at times."""


@dataclass(frozen=True, slots=True)
class TransitTimes:
    """`TravelTimes` by timetable.

    Attributes
    ----------
    window_min
        Departures of so many minutes are looked at, one a minute; 0: the asked one alone.
    percentile
        Of the departures of a window: 50 is the median.
    """

    network: TransitNetwork
    walker: Walker
    limits: TransitLimits = field(default=TransitLimits())
    window_min: int = 0
    percentile: float = 50.0

    @property
    def changes_every_min(self) -> int:
        """A quarter of an hour: with a window as long and percentile 100, times hold in it."""
        return QUARTER_MIN

    def snap(self, lon: Floats, lat: Floats) -> Snapped:
        """Lay points on the streets on which one walks to the stops."""
        return self.network.walking.snap(lon, lat)

    def minutes_from(
        self, origin: Snapped, points: Snapped, *, limit_min: float, departure: datetime | None
    ) -> Floats:
        """Minutes by timetable or on foot from one origin to each point.

        Raises
        ------
        BadInput
            ``transit.no_time`` where no departure is given; ``gtfs.no_day`` where the timetable
            says nothing about its day.
        """
        found: Floats = self._minutes(origin, points, limit_min, departure)[0]
        return found

    def pairs_within(
        self,
        origins: Snapped,
        destinations: Snapped,
        *,
        limit_min: float,
        departure: datetime | None,
    ) -> SparseTimes:
        """All pairs within the limit; errors as of `minutes_from`."""
        minutes = self._minutes(origins, destinations, limit_min, departure)
        origin, destination = np.nonzero(~np.isnan(minutes))
        return SparseTimes(
            origin.astype(np.int32), destination.astype(np.int32), minutes[origin, destination]
        )

    def path(
        self, origin: Snapped, destination: Snapped, *, departure: datetime | None
    ) -> Path | None:
        """The line of the journey that arrives first; it has no arcs, as it is not all streets."""
        journey = self.journey(origin, destination, departure=departure)
        return None if journey is None else self.path_of(journey, origin, destination)

    def journey(
        self, origin: Snapped, destination: Snapped, *, departure: datetime | None
    ) -> Journey | None:
        """The journey that arrives first, leg by leg; errors as of `minutes_from`."""
        if not (origin.found[0] and destination.found[0]):
            return None
        day, second = self._clock(departure)
        return journey_between(
            self.network, origin, destination, day, second, walker=self.walker, limits=self.limits
        )

    def _clock(self, departure: datetime | None) -> tuple[date, int]:
        if departure is None:
            raise BadInput("transit.no_time")
        day, second = self.network.clock(departure)
        outside = days_unless_known(self.network.timetable, day)
        if outside is not None:
            raise BadInput("gtfs.no_day", day=day, first=outside[0], last=outside[1])
        return day, second

    def _minutes(
        self, origins: Snapped, points: Snapped, limit_min: float, departure: datetime | None
    ) -> Floats:
        day, second = self._clock(departure)
        departures = departures_of(second, self.window_min)
        limits = replace(self.limits, longest_min=limit_min)
        return self.network.minutes(
            origins, points, day, departures,
            percent=self.percentile, walker=self.walker, limits=limits,
        )  # fmt: skip

    def path_of(self, journey: Journey, origin: Snapped, destination: Snapped) -> Path:
        """Return the line of a journey; its metres are those on foot."""
        lon: list[float] = []
        lat: list[float] = []
        metres = 0.0
        for leg in journey.legs:
            x, y, length = self._line(leg, origin, destination)
            lon, lat, metres = [*lon, *x], [*lat, *y], metres + length
        none = np.zeros(0, np.int32)
        return Path(
            journey.minutes, metres, np.array(lon), np.array(lat), none, np.zeros(0, np.float64)
        )

    def _line(
        self, leg: WalkLeg | RideLeg, origin: Snapped, destination: Snapped
    ) -> tuple[list[float], list[float], float]:
        stops = self.network.timetable.stops
        if isinstance(leg, RideLeg):
            called = [call.stop for call in leg.calls if not np.isnan(stops.lon[call.stop])]
            return stops.lon[called].tolist(), stops.lat[called].tolist(), 0.0
        start = origin if leg.start == HERE else self.network.stop(leg.start)
        end = destination if leg.end == HERE else self.network.stop(leg.end)
        way = self.network.walking.path(start, end)
        if way is None:
            return [], [], 0.0
        return way.lon.tolist(), way.lat.tolist(), way.distance_m
