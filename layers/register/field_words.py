"""Fields of a record and what they hold, in the reader's words instead of the document's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from layers.find.hours_sentence import hours_sentences
from layers.words import Words

MOST_LETTERS = 240
"""Of a value that is shown."""

PROFILE = "approdo"
UUID_LETTERS = 36

_CHOICES = {
    "status": "register.status", "access": "access", "action": "action", "level": "level",
    "confidence": "register.confidence", "appointment": "form.appointment", "needs": "need",
    "residence": "residence", "sex": "register.sex", "kind": "organization_kind",
    "exposure": "register.exposure",
}  # fmt: skip
"""Field → the group of words of its values."""

_DATES = (
    "assured_date", "starts", "ends", "enrolment_starts", "enrolment_ends", "updated",
    "valid_from", "valid_to", "last_modified",
)  # fmt: skip
_KEPT_FOR_MACHINES = ("id", "freq", "byday", "opens_at", "closes_at", "location_id")


def field_words(path: tuple[str, ...], words: Words) -> str:
    """Return a field in words: "who may come – papers".

    A part that has no word, as one of another directory's, stands as it is called there.
    """
    parts = [part for part in path if part != PROFILE and len(part) != UUID_LETTERS]
    named = []
    for part in parts:
        key = f"register.field.{part}"
        named.append(words.say(key) if words.has(key) else words.choice("status", part))
    return " – ".join(named)


def value_words(
    path: tuple[str, ...], value: Any, words: Words, named: Mapping[str, str] | None = None
) -> str:
    """Return what a field holds as a short text, not yet escaped.

    Parameters
    ----------
    named
        Names of records that a value may give by id.
    """
    field = next((part for part in reversed(path) if len(part) != UUID_LETTERS), "")
    text = _said(field, value, words, named or {})
    if not text:
        return words.say("register.nothing")
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


def _said(field: str, value: Any, words: Words, named: Mapping[str, str]) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return words.say("register.yes" if value else "register.no")
    if isinstance(value, dict):
        return _dict(value, words, named)
    if isinstance(value, list):
        return "; ".join(filter(None, (_said(field, part, words, named) for part in value)))
    text = str(value)
    special = _SPECIAL.get(field)
    if special:
        return special(text, words)
    if field in _CHOICES:
        return words.choice(_CHOICES[field], text)
    if field in _DATES:
        return _date(text, words)
    return named.get(text, text)


def _dict(value: Mapping[str, Any], words: Words, named: Mapping[str, str]) -> str:
    """Return what an object says: answers as "permit: yes", anything else without its keys."""
    said = []
    for key, part in value.items():
        if key in _KEPT_FOR_MACHINES or (key == "description" and PROFILE in value):
            continue
        if part in ("yes", "no", "unknown"):
            name = _answered(key, words)
            said.append(f"{name}: {words.say(f'register.{part}')}")
        else:
            said.append(_said(key, part, words, named))
    return ", ".join(filter(None, said))


def _answered(key: str, words: Words) -> str:
    for group in ("status", "document", "register.field"):
        if words.has(f"{group}.{key}"):
            return words.say(f"{group}.{key}")
    return key.replace("_", " ")


def _date(text: str, words: Words) -> str:
    try:
        return words.fact(date.fromisoformat(text[:10]), "date")
    except ValueError:
        return text


def _languages(text: str, words: Words) -> str:
    return words.fact(text, "language")


_SPECIAL: Mapping[str, Callable[[str, Words], str]] = {
    "opening_hours": lambda text, words: "; ".join(hours_sentences(text, words)),
    "languages": _languages,
    "mediation_languages": _languages,
}
