"""Two sets of activities as rows of tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields

from geo.partnerships.comparison import ComparedKey
from geo.partnerships.principles import Principles
from layers.partnerships.indicator_rows import percent
from layers.words import Words


def compared_rows(
    found: Sequence[ComparedKey], label: Callable[[str], str], words: Words
) -> list[tuple[str, ...]]:
    """Return a row for each key: both counts and the difference with its sign."""
    return [
        (
            label(row.key),
            words.fact(row.first, "whole"),
            words.fact(row.second, "whole"),
            signed(row.difference, words),
        )
        for row in found
    ]


def principle_comparison(
    first: Principles, second: Principles, words: Words
) -> list[tuple[str, ...]]:
    """Return a row for each principle: the certain share of both."""
    return [
        (
            words.say(f"partnerships.principle.{one.name}"),
            *(percent(getattr(side, one.name).certain, words) for side in (first, second)),
        )
        for one in fields(first)
    ]


def signed(difference: int, words: Words) -> str:
    """Return a difference with its sign, read left to right.

    Examples
    --------
    >>> [signed(number, Words("en")) for number in (2, 0, -3)]
    ['+2', '0', '−3']
    """
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return words.ltr(f"{sign}{abs(difference)}")
