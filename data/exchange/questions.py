"""A question that comes as text: position, moment, situation; checked at this door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from data.catalog.tables import language_code, load_documents, load_statuses
from geo.errors import BadInput, UnknownName
from geo.hours.opening_rules import opening_rules
from geo.hours.opening_week import DAYS
from geo.hours.windows import Window
from geo.model import Sex, Situation


def read_position(text: str) -> tuple[float, float]:
    """Return longitude and latitude of ``"7.42,43.73"``, degrees EPSG:4326.

    Raises
    ------
    BadInput
        ``position.form``; ``position.swapped`` where only the other order can be meant.

    Examples
    --------
    >>> read_position("7.42, 43.73")
    (7.42, 43.73)
    """
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError as error:
        raise BadInput("position.form", text=text) from error
    if abs(lat) > 90 >= abs(lon) and abs(lat) <= 180:
        raise BadInput("position.swapped", text=text)
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise BadInput("position.form", text=text)
    return lon, lat


def read_number(text: str, name: str, *, low: float, high: float) -> float:
    """Return the number of a text; a decimal comma is understood.

    Raises
    ------
    BadInput
        ``number.range`` where it is none, or lies outside `low` … `high` (both allowed).

    Examples
    --------
    >>> read_number("4,5", "--walk-speed-kmh", low=0.5, high=10)
    4.5
    """
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not low <= number <= high:
        raise BadInput("number.range", name=name, text=text, low=low, high=high)
    return number


def read_moment(text: str, time_zone: str) -> datetime:
    """Return the aware moment of ``"2026-11-24T09:00"``, local unless it names an offset.

    Raises
    ------
    BadInput
        ``time.form``.

    Examples
    --------
    >>> read_moment("2026-11-24T09:00", "Europe/Rome").isoformat()
    '2026-11-24T09:00:00+01:00'
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput("time.form", text=text) from error
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(time_zone))


def read_free_hours(text: str) -> tuple[Window, ...]:
    """Return the hours of a week that a person has, of ``"13:00-19:00"`` or OSM's syntax.

    Raises
    ------
    BadInput
        ``hours.form`` where they are no plain hours of weekdays.

    Examples
    --------
    >>> from geo.hours.windows import as_opening_hours
    >>> as_opening_hours(read_free_hours("Mo-Fr 13:00-19:00; Sa 08:00-20:00"))
    'Mo-Fr 13:00-19:00; Sa 08:00-20:00'
    """
    rules = opening_rules(text)
    if not rules or any(rule.state != "open" or rule.period or rule.nth for rule in rules):
        raise BadInput("hours.form", text=text)
    return tuple(
        Window(tuple(day for day in rule.days if day < DAYS), _clock(opens), _clock(closes))
        for rule in rules
        for opens, closes in rule.spans
    )


def _clock(minutes: int) -> time:
    """Return a time of the day; midnight and later is the last minute of the day."""
    return time(*divmod(min(minutes, 24 * 60 - 1), 60))


def read_situation(
    *,
    languages: Iterable[str] = (),
    status: str | None = None,
    residence: str | None = None,
    age: int | None = None,
    sex: str | None = None,
    with_children: bool = False,
    documents: str | None = None,
) -> Situation:
    """Return the situation that a person has said in words of the catalogue.

    Parameters
    ----------
    languages
        ISO 639 codes, two or three letters.
    documents
        Ids separated by commas; ``"none"``: holds none; None: not said.

    Raises
    ------
    UnknownName
        ``language.unknown``, ``status.unknown``, ``document.unknown``, each with those known.
    """
    if status and status not in load_statuses():
        raise UnknownName("status.unknown", status=status, known=", ".join(load_statuses()))
    return Situation(
        languages=frozenset(language_code(item) for item in languages),
        status=status,
        residence=residence,
        age=age,
        sex=Sex(sex) if sex else None,
        with_children=True if with_children else None,
        documents=None if documents is None else _held(documents),
    )


def _held(documents: str) -> frozenset[str]:
    held = frozenset(part.strip() for part in documents.split(",")) - {"none", ""}
    for document in sorted(held - set(load_documents())):
        known = ", ".join(load_documents())
        raise UnknownName("document.unknown", document=document, known=known)
    return held
