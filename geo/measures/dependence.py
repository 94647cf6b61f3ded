"""How many people a service is there for: each person is shared by the services that they reach."""

from __future__ import annotations

import numpy as np

from geo.arrays import Floats, Indexes
from geo.network.routing import SparseTimes


def people_depending(times: SparseTimes, people: Floats, service: Indexes, need: Indexes) -> Floats:
    """Return the people that depend on each service, shape (services,).

    Of a need, a person who reaches one service depends on it wholly, one who reaches four on each
    by a quarter: the sum over the services of a need is the people who reach any. A service of
    several needs, or at several places, has what its most depended-on need comes to.

    Parameters
    ----------
    times
        Reached pairs: origins where people live, destinations that are rows of `service`, `need`.
    people
        Of each origin.
    service, need
        Of each destination, numbers from 0: one row for each need of a service at a place.

    Examples
    --------
    >>> pairs = SparseTimes(np.array([0, 0, 1]), np.array([0, 1, 1]), np.zeros(3))
    >>> people_depending(pairs, np.array([10.0, 4.0]), np.array([0, 1]), np.array([0, 0])).tolist()
    [5.0, 9.0]
    """
    services, needs = int(service.max(initial=-1)) + 1, int(need.max(initial=-1)) + 1
    if not services:
        return np.zeros(0)
    # One row for each origin, need and service: two places of a service are one way to be served.
    key = (times.origin * needs + need[times.destination]) * services + service[times.destination]
    key = np.unique(key)
    of_need, service_row = np.divmod(key, services)
    _, place, reached = np.unique(of_need, return_inverse=True, return_counts=True)
    share = people[of_need // needs] / reached[place]
    table = np.zeros((needs, services))
    np.add.at(table, (of_need % needs, service_row), share)
    return np.asarray(table.max(axis=0, initial=0.0), np.float64)
