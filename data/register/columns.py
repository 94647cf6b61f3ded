"""What of a document stands beside it in columns, and what of a place must not stand there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from data.catalog.tables import load_taxonomy, open_eligibility_needs
from data.records.documents import PROFILE, Document, day_of
from data.register.place_municipality import municipality_of
from geo.model import Exposure
from geo.names.folding import without_marks


def columns_of(kind: str, document: Document, origin: dict[str, str | None]) -> dict[str, Any]:
    """Return the columns beside a document of a kind, without what all kinds have.

    Parameters
    ----------
    origin
        ``source``, ``licence`` and ``area`` where the document itself does not say them.
    """
    made = _COLUMNS.get(kind)
    return made(document, origin) if made else {}


def needs_of(document: Document, terms: Sequence[str]) -> tuple[str, ...]:
    """Return the needs of our taxonomy that a service answers.

    Given by the profile; else found through the Open Eligibility names of its `terms`. Needs that
    the taxonomy does not have are passed over.
    """
    found = (document.get(PROFILE) or {}).get("needs")
    if found is None:
        table = open_eligibility_needs()
        found = [need for term in terms for need in table.get(term.casefold(), ())]
    known = _needs()
    return tuple(dict.fromkeys(need for need in found if need in known))


def link_rows(document: Document) -> list[dict[str, Any]]:
    """Return the places of a service."""
    return [
        {
            "service_id": document["id"],
            "place": place,
            "id": at["id"],
            "location_id": at["location_id"],
        }
        for place, at in enumerate(document.get("service_at_locations") or [])
        if at.get("location_id")
    ]


def postal_code_of(location: Document) -> str | None:
    """Return the postal code of a location's first address that has one.

    Examples
    --------
    >>> postal_code_of({"addresses": [{"city": "Trento"}, {"postal_code": "38122"}]})
    '38122'
    """
    codes = (address.get("postal_code") for address in location.get("addresses") or [])
    return next((code[:20] for code in codes if isinstance(code, str) and code), None)


def search_text(*texts: str | None) -> str:
    """Return texts as they are searched: without case, accents and marks.

    Examples
    --------
    >>> search_text("Città di Càorle", None)
    'citta di caorle'
    """
    return without_marks(" ".join(text for text in texts if text).casefold())[:2_000]


@cache
def _needs() -> frozenset[str]:
    return frozenset(need.id for need in load_taxonomy().needs)


def _organization(document: Document, _origin: dict[str, str | None]) -> dict[str, Any]:
    profile = document.get(PROFILE) or {}
    return {"name": str(document.get("name") or ""), "kind": profile.get("kind")}


def _program(document: Document, _origin: dict[str, str | None]) -> dict[str, Any]:
    return {"organization_id": document.get("organization_id")}


def _term(document: Document, _origin: dict[str, str | None]) -> dict[str, Any]:
    return {"taxonomy_id": document.get("taxonomy_id")}


def _service(document: Document, origin: dict[str, str | None]) -> dict[str, Any]:
    profile = document.get(PROFILE) or {}
    names = [str(name) for name in (profile.get("names") or {}).values()]
    name = str(document.get("name") or "")
    return {
        "organization_id": document.get("organization_id"),
        "program_id": document.get("program_id"),
        "name": name,
        "search_text": search_text(name, document.get("alternate_name"), *names),
        "status": document.get("status") or "active",
        **{key: profile.get(key) for key in ("access", "action", "level", "source_id")},
        "source": profile.get("source") or origin["source"],
        "licence": profile.get("licence") or origin["licence"],
        "confidence": profile.get("confidence") or "reported",
        "assured_on": day_of(document.get("assured_date")),
        "demonstration": bool(profile.get("demonstration")),
        "area": origin["area"],
    }


def _location(document: Document, _origin: dict[str, str | None]) -> dict[str, Any]:
    profile = document.get(PROFILE) or {}
    lon, lat = (document.get(key) for key in ("longitude", "latitude"))
    # HSDS lets 999 pass as a latitude: it stays in the document and stands nowhere on the map.
    somewhere = _within(lon, 180) and _within(lat, 90)
    return {
        "organization_id": document.get("organization_id"),
        "location_type": document.get("location_type") or "physical",
        "lon": lon if somewhere else None,
        "lat": lat if somewhere else None,
        "municipality": municipality_of(document),
        "postal_code": postal_code_of(document),
        "exposure": profile.get("exposure") or Exposure.PUBLIC.value,
        "place_confidence": profile.get("place_confidence"),
    }


def _within(degrees: object, most: float) -> bool:
    return isinstance(degrees, (int, float)) and abs(degrees) <= most


_COLUMNS = {
    "organization": _organization,
    "program": _program,
    "service": _service,
    "location": _location,
    "taxonomy_term": _term,
}
