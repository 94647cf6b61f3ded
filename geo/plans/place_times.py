"""The table of minutes between the places of a plan, from a mode's travel times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from geo.arrays import Ints
from geo.network.routing import Snapped
from geo.network.travel import TravelTimes
from geo.plans.model import NO_WAY

ROUNDING_MIN = 1e-6
"""What a way may exceed whole minutes by and still count as these."""


@dataclass(frozen=True, slots=True)
class PlaceTimes:
    """`geo.plans.model.TripTimes` between points, the first of which is home.

    Attributes
    ----------
    times
        Those of a mode.
    points
        Home, then the places, laid on the mode's network.
    limit_min
        A way that takes longer is no way.
    """

    times: TravelTimes
    points: Snapped
    limit_min: float

    @property
    def changes_every_min(self) -> int:
        """After how many minutes the times may be other ones; 0: the same at any hour."""
        return self.times.changes_every_min

    def minutes(self, departure: datetime) -> Ints:
        """Return whole minutes, rounded up, between all points for somebody who leaves then."""
        found = self.times.pairs_within(
            self.points, self.points, limit_min=self.limit_min, departure=departure
        )
        table = np.full((len(self.points), len(self.points)), NO_WAY, np.int32)
        table[found.origin, found.destination] = np.ceil(found.minutes - ROUNDING_MIN)
        np.fill_diagonal(table, 0)
        return table
