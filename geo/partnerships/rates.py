"""Counts against the people of places: services per 10,000, and what a yardstick asks for."""

from __future__ import annotations

import numpy as np

from geo.arrays import Floats, Ints

PEOPLE = 10_000.0


def per_people(counts: Floats, people: Floats, *, per: float = PEOPLE) -> Floats:
    """Return counts for so many people, shape of both; NaN where nobody lives or none knows.

    Examples
    --------
    >>> per_people(np.array([2.0, 1.0]), np.array([40_000.0, np.nan])).tolist()
    [0.5, nan]
    """
    known = np.isfinite(people) & (people > 0)
    return np.where(known, counts * per / np.where(known, people, 1.0), np.nan)


def share_of_yardstick(counts: Floats, people: Floats, *, per: float) -> Floats:
    """Return the share of what a yardstick of one for so many people asks for.

    1 and more: it is met. NaN where nobody lives or none knows.

    Examples
    --------
    >>> share_of_yardstick(np.array([1.0]), np.array([40_000.0]), per=20_000.0).tolist()
    [0.5]
    """
    return per_people(counts, people, per=per)


def summed(values: Floats, group: Ints, groups: int) -> Floats:
    """Return the sum of the known values of each group, shape (groups,); NaN where none is known.

    Parameters
    ----------
    group
        Number of the group of each value; -1: of none.

    Examples
    --------
    >>> summed(np.array([1.0, np.nan, 2.0]), np.array([0, 1, 0]), 2).tolist()
    [3.0, nan]
    """
    known = np.isfinite(values) & (group >= 0)
    index = group[known].astype(np.int64)
    sums = np.bincount(index, values[known], groups)
    there = np.bincount(index, minlength=groups)
    return np.where(there > 0, sums, np.nan)
