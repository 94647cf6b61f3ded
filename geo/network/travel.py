"""Travel times at a traveller's own pace: the seam between a mode's network and the questions.

A question asks `TravelTimes` and never a network: a mode whose times depend on the departure, as a
timetable's do, keeps the same protocol.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import numpy as np

from geo.arrays import Floats
from geo.errors import OutsideArea
from geo.network.routing import Path, RoutingNetwork, Snapped, SparseTimes
from geo.network.snapping import SNAP_LIMIT_M
from geo.network.walking import Walker


class TravelTimes(Protocol):
    """Times and ways of one mode, door to door, at a traveller's own pace.

    `departure` is aware; None where the time does not matter. Arrays given are never changed.
    """

    @property
    def changes_every_min(self) -> int:
        """After how many minutes the times may be other ones; 0: the same at any hour."""
        ...

    def snap(self, lon: Floats, lat: Floats) -> Snapped:
        """Lay points, degrees EPSG:4326, on the network; see `Snapped` for those not found."""
        ...

    def minutes_from(
        self, origin: Snapped, points: Snapped, *, limit_min: float, departure: datetime | None
    ) -> Floats:
        """Minutes from one origin to each point, in their order; NaN beyond the limit, where there
        is no way, and where either end was not found.
        """
        ...

    def pairs_within(
        self,
        origins: Snapped,
        destinations: Snapped,
        *,
        limit_min: float,
        departure: datetime | None,
    ) -> SparseTimes:
        """All pairs within the limit."""
        ...

    def path(
        self, origin: Snapped, destination: Snapped, *, departure: datetime | None
    ) -> Path | None:
        """The fastest way between two points, its minutes at the traveller's pace; None where
        there is none.
        """
        ...


@dataclass(frozen=True, slots=True)
class WalkingTimes:
    """`TravelTimes` on foot: a street is as long at any hour, so the departure is ignored."""

    network: RoutingNetwork
    walker: Walker

    @property
    def changes_every_min(self) -> int:
        """Never."""
        return 0

    def snap(self, lon: Floats, lat: Floats) -> Snapped:
        """Lay points on the streets."""
        return self.network.snap(lon, lat)

    def minutes_from(
        self, origin: Snapped, points: Snapped, *, limit_min: float, departure: datetime | None
    ) -> Floats:
        """Minutes on foot from one origin to each point."""
        cutoff_min = self.walker.network_minutes(limit_min)
        return self.walker.minutes(self.network.minutes_from(origin, points, cutoff_min=cutoff_min))

    def pairs_within(
        self,
        origins: Snapped,
        destinations: Snapped,
        *,
        limit_min: float,
        departure: datetime | None,
    ) -> SparseTimes:
        """All pairs within the limit on foot."""
        cutoff_min = self.walker.network_minutes(limit_min)
        times = self.network.pairs_within(origins, destinations, cutoff_min=cutoff_min)
        return SparseTimes(times.origin, times.destination, self.walker.minutes(times.minutes))

    def path(
        self, origin: Snapped, destination: Snapped, *, departure: datetime | None
    ) -> Path | None:
        """The fastest way on foot."""
        path = self.network.path(origin, destination)
        return None if path is None else replace(path, minutes=self.walker.minutes(path.minutes))


def snap_one(times: TravelTimes, lon: float, lat: float) -> Snapped:
    """Lay one position on the network.

    Raises
    ------
    OutsideArea
        ``position.outside`` where no street is near enough.
    """
    origin = times.snap(np.array([lon]), np.array([lat]))
    if not origin.found[0]:
        raise OutsideArea(
            "position.outside", lon=round(lon, 5), lat=round(lat, 5), limit_m=SNAP_LIMIT_M
        )
    return origin
