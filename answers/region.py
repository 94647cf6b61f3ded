"""A region's places: residents, services per 10,000 people, what yardsticks ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import isnan

import numpy as np

from answers.partnerships import Coordination
from data.catalog.municipalities import AGE_GROUPS, GROUPS, Municipality, municipalities
from data.catalog.tables import load_taxonomy, load_yardsticks
from geo.arrays import Floats, Ints
from geo.classes import round_breaks
from geo.errors import UnknownName
from geo.partnerships.rates import per_people, share_of_yardstick, summed

LOMBARDY = 3
CLASSES = 5
YARDSTICK_BREAKS = (0.25, 0.5, 0.75, 1.0)
"""Shares of what a yardstick asks for; from the last on it is met."""


class RegionMeasure(StrEnum):
    """What is shown of each place."""

    RESIDENTS = "residents"
    AGE = "age"
    SERVICES = "services"
    YARDSTICK = "yardstick"


class PlaceLevel(StrEnum):
    """For which places it is counted."""

    MUNICIPALITY = "municipality"
    PARTNERSHIP = "partnership"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class RegionQuestion:
    """What is asked of a region.

    Parameters
    ----------
    region
        ISTAT code of the region.
    about
        Of `AGE` the age group, of `SERVICES` a need or sector (empty: all), of `YARDSTICK` its id.
    """

    region: int = LOMBARDY
    measure: RegionMeasure = RegionMeasure.SERVICES
    level: PlaceLevel = PlaceLevel.MUNICIPALITY
    about: str = ""


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One place: its value, the services counted, its residents; NaN: not known.

    `codes` are its municipalities.
    """

    name: str
    codes: tuple[str, ...]
    value: float
    services: int
    residents: float


@dataclass(frozen=True, slots=True)
class RegionAnswer:
    """The answer for a region.

    Attributes
    ----------
    rows
        Places, the highest value first, those without a figure last.
    breaks
        Upper limits of the classes but the last.
    classes
        ISTAT code → number of the class; -1: no figure.
    """

    question: RegionQuestion
    rows: tuple[RegionRow, ...]
    breaks: tuple[float, ...]
    classes: dict[str, int]


def regions() -> dict[int, str]:
    """Return the name of each region by its code, in the order of the codes."""
    found = {row.region_code: row.region for row in municipalities().rows}
    return dict(sorted(found.items()))


def region_answer(found: Coordination, question: RegionQuestion) -> RegionAnswer:
    """Count the register's services in a region's municipalities against who lives there.

    A service with places in two municipalities counts in both, and once in their province.

    Raises
    ------
    UnknownName
        ``region.unknown`` for a region, a need or a yardstick that there is not.
    """
    towns = _towns(question.region)
    names, group = _groups(found, towns, question.level)
    services = _services(found, towns, group, len(names), question)
    residents = summed(_column(towns, "people"), group, len(names))
    value = _value(question, towns, group, services, residents)
    codes = _codes_of(towns, group, len(names))
    is_yardstick = question.measure is RegionMeasure.YARDSTICK
    rows = [
        RegionRow(name, codes[i], float(value[i]), int(services[i]), float(residents[i]))
        for i, name in enumerate(names)
    ]
    breaks = YARDSTICK_BREAKS if is_yardstick else round_breaks(value, CLASSES)
    return RegionAnswer(
        question,
        tuple(sorted(rows, key=_highest_first)),
        breaks,
        _classes(towns, group, value, breaks),
    )


def _highest_first(row: RegionRow) -> tuple[bool, float, str]:
    unknown = isnan(row.value)
    return unknown, 0.0 if unknown else -row.value, row.name


@cache
def _towns(region: int) -> tuple[Municipality, ...]:
    found = tuple(row for row in municipalities().rows if row.region_code == region)
    if not found:
        raise UnknownName("region.unknown", name=str(region), known=tuple(regions().values()))
    return found


