"""The people of a group at each place of an area: counted, assumed, or inferred from counts.

Names of groups: those of `geo.demand.Residents.groups`; ``older``; ``school:primary`` and the other
schools; ``speaks:ara`` and the other languages, ISO 639-3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.areas.load import Area
from data.catalog.areas import bundled_area
from data.catalog.citizenships import Mix, Weights, language_table, mix_for
from data.catalog.municipalities import municipalities
from data.catalog.tables import load_languages
from geo.arrays import Floats
from geo.demand import Residents
from geo.errors import BadInput
from geo.measures.groups import (
    Ages,
    PeopleBand,
    language_share,
    people_aged,
    speakers_band,
    unknown_share,
)

SPEAKS = "speaks:"
FOREIGN = "foreign"
AGED: Mapping[str, Ages] = {
    "older": Ages(65, None),
    "school:kindergarten": Ages(3, 5),
    "school:primary": Ages(6, 10),
    "school:lower_secondary": Ages(11, 13),
    "school:upper_secondary": Ages(14, 18),
}
"""Ages in which a child that is neither ahead nor behind goes to a school of Italy."""

_AGES = re.compile(r"age_(\d+)_(\d+|up)")


@dataclass(frozen=True, slots=True)
class GroupPeople:
    """The people of a group, shape (places,) of `geo.demand.Residents`.

    Attributes
    ----------
    people, low, high
        The figure said and what is possible at least and at most; all alike where it is counted.
        NaN where a zone's count is not known.
    basis
        ``counted``, ``assumed`` (a sample area), ``ages`` (parts of age bands), ``citizenship`` or
        ``citizenship_assumed``.
    source
        Names of what the figure rests on: publishers or files, no sentence.
    year
        Of the counts, or of the mix of citizenships; 0 where nobody has said it.
    unknown
        Share of the foreign residents whose language nobody can say; 0 for other groups.
    """

    people: Floats
    low: Floats
    high: Floats
    basis: str
    source: str
    year: int
    unknown: float = 0.0

    @property
    def inferred(self) -> bool:
        """True where nobody has counted this group: the figure is a model's."""
        return self.basis != "counted"

    def totals(self) -> dict[str, Any]:
        """Return basis, source, year and unknown share with the sums over all places."""
        sums = {name: float(np.nansum(getattr(self, name))) for name in ("people", "low", "high")}
        return {
            "basis": self.basis,
            "source": self.source,
            "year": self.year,
            "unknown": self.unknown,
            **sums,
        }


def people_of(
    area: Area, group: str, *, mix: Mix | None = None, weights: Weights | None = None
) -> GroupPeople:
    """Return the people of a group at each place of an area.

    Parameters
    ----------
    mix
        Citizenships of the foreign residents, of a planner's own file for instance; None: those of
        the catalogue for this area.
    weights
        Languages by country; None: the catalogue's.

    Raises
    ------
    BadInput
        ``coverage.no_residents``; ``group.absent`` with the groups that there are: also for a
        language where nobody has counted the foreign residents, or said their citizenships;
        ``group.local`` for the language of the country itself; ``group.mix``, ``group.weight``.
    """
    residents = _residents(area)
    if group in residents.groups:
        return _counted(area, residents, group)
    if group in AGED:
        found = people_aged(_bands(residents), AGED[group])
        if found is not None:
            return _aged(area, found)
    chosen = mix or mix_of(area)
    if group.startswith(SPEAKS) and FOREIGN in residents.groups and chosen is not None:
        return _speakers(area, residents, group, chosen, weights)
    raise BadInput("group.absent", group=group, known=group_names(area, mix=mix, weights=weights))


def group_names(
    area: Area, *, mix: Mix | None = None, weights: Weights | None = None
) -> tuple[str, ...]:
    """Return the groups that can be asked for: counted ones, then ages, then languages.

    Languages are those of the catalogue that some of the known citizenships use, in its order.
    """
    residents = area.residents
    if residents is None:
        return ()
    names = list(residents.groups)
    bands = _bands(residents)
    names += [name for name, ages in AGED.items() if people_aged(bands, ages) is not None]
    chosen = mix or mix_of(area)
    if FOREIGN in residents.groups and chosen is not None:
        known, local = weights or language_table().weights, _local(area)
        names += [
            f"{SPEAKS}{language.code}"
            for language in load_languages()
            if language.code != local and language_share(chosen.shares, known, language.code)
        ]
    return tuple(names)


