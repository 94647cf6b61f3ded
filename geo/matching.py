"""Does this service suit this person? The one test that the finder, coverage and plans share.

Each criterion looks at one side of the question and answers yes, no or unknown with a reason code.
What a person has not said gives no reason at all: nobody is left out for keeping silent; only a
door reserved to women or to men says so to everybody. One *no* decides; else one *unknown* makes
the whole *unknown*, to be shown as *ask first*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from geo.hours.opening import NOT_KNOWN, OpeningKind, OpeningState, state_at
from geo.model import (
    AccessRoute,
    Answer,
    Appointment,
    Calendar,
    Edition,
    Residence,
    Schedule,
    Service,
    ServiceStatus,
    Situation,
)


class Criterion(StrEnum):
    """What is looked at, in the order in which reasons are given."""

    ACTIVE = "active"
    ACCESS = "access"
    STATUS = "status"
    RESIDENCE = "residence"
    AGE = "age"
    SEX = "sex"
    CHILDREN = "children"
    LANGUAGE = "language"
    DOCUMENTS = "documents"
    EDITION = "edition"
    CAPACITY = "capacity"
    OPEN = "open"
    APPOINTMENT = "appointment"
    EXPOSURE = "exposure"


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion's answer. `code` and `facts` become a sentence in `layers`."""

    criterion: Criterion
    answer: Answer
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Match:
    """The whole answer, with every reason that made it and the state at arrival."""

    answer: Answer
    reasons: tuple[Reason, ...]
    opening: OpeningState = NOT_KNOWN

    def against(self) -> tuple[Criterion, ...]:
        """Return the criteria that said no."""
        return tuple(r.criterion for r in self.reasons if r.answer is Answer.NO)


def match(
    service: Service, situation: Situation, arrival: datetime | None, *, calendar: Calendar
) -> Match:
    """Return whether a service suits a person who arrives at a moment.

    Parameters
    ----------
    service, situation
        The two sides. Fields of `situation` that are None or empty are not asked about.
    arrival
        Aware; None where the time does not matter, as in planning: then hours, free places and
        enrolment windows are left out, and a language counts in whatever hours it is spoken.
    calendar
        Clock and calendar of the area.

    Returns
    -------
    Match
        Its reasons stand in the order of `Criterion`.

    Examples
    --------
    >>> from geo.model import Location, Provenance
    >>> service = Service(
    ...     "1", "Desk", ("orientation",), Location("1", 7.42, 43.73), Provenance("me", "CC0-1.0"),
    ...     schedules=(Schedule("Th 09:00-12:00", languages=frozenset({"ara"})),),
    ... )
    >>> monaco = Calendar("Europe/Monaco", "MC", 7.42, 43.73)
    >>> match(service, Situation(languages=frozenset({"ara"})), None, calendar=monaco).answer.value
    'yes'
    >>> match(service, Situation(languages=frozenset({"ben"})), None, calendar=monaco).answer.value
    'no'
    """
    states = [
        (s, state_at(s.opening_hours, arrival, calendar) if arrival else NOT_KNOWN)
        for s in service.schedules
    ]
    opening = _overall([state for _, state in states]) if arrival else NOT_KNOWN
    today = arrival.date() if arrival else None
    found = [
        _active(service),
        _access(service),
        _status(service, situation),
        _residence(service, situation),
        _age(service, situation),
        _sex(service, situation),
        _children(service, situation),
        _language(states, situation, timed=arrival is not None),
        *_documents(service, situation),
        _edition(service, today),
        _capacity(service, today),
        _open(opening) if arrival else None,
        _appointment(states, timed=arrival is not None),
        _exposure(service),
    ]
    reasons = tuple(reason for reason in found if reason is not None)
    return Match(_verdict(reasons), reasons, opening)


def is_sure(found: Match) -> bool:
    """Return whether a service takes a person without a doubt, if need be once they have called."""
    return all(
        reason.answer is Answer.YES or reason.criterion is Criterion.APPOINTMENT
        for reason in found.reasons
    )


def is_by_appointment(found: Match) -> bool:
    """Return whether somebody comes at that moment by appointment only."""
    return any(
        reason.criterion is Criterion.APPOINTMENT and reason.code == "required"
        for reason in found.reasons
    )


def _verdict(reasons: tuple[Reason, ...]) -> Answer:
    answers = {reason.answer for reason in reasons}
    if Answer.NO in answers:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else Answer.YES


def _reason(criterion: Criterion, answer: Answer, code: str, **facts: object) -> Reason:
    return Reason(criterion, answer, code, MappingProxyType(facts))


def _active(service: Service) -> Reason | None:
    if service.status is ServiceStatus.ACTIVE:
        return None
    return _reason(Criterion.ACTIVE, Answer.NO, "not_active", status=service.status.value)


