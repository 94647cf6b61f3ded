"""What of a service's document is asked for and stands in no column: languages, hours, terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from data.exchange.hour_comments import comment_meanings
from data.records.documents import PROFILE, Document, left_out_of, plain_schedules
from geo.hours.opening import is_readable
from geo.model import Answer, Appointment

LANGUAGE, HOURS, TERM, LEFT_OUT_FIELD = "language", "hours", "term", "left_out"
ACCEPTS = "accepts"
"""Legal statuses that a service says it takes."""

_UNKNOWN_WORDS = re.compile(r'\bunknown\s+"([^"]*)"')
_MOST_LETTERS = 500
"""Longer hours are nobody's opening hours, and no index takes them."""


def trait_rows(document: Document) -> list[dict[str, Any]]:
    """Return the rows of a service: each language, status, text of hours and taxonomy term once.

    Languages are those spoken or mediated in any of its slots, ISO 639-3; hours are in OSM syntax.

    Examples
    --------
    >>> found = {"id": "1", "schedules": [{"approdo": {"languages": ["ara"]}}]}
    >>> trait_rows(found)
    [{'service_id': '1', 'facet': 'language', 'value': 'ara'}]
    """
    found = dict.fromkeys(
        (facet, value)
        for facet, value in _traits(document)
        if isinstance(value, str) and 0 < len(value.strip()) <= _MOST_LETTERS
    )
    record_id = document["id"]
    return [{"service_id": record_id, "facet": facet, "value": value} for facet, value in found]


def terms_in(content: Any) -> Iterator[Any]:
    """Say the ids of the taxonomy terms that an object and what is nested in it carry."""
    if isinstance(content, list):
        for row in content:
            yield from terms_in(row)
    elif isinstance(content, dict):
        if "taxonomy_term_id" in content:
            yield content["taxonomy_term_id"]
        for value in content.values():
            if isinstance(value, (list, dict)):
                yield from terms_in(value)


def _leaves_words(hours: str) -> bool:
    """Return whether hours hold words for which nobody knows the time: ``Sa unknown "mattina"``.

    "By appointment" is a condition, and says all that there is to know.
    """
    words = _UNKNOWN_WORDS.findall(hours)
    return not is_readable(hours) or any(
        not {*comment_meanings(one)} & {*Appointment} for one in words
    )


def _traits(document: Document) -> Iterator[tuple[str, Any]]:
    places = document.get("service_at_locations") or []
    profile = document.get(PROFILE)
    for schedule in chain.from_iterable(map(plain_schedules, (document, *places))):
        for key in ("languages", "mediation_languages"):
            for code in schedule.get(key) or ():
                yield LANGUAGE, code
        hours = schedule.get("opening_hours")
        yield HOURS, hours
        if isinstance(hours, str) and _leaves_words(hours):
            yield LEFT_OUT_FIELD, "hours"
    eligibility = profile.get("eligibility") if isinstance(profile, dict) else None
    statuses = eligibility.get("statuses") if isinstance(eligibility, dict) else None
    for status, answer in (statuses if isinstance(statuses, dict) else {}).items():
        if answer == Answer.YES.value:
            yield ACCEPTS, status
    for left_out in left_out_of(document):
        yield LEFT_OUT_FIELD, left_out["field"]
    for term in terms_in(document):
        yield TERM, term
