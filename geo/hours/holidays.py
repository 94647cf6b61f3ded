"""Public holidays of a place, with its patron saint and the days of its province.

The hours' library knows those of the country; `holidays` (MIT) knows those of a province too.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

from geo.model import Calendar


@lru_cache(maxsize=512)
def holidays_of_province(country: str, province: str, year: int) -> frozenset[date]:
    """Return the public holidays of a province; empty where it is not known.

    Examples
    --------
    >>> date(2026, 12, 7) in holidays_of_province("IT", "MI", 2026)  # Sant'Ambrogio
    True
    >>> holidays_of_province("IT", "", 2026)
    frozenset()
    """
    if not province:
        return frozenset()
    try:
        return frozenset(holidays.country_holidays(country, subdiv=province, years=year))
    except NotImplementedError:  # of a country or a province that the library does not know
        return frozenset()


def is_holiday_of_province(day: date, calendar: Calendar) -> bool:
    """Return whether a day is a public holiday in the province of a calendar."""
    return day in holidays_of_province(calendar.country, calendar.province, day.year)
