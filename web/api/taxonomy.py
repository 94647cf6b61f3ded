"""Our sectors and needs as an HSDS taxonomy, beside those that came in with records."""

from __future__ import annotations

from functools import cache
from typing import Any

from data.catalog.tables import load_taxonomy
from data.records.documents import PROFILE, Directory, Document
from data.records.ids import stable_id
from layers.words import LANGUAGES, Words

_LANGUAGE = "en"
_NAME = "Approdo"


def approdo_taxonomy_id() -> str:
    """Return the id of our taxonomy."""
    return stable_id(_NAME, "taxonomy", "needs")


def need_term_id(need: str) -> str:
    """Return the id of the term that stands for a need."""
    return stable_id(_NAME, "need", need)


@cache
def approdo_taxonomy() -> Directory:
    """Return our taxonomy and its terms, by kind and id: sectors, and the needs below them."""
    taxonomy = load_taxonomy()
    record_id = approdo_taxonomy_id()
    about = Words(_LANGUAGE).say("api.taxonomy")
    terms = [_term(stable_id(_NAME, "sector", name), "sector", name) for name in taxonomy.sectors]
    terms += [
        {
            **_term(need_term_id(need.id), "need", need.id),
            "parent_id": stable_id(_NAME, "sector", need.sector),
        }
        for need in taxonomy.needs
    ]
    return {
        "taxonomy": {record_id: {"id": record_id, "name": _NAME, "description": about}},
        "taxonomy_term": {term["id"]: term for term in terms},
    }


@cache
def needs_of_term(record_id: str) -> frozenset[str]:
    """Return the needs that a term of ours stands for; none where it is not ours."""
    return frozenset(
        need.id
        for need in load_taxonomy().needs
        if record_id in (need_term_id(need.id), stable_id(_NAME, "sector", need.sector))
    )


def with_terms(service: Document) -> Document:
    """Return a service with its needs as attributes, as HSDS says what a service is about."""
    needs = (service.get(PROFILE) or {}).get("needs") or []
    terms = approdo_taxonomy()["taxonomy_term"]
    lines: list[dict[str, Any]] = [
        {
            "id": stable_id(service["id"], "attribute", need),
            "link_id": service["id"],
            "link_entity": "service",
            "taxonomy_term_id": need_term_id(need),
        }
        for need in needs
        if need_term_id(need) in terms
    ]
    return {**service, "attributes": [*(service.get("attributes") or []), *lines]}


def _term(record_id: str, group: str, code: str) -> Document:
    name = Words(_LANGUAGE).choice(group, code)
    return {
        "id": record_id,
        "code": code,
        "name": name,
        "description": name,
        "language": _LANGUAGE,
        "taxonomy_id": approdo_taxonomy_id(),
        PROFILE: {"names": {short: Words(short).choice(group, code) for short in LANGUAGES}},
    }
