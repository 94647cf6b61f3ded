"""How old data are, in words."""

from __future__ import annotations

from datetime import date

from layers.words import Words


def data_age(day: date | None, today: date, words: Words) -> str:
    """Return how long ago a day was, in days, months or years, whole ones.

    Examples
    --------
    >>> data_age(date(2023, 2, 14), date(2026, 11, 23), Words("en"))
    '3 years ago'
    >>> data_age(None, date(2026, 11, 23), Words("en"))
    'date not known'
    """
    if day is None:
        return words.say("age.unknown")
    days = max(0, (today - day).days)
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if days == 0:
        return words.say("age.today")
    if months < 1:
        return words.count("age.days", days)
    return (
        words.count("age.months", months) if months < 24 else words.count("age.years", months // 12)
    )
