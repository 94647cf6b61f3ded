"""Services and the people who need them, in the words of HSDS 3.0.

Everything here is frozen data without behaviour. Field names follow the Open Referral Human
Services Data Specification; what the programme needs beyond it stands beside the HSDS fields.
Three-valued facts are `Answer`: *unknown is not no*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


class Answer(StrEnum):
    """Three-valued truth."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


OSM_PREFIX = "osm:"
"""Ids of OpenStreetMap's services begin with it."""


class ServiceStatus(StrEnum):
    """HSDS service.status."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class Appointment(StrEnum):
    """Whether one must book before coming."""

    NONE = "none"
    POSSIBLE = "possible"
    REQUIRED = "required"


class AccessRoute(StrEnum):
    """How a person gets into a service. Only walk-in services stand in the public finder."""

    WALK_IN = "walk_in"
    REFERRAL = "referral"
    ASSIGNED = "assigned"


class Exposure(StrEnum):
    """How much of a location may be shown. A protected address exists nowhere public."""

    PUBLIC = "public"
    AREA_ONLY = "area_only"
    ON_REQUEST = "on_request"


class Level(StrEnum):
    """Who governs the service."""

    NATIONAL = "national"
    REGIONAL = "regional"
    AMBITO = "ambito"
    MUNICIPAL = "municipal"
    THIRD_SECTOR = "third_sector"


class OrganizationKind(StrEnum):
    """What kind of body an organisation is."""

    PUBLIC_BODY = "public_body"
    SCHOOL = "school"
    COOPERATIVE = "cooperative"
    ASSOCIATION = "association"
    UNION = "union"
    PATRONATO = "patronato"
    RELIGIOUS = "religious"
    PRIVATE = "private"


class Role(StrEnum):
    """What an organisation does for a service."""

    LEAD = "lead"
    PARTNER = "partner"
    FUNDER = "funder"
    HOST = "host"


class Sex(StrEnum):
    """For services reserved to women or to men."""

    FEMALE = "female"
    MALE = "male"


class Residence(StrEnum):
    """Whom a service accepts by residence."""

    ANYONE = "anyone"
    RESIDENTS = "residents"


class Confidence(StrEnum):
    """How a record is known."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    DERIVED = "derived"


def _no_answers() -> Mapping[str, Answer]:
    return MappingProxyType({})


def _no_texts() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Organization:
    """HSDS organization, with its kind and its role for the service it stands at."""

    id: str
    name: str
    kind: OrganizationKind | None = None
    role: Role | None = None
    website: str | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """HSDS phone. `number` is kept as written by the source."""

    number: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """HSDS address, only what a person needs to find a door."""

    address_1: str
    city: str | None = None
    postal_code: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """HSDS location of type physical.

    `lon` and `lat` are degrees, EPSG:4326. A location that is not `Exposure.PUBLIC` carries no
    coordinates and no address here: `lon`, `lat` and `address` are None. Where `approximate`, the
    position is not that of the door but of some point in its municipality.
    """

    id: str
    lon: float | None
    lat: float | None
    address: Address | None = None
    exposure: Exposure = Exposure.PUBLIC
    wheelchair: Answer = Answer.UNKNOWN
    approximate: bool = False

    @property
    def is_public(self) -> bool:
        """Whether everybody may know where it is; its coordinates may be unknown all the same."""
        return self.exposure is Exposure.PUBLIC


@dataclass(frozen=True, slots=True)
class Schedule:
    """Hours at which a service is given, with what holds in just those hours.

    Parameters
    ----------
    opening_hours
        In the OSM *opening_hours* syntax, local time of the area: ``"Th 09:00-12:00"``.
        None where the hours are not known.
    languages
        ISO 639-3 codes spoken by the staff in these hours; None where it is not known.
    mediation_languages
        ISO 639-3 codes for which a mediator is present in these hours; None: not known.
    appointment
        None where it is not known.
    """

    opening_hours: str | None
    languages: frozenset[str] | None = None
    mediation_languages: frozenset[str] | None = None
    appointment: Appointment | None = None


