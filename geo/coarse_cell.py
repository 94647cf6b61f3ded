"""Squares of a fixed grid, coarse enough to say of nobody where they are.

The grid is the European one for statistics, ETRS89-LAEA (EPSG:3035), whose squares have the
same area everywhere and are named by their south-western corner. Commission Implementing
Regulation (EU) 2018/1799, article 3, lays down the squares of 1 km of the census; four of them make
one of ours.

References
----------
IOGP (2019). Geomatics Guidance Note 7-2, method 9820, Lambert azimuthal equal area.
Snyder, J. P. (1987). Map projections: a working manual. USGS Professional Paper 1395, 187–190.
"""

from __future__ import annotations

import re
from math import asin, atan2, cos, degrees, hypot, log, radians, sin, sqrt
from typing import Final

from geo.errors import BadInput

CELL_M: Final = 2_000
"""Side of a square. One width for everything: of two, one could be taken from the other."""

_AXIS_M, _FLATTENING = 6_378_137.0, 1 / 298.257222101  # GRS 80
_LON_0, _LAT_0 = radians(10.0), radians(52.0)
_EAST_0, _NORTH_0 = 4_321_000.0, 3_210_000.0
_E2 = _FLATTENING * (2 - _FLATTENING)
_E = sqrt(_E2)
_CODE = re.compile(rf"CRS3035RES{CELL_M}mN(-?\d+)E(-?\d+)")


def cell_of(lon: float, lat: float) -> str:
    """Return the code of the square that a position (degrees, EPSG:4326) is in.

    Raises
    ------
    BadInput
        ``position.none`` where the position is no number, or no place on Earth.

    Examples
    --------
    >>> cell_of(11.1217, 46.0671), cell_of(11.1218, 46.0672)
    ('CRS3035RES2000mN2550000E4406000', 'CRS3035RES2000mN2550000E4406000')
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadInput("position.none", lon=lon, lat=lat)
    east, north = _projected(lon, lat)
    south_m, west_m = (int(metres // CELL_M) * CELL_M for metres in (north, east))
    return f"CRS3035RES{CELL_M}mN{south_m}E{west_m}"


def cell_centre(code: str) -> tuple[float, float]:
    """Return longitude and latitude (degrees, EPSG:4326) of the middle of a square.

    Raises
    ------
    BadInput
        ``cell.code`` where no square of this grid is called so.

    Examples
    --------
    >>> lon, lat = cell_centre("CRS3035RES2000mN2550000E4406000")
    >>> round(lon, 3), round(lat, 3)
    (11.11, 46.066)
    """
    found = _CODE.fullmatch(code)
    if found is None:
        raise BadInput("cell.code", cell=code[:60])
    south_m, west_m = (int(part) for part in found.groups())
    return _unprojected(west_m + CELL_M / 2, south_m + CELL_M / 2)


def _authalic(sine: float) -> float:
    """Return the function q of the sine of a latitude: area from the equator, by axis squared."""
    inner = _E * sine
    return (1 - _E2) * (sine / (1 - inner**2) - log((1 - inner) / (1 + inner)) / (2 * _E))


_Q_POLE = _authalic(1.0)
_BETA_0 = asin(_authalic(sin(_LAT_0)) / _Q_POLE)
_RADIUS_M = _AXIS_M * sqrt(_Q_POLE / 2)
_SCALE = (
    _AXIS_M * cos(_LAT_0) / sqrt(1 - _E2 * sin(_LAT_0) ** 2) / (_RADIUS_M * cos(_BETA_0))
)  # fmt: skip


def _projected(lon: float, lat: float) -> tuple[float, float]:
    turn = radians(lon) - _LON_0
    beta = asin(max(-1.0, min(1.0, _authalic(sin(radians(lat))) / _Q_POLE)))
    toward = sin(_BETA_0) * sin(beta) + cos(_BETA_0) * cos(beta) * cos(turn)
    # The point opposite to the centre has no place on the map: it goes to its rim.
    stretch = _RADIUS_M * sqrt(2 / max(1 + toward, 1e-12))
    east = stretch * _SCALE * cos(beta) * sin(turn)
    north = stretch / _SCALE * (cos(_BETA_0) * sin(beta) - sin(_BETA_0) * cos(beta) * cos(turn))
    return _EAST_0 + east, _NORTH_0 + north


def _unprojected(east_m: float, north_m: float) -> tuple[float, float]:
    x, y = (east_m - _EAST_0) / _SCALE, (north_m - _NORTH_0) * _SCALE
    away = hypot(x, y)
    if away == 0:
        return degrees(_LON_0), degrees(_LAT_0)
    arc = 2 * asin(min(1.0, away / (2 * _RADIUS_M)))
    beta = asin(cos(arc) * sin(_BETA_0) + y * sin(arc) * cos(_BETA_0) / away)
    turn = atan2(
        x * sin(arc), away * cos(_BETA_0) * cos(arc) - y * sin(_BETA_0) * sin(arc)
    )  # fmt: skip
    # From the authalic latitude back to the geodetic one: the first terms of its series.
    lat = (
        beta
        + (_E2 / 3 + 31 * _E2**2 / 180 + 517 * _E2**3 / 5040) * sin(2 * beta)
        + (23 * _E2**2 / 360 + 251 * _E2**3 / 3780) * sin(4 * beta)
        + 761 * _E2**3 / 45360 * sin(6 * beta)
    )
    return (degrees(_LON_0 + turn) + 180) % 360 - 180, degrees(lat)
