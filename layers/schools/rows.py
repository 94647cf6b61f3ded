"""Schools with their support as rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.measures.school_support import LeavingSupport, Support
from geo.model import Service
from layers.sentences import marked_name, name_of
from layers.words import Words


def count_text(support: Support, words: Words) -> str:
    """Return how many services of a kind help: surely, and those that may, apart.

    Examples
    --------
    >>> from geo.measures.school_support import Nearby
    >>> both = Support((Nearby(0, 5.0, True), Nearby(1, 6.0, False)))
    >>> [count_text(one, Words("en")) for one in (Support(), both)]
    ['0', '1–2']
    """
    if support.certain == support.possible:
        return words.fact(support.possible, "whole")
    low, high = (words.fact(n, "whole") for n in (support.certain, support.possible))
    return words.ltr(f"{low}–{high}")


def kind_name(kind: str, words: Words) -> str:
    """Return a kind of support in words."""
    return words.choice("schools.kind", kind)


def nearby_lines(
    support: Mapping[str, Support], services: Mapping[str, Sequence[Service]], words: Words
) -> list[tuple[str, str, str, str]]:
    """Return a row for each service near a school: kind, name, minutes on foot, sure or not."""
    return [
        (
            kind_name(kind, words),
            marked_name(services[kind][one.service], words),
            words.say("unit.walk", walk_min=one.minutes),
            words.say("schools.sure" if one.certain else "schools.perhaps"),
        )
        for kind, found in support.items()
        for one in found.nearby
    ]


def missing_kinds(support: Mapping[str, Support], words: Words) -> list[str]:
    """Return the kinds of support that nobody may give a school."""
    return [kind_name(kind, words) for kind, found in support.items() if not found.possible]


def leaving_lines(
    rows: Sequence[LeavingSupport], services: Mapping[str, Sequence[Service]], words: Words
) -> list[str]:
    """Return a sentence for each kind of support that ends with the money of one service."""
    return [
        words.say(
            "schools.leaving",
            kind=kind_name(row.kind, words),
            name=name_of(services[row.kind][row.service], words),
            day=row.until,
        )
        for row in rows
    ]
