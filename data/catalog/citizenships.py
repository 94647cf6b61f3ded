"""Which countries foreign residents come from, and which languages those countries use."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class LanguageTable:
    """Country (ISO 3166-1) → language (ISO 639-3) → share of its people who use it, in (0, 1]."""

    weights: Weights
    name: str
    version: str
    licence: str
    attribution: str
    address: str

    @property
    def source(self) -> str:
        """Name and version: ``"Unicode CLDR 47"``."""
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class Mix:
    """Foreign residents by citizenship.

    Attributes
    ----------
    shares
        Country (ISO 3166-1) → share of the foreign residents; what is left to 1 is not known.
    source
        Who has published it, or the name of a file.
    year
        Of the figures; 0 where nobody has said it.
    address
        Where it can be read; empty for files and assumptions.
    assumed
        True for a stated assumption, as of the sample areas.
    """

    id: str
    shares: Mapping[str, float]
    source: str
    year: int
    address: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class PublishedMix:
    """A mix of the catalogue with the place that it is of; one of the three is given."""

    mix: Mix
    on: date
    total: int
    province: str = ""
    region: int = 0
    country: str = ""


@cache
def language_table() -> LanguageTable:
    """Return the table of languages by country."""
    found = _read("nationality_languages")
    source = found["source"]
    return LanguageTable(
        weights=found["weights"],
        name=source["name"],
        version=source["version"],
        licence=source["licence"],
        attribution=source["attribution"],
        address=source["address"],
    )


@cache
def published_mixes() -> tuple[PublishedMix, ...]:
    """Return the mixes of the catalogue, the smallest place first."""
    return tuple(_published(row) for row in _read("citizenships")["mix"])


def mix_for(*, country: str, regions: frozenset[int], provinces: frozenset[str]) -> Mix | None:
    """Return the mix of the smallest place that holds an area; None where there is none.

    Parameters
    ----------
    country
        ISO 3166-1.
    regions, provinces
        All that the area lies in: ISTAT's numbers, the provinces' letters.

    Examples
    --------
    >>> def own(regions, *provinces):
    ...     return mix_for(country="IT", regions=regions, provinces=frozenset(provinces)).id
    >>> own(frozenset({4}), "TN"), own(frozenset({3}), "MI", "BG")
    ('trento', 'lombardia')
    >>> own(frozenset({3, 5}), "MN", "VR")
    'italy'
    """
    for one in published_mixes():
        holds = (
            (one.province and provinces == {one.province})
            or (one.region and regions == {one.region})
            or (one.country and one.country == country)
        )
        if holds:
            return one.mix
    return None


def _published(row: dict[str, Any]) -> PublishedMix:
    total = int(row["total"])
    counted = {country: people / total for country, people in row.get("people", {}).items()}
    mix = Mix(
        id=row["id"],
        shares=counted or row["shares"],
        source=row["publisher"],
        year=row["date"].year,
        address=row["address"],
    )
    return PublishedMix(mix=mix, on=row["date"], total=total, **row["place"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
