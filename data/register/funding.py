"""What of a service's document is counted by coordination: its funds and its partners."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from data.records.documents import PROFILE, Document, day_of

_MOST_LETTERS = 200
"""Longer names are nobody's fund."""

_MOST_EUR = 1e12


def fund_rows(document: Document) -> list[dict[str, Any]]:
    """Return the rows of a service's funds, in their order; one without a name is passed over.

    Examples
    --------
    >>> fund = {"source": "FAMI", "approdo": {"amount_eur": 5000, "ends": "2027-06-30"}}
    >>> fund_rows({"id": "1", "funding": [fund]})
    [{'service_id': '1', 'place': 0, 'name': 'FAMI', 'amount_eur': 5000.0, 'starts': None, \
'ends': datetime.date(2027, 6, 30)}]
    """
    rows = []
    for place, fund in enumerate(_objects(document.get("funding"))):
        profile = fund.get(PROFILE)
        about = profile if isinstance(profile, dict) else {}
        name = " ".join(str(fund.get("source") or "").split())[:_MOST_LETTERS]
        if name:
            rows.append({
                "service_id": document["id"],
                "place": place,
                "name": name,
                "amount_eur": _amount(about.get("amount_eur")),
                "starts": _day(about.get("starts")),
                "ends": _day(about.get("ends")),
            })  # fmt: skip
    return rows


def partner_rows(document: Document) -> list[dict[str, Any]]:
    """Return the rows of the organisations that a service names beside its own, each once.

    Examples
    --------
    >>> partners = [{"organization_id": "a", "role": "funder"}, {"organization_id": "a"}]
    >>> partner_rows({"id": "1", "approdo": {"partners": partners}})
    [{'service_id': '1', 'organization_id': 'a', 'role': 'funder'}]
    """
    profile = document.get(PROFILE)
    partners = profile.get("partners") if isinstance(profile, dict) else None
    found: dict[str, str | None] = {}
    for partner in _objects(partners):
        if partner.get("organization_id"):
            found.setdefault(str(partner["organization_id"]), partner.get("role"))
    return [
        {"service_id": document["id"], "organization_id": record_id, "role": role}
        for record_id, role in found.items()
    ]


def _objects(rows: object) -> list[Document]:
    """Return the objects of a list; files from outside may hold anything there."""
    return [row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict)]


def _day(value: object) -> date | None:
    return day_of(value) if isinstance(value, str) else None


def _amount(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if math.isfinite(value) and 0 <= value <= _MOST_EUR else None
