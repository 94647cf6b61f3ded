"""What a found place is called, where others may be called alike."""

from __future__ import annotations

from data.placing.address_index import FoundPlace
from layers.words import Words


def place_text(place: FoundPlace, words: Words) -> str:
    """Return the label of a place, with kind and quarter where others of the search share it.

    Examples
    --------
    >>> place_text(FoundPlace("Trento", "place", 11.1, 46.0, near="Centro", kind_differs=True),
    ...     Words("en"))
    'Trento · place · Centro'
    """
    kind = _kind(place, words) if place.kind_differs else ""
    return " · ".join(words.run(part) for part in (place.label, kind, place.near) if part)


def full_place_text(place: FoundPlace, words: Words) -> str:
    """Return the label of a place with its kind and its quarter, for one to choose among several.

    Examples
    --------
    >>> full_place_text(FoundPlace("Santa Chiara", "place", 11.1, 46.0, category="hospital",
    ...     near="Centro"), Words("en"))
    'Santa Chiara · hospital · Centro'
    """
    parts = (place.label, _kind(place, words), place.near)
    return " · ".join(words.run(part) for part in parts if part)


def _kind(place: FoundPlace, words: Words) -> str:
    if place.category:
        return words.choice("place_category", place.category)
    return words.choice("place_kind", place.kind)
