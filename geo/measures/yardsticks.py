"""Yardsticks: what a law or a plan asks for, held against what there is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.arrays import Floats
from geo.errors import BadInput


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many there are for so many people, and how many a standard asks for.

    Attributes
    ----------
    people, there, per
        People; what there is of the thing counted; people for each that the standard allows.
    asked
        The least whole number that meets the standard.
    """

    people: float
    there: float
    per: float
    asked: int

    @property
    def lacking(self) -> float:
        """How many more the standard asks for; 0 where it is met."""
        return max(0.0, float(self.asked - self.there))


def ratio(people: float, there: float, per: float) -> Ratio:
    """Return a count against a standard of one for so many people.

    Raises
    ------
    BadInput
        ``yardstick.per`` where the standard is not above 0, ``yardstick.there`` where the count is
        below 0 or not known.

    Examples
    --------
    >>> ratio(118_000, 2, 20_000).asked, ratio(118_000, 2, 20_000).lacking
    (6, 4.0)
    """
    if not per > 0:
        raise BadInput("yardstick.per", per=per)
    if not there >= 0:
        raise BadInput("yardstick.there", there=there)
    return Ratio(people, there, per, math.ceil(people / per))


def in_bands(minutes: Floats, people: Floats, bounds_min: Sequence[float]) -> Floats:
    """Return people by band of time, shape (bands + 1,): up to each bound, then beyond the last.

    Who reaches nothing at all (NaN) is beyond the last.

    Examples
    --------
    >>> minutes = np.array([5.0, 20.0, 31.0, np.nan])
    >>> in_bands(minutes, np.array([1.0, 2.0, 3.0, 4.0]), [20.0, 40.0, 75.0]).tolist()
    [3.0, 3.0, 0.0, 4.0]
    """
    bounds = np.asarray(bounds_min, np.float64)
    if (np.diff(bounds) <= 0).any() or not (bounds > 0).all():
        raise BadInput("yardstick.bands", bounds=tuple(bounds_min))
    band = np.searchsorted(bounds, np.where(np.isnan(minutes), np.inf, minutes), side="left")
    return np.asarray(np.bincount(band, people, len(bounds) + 1), np.float64)