def mix_of(area: Area) -> Mix | None:
    """Return the citizenships of an area's foreign residents as far as the catalogue knows them.

    Of a sample area its stated assumption; in Italy those of the smallest place that holds all of
    the area's municipalities, or the middle of its map. None elsewhere.
    """
    manifest = area.manifest
    sample = bundled_area(manifest.id) if manifest.bundled else None
    if sample is not None and sample.residents.citizenships:
        citizenships, year = sample.residents.citizenships, sample.residents.year
        return Mix(sample.id, citizenships, "", year, assumed=True)
    if manifest.country != "IT":
        return mix_for(country=manifest.country, regions=frozenset(), provinces=frozenset())
    table = municipalities()
    here = [table.get(code) for code in manifest.origin.codes]
    middle = table.at(*manifest.centre)
    rows = here or ([middle] if middle is not None else [])
    return mix_for(
        country=manifest.country,
        regions=frozenset(row.region_code for row in rows),
        provinces=frozenset(row.province for row in rows),
    )


def _residents(area: Area) -> Residents:
    if area.residents is None or not len(area.residents):
        raise BadInput("coverage.no_residents", area=area.manifest.id)
    return area.residents


def _counted(area: Area, residents: Residents, group: str) -> GroupPeople:
    label = area.manifest.demand
    assumed = label is not None and group in label.assumed
    people = residents.people(group)
    return GroupPeople(
        people=people,
        low=people,
        high=people,
        basis="assumed" if assumed else "counted",
        source=_source(area),
        year=label.year if label is not None else 0,
    )


def _aged(area: Area, band: PeopleBand) -> GroupPeople:
    """Bands that fit are counts; a part of a band is inferred."""
    label, exact = area.manifest.demand, np.array_equal(band.low, band.high, equal_nan=True)
    fits = "assumed" if label is not None and label.assumed else "counted"
    return GroupPeople(
        people=band.people,
        low=band.low,
        high=band.high,
        basis=fits if exact else "ages",
        source=_source(area),
        year=label.year if label is not None else 0,
    )


def _speakers(
    area: Area, residents: Residents, group: str, mix: Mix, weights: Weights | None
) -> GroupPeople:
    table = language_table()
    known = table.weights if weights is None else weights
    language = group.removeprefix(SPEAKS)
    if language == _local(area):
        raise BadInput("group.local", language=language)
    if not any(language in row for row in known.values()):
        raise BadInput(
            "group.absent", group=group, known=group_names(area, mix=mix, weights=weights)
        )
    found = speakers_band(residents.people(FOREIGN), mix.shares, known, language)
    names = (_source(area), mix.source, "" if weights is not None else table.source)
    return GroupPeople(
        people=found.people,
        low=found.low,
        high=found.high,
        basis="citizenship_assumed" if mix.assumed else "citizenship",
        source=", ".join(dict.fromkeys(name for name in names if name)),
        year=mix.year,
        unknown=unknown_share(mix.shares, known),
    )


def _bands(residents: Residents) -> dict[Ages, Floats]:
    """Return the people of every group that is called by ages."""
    bands = {}
    for name in residents.groups:
        found = _AGES.fullmatch(name)
        if found is not None:
            first, last = found.groups()
            ages = Ages(int(first), None if last == "up" else int(last))
            bands[ages] = residents.people(name)
    return bands


def _source(area: Area) -> str:
    """Return the name of the publisher or file of the area's counts; empty for an assumption."""
    for source in area.manifest.sources:
        if source.name == "residents":
            return source.file
        if source.name == "ISTAT":
            return source.name
    return ""


def _local(area: Area) -> str:
    """Return the language that most people of the area's country use; empty where nobody knows.

    Foreign residents learn it where they live: their citizenship says nothing of it.
    """
    found = language_table().weights.get(area.manifest.country, {})
    return max(found, key=lambda code: found[code], default="")
