"""Times from one person to many services, at the person's own speed."""

from __future__ import annotations

import numpy as np

from geo.errors import OutsideArea
from geo.network.modes import WALK_SPEED_KMH
from geo.network.routing import Floats, RoutingNetwork, Snapped
from geo.network.snapping import SNAP_LIMIT_M


def stand_at(network: RoutingNetwork, lon: float, lat: float) -> Snapped:
    """Lay one position on the network.

    Raises
    ------
    OutsideArea
        ``position.outside`` where no street is near enough.
    """
    origin = network.snap(np.array([lon]), np.array([lat]))
    if not origin.found[0]:
        raise OutsideArea(
            "position.outside", lon=round(lon, 5), lat=round(lat, 5), limit_m=SNAP_LIMIT_M
        )
    return origin


def minutes_to(
    network: RoutingNetwork,
    origin: Snapped,
    points: Snapped,
    *,
    limit_min: float,
    speed_kmh: float = WALK_SPEED_KMH,
) -> Floats:
    """Return walking minutes from one origin to each point; NaN beyond the limit or without way.

    Parameters
    ----------
    origin
        One point.
    points
        Many; the answer is in their order.
    limit_min
        Minutes at the given speed.
    speed_kmh
        Walking speed; stairs and lifts slow down in proportion.
    """
    slower = WALK_SPEED_KMH / speed_kmh
    found = network.minutes_from(origin, points, cutoff_min=limit_min / slower)
    minutes: Floats = found * slower
    return minutes
