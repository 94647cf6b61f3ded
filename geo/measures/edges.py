"""The edge of the data: whose reach goes beyond it, so that a service out there is not seen."""

from __future__ import annotations

import numpy as np

from geo.arrays import Bools, Box, Floats
from geo.network.sphere import METRES_PER_DEGREE


def reaches_beyond(
    lon: Floats, lat: Floats, bounds: Box, *, limit_min: float, speed_kmh: float
) -> Bools:
    """Return which homes may reach what lies beyond the data, shape (homes,).

    By straight lines, which streets never beat: nobody is left unflagged who could go there.

    Parameters
    ----------
    bounds
        West, south, east, north of the streets, degrees EPSG:4326.

    Examples
    --------
    >>> lon, lat = np.array([11.0, 11.05]), np.array([46.05, 46.05])
    >>> reaches_beyond(lon, lat, (11.0, 46.0, 11.1, 46.1), limit_min=15, speed_kmh=4.0).tolist()
    [True, False]
    """
    west, south, east, north = bounds
    metres = METRES_PER_DEGREE * np.cos(np.radians(lat))
    sides = [(lon - west) * metres, (east - lon) * metres]
    sides += [(lat - south) * METRES_PER_DEGREE, (north - lat) * METRES_PER_DEGREE]
    reach_m = limit_min * speed_kmh * 1000.0 / 60.0
    return np.asarray(np.min(sides, axis=0) < reach_m, bool)
