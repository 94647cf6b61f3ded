"""Scenarios in words: each change as a sentence, two worlds as a table."""

from __future__ import annotations

import math

from geo.measures.coverage import PeopleRange
from geo.scenario import Change, ChangeKind
from layers.words import Words

World = tuple[PeopleRange, float, float]
"""Coverage, people without, Gini's index of choice."""


def change_sentence(change: Change, words: Words) -> str:
    """Return what a change does."""
    facts: dict[str, object] = {"name": change.name}
    if change.kind in (ChangeKind.ADD, ChangeKind.HOURS, ChangeKind.LANGUAGES):
        facts["hours"] = change.opening_hours or ""
        facts["languages"] = words.fact(change.languages, "languages")
    if change.kind is ChangeKind.ACCEPT:
        facts["status"] = words.choice("status", change.status)
    if change.kind is ChangeKind.CAPACITY:
        facts["available"] = change.available
    return words.say(f"scenario.did.{change.kind.value}", **facts)


def world_rows(left: World, right: World, words: Words) -> list[tuple[str, ...]]:
    """Return rows of a table: what is given, in one world, in the other, the difference.

    Gini's index is not known where nobody has any choice.
    """
    rows = [
        ("certain", left[0].certain, right[0].certain),
        ("possible", left[0].possible, right[0].possible),
        ("missing", left[1], right[1]),
    ]
    items = [
        (
            words.say(f"scenario.row.{name}"),
            words.fact(one, "whole"),
            words.fact(other, "whole"),
            signed(other - one, words),
        )
        for name, one, other in rows
    ]
    one, other = left[2] * 100, right[2] * 100
    gini = (words.fact(one, "whole"), words.fact(other, "whole"), signed(other - one, words))
    return [*items, (words.say("scenario.row.gini"), *gini)]


def signed(value: float, words: Words) -> str:
    """Return a difference with its sign, a true minus; a dash where one side is not known."""
    if math.isnan(value):
        return words.fact(value, "whole")
    whole = round(value)
    if not whole:
        return words.fact(0, "number")
    sign = "+" if whole > 0 else "\u2212"
    return words.run(sign + words.fact(abs(whole), "number"))
