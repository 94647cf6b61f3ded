"""Classes for maps: round limits near the quantiles, so that a legend can be read aloud."""

from __future__ import annotations

import numpy as np

from geo.arrays import Floats

STEPS = np.array([1.0, 1.5, 2.0, 3.0, 5.0, 7.0])


def round_breaks(values: Floats, count: int = 5) -> tuple[float, ...]:
    """Return the upper limits of all classes but the last: quantiles, rounded.

    Each limit is 1, 1.5, 2, 3, 5 or 7 times a power of ten. Fewer limits come back where values
    are few or alike; none for no positive value.

    Parameters
    ----------
    values
        Any shape; NaN and values up to 0 are left out.
    count
        Classes wanted.

    Examples
    --------
    >>> round_breaks(np.arange(1.0, 101.0))
    (20.0, 50.0, 70.0)
    >>> round_breaks(np.array([np.nan, 0.0]))
    ()
    """
    known = values[np.isfinite(values) & (values > 0)]
    if len(known) == 0:
        return ()
    quantiles = np.quantile(known, np.arange(1, count) / count)
    rounded = sorted({_nearest_step(float(q)) for q in quantiles})
    top = float(known.max())
    return tuple(limit for limit in rounded if limit < top)


def _nearest_step(value: float) -> float:
    power = 10.0 ** np.floor(np.log10(value))
    steps = np.append(STEPS, 10.0) * power
    return float(np.round(steps[np.argmin(np.abs(np.log(steps / value)))], 12))
