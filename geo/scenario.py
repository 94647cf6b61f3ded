"""What if: services as they would be after some changes, the register untouched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from geo.errors import ApprodoError, BadInput, several_errors
from geo.model import (
    Answer,
    Appointment,
    Capacity,
    Confidence,
    Location,
    Provenance,
    Schedule,
    Service,
    ServiceStatus,
)

SOURCE = "scenario"


class ChangeKind(StrEnum):
    """What can be changed."""

    ADD = "add"
    MOVE = "move"
    CLOSE = "close"
    HOURS = "hours"
    LANGUAGES = "languages"
    ACCEPT = "accept"
    CAPACITY = "capacity"


@dataclass(frozen=True, slots=True)
class Change:
    """One change; each kind reads the fields that it needs.

    Parameters
    ----------
    service
        Id of the service that is changed; of an added one, an id of the scenario's own.
    name
        As it was called when the change was made; the name of an added service.
    need
        Of an added service.
    lon, lat
        ADD, MOVE: degrees EPSG:4326.
    opening_hours, languages
        ADD: hours and the languages spoken in them. HOURS: hours besides those there are, with the
        languages of the whole service unless said. LANGUAGES: languages besides those there are, in
        these hours, or in all where no hours are given.
    status
        ACCEPT: a legal status that is now taken.
    available
        CAPACITY: free places.
    """

    kind: ChangeKind
    service: str
    name: str = ""
    need: str = ""
    lon: float | None = None
    lat: float | None = None
    opening_hours: str | None = None
    languages: frozenset[str] = frozenset()
    status: str = ""
    available: int | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes under a name, one after the other."""

    name: str
    changes: tuple[Change, ...] = ()


def apply(services: Sequence[Service], scenario: Scenario, *, today: date) -> tuple[Service, ...]:
    """Return services as they would be; those that no change names are the same objects.

    Parameters
    ----------
    today
        On which free places are counted.

    Raises
    ------
    BadInput
        ``scenario.gone`` for each change whose service is no longer there, ``scenario.lacks`` for
        each that lacks what its kind needs; together as `geo.errors.Several`.

    Examples
    --------
    >>> close = Scenario("closed", (Change(ChangeKind.CLOSE, "1", "A"),))
    >>> service = Service("1", "A", ("a",), Location("1", 7.4, 43.7), Provenance("me", "CC0-1.0"))
    >>> [one.status.value for one in apply([service], close, today=date(2026, 11, 24))]
    ['inactive']
    """
    now = {service.id: service for service in services}
    complaints: list[ApprodoError] = []
    for change in scenario.changes:
        there = now.get(change.service)
        if change.kind is not ChangeKind.ADD and there is None:
            complaints.append(
                BadInput("scenario.gone", service=change.name or change.service, kind=change.kind)
            )
        elif lacking := [field for field in _NEEDED[change.kind] if not _is_given(change, field)]:
            complaints.append(
                BadInput("scenario.lacks", kind=change.kind.value, name=change.name, lacks=lacking)
            )
        elif there is None:
            now[change.service] = _added(change)
        else:
            now[change.service] = _CHANGED[change.kind](there, change, today)
    if complaints:
        raise several_errors(complaints)
    return tuple(now.values())


_NEEDED: Mapping[ChangeKind, tuple[str, ...]] = {
    ChangeKind.ADD: ("name", "need", "lon", "lat"),
    ChangeKind.MOVE: ("lon", "lat"),
    ChangeKind.CLOSE: (),
    ChangeKind.HOURS: ("opening_hours",),
    ChangeKind.LANGUAGES: ("languages",),
    ChangeKind.ACCEPT: ("status",),
    ChangeKind.CAPACITY: ("available",),
}


def _is_given(change: Change, field: str) -> bool:
    value = getattr(change, field)
    return value is not None and value not in ("", frozenset())


def _added(change: Change) -> Service:
    schedule = Schedule(
        change.opening_hours, change.languages or None, appointment=Appointment.NONE
    )
    return Service(
        change.service,
        change.name,
        (change.need,),
        Location(change.service, change.lon, change.lat),
        Provenance(SOURCE, "", confidence=Confidence.DERIVED),
        schedules=(schedule,),
    )


def _moved(service: Service, change: Change, today: date) -> Service:  # noqa: ARG001
    place = replace(service.location, lon=change.lon, lat=change.lat, approximate=False)
    return replace(service, location=place)


def _closed(service: Service, change: Change, today: date) -> Service:  # noqa: ARG001
    return replace(service, status=ServiceStatus.INACTIVE)


def _longer(service: Service, change: Change, today: date) -> Service:  # noqa: ARG001
    """Add hours; what is spoken in them is given, or is what the service speaks at all."""
    known = [schedule.languages for schedule in service.schedules]
    spoken = change.languages or (
        frozenset().union(*known) if known and None not in known else None  # type: ignore[arg-type]
    )
    rules = {schedule.appointment for schedule in service.schedules}
    appointment = rules.pop() if len(rules) == 1 else None
    more = Schedule(change.opening_hours, spoken, appointment=appointment)
    return replace(service, schedules=(*service.schedules, more))


def _speaking(service: Service, change: Change, today: date) -> Service:  # noqa: ARG001
    if change.opening_hours:
        more = Schedule(change.opening_hours, change.languages)
        return replace(service, schedules=(*service.schedules, more))
    schedules = service.schedules or (Schedule(None),)
    spoken = (
        replace(one, languages=(one.languages or frozenset()) | change.languages)
        for one in schedules
    )
    return replace(service, schedules=tuple(spoken))


def _accepting(service: Service, change: Change, today: date) -> Service:  # noqa: ARG001
    statuses = {**service.eligibility.statuses, change.status: Answer.YES}
    return replace(service, eligibility=replace(service.eligibility, statuses=statuses))


def _roomier(service: Service, change: Change, today: date) -> Service:
    before = service.capacity or Capacity("")
    return replace(
        service, capacity=replace(before, available=change.available, updated=today), editions=()
    )


_CHANGED: Mapping[ChangeKind, Callable[[Service, Change, date], Service]] = {
    ChangeKind.MOVE: _moved,
    ChangeKind.CLOSE: _closed,
    ChangeKind.HOURS: _longer,
    ChangeKind.LANGUAGES: _speaking,
    ChangeKind.ACCEPT: _accepting,
    ChangeKind.CAPACITY: _roomier,
}