def _access(service: Service) -> Reason | None:
    """Services that people cannot walk into are not for the public finder."""
    if service.access is AccessRoute.REFERRAL:
        return _reason(Criterion.ACCESS, Answer.NO, "by_referral")
    if service.access is AccessRoute.ASSIGNED:
        return _reason(Criterion.ACCESS, Answer.NO, "assigned")
    return None


def _status(service: Service, situation: Situation) -> Reason | None:
    if situation.status is None:
        return None
    answer = service.eligibility.statuses.get(situation.status, Answer.UNKNOWN)
    code = {Answer.YES: "accepted", Answer.NO: "not_accepted"}.get(answer, "not_known")
    return _reason(Criterion.STATUS, answer, code, status=situation.status)


def _residence(service: Service, situation: Situation) -> Reason | None:
    rule = service.eligibility.residence
    if situation.residence is None:
        return None
    if rule is None:
        return _reason(Criterion.RESIDENCE, Answer.UNKNOWN, "not_known")
    if rule is Residence.ANYONE:
        return _reason(Criterion.RESIDENCE, Answer.YES, "anyone")
    if situation.residence == "none":
        return _reason(Criterion.RESIDENCE, Answer.NO, "residents_only")
    if not service.eligibility.municipalities:
        # Residents of "this place": which one the person lives in cannot be compared by code.
        return _reason(Criterion.RESIDENCE, Answer.UNKNOWN, "residents_of_the_place")
    if situation.residence in service.eligibility.municipalities:
        return _reason(Criterion.RESIDENCE, Answer.YES, "resident")
    return _reason(Criterion.RESIDENCE, Answer.NO, "residents_only")


def _age(service: Service, situation: Situation) -> Reason | None:
    rule = service.eligibility
    if situation.age is None:
        return None
    if not rule.ages_known and rule.minimum_age is None and rule.maximum_age is None:
        return None  # hardly any record says; silence about age is no reason to doubt a door
    low, high = rule.minimum_age, rule.maximum_age
    facts = {"minimum": low, "maximum": high}
    if (low is not None and situation.age < low) or (high is not None and situation.age > high):
        return _reason(Criterion.AGE, Answer.NO, "outside", **facts)
    return _reason(Criterion.AGE, Answer.YES, "within", **facts)


def _sex(service: Service, situation: Situation) -> Reason | None:
    reserved = service.eligibility.sex
    if reserved is None:
        return None
    if situation.sex is None:  # whoever keeps silent must still read that a door is reserved
        return _reason(Criterion.SEX, Answer.UNKNOWN, f"{reserved.value}_only")
    answer = Answer.YES if reserved is situation.sex else Answer.NO
    return _reason(Criterion.SEX, answer, f"{reserved.value}_only")


def _children(service: Service, situation: Situation) -> Reason | None:
    if not situation.with_children:
        return None
    answer = service.eligibility.children
    code = {Answer.YES: "welcome", Answer.NO: "not_welcome"}.get(answer, "not_known")
    return _reason(Criterion.CHILDREN, answer, code)


def _language(
    states: list[tuple[Schedule, OpeningState]], situation: Situation, *, timed: bool
) -> Reason | None:
    """A language counts at the hours at which it is spoken, and only there."""
    wanted = situation.languages
    if not wanted:
        return None
    now = [s for s, state in states if not timed or _may_be_open(state)]
    looked_at = now or [s for s, _ in states]
    spoken, mediated = _common(looked_at, wanted)
    if spoken or mediated:
        code = "spoken" if spoken else "mediated"
        return _reason(
            Criterion.LANGUAGE, Answer.YES, code, languages=tuple(sorted(spoken or mediated))
        )
    elsewhere = [s for s, _ in states if s not in looked_at]
    spoken, mediated = _common(elsewhere, wanted)
    if spoken or mediated:
        hours = tuple(
            s.opening_hours
            for s in elsewhere
            if s.opening_hours
            and wanted & ((s.languages or set()) | (s.mediation_languages or set()))
        )
        languages = tuple(sorted(spoken | mediated))
        return _reason(
            Criterion.LANGUAGE, Answer.NO, "at_other_hours", languages=languages, hours=hours
        )
    if not looked_at or any(s.languages is None for s in looked_at):
        return _reason(
            Criterion.LANGUAGE, Answer.UNKNOWN, "not_known", languages=tuple(sorted(wanted))
        )
    return _reason(Criterion.LANGUAGE, Answer.NO, "not_spoken", languages=tuple(sorted(wanted)))


