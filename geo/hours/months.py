"""The months as the OSM syntax of opening hours writes them."""

from __future__ import annotations

from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days of each month, of leap years too."""


def written_day(day: date) -> str:
    """Return a day as the syntax writes it.

    Examples
    --------
    >>> written_day(date(2026, 6, 5))
    '2026 Jun 05'
    """
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"
