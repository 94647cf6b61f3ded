"""How evenly something is spread over people: measures that people weigh, with their parts.

`value` and `people` have shape (places,); a place without people does not count. NaN where nobody
is left, or where nothing at all is spread. Unreached places hold 0, never NaN: whoever asks says
what an unreached place has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.arrays import Floats, Indexes
from geo.errors import BadInput


@dataclass(frozen=True, slots=True)
class Theil:
    """Theil's T and its parts: `total` = `within` + `between`."""

    total: float
    within: float
    between: float


def lorenz(value: Floats, people: Floats) -> tuple[Floats, Floats]:
    """Return the Lorenz curve: shares of people, worst off first, and what they have together.

    Both begin at 0 and end at 1.

    Examples
    --------
    >>> lorenz(np.array([3.0, 1.0]), np.array([1.0, 1.0]))
    (array([0. , 0.5, 1. ]), array([0.  , 0.25, 1.  ]))
    """
    value, people = _sound(value, people)
    order = np.argsort(value, kind="stable")
    weights = people[order]
    had = value[order] * weights
    whole, everybody = had.sum(), weights.sum()
    if not everybody or not whole:
        return np.array([0.0, 1.0]), np.array([np.nan, np.nan])
    return (
        np.concatenate([[0.0], np.cumsum(weights) / everybody]),
        np.concatenate([[0.0], np.cumsum(had) / whole]),
    )


def gini(value: Floats, people: Floats) -> float:
    """Return Gini's index, 0 (all have the same) to 1: twice the area above the Lorenz curve.

    Examples
    --------
    >>> gini(np.array([2.0, 2.0]), np.array([5.0, 1.0]))
    0.0
    >>> gini(np.array([0.0, 1.0]), np.array([1.0, 1.0]))
    0.5
    """
    share, had = lorenz(value, people)
    area = float(((had[1:] + had[:-1]) * np.diff(share)).sum() / 2)
    return 1.0 - 2.0 * area


def theil(value: Floats, people: Floats, group: Indexes | None = None) -> Theil:
    """Return Theil's T: Σ (Pᵢ/P)(aᵢ/μ) ln(aᵢ/μ), with 0·ln 0 = 0, within and between groups.

    Parameters
    ----------
    group
        Shape (places,), numbers from 0; None: one group, all of it within.

    Examples
    --------
    >>> found = theil(np.array([1.0, 1.0, 3.0]), np.ones(3), np.array([0, 0, 1]))
    >>> found.within, round(found.total, 6) == round(found.between, 6)
    (0.0, True)
    """
    kept = people > 0
    part = np.zeros(len(people), np.int64) if group is None else group
    value, people = _sound(value, people)
    part = part[kept]
    everybody = people.sum()
    mean = (value * people).sum() / everybody if everybody else np.nan
    if not everybody or not mean:
        return Theil(np.nan, np.nan, np.nan)
    weight = people / everybody
    total = float((weight * _t(value / mean)).sum())
    share = np.bincount(part, weight)
    means = np.divide(
        np.bincount(part, weight * value), share, out=np.zeros(len(share)), where=share > 0
    )
    between = float((share * _t(means / mean)).sum())
    return Theil(total, total - between, between)


def palma(value: Floats, people: Floats) -> float:
    """Return what the best-off tenth has over what the worst-off four tenths have.

    Infinity where the worst off have nothing.

    Examples
    --------
    >>> round(palma(np.ones(10), np.ones(10)), 9)
    0.25
    """
    share, had = lorenz(value, people)
    best = 1.0 - float(np.interp(0.9, share, had))
    worst = float(np.interp(0.4, share, had))
    if np.isnan(worst):
        return np.nan
    return best / worst if worst > 0 else np.inf


def fgt(value: Floats, people: Floats, standard: float, *, alpha: float = 0.0) -> float:
    """Return poverty of access: (1/P) Σ over those below a standard z of P ((z − a)/z)^α.

    α = 0: the share of people below the standard; α = 1: how far below, on average over all; α = 2
    weighs those most who are farthest below. Foster, Greer & Thorbecke 1984.

    Examples
    --------
    >>> value, people = np.array([0.0, 5.0, 20.0]), np.array([1.0, 1.0, 2.0])
    >>> fgt(value, people, 10.0), fgt(value, people, 10.0, alpha=1.0)
    (0.5, 0.375)
    """
    if not standard > 0 or alpha < 0:
        raise BadInput("equity.standard", standard=standard, alpha=alpha)
    value, people = _sound(value, people)
    everybody = float(people.sum())
    if not everybody:
        return np.nan
    below = value < standard
    depth = ((standard - value[below]) / standard) ** alpha
    return float((people[below] * depth).sum()) / everybody


def _sound(value: Floats, people: Floats) -> tuple[Floats, Floats]:
    if len(value) != len(people):
        raise BadInput("equity.shapes")
    kept = people > 0
    value, people = value[kept].astype(np.float64), people[kept].astype(np.float64)
    if not (np.isfinite(value).all() and np.isfinite(people).all() and (value >= 0).all()):
        raise BadInput("equity.value")
    return value, people


def _t(ratio: Floats) -> Floats:
    found = np.zeros(len(ratio))
    some = ratio > 0
    found[some] = ratio[some] * np.log(ratio[some])
    return found