def _common(
    schedules: list[Schedule], wanted: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    none: frozenset[str] = frozenset()
    spoken = none.union(*((s.languages or none) for s in schedules)) & wanted
    mediated = none.union(*((s.mediation_languages or none) for s in schedules)) & wanted
    return spoken, mediated


def _documents(service: Service, situation: Situation) -> list[Reason]:
    required = sorted(
        d for d, needed in service.eligibility.documents.items() if needed is Answer.YES
    )
    if situation.documents is None:
        return []
    missing = tuple(d for d in required if d not in situation.documents)
    if missing:
        return [_reason(Criterion.DOCUMENTS, Answer.NO, "missing", documents=missing)]
    if required:
        return [_reason(Criterion.DOCUMENTS, Answer.YES, "held", documents=tuple(required))]
    if (
        not service.eligibility.documents
        or Answer.UNKNOWN in service.eligibility.documents.values()
    ):
        return [_reason(Criterion.DOCUMENTS, Answer.UNKNOWN, "not_known")]
    return [_reason(Criterion.DOCUMENTS, Answer.YES, "none_needed")]


def _edition(service: Service, today: date | None) -> Reason | None:
    if not service.editions or today is None:
        return None
    if any(_enrols_on(edition, today) for edition in service.editions):
        open_now = next(edition for edition in service.editions if _enrols_on(edition, today))
        return _reason(Criterion.EDITION, Answer.YES, "enrolling", until=open_now.enrolment_ends)
    later = sorted(
        e.enrolment_starts
        for e in service.editions
        if e.enrolment_starts is not None and e.enrolment_starts > today
    )
    if later:
        return _reason(Criterion.EDITION, Answer.NO, "enrols_later", starts=later[0])
    return _reason(Criterion.EDITION, Answer.NO, "enrolment_over")


def _enrols_on(edition: Edition, day: date) -> bool:
    begun = edition.enrolment_starts is None or edition.enrolment_starts <= day
    return begun and (edition.enrolment_ends is None or day <= edition.enrolment_ends)


def _capacity(service: Service, today: date | None) -> Reason | None:
    """Only a stated zero closes a door; places that nobody counted are no reason to doubt."""
    capacity = service.capacity
    if capacity is None or capacity.available is None or today is None:
        return None
    facts = {"available": capacity.available, "updated": capacity.updated, "unit": capacity.unit}
    if capacity.available > 0:
        return _reason(Criterion.CAPACITY, Answer.YES, "has_room", **facts)
    stale = capacity.updated is None or (today - capacity.updated).days > 30
    if stale:
        return _reason(Criterion.CAPACITY, Answer.UNKNOWN, "full_long_ago", **facts)
    return _reason(Criterion.CAPACITY, Answer.NO, "full", **facts)


def _open(opening: OpeningState) -> Reason:
    answer, code = {
        OpeningKind.OPEN: (Answer.YES, "open"),
        OpeningKind.CLOSED: (Answer.NO, "closed"),
        OpeningKind.ASK: (Answer.UNKNOWN, "ask"),
        OpeningKind.UNKNOWN: (Answer.UNKNOWN, "not_known"),
    }[opening.kind]
    return _reason(
        Criterion.OPEN,
        answer,
        code,
        closes_at=opening.closes_at,
        opens_at=opening.opens_at,
        comment=opening.comment,
    )


def _appointment(states: list[tuple[Schedule, OpeningState]], *, timed: bool) -> Reason | None:
    rules = {s.appointment for s, state in states if not timed or _may_be_open(state)}
    if rules == {Appointment.REQUIRED}:
        return _reason(Criterion.APPOINTMENT, Answer.UNKNOWN, "required")
    if Appointment.POSSIBLE in rules:
        return _reason(Criterion.APPOINTMENT, Answer.YES, "possible")
    if Appointment.NONE in rules:
        return _reason(Criterion.APPOINTMENT, Answer.YES, "none")
    return None


def _exposure(service: Service) -> Reason | None:
    if service.location.is_public:
        return None
    return _reason(Criterion.EXPOSURE, Answer.UNKNOWN, "call_first")


def _may_be_open(state: OpeningState) -> bool:
    return state.kind is not OpeningKind.CLOSED


def _overall(states: list[OpeningState]) -> OpeningState:
    """Join the slots of one service: open if any is, the first to open, the last to close."""
    for kind in (OpeningKind.OPEN, OpeningKind.ASK, OpeningKind.UNKNOWN):
        of_kind = [state for state in states if state.kind is kind]
        if of_kind and kind is OpeningKind.OPEN:
            if any(state.closes_at is None for state in of_kind):
                return OpeningState(kind)
            return max(of_kind, key=lambda state: state.closes_at or datetime.max)
        if of_kind:
            return of_kind[0]
    opening = [state for state in states if state.opens_at is not None]
    if opening:
        return min(opening, key=lambda state: state.opens_at or datetime.max)
    return states[0] if states else NOT_KNOWN
