"""Records, proposals and versions of the register, as lines of HTML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from geo.assurance import is_stale
from layers.register.field_words import field_words, value_words
from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.words import Words

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
        f"<li><span>{esc(field_words(path, words))}</span> "
        f"<del>{bdi(value_words(path, before, words))}</del> "
        f"<ins>{bdi(value_words(path, after, words))}</ins></li>"
        for path, before, after in changes
    ]
    return f'<ul class="ap-changes">{"".join(lines)}</ul>' if lines else ""
