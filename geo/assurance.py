"""How long a record counts as checked."""

from __future__ import annotations

from datetime import date

STALE_DAYS = 180
"""After so many days a record counts as not checked: the yardstick of the coverage measures."""


def is_stale(assured_on: date, today: date) -> bool:
    """Return whether a record was last checked too long ago.

    Examples
    --------
    >>> [is_stale(date(2026, month, 1), date(2026, 11, 23)) for month in (5, 6)]
    [True, False]
    """
    return (today - assured_on).days > STALE_DAYS
