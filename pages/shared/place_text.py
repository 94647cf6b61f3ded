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
    kind = words.choice("place_kind", place.kind) if place.kind_differs else ""
    return " · ".join(part for part in (place.label, kind, place.near) if part)