@dataclass(frozen=True, slots=True)
class Fund:
    """The money a service lives on. `amount_eur` is for the whole period."""

    name: str
    amount_eur: float | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One run of a course or call, with its enrolment window (both days included)."""

    enrolment_starts: date | None = None
    enrolment_ends: date | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """HSDS 3.1 service_capacity: how many the service takes, and how many places are free."""

    unit: str
    maximum: int | None = None
    available: int | None = None
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whom a service takes.

    An empty mapping or None means that nothing is known, never that nobody is taken.

    Parameters
    ----------
    statuses
        Legal status id (see ``data/catalog/statuses.toml``) → accepted?
    documents
        Document id (see ``data/catalog/documents.toml``) → required?
    residence
        None: not known.
    municipalities
        ISTAT codes whose residents are meant when `residence` is RESIDENTS; empty: the
        municipality that the location stands in.
    minimum_age, maximum_age
        Whole years, both included. None where no limit is stated.
    ages_known, sex_known
        False where the record says nothing about ages or sex, so that "no limit" and "not
        known" stay apart.
    sex
        The sex that a service is reserved to, None where it is not reserved.
    children
        Whether children can come along.
    """

    statuses: Mapping[str, Answer] = field(default_factory=_no_answers)
    documents: Mapping[str, Answer] = field(default_factory=_no_answers)
    residence: Residence | None = None
    municipalities: frozenset[str] = frozenset()
    minimum_age: int | None = None
    maximum_age: int | None = None
    ages_known: bool = False
    sex: Sex | None = None
    sex_known: bool = False
    children: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a record comes from and how far it can be trusted.

    `assured_on` is the day on which somebody last confirmed the record. `demonstration` records
    are invented and say so wherever they show.
    """

    source: str
    licence: str
    source_id: str | None = None
    confidence: Confidence = Confidence.REPORTED
    assured_on: date | None = None
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A service at one location: HSDS service, service_at_location and what hangs on them.

    Parameters
    ----------
    id
        Stable across rebuilds: ``"osm:node/123"`` or the register's UUID.
    needs
        Need ids of the taxonomy; the first is the main one and gives the sector.
    names
        Translations of the name by ISO 639-1 code, as far as the source has them.
    descriptions
        The record's own text by ISO 639-1 code.
    """

    id: str
    name: str
    needs: tuple[str, ...]
    location: Location
    provenance: Provenance
    organization: Organization | None = None
    partners: tuple[Organization, ...] = ()
    status: ServiceStatus = ServiceStatus.ACTIVE
    schedules: tuple[Schedule, ...] = ()
    phones: tuple[Phone, ...] = ()
    website: str | None = None
    email: str | None = None
    names: Mapping[str, str] = field(default_factory=_no_texts)
    descriptions: Mapping[str, str] = field(default_factory=_no_texts)
    eligibility: Eligibility = field(default_factory=Eligibility)
    access: AccessRoute | None = None
    editions: tuple[Edition, ...] = ()
    capacity: Capacity | None = None
    action: str | None = None
    level: Level | None = None
    funds: tuple[Fund, ...] = ()

    @property
    def is_from_osm(self) -> bool:
        """Whether it is OpenStreetMap's, and corrected there; else it is the register's."""
        return self.id.startswith(OSM_PREFIX)


@dataclass(frozen=True, slots=True)
class Situation:
    """What a person has chosen to say of themselves. Everything is optional; None: not said.

    Parameters
    ----------
    languages
        ISO 639-3 codes the person speaks; empty: not said.
    status
        Legal status id of ``data/catalog/statuses.toml``.
    residence
        ISTAT code of the municipality of residence, ``"none"`` where the person has none.
    documents
        Document ids the person holds; None: not said; an empty set: holds none.
    """

    languages: frozenset[str] = frozenset()
    status: str | None = None
    residence: str | None = None
    age: int | None = None
    sex: Sex | None = None
    with_children: bool | None = None
    documents: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the clock and the calendar of an area need to know.

    Parameters
    ----------
    time_zone, country
        IANA name, ISO 3166-1 alpha-2 code.
    lon, lat
        Where the sun rises and sets, degrees EPSG:4326.
    province
        ISO 3166-2 code of the province without its country, for the patron saint: ``"MI"``; empty
        where it is not known.
    """

    time_zone: str
    country: str
    lon: float
    lat: float
    province: str = ""


@dataclass(frozen=True, slots=True)
class FindCriteria:
    """One search. `at` is aware or None, where the time does not matter."""

    need: str
    situation: Situation = Situation()
    at: datetime | None = None
    limit_min: float = 60.0
