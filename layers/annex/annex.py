"""What the annex of a partnership says, before it is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from geo.partnerships.funding import FundRow, LeftWithout
from geo.partnerships.principles import Concentration, Principles
from layers.partnerships.rows import MatrixTable

Ring = Sequence[tuple[float, float]]
"""Longitude and latitude, degrees EPSG:4326."""


@dataclass(frozen=True, slots=True)
class AnnexTown:
    """A municipality: residents are NaN where no figure is known."""

    name: str
    residents: float
    area_km2: float
    services: int
    rings: Sequence[Ring] = ()


@dataclass(frozen=True, slots=True)
class AnnexDot:
    """A service on the map: its public place and its main sector."""

    lon: float
    lat: float
    sector: str


@dataclass(frozen=True, slots=True)
class AnnexMatrix:
    """A matrix with the heading of its rows; `title` names it."""

    title: str
    head: str
    table: MatrixTable


@dataclass(frozen=True, slots=True)
class AnnexGap:
    """A need with the municipalities in which nobody answers it."""

    need: str
    towns: Sequence[str]
    residents: float


@dataclass(frozen=True, slots=True)
class AnnexCoverage:
    """A need in an area: the shares of its people that are served, surely and perhaps."""

    need: str
    certain: float
    possible: float
    missing: float


@dataclass(frozen=True, slots=True)
class AnnexProposal:
    """A new site for a need: where, and the people that it would newly reach."""

    need: str
    place: str
    people: float


@dataclass(frozen=True, slots=True)
class Annex:
    """A partnership on a day.

    Attributes
    ----------
    ages
        Residents by age group, summed over the municipalities with figures.
    coverage_area
        Name of the area that coverage was computed in; empty where none is built.
    overlaps, faults
        Rows and sentences in the reader's words.
    ending_day, left
        By which day money is taken to end, and the needs that lose their last answer by then.
    """

    name: str
    lead: str
    partners: Sequence[str]
    day: date
    towns: Sequence[AnnexTown]
    ages: Mapping[str, float]
    dots: Sequence[AnnexDot]
    services: int
    organizations: int
    demonstrations: int
    matrices: Sequence[AnnexMatrix]
    principles: Principles
    concentration: Sequence[Concentration]
    gaps: Sequence[AnnexGap]
    overlaps: Sequence[Sequence[str]]
    funds: Sequence[FundRow]
    unfunded: int
    ending_day: date
    ending: int
    left: Sequence[LeftWithout]
    coverage_area: str = ""
    coverage: Sequence[AnnexCoverage] = ()
    proposals: Sequence[AnnexProposal] = ()
    place_names: Mapping[str, str] = field(default_factory=dict)
