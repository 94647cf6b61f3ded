"""Metres and bearings between degrees."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_M: Final = 6_371_008.8
"""Mean radius of WGS 84 (Moritz 2000)."""

METRES_PER_DEGREE: Final = math.pi * EARTH_RADIUS_M / 180
"""Of a meridian; of a parallel times the cosine of its latitude."""

Degrees = NDArray[np.float64]


def distance_m(lon_a: Degrees, lat_a: Degrees, lon_b: Degrees, lat_b: Degrees) -> Degrees:
    """Return great-circle metres between points in degrees (EPSG:4326), element by element.

    Examples
    --------
    >>> one = np.ones(1)
    >>> round(float(distance_m(0 * one, 0 * one, 0 * one, one)[0]))
    111195
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_phi = (phi_b - phi_a) / 2
    half_lambda = np.radians(np.asarray(lon_b) - np.asarray(lon_a)) / 2
    root = np.sin(half_phi) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lambda) ** 2
    metres: Degrees = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, root)))
    return metres


def bearing_deg(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the compass bearing from a to b, degrees in [0, 360), on a local plane.

    Examples
    --------
    >>> bearing_deg(0, 0, 1, 0), bearing_deg(0, 0, 0, 1)
    (90.0, 0.0)
    """
    east = (lon_b - lon_a) * np.cos(np.radians((lat_a + lat_b) / 2))
    return float(np.degrees(np.arctan2(east, lat_b - lat_a)) % 360)


def metres_apart(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance of two single points, m: what `distance_m` says, faster.

    Examples
    --------
    >>> round(metres_apart(11.0, 46.0, 11.01, 46.0))
    772
    """
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half))
