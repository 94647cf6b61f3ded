"""What the form asks beyond the first things: whom a service takes, how, and what it lives on.

Of funds and editions the form shows the first; others stay as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from data.records.documents import PROFILE, Document, day_of
from data.records.ids import stable_id
from geo.errors import ApprodoError, BadInput

COUNTRY_LETTERS = 2


@dataclass(frozen=True, slots=True)
class FormFund:
    """The money that a service lives on; `amount_eur` for the whole period."""

    name: str = ""
    amount_eur: float | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class FormEdition:
    """One run of a course, with the days on which one can enrol."""

    enrolment_starts: date | None = None
    enrolment_ends: date | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class FormCapacity:
    """How many a service takes, and how many places were free on a day."""

    unit: str = ""
    maximum: int | None = None
    available: int | None = None
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """Everything may be unknown: None, or no word of it.

    Parameters
    ----------
    countries
        ISO 3166-1 codes of the communities that the organisation stands for.
    documents
        Document id → ``yes`` (asked for) or ``no`` (not asked for).
    """

    organization_kind: str | None = None
    countries: tuple[str, ...] = ()
    access: str | None = None
    residence: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    documents: Mapping[str, str] = field(default_factory=dict)
    action: str | None = None
    level: str | None = None
    fund: FormFund = field(default_factory=FormFund)
    edition: FormEdition = field(default_factory=FormEdition)
    capacity: FormCapacity = field(default_factory=FormCapacity)


def check_details(details: Details) -> list[ApprodoError]:
    """Return what cannot be: ``form.ages``, ``form.dates``, ``form.places``."""
    faults: list[ApprodoError] = []
    if _descend(details.minimum_age, details.maximum_age):
        faults.append(BadInput("form.ages"))
    spans = [
        (details.fund.starts, details.fund.ends),
        (details.edition.enrolment_starts, details.edition.enrolment_ends),
        (details.edition.starts, details.edition.ends),
    ]
    if any(_descend(first, last) for first, last in spans):
        faults.append(BadInput("form.dates"))
    if _descend(details.capacity.available, details.capacity.maximum):
        faults.append(BadInput("form.places"))
    return faults


def details_of(service: Document, organization: Document) -> Details:
    """Return the details that documents say."""
    profile = service.get(PROFILE) or {}
    eligibility = profile.get("eligibility") or {}
    fund: Document = next(iter(service.get("funding") or []), {})
    about = fund.get(PROFILE) or {}
    edition: Document = next(iter(profile.get("editions") or []), {})
    capacity = profile.get("capacity") or {}
    return Details(
        organization_kind=(organization.get(PROFILE) or {}).get("kind"),
        countries=countries_of(organization),
        access=profile.get("access"),
        residence=eligibility.get("residence"),
        minimum_age=_whole(service.get("minimum_age")),
        maximum_age=_whole(service.get("maximum_age")),
        documents={
            record_id: answer
            for record_id, answer in (eligibility.get("documents") or {}).items()
            if answer in ("yes", "no")
        },
        action=profile.get("action"),
        level=profile.get("level"),
        fund=FormFund(
            str(fund.get("source") or ""), about.get("amount_eur"), day_of(about.get("starts")),
            day_of(about.get("ends")),
        ),
        edition=FormEdition(*(day_of(edition.get(one.name)) for one in fields(FormEdition))),
        capacity=FormCapacity(
            str(capacity.get("unit") or ""), _whole(capacity.get("maximum")),
            _whole(capacity.get("available")), day_of(capacity.get("updated")),
        ),
    )  # fmt: skip


def countries_of(organization: Document) -> tuple[str, ...]:
    """Return the countries whose communities an organisation stands for, ISO 3166-1.

    Examples
    --------
    >>> countries_of({"approdo": {"countries": ["SN", "sn", 7, "Senegal"]}})
    ('SN',)
    """
    rows = (organization.get(PROFILE) or {}).get("countries")
    codes = (one.upper() for one in rows or () if isinstance(one, str))
    return tuple(dict.fromkeys(code for code in codes if len(code) == COUNTRY_LETTERS))


def with_details(service: Document, details: Details, before: Details) -> Document:
    """Return a service with the details that somebody changed, and everything else as it was."""
    changed = {**service}
    profile = {**(service.get(PROFILE) or {})}
    eligibility = {**(profile.get("eligibility") or {})}
    for key in ("access", "action", "level"):
        if getattr(details, key) != getattr(before, key):
            profile[key] = getattr(details, key)
    if details.residence != before.residence:
        eligibility["residence"] = details.residence
    if dict(details.documents) != dict(before.documents):
        eligibility["documents"] = dict(details.documents)
    for key in ("minimum_age", "maximum_age"):
        if getattr(details, key) != getattr(before, key):
            changed[key] = getattr(details, key)
    if details.fund != before.fund:
        changed["funding"] = _funding(details.fund, service)
    if details.edition != before.edition:
        first = _plain(details.edition)
        profile["editions"] = [*([first] if first else []), *(profile.get("editions") or [])[1:]]
    if details.capacity != before.capacity:
        profile["capacity"] = _plain(details.capacity)
    profile["eligibility"] = _without_empty(eligibility)
    changed[PROFILE] = _without_empty(profile)
    return changed


def _funding(fund: FormFund, service: Document) -> list[Document]:
    old = service.get("funding") or []
    if not fund.name.strip():
        return list(old[1:])
    first = old[0] if old else {"id": stable_id(service["id"], "fund", "0")}
    about = {key: value for key, value in _plain(fund).items() if key != "name"}
    return [{**first, "source": fund.name.strip(), PROFILE: about}, *old[1:]]


def _plain(found: FormFund | FormEdition | FormCapacity) -> Document:
    row = {one.name: getattr(found, one.name) for one in fields(found)}
    return _without_empty({k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()})


def _without_empty(document: Document) -> Document:
    return {key: value for key, value in document.items() if value not in (None, "", [], {})}


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _descend(first: Any, last: Any) -> bool:
    return first is not None and last is not None and first > last
