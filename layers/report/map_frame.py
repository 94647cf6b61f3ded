"""Where the degrees of an area come to stand on a report's map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.network.sphere import METRES_PER_DEGREE

WIDTH = 1000.0
TALLEST, FLATTEST = 1.15, 0.5
"""Height in parts of the width."""
MARGIN = 0.03


@dataclass(frozen=True, slots=True)
class Frame:
    """Where degrees come to stand on the drawing.

    Attributes
    ----------
    west, north
        Of the upper left corner, degrees EPSG:4326.
    east_m, north_m
        Units of the drawing for a degree of longitude and of latitude.
    height
        Of the drawing; its width is `WIDTH`.
    metre
        Units for a metre.
    """

    west: float
    north: float
    east_m: float
    north_m: float
    height: float
    metre: float

    def x(self, lon: np.ndarray | float) -> np.ndarray:
        """Return how far right a longitude stands."""
        return np.asarray((np.asarray(lon) - self.west) * self.east_m)

    def y(self, lat: np.ndarray | float) -> np.ndarray:
        """Return how far down a latitude stands."""
        return np.asarray((self.north - np.asarray(lat)) * self.north_m)


def frame_of(bounds: Sequence[float]) -> Frame:
    """Return the frame that shows a box: west, south, east, north.

    A box that is too tall or too flat for a page gets room at its sides.

    Examples
    --------
    >>> frame = frame_of((11.0, 46.0, 11.1, 46.1))
    >>> bool(frame.height <= 1150), round(float(frame.x(11.05)))
    (True, 500)
    """
    west, south, east, north = bounds
    middle = (south + north) / 2
    flat = float(np.cos(np.radians(middle)))
    wide = max((east - west) * flat, 1e-4) * (1 + 2 * MARGIN)
    tall = max(north - south, 1e-4) * (1 + 2 * MARGIN)
    wide = max(wide, tall / TALLEST)
    tall = max(tall, wide * FLATTEST)
    unit = WIDTH / wide
    return Frame(
        west=(west + east) / 2 - wide / flat / 2,
        north=middle + tall / 2,
        east_m=unit * flat,
        north_m=unit,
        height=tall * unit,
        metre=unit / METRES_PER_DEGREE,
    )
