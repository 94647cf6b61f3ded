"""How much a journey counts by its length: small functions to hand to the measures.

Each takes minutes, any shape, and returns weights between 0 and 1 of the same shape. Pairs that do
not exist are no rows of `geo.network.routing.SparseTimes`: no decay ever sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from geo.arrays import Floats
from geo.errors import BadInput

Decay = Callable[[Floats], Floats]


def within(threshold_min: float) -> Decay:
    """Count every journey up to a threshold wholly, and none beyond it.

    Examples
    --------
    >>> within(30.0)(np.array([0.0, 30.0, 30.1])).tolist()
    [1.0, 1.0, 0.0]
    """
    _positive("threshold_min", threshold_min)
    return lambda minutes: (minutes <= threshold_min).astype(np.float64)


def zones(bounds_min: Sequence[float], weights: Sequence[float]) -> Decay:
    """Count journeys by the zone in which they end: E2SFCA's rings (Luo & Qi 2009).

    Parameters
    ----------
    bounds_min
        Outer bounds, rising; beyond the last nothing counts.
    weights
        One for each zone, 0 to 1.

    Examples
    --------
    >>> zones([10.0, 20.0, 30.0], [1.0, 0.68, 0.22])(np.array([10.0, 10.5, 31.0])).tolist()
    [1.0, 0.68, 0.0]
    """
    bounds, found = np.asarray(bounds_min, np.float64), np.asarray([*weights, 0.0], np.float64)
    if len(bounds) != len(weights) or not len(bounds) or (np.diff(bounds) <= 0).any():
        raise BadInput("decay.zones", bounds=tuple(bounds_min), weights=tuple(weights))
    if ((found < 0) | (found > 1)).any():
        raise BadInput("decay.zones", bounds=tuple(bounds_min), weights=tuple(weights))
    return lambda minutes: found[np.searchsorted(bounds, minutes, side="left")]


def linear(threshold_min: float) -> Decay:
    """Fall straight from 1 at no time to 0 at a threshold.

    Examples
    --------
    >>> linear(40.0)(np.array([0.0, 10.0, 50.0])).tolist()
    [1.0, 0.75, 0.0]
    """
    _positive("threshold_min", threshold_min)
    return lambda minutes: np.clip(1.0 - minutes / threshold_min, 0.0, 1.0)


def exponential(scale_min: float) -> Decay:
    """Fall as exp(−t / scale): to 0.37 at one scale.

    Examples
    --------
    >>> exponential(10.0)(np.array([0.0, 10.0])).round(3).tolist()
    [1.0, 0.368]
    """
    _positive("scale_min", scale_min)
    return lambda minutes: np.exp(-minutes / scale_min)


def gaussian(threshold_min: float, *, at_threshold: float = 0.01) -> Decay:
    """Fall as a bell that has come to a hundredth at a threshold, and is cut there.

    Examples
    --------
    >>> gaussian(30.0)(np.array([0.0, 15.0, 30.0, 31.0])).round(3).tolist()
    [1.0, 0.316, 0.01, 0.0]
    """
    _positive("threshold_min", threshold_min)
    if not 0 < at_threshold < 1:
        raise BadInput("decay.number", name="at_threshold", value=at_threshold)
    spread = threshold_min**2 / -np.log(at_threshold)
    return lambda minutes: np.where(minutes <= threshold_min, np.exp(-(minutes**2) / spread), 0.0)


def power(exponent: float, *, threshold_min: float = np.inf, least_min: float = 1.0) -> Decay:
    """Fall as t to a negative power, of journeys up to a threshold.

    Shorter journeys than `least_min` count as that long: at no time the power has no value. It is
    the one decay that another unit of time changes.

    Examples
    --------
    >>> power(-1.0, threshold_min=61.0)(np.array([0.5, 1.0, 40.0, 62.0])).tolist()
    [1.0, 1.0, 0.025, 0.0]
    """
    _positive("threshold_min", threshold_min)
    _positive("least_min", least_min)
    if not exponent < 0:
        raise BadInput("decay.number", name="exponent", value=exponent)
    return lambda minutes: np.where(
        minutes <= threshold_min, np.maximum(minutes, least_min) ** exponent, 0.0
    )


def _positive(name: str, value: float) -> None:
    if not value > 0:
        raise BadInput("decay.number", name=name, value=value)
