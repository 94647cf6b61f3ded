"""The parameters of the interface, and what they ask of the register."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from data.catalog.tables import language_code, load_taxonomy
from data.register.asked import Near, RecordQuery
from geo.errors import BadInput, UnknownName
from geo.hours.opening import OpeningKind
from web.api.taxonomy import approdo_taxonomy_id, needs_of_term

PER_PAGE, MOST_PER_PAGE = 50, 500
MOST_MINIMAL = 100_000
MOST_METRES = 50_000

Text = Annotated[str, Field(max_length=200)]
Own = Annotated[str, Field(max_length=36)]
Metres = Annotated[float, Field(gt=0, le=MOST_METRES, allow_inf_nan=False)]
Moment = Annotated[datetime, Field(ge=datetime(1900, 1, 1), le=datetime(2200, 1, 1))]

_STATUSES = Literal["active", "inactive", "defunct", "temporarily closed"]
_SEVERAL = frozenset({"need", "language", "taxonomy_term_id"})
"""Parameters that may be given more than once: all of them hold."""


class Paged(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")

    search: Text = Field("", description="Words that the name has, without case and accents.")
    page: int = Field(1, ge=1, le=1_000_000, description="Number of the page, from 1.")
    per_page: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE, description="Items of a page.")
    format: Literal["json", "ndjson"] = Field(
        "json", description="`ndjson`: every item of all pages, one a line."
    )


class TermsAsked(Paged):
    """What terms of taxonomies can be asked for."""

    taxonomy_id: Own | None = Field(None, description="Terms of this taxonomy.")
    parent_id: Own | None = Field(None, description="Terms right below this term.")
    top_only: bool = Field(False, description="Only terms that stand below no other.")


class OrganizationsAsked(Paged):
    """What organisations can be asked for."""

    full: bool = Field(False, description="With everything that is known of each.")
    full_service: bool = Field(False, description="With their services, whole.")


class OneOrganizationAsked(BaseModel):
    """How one organisation is given."""

    model_config = ConfigDict(extra="forbid")

    full_service: bool = Field(False, description="With its services, whole.")


class NothingAsked(BaseModel):
    """No parameter."""

    model_config = ConfigDict(extra="forbid")


class ServicesAsked(Paged):
    """What services can be asked for; all that is given holds at once."""

    full: bool = Field(False, description="With everything that is known of each.")
    modified_after: Moment | None = Field(
        None,
        description="Changed then or later: the service, its organisation or one of its places. "
        "Without a time zone: UTC.",
    )
    taxonomy_term_id: list[Own] = Field(
        default=[], description="With this term; more than once: with all of them."
    )
    taxonomy_id: Own | None = Field(None, description="With a term of this taxonomy.")
    organization_id: Own | None = Field(None, description="Of this organisation.")
    postcode: Annotated[str, Field(max_length=20)] | None = Field(
        None, description="At a place with this postal code."
    )
    proximity: Metres | None = Field(
        None,
        description="Metres: with `postcode`, around the middle of the places that have it; with "
        "`lon` and `lat`, around these.",
    )
    need: list[str] = Field(
        default=[], description="Answers this need; more than once: all of them. `/taxonomy_terms`."
    )
    language: list[str] = Field(
        default=[], description="ISO 639 code of a language spoken or mediated there."
    )
    municipality: Annotated[str, Field(max_length=6)] | None = Field(
        None, description="At a place in the municipality with this ISTAT code, six digits."
    )
    area: Annotated[str, Field(max_length=60)] | None = Field(
        None, description="Belongs to this area of this server."
    )
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = Field(
        None, description="With `lat` and `metres`: the nearest first. Degrees EPSG:4326."
    )
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    metres: Metres | None = Field(None, description="Straight distance from `lon`, `lat`.")
    status: _STATUSES | None = Field(None, description="HSDS's status of the service.")
    open: OpeningKind | None = Field(
        None, description="What its hours tell of the moment `at`, on Italy's clock."
    )
    at: Moment | None = Field(None, description="For `open`; now when not given.")


class ServiceListAsked(ServicesAsked):
    """What services can be asked for, and how they are given."""

    per_page: int = Field(
        PER_PAGE, ge=1, le=MOST_MINIMAL, description="Items of a page; 500 at most, unless minimal."
    )
    minimal: bool = Field(
        False, description="Only `id` and `modified_date` of each, all on one page."
    )


def asked_of(asked: ServicesAsked) -> RecordQuery:
    """Return what parameters ask of the register.

    Raises
    ------
    BadInput
        ``api.together`` where a position is given in part, ``api.too_large`` where a page is too
        long, ``api.municipality``.
    UnknownName
        ``api.need``, ``language.unknown``.
    """
    known = {need.id for need in load_taxonomy().needs}
    for need in asked.need:
        if need not in known:
            raise UnknownName("api.need", name="need", text=need)
    if asked.municipality is not None and not _is_code(asked.municipality):
        raise BadInput("api.municipality", name="municipality", text=asked.municipality)
    approdo_terms = [needs_of_term(term) for term in asked.taxonomy_term_id]
    needs = [frozenset({need}) for need in asked.need] + [found for found in approdo_terms if found]
    taxonomy = asked.taxonomy_id
    if taxonomy == approdo_taxonomy_id():
        needs, taxonomy = [*needs, frozenset(known)], None
    foreign = [
        frozenset({term})
        for term, found in zip(asked.taxonomy_term_id, approdo_terms, strict=True)
        if not found
    ]
    return RecordQuery(
        words=asked.search,
        needs=tuple(needs),
        terms=tuple(foreign),
        taxonomy_id=taxonomy,
        organization_id=asked.organization_id,
        languages=tuple(language_code(code) for code in asked.language),
        status=asked.status,
        area=asked.area,
        municipality=asked.municipality,
        postal_code=asked.postcode,
        postal_metres=asked.proximity if asked.postcode else None,
        near=_near(asked),
        modified_after=_aware(asked.modified_after),
        opening=asked.open,
        at=_aware(asked.at),
    )


async def check_questions(request: Request) -> None:
    """Refuse what would be read in part only.

    Raises
    ------
    BadInput
        ``api.twice`` where a parameter is given twice that can hold one value only,
        ``api.parameter`` where one holds letters that are none.
    """
    seen: set[str] = set()
    for name, value in request.query_params.multi_items():
        if name in seen and name not in _SEVERAL:
            raise BadInput("api.twice", name=name)
        if not value.isprintable():
            raise BadInput("api.parameter", name=name)
        seen.add(name)


def _near(asked: ServicesAsked) -> Near | None:
    metres = asked.metres
    if metres is None and asked.postcode is None:
        metres = asked.proximity
    if asked.lon is not None and asked.lat is not None and metres is not None:
        return Near(asked.lon, asked.lat, metres)
    if (asked.lon, asked.lat, metres) != (None, None, None):
        raise BadInput("api.together", name="lon", others=("lon", "lat", "metres"))
    return None


def _aware(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=UTC)


def _is_code(text: str) -> bool:
    return len(text) == 6 and text.isascii() and text.isdigit()
