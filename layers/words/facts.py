"""Facts in a reader's language: numbers, minutes, metres, days, hours, lists, names of languages.

Digits are Western in every language: they are what stands on doors, telephones and tickets here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from babel import Locale, numbers
from babel.core import get_global
from babel.dates import format_date
from babel.lists import format_list

NARROW_SPACE = "\u202f"
NO_BREAK = "\u00a0"

_UNITS: dict[str, dict[str, str]] = {
    "it": {"min": "min", "h": "h", "m": "m", "km": "km"},
    "en": {"min": "min", "h": "h", "m": "m", "km": "km"},
    "ar": {"min": "دقيقة", "h": "ساعة", "m": "م", "km": "كم"},
    "fr": {"min": "min", "h": "h", "m": "m", "km": "km"},
    "es": {"min": "min", "h": "h", "m": "m", "km": "km"},
    "uk": {"min": "хв", "h": "год", "m": "м", "km": "км"},
    "zh": {"min": "分钟", "h": "小时", "m": "米", "km": "公里"},
    "bn": {"min": "মিনিট", "h": "ঘণ্টা", "m": "মি", "km": "কিমি"},
    "ur": {"min": "منٹ", "h": "گھنٹے", "m": "میٹر", "km": "کلومیٹر"},
}
# Arabic names one and two by the word alone, and counts three to ten with the plural (CLDR).
_ARABIC_ONE_TWO = {"min": ("دقيقة", "دقيقتان"), "h": ("ساعة", "ساعتان")}
_ARABIC_FEW = {"min": "دقائق", "h": "ساعات"}
_DAY = {
    "es": "EEEE d 'de' MMMM", "uk": "EEEE, d MMMM", "zh": "M月d日EEEE", "bn": "EEEE, d MMMM",
    "ur": "EEEE، d MMMM",
}  # fmt: skip
_DATE = {"es": "d 'de' MMMM 'de' y", "zh": "y年M月d日"}
_DAY_ELSE, _DATE_ELSE = "EEEE d MMMM", "d MMMM y"


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def number(value: float, language: str) -> str:
    r"""Return a number with at most one decimal; thousands apart by a thin space in Italian.

    Examples
    --------
    >>> number(3410, "it") == "3\u202f410", number(3410.5, "en")
    (True, '3,410.5')
    """
    text = str(numbers.format_decimal(round(value, 1), format="#,##0.#", locale=language))
    return text.replace(".", NARROW_SPACE) if language == "it" else text


def hundredths(value: float, language: str) -> str:
    """Return a number with two decimals: an index between 0 and 1.

    Examples
    --------
    >>> hundredths(0.125, "it"), hundredths(1.0, "en")
    ('0,12', '1.00')
    """
    return str(numbers.format_decimal(round(value, 2), format="0.00", locale=language))


def minutes(value: float, language: str) -> str:
    r"""Return whole minutes, at least one; from an hour on hours and minutes.

    Examples
    --------
    >>> minutes(12.3, "it") == "12\u00a0min", minutes(75, "en") == "1\u00a0h\u00a015\u00a0min"
    (True, True)
    """
    whole = max(1, round(value))
    hours, rest = divmod(whole, 60)
    parts = [_counted(hours, "h", language)] if hours else []
    if rest:
        parts.append(_counted(rest, "min", language))
    return (" و" if language == "ar" else NO_BREAK).join(parts)


def _counted(amount: int, unit: str, language: str) -> str:
    word = _UNITS[language][unit]
    if language == "ar" and amount in (1, 2):
        return _ARABIC_ONE_TWO[unit][amount - 1]
    if language == "ur" and unit == "h" and amount == 1:
        word = "گھنٹہ"
    if language == "ar" and amount % 100 in range(3, 11):
        word = _ARABIC_FEW.get(unit, word)
    return f"{amount}{NO_BREAK}{word}"


def metres(value: float, language: str) -> str:
    r"""Return a distance as a person would say it: tens of metres, then kilometres.

    Examples
    --------
    >>> metres(347.2, "it") == "350\u00a0m", metres(1240, "it") == "1,2\u00a0km"
    (True, True)
    """
    if value < 995:
        amount = round(value, -1) if value >= 20 else round(value)
        return f"{amount:.0f}{NO_BREAK}{_UNITS[language]['m']}"
    kilometres = numbers.format_decimal(round(value / 1000, 1), format="#,##0.#", locale=language)
    return f"{kilometres}{NO_BREAK}{_UNITS[language]['km']}"


def clock(value: datetime | time, language: str) -> str:  # noqa: ARG001
    """Return hours and minutes, 24 hours in every language."""
    return value.strftime("%H:%M")


def day(value: date, language: str) -> str:
    """Return weekday, day and month: "giovedì 26 novembre"."""
    return str(format_date(value, _DAY.get(language, _DAY_ELSE), locale=language))


def weekday(value: date | int, language: str) -> str:
    """Return the weekday's name; an integer counts from Monday = 0."""
    index = value if isinstance(value, int) else value.weekday()
    return str(_locale(language).days["format"]["wide"][index])


