"""Associations, their ties and extensions as rows of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.partnerships.ties import Tie
from layers.words import Words

HEADS = ("name", "countries", "languages", "needs", "municipalities", "services")


def association_cells(
    name: str,
    countries: Sequence[str],
    languages: Sequence[str],
    needs: Sequence[str],
    places: Sequence[str],
    services: int,
    words: Words,
) -> tuple[str, ...]:
    """Return the cells of an association, in the order of `HEADS`."""
    return (
        name,
        words.separator.join(words.fact(code, "country") for code in countries),
        words.separator.join(words.fact(code, "language") for code in languages),
        words.separator.join(words.choice("need", need) for need in needs),
        words.separator.join(places),
        words.fact(services, "whole"),
    )


def association_heads(words: Words) -> tuple[str, ...]:
    """Return the headings of `association_cells`."""
    return tuple(words.say(f"associations.head.{name}") for name in HEADS)


def tie_rows(
    ties: Sequence[Tie], organizations: Mapping[str, str], words: Words
) -> list[tuple[str, ...]]:
    """Return a row for each pair: both names, what they do together, how many services."""
    return [
        (
            organizations.get(tie.first, tie.first),
            organizations.get(tie.second, tie.second),
            words.separator.join(words.choice("need", need) for need in tie.needs),
            words.fact(len(tie.services), "whole"),
        )
        for tie in ties
    ]


def tie_heads(words: Words) -> tuple[str, ...]:
    """Return the headings of `tie_rows`."""
    names = ("first", "second", "together", "services")
    return tuple(words.say(f"associations.head.{name}") for name in names)
