"""What waits for somebody at work: what changed, what expires, what nobody has answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from data.register.activities import Activities
from data.register.recent import RecentChange
from data.register.roles import Action
from data.register.session import RegisterSession
from data.register.worklist import Task
from geo.partnerships.activity import Activity
from geo.partnerships.funding import ending_by, paid_until

SOON = timedelta(days=90)
CHANGES = 6
TASKS = 10


@dataclass(frozen=True, slots=True)
class Expiring:
    """A service whose money ends soon, and the last day that is paid."""

    activity: Activity
    day: date


@dataclass(frozen=True, slots=True)
class Today:
    """What waits today; None: this person may not see it.

    Attributes
    ----------
    changes
        The newest of the last fortnight.
    expiring
        Services whose known money all ends within 90 days, the first first.
    waiting
        How many proposals and reports of each kind wait in the queue.
    tasks, more_tasks
        The records to look at first, and how many follow.
    """

    changes: tuple[RecentChange, ...] | None
    expiring: tuple[Expiring, ...] | None
    waiting: Mapping[str, int] | None
    tasks: tuple[Task, ...] | None
    more_tasks: int


def today_of(
    session: RegisterSession, activities: Activities, depending: Mapping[str, float]
) -> Today:
    """Return what waits for whoever asks, as far as they may see it.

    Parameters
    ----------
    depending
        Service id → people who depend on it: what the tasks are ordered by.
    """
    tasks = session.worklist.tasks(depending) if session.may(Action.SEE_WORKLIST) else None
    return Today(
        changes=(
            tuple(session.recent_changes(CHANGES)) if session.may(Action.SEE_HISTORY) else None
        ),
        expiring=(_expiring(activities, session.now.date()) if session.may(Action.PLAN) else None),
        waiting=_waiting(session) if session.may(Action.SEE_QUEUE) else None,
        tasks=None if tasks is None else tuple(tasks[:TASKS]),
        more_tasks=max(0, len(tasks or ()) - TASKS),
    )


def _expiring(activities: Activities, today: date) -> tuple[Expiring, ...]:
    soon = ending_by(activities.rows, today + SOON, today=today)
    rows = [Expiring(one, until) for one in soon if (until := paid_until(one.funds))]
    return tuple(sorted(rows, key=lambda row: (row.day, row.activity.name, row.activity.id)))


def _waiting(session: RegisterSession) -> Counter[str]:
    return Counter(proposal.kind.value for proposal in session.proposals.waiting())
