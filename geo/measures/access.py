"""Measures of access on pairs of origins, where people live, and destinations, where they go.

Direction is person → service. A pair that is not given is out of reach: nothing stands for it, and
no measure takes its absence for a short or a long way. Formulas and references: each measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.arrays import Floats
from geo.errors import BadInput
from geo.measures.decay import Decay, within
from geo.network.routing import SparseTimes


@dataclass(frozen=True, slots=True)
class Supply:
    """Who goes where: reached pairs, people at the origins, capacity at the destinations.

    Attributes
    ----------
    times
        Reached pairs; minutes.
    people
        Shape (origins,), at least 0.
    capacity
        Shape (destinations,), at least 0; ones where services are only counted.
    """

    times: SparseTimes
    people: Floats
    capacity: Floats


def supply_of(times: SparseTimes, people: Floats, capacity: Floats) -> Supply:
    """Return what the measures take, once it is sound: every fault is given here.

    Raises
    ------
    BadInput
        ``measure.people`` or ``measure.capacity`` for counts below 0 or not known: whoever asks
        leaves such rows out or says what stands for them; ``measure.pairs`` for pairs that name
        a row that is not there; ``measure.minutes`` for times below 0 or not known.
    """
    for name, counts in (("people", people), ("capacity", capacity)):
        wrong = ~(np.isfinite(counts) & (counts >= 0))
        if wrong.any():
            raise BadInput(f"measure.{name}", count=int(wrong.sum()), row=int(wrong.argmax()))
    ends = ((times.origin, len(people)), (times.destination, len(capacity)))
    if any(len(rows) and (rows.min() < 0 or rows.max() >= size) for rows, size in ends):
        raise BadInput("measure.pairs")
    if not (np.isfinite(times.minutes) & (times.minutes >= 0)).all():
        raise BadInput("measure.minutes")
    return Supply(times, people.astype(np.float64), capacity.astype(np.float64))


def nearest_minutes(times: SparseTimes, origins: int, *, k: int = 1) -> Floats:
    """Return the minutes to the k-th nearest destination, shape (origins,).

    NaN where fewer are reached.

    Examples
    --------
    >>> times = SparseTimes(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([9.0, 5.0, 7.0]))
    >>> nearest_minutes(times, 3).tolist(), nearest_minutes(times, 3, k=2).tolist()
    ([5.0, 7.0, nan], [9.0, nan, nan])
    """
    if k < 1:
        raise BadInput("measure.k", k=k)
    order = np.lexsort((times.minutes, times.origin))
    origin = times.origin[order]
    first = np.searchsorted(origin, np.arange(origins), side="left")
    last = np.searchsorted(origin, np.arange(origins), side="right")
    found = np.full(origins, np.nan)
    enough = last - first >= k
    found[enough] = times.minutes[order][first[enough] + k - 1]
    return found


def share_within(minutes: Floats, people: Floats, threshold_min: float) -> float:
    """Return the share of people whose time is at most a threshold: Σ P·1[T ≤ τ] / Σ P.

    NaN minutes are beyond every threshold. NaN where there is nobody.

    Examples
    --------
    >>> share_within(np.array([5.0, 20.0, np.nan]), np.array([1.0, 2.0, 1.0]), 15.0)
    0.25
    """
    everybody = float(people.sum())
    return float(people[minutes <= threshold_min].sum()) / everybody if everybody else np.nan


def cumulative(supply: Supply, threshold_min: float) -> Floats:
    """Return the capacity reached within a threshold, shape (origins,): Σⱼ Sⱼ·1[t ≤ τ].

    Wachs & Kumagai 1973. 0 where nothing is reached.
    """
    return gravity(supply, within(threshold_min))


def cumulative_interval(
    supply: Supply, first_min: float, last_min: float, *, step_min: float = 1.0
) -> Floats:
    """Return the median of `cumulative` over thresholds from the first to the last.

    One threshold decides too much; an interval says what holds around it. Tomasiello, Herszenhut,
    Oliveira, Braga & Pereira 2023.
    """
    if not (0 < first_min <= last_min and step_min > 0):
        raise BadInput("measure.interval", first=first_min, last=last_min)
    thresholds = np.arange(first_min, last_min + step_min / 2, step_min)
    table = np.array([cumulative(supply, float(threshold)) for threshold in thresholds])
    return np.asarray(np.median(table, axis=0), np.float64)


def gravity(supply: Supply, decay: Decay) -> Floats:
    """Return the capacity reached, weighed by the way, shape (origins,): Σⱼ Sⱼ f(t). Hansen 1959.

    0 where nothing is reached.
    """
    pairs = _Pairs(supply, decay)
    return pairs.to_origins(supply.capacity[pairs.destination] * pairs.weight)


def two_step(supply: Supply, decay: Decay) -> Floats:
    """Return capacity per person by floating catchments, shape (origins,).

    Rⱼ = Sⱼ / Σₖ Pₖ f(tₖⱼ); Aᵢ = Σⱼ Rⱼ f(tᵢⱼ). With `geo.measures.decay.within` it is 2SFCA
    (Luo & Wang 2003), with `geo.measures.decay.zones` E2SFCA (Luo & Qi 2009). A person counts at
    every site in reach: more time for all may lower it. 0 where nothing is reached; sites that
    nobody reaches give none.

    Examples
    --------
    >>> times = SparseTimes(np.array([0, 1]), np.array([0, 0]), np.array([5.0, 9.0]))
    >>> two_step(supply_of(times, np.array([30.0, 10.0]), np.array([2.0])), within(10.0)).tolist()
    [0.05, 0.05]
    """
    pairs = _Pairs(supply, decay)
    demand = pairs.to_destinations(supply.people[pairs.origin] * pairs.weight)
    ratio = _ratio(supply.capacity, demand)
    return pairs.to_origins(ratio[pairs.destination] * pairs.weight)


def three_step(supply: Supply, decay: Decay) -> Floats:
    """Return capacity per person where people choose among sites, shape (origins,).

    Gᵢⱼ = fᵢⱼ / Σₗ fᵢₗ; Rⱼ = Sⱼ / Σₖ Gₖⱼ Pₖ fₖⱼ; Aᵢ = Σⱼ Gᵢⱼ Rⱼ fᵢⱼ. Wan, Zou & Sternberg 2012.
    """
    pairs = _Pairs(supply, decay)
    chosen = pairs.share_of_origin() * pairs.weight
    demand = pairs.to_destinations(supply.people[pairs.origin] * chosen)
    ratio = _ratio(supply.capacity, demand)
    return pairs.to_origins(ratio[pairs.destination] * chosen)


def balanced(supply: Supply, decay: Decay) -> Floats:
    """Return capacity per person where each person and each place counts once, shape (origins,).

    Rⱼ = Sⱼ / Σᵢ Pᵢ fᵢⱼ / Σₗ fᵢₗ; Aᵢ = Σⱼ Rⱼ fᵢⱼ / Σₖ fₖⱼ. Páez, Higgins & Vivona 2019. An origin
    without people takes a part of the ratio all the same: leave such rows out.
    """
    pairs = _Pairs(supply, decay)
    demand = pairs.to_destinations(supply.people[pairs.origin] * pairs.share_of_origin())
    ratio = _ratio(supply.capacity, demand)
    return pairs.to_origins(ratio[pairs.destination] * pairs.share_of_destination())


def spatial_availability(supply: Supply, decay: Decay, *, alpha: float = 1.0) -> Floats:
    """Return the capacity that falls to each origin, shape (origins,).

    Vᵢ = Σⱼ Sⱼ Pᵢ^α fᵢⱼ / Σₖ Pₖ^α fₖⱼ. Soukhov, Páez, Higgins & Mohamed 2023. The sum over origins
    is the capacity that anybody reaches; divide by the people for what falls to each of them.
    """
    pairs = _Pairs(supply, decay)
    if not alpha > 0:
        raise BadInput("decay.number", name="alpha", value=alpha)
    pull = supply.people[pairs.origin] ** alpha * pairs.weight
    total = pairs.to_destinations(pull)
    share = _ratio(pull, total[pairs.destination])
    return pairs.to_origins(supply.capacity[pairs.destination] * share)


def crowding(supply: Supply, decay: Decay) -> Floats:
    """Return people per capacity at each destination, shape (destinations,).

    Cⱼ = Σᵢ Pᵢ fᵢⱼ / Σₗ Sₗ fᵢₗ, the inverted 2SFCA. Wang 2021.
    """
    pairs = _Pairs(supply, decay)
    reached = pairs.to_origins(supply.capacity[pairs.destination] * pairs.weight)
    ratio = _ratio(supply.people, reached)
    return pairs.to_destinations(ratio[pairs.origin] * pairs.weight)


class _Pairs:
    """Pairs that count at all, with their weight, and sums over either end."""

    def __init__(self, supply: Supply, decay: Decay) -> None:
        weight = decay(supply.times.minutes)
        counts = weight > 0
        self.origin = supply.times.origin[counts]
        self.destination = supply.times.destination[counts]
        self.weight = weight[counts]
        self._origins, self._destinations = len(supply.people), len(supply.capacity)

    def to_origins(self, values: Floats) -> Floats:
        return np.asarray(np.bincount(self.origin, values, self._origins), np.float64)

    def to_destinations(self, values: Floats) -> Floats:
        found = np.bincount(self.destination, values, self._destinations)
        return np.asarray(found, np.float64)

    def share_of_origin(self) -> Floats:
        return self.weight / self.to_origins(self.weight)[self.origin]

    def share_of_destination(self) -> Floats:
        return self.weight / self.to_destinations(self.weight)[self.destination]


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, 0 where the whole is nothing: there is nobody, or nothing, to share."""
    found = np.zeros(len(part))
    np.divide(part, whole, out=found, where=whole > 0)
    return found
