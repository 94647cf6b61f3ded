"""Records, proposals and versions of the register, as lines of HTML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from geo.assurance import is_stale
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.words import Words

MOST_LETTERS = 80
"""Of a value that a change is given with."""

Change = tuple[tuple[str, ...], Any, Any]
"""Path of a field, value before, value after."""


def record_line(
    name: str,
    source: str,
    checked: date | None,
    today: date,
    words: Words,
    *,
    demonstration: bool = False,
) -> str:
    """Return a record in a line: name, when somebody last checked it, source."""
    demo = esc(words.say("app.demonstration"))
    invented = f'<span class="ap-chip ap-chip--demo">{demo}</span> ' if demonstration else ""
    if checked is None:
        tone, text = "ask", words.say("register.never_checked")
    else:
        tone = "ask" if is_stale(checked, today) else "open"
        text = words.say("register.checked_on", day=checked)
    return (
        f'<p class="ap-record"><strong>{bdi(name)}</strong> '
        f'<span class="ap-chip ap-chip--{tone}">{esc(text)}</span> '
        f'{invented}<span class="ap-record__source">{bdi(source)}</span></p>'
    )


def attribution(who: str, at: str, words: Words) -> str:
    """Return who did something, and when."""
    return words.say("register.by", who=who, day=datetime.fromisoformat(at).date())


def changes_list(changes: Iterable[Change], words: Words) -> str:
    """Return what changed, field by field: what was, what is."""
    lines = [
        f"<li><span>{esc(field_name(path, words))}</span> <del>{_value(before, words)}</del> "
        f"<ins>{_value(after, words)}</ins></li>"
        for path, before, after in changes
    ]
    return f'<ul class="ap-changes">{"".join(lines)}</ul>' if lines else ""


def field_name(path: tuple[str, ...], words: Words) -> str:
    """Return a field in words; its name in HSDS where there are none."""
    rows = [part for part in path if part != "approdo" and len(part) != UUID_LETTERS]
    key = f"register.field.{rows[0]}" if rows else ""
    first = words.say(key) if words.has(key) else rows[0] if rows else ""
    return " – ".join([first, *rows[1:]])


UUID_LETTERS = 36


def _value(value: Any, words: Words) -> str:
    return bdi(shown_value(value, words))


def shown_value(value: Any, words: Words) -> str:
    """Return a value of a document as a short text, not yet escaped."""
    if value in (None, [], {}):
        return words.say("register.nothing")
    text = value if isinstance(value, str) else _plain(value)
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(_plain(part) for key, part in value.items() if key != "id")
    if isinstance(value, list):
        return "; ".join(_plain(part) for part in value)
    return str(value)
