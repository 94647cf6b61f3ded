"""Why a need has no stop in a plan."""

from __future__ import annotations

from enum import StrEnum

from geo.matching import Criterion, is_by_appointment
from geo.plans.search import PlanSearch


class Obstacle(StrEnum):
    """What kept a need out of a plan.

    NO_SERVICE: nothing answers the need here.
    TOO_FAR: what answers it lies beyond the limit.
    NONE_SUITS: no service takes this person.
    ON_CALL: only protected places answer it, which one calls.
    EXCLUDED: the person wants none of those that suit.
    NO_HOURS: the person has no hours left in these days.
    CLOSED: no service is open, long enough, in the hours that the person has.
    NOT_THEN: in these days and hours no service takes the person, whatever its hours.
    APPOINTMENT: by appointment only, and none can be had in these days.
    DOCUMENTS: a document is asked for that no earlier stop gives.
    TOO_LONG: way, visit and way home take longer than the person has.
    NO_ROOM: it could be met, but not beside the other needs.
    """

    NO_SERVICE = "no_service"
    TOO_FAR = "too_far"
    NONE_SUITS = "none_suits"
    ON_CALL = "on_call"
    EXCLUDED = "excluded"
    NO_HOURS = "no_hours"
    CLOSED = "closed"
    NOT_THEN = "not_then"
    APPOINTMENT = "appointment"
    DOCUMENTS = "documents"
    TOO_LONG = "too_long"
    NO_ROOM = "no_room"


def obstacle(search: PlanSearch, need: str) -> Obstacle:
    """Return why a need that has candidates has no stop.

    The need is one of the problem's, and at least one of its candidates suits the person at some
    time; why there is none is known to whoever chose the candidates.
    """
    if not search.problem.periods:
        return Obstacle.NO_HOURS
    if not search.has_window(need):
        return _without_window(search, need)
    if not search.is_possible_alone(need, with_documents=True):
        return Obstacle.TOO_LONG
    if not search.is_possible_alone(need, with_documents=False):
        return Obstacle.DOCUMENTS
    return Obstacle.NO_ROOM


def _without_window(search: PlanSearch, need: str) -> Obstacle:
    misses = [found for _, found in search.misses(need)]
    if any(set(found.against()) <= {Criterion.OPEN} for found in misses):
        welcome = [found for found in misses if not found.against()]
        only_booked = welcome and all(map(is_by_appointment, welcome))
        return Obstacle.APPOINTMENT if only_booked else Obstacle.CLOSED
    return Obstacle.NOT_THEN
