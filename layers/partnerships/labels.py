"""What matrices are counted by, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from geo.partnerships.activity import NOT_STATED, Dimension
from layers.words import Words

PlaceName = Callable[[str, str], str]
"""Code of a municipality or area, language → its name."""

_CHOICES = {
    Dimension.SECTOR: "sector",
    Dimension.NEED: "need",
    Dimension.ACTION: "action",
    Dimension.LEVEL: "level",
    Dimension.KIND: "organization_kind",
    Dimension.STATUS: "status",
}
"""Dimensions whose keys are a closed list, with its words."""


def key_label(
    dimension: Dimension,
    key: str,
    words: Words,
    *,
    organizations: Mapping[str, str],
    place_name: PlaceName,
) -> str:
    """Return a key as the reader knows it; what is not stated says so."""
    if key == NOT_STATED:
        return words.say("partnerships.not_stated")
    if dimension in _CHOICES:
        return words.choice(_CHOICES[dimension], key)
    if dimension is Dimension.MUNICIPALITY:
        return place_name(key, words.language)
    if dimension is Dimension.ORGANIZATION:
        return organizations.get(key, key)
    if dimension is Dimension.LANGUAGE:
        return words.fact(key, "language")
    return key
