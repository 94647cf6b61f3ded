"""Who does what where, for whom, with which money: over all partnerships, or in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isnan

from data.catalog.areas import bundled_area
from data.catalog.municipalities import municipalities
from data.catalog.tables import load_statuses, load_taxonomy
from data.register.activities import AREA, Activities, ActivityIndex
from data.register.offers import positions_of, weekly_hours
from data.register.partnerships import Partnership
from data.register.past_activities import activities_at
from data.register.roles import Action, require
from data.register.session import RegisterSession
from geo.errors import UnknownName
from geo.hours.windows import ordinary_week
from geo.model import Calendar, Level, OrganizationKind
from geo.partnerships.activity import Activity, Dimension, Memberships
from geo.partnerships.faults import Fault, activity_faults, membership_faults, memberships_of
from geo.partnerships.matrix import Matrix, activities_of, matrix
from geo.partnerships.overlaps import SAME_DOOR_M, Offer, Overlap, overlaps
from geo.partnerships.principles import Principles, principles

ACTIONS = ("01", "02", "03", "04")
ITALY = Calendar("Europe/Rome", "IT", 9.19, 45.46)
"""Clock and holidays of an ordinary week; where the sun rises decides next to nothing."""


@dataclass(frozen=True, slots=True)
class Coordination:
    """The activities of one partnership, or of all that the register knows.

    Attributes
    ----------
    scope
        The partnership's name; None: everything.
    activities
        Those that are given in its municipalities.
    municipalities
        ISTAT codes of the scope, by name: those of the partnership; of everything those of all
        partnerships and of all activities.
    organizations, kinds
        Names and, where they are stated, kinds by id.
    hidden_needs
        Needs that a service answers at a place given on request alone.
    """

    scope: str | None
    activities: tuple[Activity, ...]
    municipalities: tuple[str, ...]
    partnerships: tuple[Partnership, ...]
    memberships: Memberships
    organizations: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=dict)
    hidden_needs: frozenset[str] = frozenset()

    @property
    def demonstrations(self) -> int:
        """How many activities are invented."""
        return sum(one.demonstration for one in self.activities)


@dataclass(frozen=True, slots=True)
class NeedGap:
    """A need with the municipalities of the scope in which nobody answers it.

    `residents` live in these; NaN where no figure is known for any.
    """

    need: str
    municipalities: tuple[str, ...]
    residents: float


def coordination_of(
    session: RegisterSession, index: ActivityIndex, scope: str | None = None
) -> Coordination:
    """Return what is done in one partnership, or in all.

    Raises
    ------
    Forbidden
        ``access.denied``.
    UnknownName
        ``partnership.unknown``.
    """
    require(session.actor, Action.PLAN)
    return _scoped(index.current(), tuple(session.partnerships.all()), scope)


def coordination_at(
    session: RegisterSession, index: ActivityIndex, moment: datetime, scope: str | None = None
) -> Coordination:
    """Return what was done at an earlier moment in one of today's partnerships, or in all.

    Parameters
    ----------
    moment
        Aware.

    Raises
    ------
    Forbidden, UnknownName
        As of `coordination_of`.
    """
    require(session.actor, Action.PLAN)
    with session.register.reading() as connection:
        found = activities_at(connection, index.current(), moment)
    return _scoped(found, tuple(session.partnerships.all()), scope)


def _scoped(
    found: Activities, partnerships: tuple[Partnership, ...], scope: str | None
) -> Coordination:
    by_name = {one.name: one.municipalities for one in partnerships}
    if scope is not None and scope not in by_name:
        raise UnknownName("partnership.unknown", name=scope, known=tuple(by_name))
    activities = found.rows
    if scope is None:
        codes = {code for named in by_name.values() for code in named}
        codes |= {code for one in activities for code in one.municipalities}
    else:
        codes = set(by_name[scope])
        activities = tuple(one for one in activities if not codes.isdisjoint(one.municipalities))
    return Coordination(
        scope,
        activities,
        tuple(sorted(codes, key=lambda code: (place_name(code), code))),
        partnerships,
        memberships_of(by_name),
        found.organizations,
        found.kinds,
        found.hidden_needs,
    )


def cross(found: Coordination, rows: Dimension, columns: Dimension) -> Matrix:
    """Return one dimension by another; closed lists are shown whole, so that gaps are seen."""
    return matrix(
        found.activities,
        rows,
        columns,
        memberships=found.memberships,
        row_keys=_keys(found, rows),
        column_keys=_keys(found, columns),
    )


def records_behind(found: Coordination, keys: Iterable[tuple[Dimension, str]]) -> list[Activity]:
    """Return the activities behind a cell."""
    return activities_of(found.activities, keys, found.memberships)


def gaps(found: Coordination) -> tuple[NeedGap, ...]:
    """Return for each need where nobody answers it, what most residents lack first.

    Needs that are answered everywhere are left out; so are those that some service answers at a
    place given on request alone: it may be anywhere.
    """
    there: dict[str, set[str]] = {}
    for one in found.activities:
        for name in one.needs:
            there.setdefault(name, set()).update(one.municipalities)
    rows = []
    for need in load_taxonomy().needs:
        answered = there.get(need.id, set())
        without = tuple(code for code in found.municipalities if code not in answered)
        if without and need.id not in found.hidden_needs:
            rows.append(NeedGap(need.id, without, residents_of(without)))
    return tuple(sorted(rows, key=lambda row: (-_or_zero(row.residents), -len(row.municipalities))))


def overlaps_of(
    session: RegisterSession,
    found: Coordination,
    *,
    within_m: float = SAME_DOOR_M,
) -> tuple[Overlap, ...]:
    """Return the pairs that answer a need at one door in the same hours of an ordinary week."""
    week = ordinary_week(session.now.date(), ITALY)
    needs = {one.id: frozenset(one.needs) for one in found.activities}
    with session.register.reading() as connection:
        places = positions_of(connection, needs)
        near = _pairs(needs, places, {}, within_m)
        involved = {record_id for pair in near for record_id in (pair.first, pair.second)}
        hours = weekly_hours(connection, involved, week, ITALY)
    known = {record_id: needs[record_id] for record_id in involved}
    return _pairs(known, places, hours, within_m)


def principles_of(found: Coordination) -> Principles:
    """Return the four principles of the programme in a scope."""
    return principles(
        found.activities,
        sectors=load_taxonomy().sectors,
        municipalities=found.municipalities,
    )


def faults_of(found: Coordination, today: date) -> tuple[Fault, ...]:
    """Return what is wrong in partnerships, organisations and funds, as they are recorded."""
    own = {code: found.memberships.get(code, ()) for code in found.municipalities}
    asked = found.municipalities if found.partnerships else ()
    italian = [code for code in asked if not code.startswith(AREA)]
    return (
        *membership_faults({code: names for code, names in own.items() if names}, italian),
        *activity_faults(found.activities, today=today),
    )


def place_name(code: str, language: str = "it") -> str:
    """Return the name of a municipality with its province; of an area outside Italy its own."""
    if code.startswith(AREA):
        area_id = code.removeprefix(AREA)
        area = bundled_area(area_id)
        return area_id if area is None else area.names.get(language, area_id)
    table = municipalities()
    place = table.index.get(code)
    return code if place is None else table.rows[place].label


def residents_of(codes: Iterable[str]) -> float:
    """Return the residents of municipalities, all ages; NaN where none has a figure."""
    table = municipalities()
    counts = [table.rows[table.index[code]].residents for code in codes if code in table.index]
    known = [count for count in counts if not isnan(count)]
    return sum(known) if known else float("nan")


def _keys(found: Coordination, dimension: Dimension) -> Sequence[str]:
    taxonomy = load_taxonomy()
    closed: dict[Dimension, Sequence[str]] = {
        Dimension.SECTOR: taxonomy.sectors,
        Dimension.NEED: [need.id for need in taxonomy.needs],
        Dimension.ACTION: ACTIONS,
        Dimension.LEVEL: [level.value for level in Level],
        Dimension.KIND: [kind.value for kind in OrganizationKind],
        Dimension.MUNICIPALITY: found.municipalities,
        Dimension.PARTNERSHIP: [one.name for one in found.partnerships],
        Dimension.STATUS: load_statuses(),
    }
    return closed.get(dimension, ())


def _pairs(
    needs: Mapping[str, frozenset[str]],
    places: Sequence[tuple[str, float, float]],
    hours: Mapping[str, tuple[tuple[int, int], ...] | None],
    within_m: float,
) -> tuple[Overlap, ...]:
    offers = [
        Offer(record_id, needs[record_id], lon, lat, hours.get(record_id))
        for record_id, lon, lat in places
        if record_id in needs
    ]
    return overlaps(offers, within_m=within_m)


def _or_zero(value: float) -> float:
    return 0.0 if isnan(value) else value
