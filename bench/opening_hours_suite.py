"""Compare opening hours, value by value, with the public suite of opening_hours.js.

    node bench/opening_hours_suite.mjs test.js build/opening_hours.js > suite.json
    python -m bench.opening_hours_suite suite.json

Every difference needs one of `REASONS`; the command fails where a value has none. Each value is
asked at every half hour, and a minute around each change, of the time that the suite looks at.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from geo.hours.evaluable import is_evaluable, names_school_holidays
from geo.hours.opening import is_public_holiday, is_readable, state_at
from geo.hours.rule_texts import has_night, plain_text, with_bare_spans_joined
from geo.model import Calendar

BERLIN = "Europe/Berlin"
PLACE = (9.816, 49.5487)
"""Where a value of the suite names no place: that of its default, in Baden-Württemberg."""

STATES = {"Baden-Württemberg": "BW", "Bremen": "HB"}
MOST_MOMENTS = 700

Interval = tuple[datetime, datetime, str]
"""From, to, open or unknown."""

REASONS = {
    "syntax": "not the syntax: shown as written, unknown rather than guessed",
    "school holidays": "school holidays are not known to any library here: unknown",
    "not evaluable": "days around holidays, holidays on a weekday, open ends beside the sun's "
    "events, times whose order changes with the season: unknown",
    "holiday": "a public holiday of which the value says nothing: ask",
    "comment": "open with a comment that only a person can read: ask",
    "days alone": "days without hours: ask",
    "two readings": "hours alone after a semicolon: two readings, ask where they differ",
    "open end": "how long it stays open after an open end is a guess: ask",
    "timetable": "points in time: ask between them, closed from the last",
    "night": "a night belongs to the day on which it begins; another day's rule does not cut it",
    "sun": "the suite takes fixed times for the sun where a value has no place; here the area's",
    "newer": "a newer opening_hours.js answers as here: ISO weeks, a range's last day in it",
    "easter": "the last day of a range is in it, Easter too",
    "ignored": "the suite itself marks the value as one that it cannot read",
}


def compare(suite: Mapping[str, Any]) -> int:
    """Print how many values agree and why the others do not; return how many have no reason."""
    reasons: dict[str, set[str]] = defaultdict(set)
    unexplained: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    agreeing = {test["value"] for test in suite["tests"]}
    values = len(agreeing)
    for test in suite["tests"]:
        for moment, expected, found, calendar in _differences(test):
            agreeing.discard(test["value"])
            reason = _reason(test, moment, expected, found, calendar)
            if reason:
                reasons[reason].add(test["value"])
            else:
                unexplained[test["value"]][(expected, found)] += 1
    print(f"{values} values, {len(agreeing)} agree at every moment")
    for name, sentence in REASONS.items():
        print(f"{len(reasons[name]):4} {sentence}")
    for value, pairs in unexplained.items():
        print(f"NO REASON {value!r}: {dict(pairs)}")
    return len(unexplained)


def _differences(test: Mapping[str, Any]) -> Iterator[tuple[datetime, str, str, Calendar]]:
    address = test["address"] or {}
    country = str(address.get("country_code") or "de").upper()
    lon, lat = float(test["lon"] or PLACE[0]), float(test["lat"] or PLACE[1])
    state = STATES.get(address.get("state", ""), "")
    calendar = Calendar(BERLIN, country, lon, lat, state)
    intervals = _intervals(test["intervals"])
    for moment in _moments(_local(test["from"]), _local(test["to"]), intervals):
        expected = _kind_in(intervals, moment)
        found = state_at(test["value"], moment, calendar).kind.value
        if found != expected and (found, expected) != ("ask", "unknown"):
            yield moment, expected, found, calendar


def _intervals(written: Iterable[tuple[str, str, bool]]) -> list[Interval]:
    return [
        (_local(opens), _local(closes), "unknown" if unknown else "open")
        for opens, closes, unknown in written
    ]


def _kind_in(intervals: Iterable[Interval], moment: datetime) -> str:
    return next((kind for opens, closes, kind in intervals if opens <= moment < closes), "closed")


def _moments(start: datetime, end: datetime, intervals: Iterable[Interval]) -> list[datetime]:
    step = max(timedelta(minutes=30), (end - start) / MOST_MOMENTS)
    found = {start + step * n for n in range(int((end - start) / step))}
    minute = timedelta(minutes=1)
    for opens, closes, _ in intervals:
        found |= {edge + minute * n for edge in (opens, closes) for n in (-1, 0, 1)}
    return sorted(moment for moment in found if start <= moment < end)


def _reason(
    test: Mapping[str, Any], moment: datetime, expected: str, found: str, calendar: Calendar
) -> str | None:
    value = str(test["value"])
    text = plain_text(value)
    if found == "unknown":
        if not is_readable(value):
            return "syntax"
        if names_school_holidays(text):
            return "school holidays"
        return None if is_evaluable(text) else "not evaluable"
    if found == "ask":
        return _reason_to_ask(text, moment, expected, calendar)
    if test["ignored"]:
        return "ignored"
    if re.search(r"/\d", text):
        return "timetable"
    if re.search(r"sunrise|sunset|dawn|dusk", text):
        return "sun"
    if test["current"] is not None and found == _kind_in(_intervals(test["current"]), moment):
        return "newer"
    if "easter" in text:
        return "easter"
    return "night" if has_night(text) else None


def _reason_to_ask(text: str, moment: datetime, expected: str, calendar: Calendar) -> str | None:
    if re.search(r"\d:\d\d\s*/\s*\d", text):
        return "timetable"
    if with_bare_spans_joined(text) != text:
        return "two readings"
    if re.search(r"\d\s*\+", text):
        return "open end"
    if '"' in text:
        return "night" if expected == "closed" and has_night(text) else "comment"
    if is_public_holiday(moment.date(), calendar):
        return "holiday"
    yesterday = (moment - timedelta(days=1)).date()
    if has_night(text) and is_public_holiday(yesterday, calendar):
        return "holiday"
    return None if re.search(r"\d:\d\d|\bopen\b", text) else "days alone"


def _local(instant: str) -> datetime:
    return datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(ZoneInfo(BERLIN))


if __name__ == "__main__":
    sys.exit(compare(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))) > 0)
