"""Municipalities as people write them into cells: a name, a name with its province, a code."""

from __future__ import annotations

import re

from data.catalog.municipalities import Municipality, municipalities
from geo.errors import UnknownName

LONGEST_SEARCHED = 60
WITH_PROVINCE = re.compile(r"(.+?)\s*\(([A-Za-z]{2})\)")


def municipality_named(text: str, province: str = "") -> tuple[Municipality, ...]:
    """Return the municipalities that a cell may mean: a name, a name with province, an ISTAT code.

    Examples
    --------
    >>> [found.code for found in municipality_named("Livo (CO)")]
    ['013130']
    """
    table = municipalities()
    if text.isdigit():
        try:
            return (table.get(text),)
        except UnknownName:
            return ()
    with_province = WITH_PROVINCE.fullmatch(text)
    if with_province:
        return table.named(with_province[1], with_province[2])
    return table.named(text, province) or (table.named(text) if province else ())


def nearest_municipalities(text: str) -> tuple[str, ...]:
    """Return the labels of municipalities that may be meant, best first, at most three."""
    return tuple(found.label for found in municipalities().search(text[:LONGEST_SEARCHED], limit=3))
