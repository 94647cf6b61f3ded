"""What can be asked of the interface: HSDS's addresses, each a short composition of calls."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from data.hsds.json_file import VERSION
from data.records.documents import Document
from data.register.asked import RecordQuery
from data.register.columns import search_text
from data.register.reading import Listing, Reader
from geo.errors import BadInput, UnknownName
from web.api import serializers as serializers
from web.api.dependencies import public_session
from web.api.params import (
    MOST_MINIMAL,
    MOST_PER_PAGE,
    NothingAsked,
    OneOrganizationAsked,
    OrganizationsAsked,
    Paged,
    ServiceListAsked,
    ServicesAsked,
    TermsAsked,
    asked_of,
    check_questions,
)
from web.api.responses import (
    NEVER,
    answer,
    as_json,
    base_of,
    is_known,
    lines,
    not_modified,
    page_of,
    tag_of,
)
from web.api.schemas import answers

router = APIRouter(dependencies=[Depends(check_questions)])

Nothing = Annotated[NothingAsked, Query()]
_CHUNK = 200


@router.get("/", responses=answers("about"), summary="About this interface and HSDS")
def about(request: Request, _asked: Nothing) -> Response:
    """Say the version of HSDS, and where this interface is described."""
    base = base_of(request)
    fields = {"version": VERSION, "profile": f"{base}docs", "openapi_url": f"{base}openapi.json"}
    # The host's name in it is the asker's word: nobody else may be given it.
    return Response(
        as_json(fields), headers={"cache-control": NEVER}, media_type="application/json"
    )


@router.get("/services", responses=answers("service", paged=True), summary="Services")
def services(request: Request, params: Annotated[ServiceListAsked, Query()]) -> Response:
    """List services by name; the nearest first where a position is given."""
    if params.minimal:
        return _minimal(request, params)
    if params.per_page > MOST_PER_PAGE:
        raise BadInput("api.too_large", name="per_page", limit=MOST_PER_PAGE)

    def items(reader: Reader, listing: Listing) -> Iterator[Document]:
        known = reader.read_services([record_id for record_id, _ in listing.keys], full=params.full)
        far = serializers.distances(listing.metres, len(listing.keys))
        for (record_id, _), metres in zip(listing.keys, far, strict=True):
            yield serializers.service(known, record_id, full=params.full, metres=metres)

    return _listed(request, params, Reader.services, items)


@router.get("/services/{id}", responses=answers("service"), summary="One service, whole")
def one_service(request: Request, id: str, _asked: Nothing) -> Response:  # noqa: A002
    """Say a service with everything that it names."""

    def made(reader: Reader) -> Document:
        known = reader.read_services([id], full=True)
        _check_there(id, known["service"])
        return serializers.service(known, id, full=True)

    return _one(request, made)


@router.get(
    "/service_at_locations",
    responses=answers("service_at_location", paged=True),
    summary="Services at their places",
)
def places(request: Request, params: Annotated[ServicesAsked, Query()]) -> Response:
    """List each place of each service."""

    def items(reader: Reader, listing: Listing) -> Iterator[Document]:
        known = reader.read_places(listing.keys, full=params.full)
        far = serializers.distances(listing.metres, len(listing.keys))
        for key, metres in zip(listing.keys, far, strict=True):
            yield serializers.place(known, key, full=params.full, metres=metres)

    return _listed(request, params, Reader.places, items)


@router.get(
    "/service_at_locations/{id}",
    responses=answers("service_at_location"),
    summary="One service at one place, whole",
)
def one_place(request: Request, id: str, _asked: Nothing) -> Response:  # noqa: A002
    """Say a service at a place, with both inside."""

    def made(reader: Reader) -> Document:
        key = reader.find_place(id)
        if key is None:
            raise UnknownName("record.unknown", id=id)
        return serializers.place(reader.read_places([key], full=True), key, full=True)

    return _one(request, made)


@router.get(
    "/organizations", responses=answers("organization", paged=True), summary="Organisations"
)
def organizations(request: Request, params: Annotated[OrganizationsAsked, Query()]) -> Response:
    """List organisations by name."""
    much: Literal["none", "ids", "full"] = (
        "full" if params.full_service else "ids" if params.full else "none"
    )

    def page(reader: Reader, number: int, size: int) -> tuple[int, list[Document]]:
        total, ids = reader.organizations(params.search, number=number, size=size)
        known = reader.read_organizations(ids, services=much)
        return total, [
            serializers.organization(known, record_id, services=much) for record_id in ids
        ]

    return _paged(request, params, page)


@router.get(
    "/organizations/{id}", responses=answers("organization"), summary="One organisation, whole"
)
def one_organization(
    request: Request,
    id: str,  # noqa: A002
    params: Annotated[OneOrganizationAsked, Query()],
) -> Response:
    """Say an organisation with its services, programs and places."""
    much: Literal["ids", "full"] = "full" if params.full_service else "ids"

    def made(reader: Reader) -> Document:
        known = reader.read_organizations([id], services=much)
        _check_there(id, known["organization"])
        return serializers.organization(known, id, services=much)

    return _one(request, made)


@router.get("/taxonomies", responses=answers("taxonomy", paged=True), summary="Taxonomies")
def taxonomies(request: Request, params: Annotated[Paged, Query()]) -> Response:
    """List taxonomies: the needs of Approdo first, then those that came with records."""

    def page(reader: Reader, number: int, size: int) -> tuple[int, list[Document]]:
        known = serializers.with_own("taxonomy", {"taxonomy": reader.whole("taxonomy")})
        found = [serializers.taxonomy(d) for d in known.values() if _has_words(d, params.search)]
        return len(found), found[(number - 1) * size : number * size]

    return _paged(request, params, page)


@router.get("/taxonomies/{id}", responses=answers("taxonomy"), summary="One taxonomy")
def one_taxonomy(request: Request, id: str, _asked: Nothing) -> Response:  # noqa: A002
    """Say a taxonomy."""

    def made(reader: Reader) -> Document:
        known = serializers.with_own("taxonomy", {"taxonomy": reader.whole("taxonomy")})
        _check_there(id, known)
        return serializers.taxonomy(known[id])

    return _one(request, made)


@router.get("/taxonomy_terms", responses=answers("taxonomy_term", paged=True), summary="Terms")
def terms(request: Request, params: Annotated[TermsAsked, Query()]) -> Response:
    """List terms of taxonomies: the needs of Approdo first."""

    def wanted(term: Document) -> bool:
        return (
            _has_words(term, params.search)
            and params.taxonomy_id in (None, term.get("taxonomy_id"))
            and params.parent_id in (None, term.get("parent_id"))
            and not (params.top_only and term.get("parent_id"))
        )

    def page(reader: Reader, number: int, size: int) -> tuple[int, list[Document]]:
        known = {kind: reader.whole(kind) for kind in ("taxonomy", "taxonomy_term")}
        all_terms = serializers.with_own("taxonomy_term", known)
        found = [record_id for record_id, term in all_terms.items() if wanted(term)]
        shown = found[(number - 1) * size : number * size]
        return len(found), [serializers.term(known, record_id) for record_id in shown]

    return _paged(request, params, page)


@router.get("/taxonomy_terms/{id}", responses=answers("taxonomy_term"), summary="One term")
def one_term(request: Request, id: str, _asked: Nothing) -> Response:  # noqa: A002
    """Say a term with its taxonomy."""

    def made(reader: Reader) -> Document:
        known = reader.read_terms([id])
        _check_there(id, serializers.with_own("taxonomy_term", known))
        return serializers.term(known, id)

    return _one(request, made)


def _one(request: Request, made: Callable[[Reader], Document]) -> Response:
    with public_session().records.reader() as reader:
        tag = tag_of(request, reader.newest())
        found = made(reader)
        return not_modified(request, tag) if is_known(request, tag) else answer(request, found, tag)


def _paged(
    request: Request, paged: Paged, page: Callable[[Reader, int, int], tuple[int, list[Document]]]
) -> Response:
    with public_session().records.reader() as reader:
        tag = tag_of(request, reader.newest())
        if is_known(request, tag):
            return not_modified(request, tag)
        if paged.format == "ndjson":
            return lines(request, _every(lambda n, size: page_in_turn(page, n, size)), tag)
        total, found = page(reader, paged.page, paged.per_page)
        return answer(request, page_of(found, total, paged.page, paged.per_page), tag)


def page_in_turn(
    page: Callable[[Reader, int, int], tuple[int, list[Document]]], number: int, size: int
) -> Sequence[Document]:
    """Return a page, read over a connection of its own."""
    with public_session().records.reader() as reader:
        return page(reader, number, size)[1]


def _listed(
    request: Request,
    params: ServicesAsked,
    listing: Callable[..., Listing],
    items: Callable[[Reader, Listing], Iterator[Document]],
) -> Response:
    asked = _asked_now(params)
    minute = asked.at.isoformat(timespec="minutes") if asked.opening and asked.at else ""

    def page(reader: Reader, number: int, size: int) -> tuple[int, list[Document]]:
        found = listing(reader, asked, number=number, size=size)
        return found.total, list(items(reader, found))

    with public_session().records.reader() as reader:
        tag = tag_of(request, reader.newest(), minute)
        if is_known(request, tag):
            return not_modified(request, tag)
        if params.format == "ndjson":
            return lines(request, _every(lambda n, size: page_in_turn(page, n, size)), tag)
        total, contents = page(reader, params.page, params.per_page)
        return answer(request, page_of(contents, total, params.page, params.per_page), tag)


def _minimal(request: Request, params: ServiceListAsked) -> Response:
    asked = _asked_now(params)
    size = params.per_page if "per_page" in params.model_fields_set else MOST_MINIMAL
    with public_session().records.reader() as reader:
        tag = tag_of(request, reader.newest())
        if is_known(request, tag):
            return not_modified(request, tag)
        total, rows = reader.minimal(asked, number=params.page, size=size)
        contents = [{"id": record_id, "modified_date": at} for record_id, at in rows]
        if params.format == "ndjson":
            return lines(request, contents, tag)
        return answer(request, page_of(contents, total, params.page, size), tag)


def _asked_now(asked: ServicesAsked) -> RecordQuery:
    """Return what is asked; hours of now are those of this minute."""
    if asked.open is not None and asked.at is None:
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        asked = asked.model_copy(update={"at": now})
    return asked_of(asked)


def _every(page: Callable[[int, int], Sequence[Any]]) -> Iterator[Any]:
    """Say the items of all pages; a connection is held for one of them only."""
    for number in itertools.count(1):
        found = page(number, _CHUNK)
        yield from found
        if len(found) < _CHUNK:
            return


def _check_there(record_id: str, known: dict[str, Document]) -> None:
    if record_id not in known:
        raise UnknownName("record.unknown", id=record_id)


def _has_words(document: Document, words: str) -> bool:
    text = search_text(document.get("name"), document.get("description"))
    return all(search_text(word) in text for word in words.split())