def _groups(
    found: Coordination, towns: Sequence[Municipality], level: PlaceLevel
) -> tuple[list[str], Ints]:
    """Return the names of the places, and the number of each municipality's; -1: of none.

    A municipality in several partnerships counts in the first of them.
    """
    if level is PlaceLevel.MUNICIPALITY:
        return [town.label for town in towns], np.arange(len(towns), dtype=np.int32)
    if level is PlaceLevel.PROVINCE:
        keys = [town.province_name for town in towns]
    else:
        keys = [next(iter(found.memberships.get(town.code, ())), "") for town in towns]
    names = sorted(set(keys) - {""})
    place = {name: number for number, name in enumerate(names)}
    return names, np.array([place.get(key, -1) for key in keys], np.int32)


def _services(
    found: Coordination,
    towns: Sequence[Municipality],
    group: Ints,
    groups: int,
    question: RegionQuestion,
) -> Ints:
    wanted = _wanted(question)
    place = {town.code: int(group[i]) for i, town in enumerate(towns)}
    counts: Counter[int] = Counter()
    for one in found.activities:
        if wanted is None or not wanted.isdisjoint(one.needs):
            counts.update({place[code] for code in one.municipalities if code in place} - {-1})
    return np.array([counts[number] for number in range(groups)], np.int32)


def _wanted(question: RegionQuestion) -> frozenset[str] | None:
    """Return the needs whose services are counted; None: all."""
    about = question.about
    if question.measure is RegionMeasure.YARDSTICK:
        return frozenset({_yardstick(about)[0]})
    if question.measure is not RegionMeasure.SERVICES or not about:
        return None
    needs = load_taxonomy().covered_by(about)
    if not needs:
        raise UnknownName("region.unknown", name=about, known=load_taxonomy().choices())
    return needs


def _value(
    question: RegionQuestion,
    towns: Sequence[Municipality],
    group: Ints,
    services: Ints,
    residents: Floats,
) -> Floats:
    if question.measure is RegionMeasure.RESIDENTS:
        return residents
    if question.measure is RegionMeasure.AGE:
        if question.about not in AGE_GROUPS:
            raise UnknownName("region.unknown", name=question.about, known=AGE_GROUPS)
        of_age = summed(_column(towns, f"age_{question.about}"), group, len(residents))
        return per_people(of_age, residents, per=1.0)
    counts = services.astype(np.float64)
    if question.measure is RegionMeasure.SERVICES:
        return per_people(counts, residents)
    return share_of_yardstick(counts, residents, per=_yardstick(question.about)[1])


def _yardstick(name: str) -> tuple[str, float]:
    """Return the need and the people for each service of a yardstick that counts services."""
    known = {one.id: (one.need, one.per) for one in load_yardsticks() if one.kind == "ratio"}
    if name not in known:
        raise UnknownName("region.unknown", name=name, known=tuple(known))
    return known[name]


def _column(towns: Sequence[Municipality], name: str) -> Floats:
    place = GROUPS.index(name)
    return np.array([town.counts[place] for town in towns], np.float64)


def _codes_of(towns: Sequence[Municipality], group: Ints, groups: int) -> list[tuple[str, ...]]:
    found: list[list[str]] = [[] for _ in range(groups)]
    for town, number in zip(towns, group.tolist(), strict=True):
        if number >= 0:
            found[number].append(town.code)
    return [tuple(codes) for codes in found]


def _classes(
    towns: Sequence[Municipality], group: Ints, value: Floats, breaks: Sequence[float]
) -> dict[str, int]:
    """Return the class of each municipality: that of its place; a value of 0 is the first."""
    number = np.digitize(np.nan_to_num(value), breaks, right=False)
    classes = np.where(np.isnan(value), -1, number)
    return {
        town.code: int(classes[place]) if place >= 0 else -1
        for town, place in zip(towns, group.tolist(), strict=True)
    }
