"""What of a document everybody may see, and what of a protected place is kept apart."""

from __future__ import annotations

from collections.abc import Iterable

from data.records.documents import LEFT_OUT, PROFILE, Document, left_out_of
from geo.model import Exposure

_PLACE = ("latitude", "longitude", "addresses")
"""Keys of a location that say where it is."""

_TELLS_PLACE = (*_PLACE, "name", "alternate_name", "description", "transportation", "url",
                "external_identifier", "contacts", "phones")  # fmt: skip
"""Keys of a location that can say where a protected site is."""


def is_open(location: Document) -> bool:
    """Return whether the place of a location may be shown to everybody."""
    exposure = (location.get(PROFILE) or {}).get("exposure", Exposure.PUBLIC.value)
    return bool(exposure == Exposure.PUBLIC.value)


def open_part(kind: str, document: Document) -> Document:
    """Return a document without what is protected; another kind than a location as it is."""
    if kind != "location" or is_open(document):
        return document
    fields = {key: value for key, value in document.items() if key not in _TELLS_PLACE}
    if LEFT_OUT in fields[PROFILE]:  # what was written of a place says where it is
        fields[PROFILE] = {**fields[PROFILE], LEFT_OUT: without_texts(left_out_of(document))}
    return fields


def without_texts(left_out: Iterable[Document]) -> list[Document]:
    """Return fields that could not be read, without what is written in them.

    Examples
    --------
    >>> without_texts([{"field": "address_1", "text": "Via Nascosta"}])
    [{'field': 'address_1', 'text': ''}]
    """
    return [{**row, "text": ""} for row in left_out]


def protected_part(location: Document) -> Document | None:
    """Return what is kept apart of a location.

    Empty where it is protected but says no place; None where it is public.
    """
    if is_open(location):
        return None
    return {key: location[key] for key in _TELLS_PLACE if location.get(key)}
