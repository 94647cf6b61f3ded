"""Groups of people that nobody has counted, inferred from those that somebody has.

Languages: from foreign residents, the countries whose citizens they are, and the languages of
those countries. Ages of a school: from age bands that begin and end at other birthdays. An inferred
figure comes with a band of what the counts leave possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geo.arrays import Floats
from geo.errors import BadInput

Weights = Mapping[str, Mapping[str, float]]

ROUNDING = 1e-6
"""Published shares may sum to a little more than 1."""


@dataclass(frozen=True, slots=True)
class PeopleBand:
    """People by place, shape (places,): the figure said, and what is possible at least, at most.

    `low` ≤ `people` ≤ `high` everywhere; NaN in all three where a count is not known.
    """

    people: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, order=True)
class Ages:
    """Ages in whole years, both included; `last` None: and over.

    Examples
    --------
    >>> Ages(6, 10).years, Ages(65, None).years
    (5.0, inf)
    """

    first: int
    last: int | None

    @property
    def end(self) -> float:
        """The birthday on which people leave the band."""
        return np.inf if self.last is None else float(self.last + 1)

    @property
    def years(self) -> float:
        """How many years of birth the band holds."""
        return self.end - self.first

    def shared(self, other: Ages) -> float:
        """Return the years that two bands share."""
        return max(0.0, min(self.end, other.end) - max(self.first, other.first))


def language_share(mix: Mapping[str, float], weights: Weights, language: str) -> float:
    """Return the share of foreign residents known to use a language: Σ_c m_c · w_c,l.

    A country that `weights` does not have adds nothing; `unknown_share` says how many those are.

    Parameters
    ----------
    mix
        Country → share m_c of the foreign residents, 0 to 1; the shares sum to 1 at most.
    weights
        Country → language → share w_c,l of the country's people who use it, in (0, 1].

    Raises
    ------
    BadInput
        ``group.mix`` for shares below 0 or more than 1 together; ``group.weight`` for a weight that
        is no share.

    Examples
    --------
    >>> weights = {"MA": {"ara": 0.9, "fra": 0.4}, "SN": {"wol": 0.7, "fra": 0.25}}
    >>> round(language_share({"MA": 0.5, "SN": 0.2}, weights, "fra"), 3)
    0.25
    """
    _check_mix(mix)
    total = 0.0
    for country, share in mix.items():
        weight = weights.get(country, {}).get(language, 0.0)
        if not 0 <= weight <= 1:
            raise BadInput("group.weight", country=country, language=language, weight=weight)
        total += share * weight
    return min(1.0, total)


def unknown_share(mix: Mapping[str, float], weights: Weights) -> float:
    """Return the share of foreign residents whose country, or its languages, nobody has said.

    Examples
    --------
    >>> round(unknown_share({"MA": 0.5, "XX": 0.2}, {"MA": {"ara": 0.9}}), 3)
    0.5
    """
    _check_mix(mix)
    return max(0.0, 1.0 - sum(share for country, share in mix.items() if weights.get(country)))


def speakers(foreign: Floats, mix: Mapping[str, float], weights: Weights, language: str) -> Floats:
    """Return how many foreign residents of each place use a language: F_i · Σ_c m_c · w_c,l.

    Every place is taken to have the same mix of countries. People of unknown countries count as if
    none of them used it: see `speakers_band`. Citizens of the country that they live in, and what
    people have learned there, are not in the figure.

    Parameters
    ----------
    foreign
        Shape (places,), people; NaN where not known.
    mix, weights
        As of `language_share`.

    Returns
    -------
    Shape (places,), people; NaN where `foreign` is.

    Raises
    ------
    BadInput
        ``group.mix``, ``group.weight``.

    Examples
    --------
    >>> weights = {"MA": {"ara": 0.9}}
    >>> speakers(np.array([10.0, np.nan]), {"MA": 0.5}, weights, "ara").tolist()
    [4.5, nan]
    """
    return np.asarray(foreign * language_share(mix, weights, language), np.float64)


def speakers_band(
    foreign: Floats, mix: Mapping[str, float], weights: Weights, language: str
) -> PeopleBand:
    """Return `speakers` with its band: of unknown countries, none use the language … all do.

    low_i = F_i · s, high_i = F_i · (s + u), with s of `language_share` and u of `unknown_share`;
    `people` is `low`. The band is not one of the weights: they are taken as they stand.

    Examples
    --------
    >>> found = speakers_band(np.array([100.0]), {"MA": 0.5}, {"MA": {"ara": 0.9}}, "ara")
    >>> found.people.tolist(), found.low.tolist(), found.high.tolist()
    ([45.0], [45.0], [95.0])
    """
    low = speakers(foreign, mix, weights, language)
    return PeopleBand(low, low, low + foreign * unknown_share(mix, weights))


def people_aged(bands: Mapping[Ages, Floats], wanted: Ages) -> PeopleBand | None:
    """Return the people of some ages, from bands that begin and end at other ages.

    A band that lies half outside gives the part of its years that lies inside, as if every year of
    birth were as strong: Σ_b P_ib · |b ∩ w| / |b|. `low` counts the bands that lie wholly inside,
    `high` all that touch. Where bands overlap, the narrower ones count.

    Parameters
    ----------
    bands
        Ages → shape (places,), people.
    wanted
        The ages asked for.

    Returns
    -------
    None where the bands do not cover the ages, or where an open band would have to be cut.

    Examples
    --------
    >>> bands = {Ages(5, 9): np.array([10.0]), Ages(10, 14): np.array([20.0])}
    >>> found = people_aged(bands, Ages(6, 10))
    >>> found.people.tolist(), found.low.tolist(), found.high.tolist()
    ([12.0], [0.0], [30.0])
    """
    chosen: list[Ages] = []
    for band in sorted(bands, key=lambda one: (one.years, one)):
        if band.shared(wanted) and not any(band.shared(one) for one in chosen):
            chosen.append(band)
    if not chosen or any(np.isinf(b.years) and b.first < wanted.first for b in chosen):
        return None
    if any(np.isinf(b.years) for b in chosen) and wanted.last is not None:
        return None
    if not _covered(chosen, wanted):
        return None
    people = low = high = np.zeros_like(bands[chosen[0]], np.float64)
    for band in chosen:
        inside = band.first >= wanted.first and band.end <= wanted.end
        part = 1.0 if inside else band.shared(wanted) / band.years
        people = people + bands[band] * part
        low = low + (bands[band] if inside else 0.0 * bands[band])
        high = high + bands[band]
    return PeopleBand(people, low, high)


def _covered(chosen: list[Ages], wanted: Ages) -> bool:
    """Return whether bands that do not overlap leave no year of the wanted ages out."""
    reached = float(wanted.first)
    for band in sorted(chosen):
        if band.first > reached:
            return False
        reached = band.end
    return reached >= wanted.end


def _check_mix(mix: Mapping[str, float]) -> None:
    total = sum(mix.values())
    if not all(share >= 0 for share in mix.values()) or not total <= 1 + ROUNDING:
        raise BadInput("group.mix", total=round(total, 4))