def full_date(value: date, language: str) -> str:
    """Return day, month and year."""
    return str(format_date(value, _DATE.get(language, _DATE_ELSE), locale=language))


def listed(values: Iterable[str], language: str) -> str:
    """Return "a, b e c"; no values give an empty text."""
    texts = list(values)
    if language == "en":  # without the comma before "and"
        head, last = ", ".join(texts[:-1]), texts[-1] if texts else ""
        return f"{head} and {last}" if head else last
    return str(format_list(texts, locale=language)) if texts else ""


def language_name(code: str, language: str) -> str:
    """Return the name of a language (ISO 639-3 or 639-1) in the reader's; else its code.

    Examples
    --------
    >>> language_name("ara", "it"), language_name("tgl", "en"), language_name("xxx", "it")
    ('arabo', 'Tagalog', 'xxx')
    """
    names = _locale(language).languages
    short = "tl" if code == "tgl" else get_global("language_aliases").get(code, code)
    return str(names.get(short) or names.get(code) or code)


def degrees(value: float, language: str) -> str:  # noqa: ARG001
    """Return a coordinate as it is written in links and files: full stop, five decimals."""
    return f"{value:.5f}"


def money(value: float, language: str) -> str:
    """Return whole euros."""
    return f"{number(round(value), language)}{NO_BREAK}€"


def whole(value: float, language: str) -> str:
    r"""Return a number of things or people, whole; "–" where it is not known.

    Examples
    --------
    >>> whole(118046.4, "it") == "118\u202f046", whole(float("nan"), "en")
    (True, '–')
    """
    return "–" if math.isnan(value) else number(float(round(value)), language)


def percent(value: float, language: str) -> str:
    """Return a share of 1 as whole per cent.

    Examples
    --------
    >>> percent(0.183, "en")
    '18%'
    """
    return str(numbers.format_percent(value, format="#,##0%", locale=language))


def megabytes(value: float, language: str) -> str:
    r"""Return bytes in whole megabytes, with one decimal below ten.

    Examples
    --------
    >>> megabytes(3_200_000, "en") == "3.2\u00a0MB"
    True
    """
    size = value / 1e6
    return f"{number(size if size < 10 else float(round(size)), language)}{NO_BREAK}MB"


def country_name(code: str, language: str) -> str:
    """Return the name of a country; the code where CLDR has none.

    Examples
    --------
    >>> country_name("MA", "it"), country_name("QQ", "it")
    ('Marocco', 'QQ')
    """
    return str(Locale.parse(language).territories.get(code, code))


SPECS: dict[str, Callable[[Any, str], str]] = {
    "number": number,
    "whole": whole,
    "hundredths": hundredths,
    "percent": percent,
    "megabytes": megabytes,
    "minutes": minutes,
    "metres": metres,
    "clock": clock,
    "day": day,
    "weekday": weekday,
    "date": full_date,
    "language": language_name,
    "country": country_name,
    "languages": lambda codes, language: listed(
        [language_name(c, language) for c in codes], language
    ),
    "list": lambda values, language: listed(map(str, values), language),
    "money": money,
    "degrees": degrees,
}
"""What may stand after the colon of a placeholder: ``{arrival:clock}``."""

SUFFIXES = {
    "_min": "minutes",
    "minutes": "minutes",
    "_m": "metres",
    "metres": "metres",
    "_eur": "money",
}
"""Units in the names of facts, used where a placeholder has no colon."""


def default_spec(name: str, value: object) -> str | None:
    """Return how a fact is written where its placeholder does not say; None: as it is."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        suffix = next((spec for end, spec in SUFFIXES.items() if name.endswith(end)), None)
        return suffix or "number"
    if isinstance(value, datetime | time):
        return "clock"
    if isinstance(value, date):
        return "date"
    if isinstance(value, tuple | list | set | frozenset):
        return "list"
    return None
