"""What changed, what expires and what waits, each in a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from layers.words import Said, Words


def change_line(name: str, action: str, by: str, at: str, count: int, words: Words) -> str:
    """Return a change: of which record, or of how many, what, by whom, when."""
    what = words.choice("register.action", action)
    day = datetime.fromisoformat(at).date()
    if count > 1:
        return words.count("today.changed_many", count, what=what, who=by, day=day)
    about = name or words.say("today.gone")
    return words.say("today.changed", name=about, what=what, who=by, day=day)


def expiring_line(name: str, funds: tuple[str, ...], day: date, words: Words) -> str:
    """Return a service with the funds that it lives on and the last day that is paid."""
    return words.say("today.expires", name=name, funds=Said(words.list(funds)), day=day)


def waiting_line(waiting: Mapping[str, int], words: Words) -> str:
    """Return how many things of each kind wait; that nothing does."""
    total = sum(waiting.values())
    if not total:
        return words.say("today.nothing_waits")
    kinds = tuple(
        f"{words.choice('register.kind', kind)} ({words.fact(count, 'whole')})"
        for kind, count in sorted(waiting.items(), key=lambda item: -item[1])
    )
    return words.count("today.waits", total, kinds=Said(words.list(kinds)))
