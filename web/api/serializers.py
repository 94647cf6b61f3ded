"""Documents of the register as HSDS's interface says them: in lists short, alone whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.hsds.conforming import conforming
from data.hsds.directory import join, joined
from data.records.documents import PROFILE, Directory, Document
from data.register.reading import Key
from web.api.taxonomy import approdo_taxonomy, with_terms

DISTANCE = "distance_m"
"""In the profile: metres from the position that was asked for."""


def service(
    known: Directory, record_id: str, *, full: bool, metres: float | None = None
) -> Document:
    """Return a service, alone or in a list."""
    document = known["service"][record_id]
    if not full:
        found = conforming("service", joined(known, "service", document), flat=True)
    else:
        found = conforming(
            "service", joined(_with_taxonomy(known), "service", with_terms(document))
        )
    return _at_distance(found, metres)


def place(known: Directory, key: Key, *, full: bool, metres: float | None = None) -> Document:
    """Return a service at one of its places, with both inside."""
    record_id, number = key
    document = known["service"][record_id]
    at = document["service_at_locations"][number]
    inside = service(known, record_id, full=full)
    inside.pop("service_at_locations", None)
    found = joined(_with_taxonomy(known) if full else known, "service_at_location", at)
    found = conforming("service_at_location", found, flat=not full)
    return _at_distance({**found, "service": inside}, metres)


def organization(known: Directory, record_id: str, *, services: str) -> Document:
    """Return an organisation.

    Parameters
    ----------
    services
        ``none``: without lists; ``ids``: whole, with what its services are called; ``full``: whole,
        with its services whole.
    """
    if services == "none":
        return conforming("organization", known["organization"][record_id], flat=True)
    text = join({**_with_taxonomy(known), "service": {}}, "organization", record_id)
    given = sorted(
        (d for d in known.get("service", {}).values() if d.get("organization_id") == record_id),
        key=lambda document: (str(document.get("name")), document["id"]),
    )
    whole = conforming("organization", {k: v for k, v in text.items() if k != "services"})
    listed = [service(known, d["id"], full=services == "full") for d in given]
    for one in listed:
        one.pop("organization", None)
    if services == "ids":
        short = ("id", "name", "status", "last_modified")
        listed = [{key: one[key] for key in short if key in one} for one in listed]
    return {**whole, "services": listed}


def term(known: Directory, record_id: str) -> Document:
    """Return a taxonomy term with its taxonomy."""
    found = _with_taxonomy(known)
    return conforming(
        "taxonomy_term", joined(found, "taxonomy_term", found["taxonomy_term"][record_id])
    )


def taxonomy(document: Document) -> Document:
    """Return a taxonomy."""
    return conforming("taxonomy", document)


def with_own(kind: str, documents: Directory) -> dict[str, Document]:
    """Return the taxonomies or terms of the register after ours, by name."""
    rows = sorted(documents.get(kind, {}).items(), key=lambda one: (str(one[1].get("name")), one))
    return {**approdo_taxonomy()[kind], **dict(rows)}


def _with_taxonomy(known: Directory) -> Directory:
    ours = approdo_taxonomy()
    return known | {kind: {**known.get(kind, {}), **ours[kind]} for kind in ours}


def _at_distance(fields: Document, metres: float | None) -> Document:
    if metres is None:
        return fields
    return {**fields, PROFILE: {**(fields.get(PROFILE) or {}), DISTANCE: round(metres)}}


def distances(metres: Sequence[float], count: int) -> Sequence[Any]:
    """Return a distance for each item, None where no position was asked for."""
    return metres or [None] * count
