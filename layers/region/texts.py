"""A region's answer in words: values, classes, rows of its table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import isnan

from layers.words import Words

NONE = "–"
SHARES = frozenset({"age", "yardstick"})
"""Measures whose values are shares."""


def value_text(measure: str, value: float, words: Words) -> str:
    """Return a value as it is read: people, a share, services per 10,000; a dash for none.

    Examples
    --------
    >>> value_text("services", 1.25, Words("en")), value_text("age", 0.5, Words("en"))
    ('1.2', '50%')
    """
    if isnan(value):
        return NONE
    if measure in SHARES:
        return words.fact(value, "percent")
    if measure == "residents":
        return words.fact(value, "whole")
    return words.fact(round(value, 1), "number")


def class_texts(measure: str, breaks: Sequence[float], words: Words) -> list[str]:
    """Return the words of each class, the lowest first; one class where there are no limits."""
    limits = [words.ltr(value_text(measure, limit, words)) for limit in breaks]
    if not limits:
        return [words.say("region.class.all")]
    return [
        words.say("region.class.below", limit=limits[0]),
        *(words.say("region.class.between", low=low, high=high) for low, high in pairwise(limits)),
        words.say("region.class.from", limit=limits[-1]),
    ]
