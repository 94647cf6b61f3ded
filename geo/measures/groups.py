"""Groups of people that nobody has counted, inferred from those that somebody has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import BadInput

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """Which part of the foreign residents speak a language.

    Attributes
    ----------
    least, most
        If nobody, or everybody, of the citizenships that the mix does not name speaks it. 0 to 1.
    """

    least: float
    most: float


def share_speaking(mix: Mapping[str, float], total: float, spoken: Mapping[str, float]) -> Share:
    """Return the part of foreign residents that speak a language: Σ nᶜ wᶜ / Σ n.

    Citizenship is not language: people leave one part of a country more than another, and speak
    what was no language of their country at all. The figure is inferred, and says so.

    Parameters
    ----------
    mix
        Citizenship → people; what is left to `total` has a citizenship that nobody has told.
    spoken
        Citizenship → part of its country's people who speak the language, 0 to 1; who is not named
        speaks it not at all.

    Raises
    ------
    BadInput
        ``groups.mix`` where the mix is empty, has counts below 0 or more people than the total;
        ``groups.weight`` for a part that is not between 0 and 1.

    Examples
    --------
    >>> share_speaking({"MA": 50.0, "RO": 30.0}, 100.0, {"MA": 0.9})
    Share(least=0.45, most=0.65)
    """
    known = sum(mix.values())
    if not mix or min(mix.values()) < 0 or not 0 < known <= total:
        raise BadInput("groups.mix", known=known, total=total)
    wrong = [country for country, part in spoken.items() if not 0 <= part <= 1]
    if wrong:
        raise BadInput("groups.weight", countries=wrong)
    least = sum(people * spoken.get(country, 0.0) for country, people in mix.items()) / total
    return Share(least, least + (total - known) / total)
