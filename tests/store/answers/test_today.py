"""What waits today: changes made at once are one line, money that ends soon, the queue, tasks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from answers.today import TASKS, Today, today_of
from data.records.ids import stable_id
from data.register.activities import ActivityIndex
from data.register.register import Register
from data.register.roles import LOCAL, PUBLIC, AccountRole, Actor, Forbidden
from data.register.session import RegisterSession
from geo.model import Fund, Level, Location, Organization, Provenance, Service
from tests.store.writing import upsert

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
FRESH = Provenance("s", "CC0-1.0", assured_on=date(2026, 11, 1))
PONTE = Organization("ponte", "Il Ponte")
ENDS = (date(2027, 1, 31), date(2026, 12, 31), date(2027, 6, 30), None)
SERVICES = [
    Service(f"s{n}", f"Service {n:02}", ("job_search",), Location(f"p{n}", 9.08, 45.81), FRESH,
            organization=PONTE if n == 0 else None,
            funds=(Fund("FAMI", ends=ENDS[n]),) if n < len(ENDS) else ())
    for n in range(14)
]  # fmt: skip
IDS = [stable_id(one.id) for one in SERVICES]


@pytest.fixture
def session(register: Register) -> RegisterSession:
    upsert(register, SERVICES, area=None, by="import", at=NOW - timedelta(days=20))
    return RegisterSession(register, LOCAL, NOW)


def today(session: RegisterSession) -> Today:
    return today_of(session, ActivityIndex(session.register).current(), {})


def test_changes_made_at_once_are_one_and_old_ones_are_left_out(session: RegisterSession) -> None:
    for minutes, ids in ((1, IDS[:5]), (2, IDS[1:2])):
        at = RegisterSession(session.register, LOCAL, NOW - timedelta(hours=1, minutes=-minutes))
        at.bulk.set_level(ids, Level.REGIONAL if minutes == 1 else Level.NATIONAL)
    changes = today(session).changes
    assert changes is not None
    assert [(row.action, row.count, row.by) for row in changes] == [
        ("many", 1, "local"), ("many", 5, "local"),
    ]  # fmt: skip
    assert (changes[0].record_id, changes[0].name) == (IDS[1], "Service 01")


def test_a_record_that_is_gone_has_no_name(session: RegisterSession) -> None:
    directory = session.records.export()
    del directory["service"][IDS[3]]
    session.records.bring_in(directory, source="s", licence="CC0-1.0", whole=True)
    gone = [row for row in today(session).changes or () if row.record_id == IDS[3]]
    assert [row.name for row in gone] in ([], [""])


def test_money_that_ends_within_ninety_days_is_listed_the_first_first(
    session: RegisterSession,
) -> None:
    rows = today(session).expiring
    assert rows is not None
    assert [(row.activity.name, row.day) for row in rows] == [
        ("Service 01", date(2026, 12, 31)), ("Service 00", date(2027, 1, 31)),
    ]  # fmt: skip


def test_what_waits_is_counted_by_kind_and_ten_records_come_first(
    session: RegisterSession,
) -> None:
    assert today(session).waiting == {}
    session.proposals.report(IDS[0], "closed since May")
    session.bulk.send_for_review(IDS[1:3], "look")
    found = today(session)
    assert found.waiting == {"report": 3}
    assert found.tasks is not None
    assert (len(found.tasks), found.more_tasks) == (TASKS, len(SERVICES) - TASKS)


def test_everybody_sees_what_their_role_allows(session: RegisterSession) -> None:
    session.bulk.set_level(IDS[:1], Level.REGIONAL)
    session.bulk.set_action(IDS[5:6], "02")
    own = frozenset({stable_id("ponte")})
    editor = RegisterSession(
        session.register, Actor("Anna", AccountRole.EDITOR, organizations=own), NOW
    )
    found = today(editor)
    assert found.expiring is None
    assert [row.record_id for row in found.changes or ()] == IDS[:1]
    assert [task.id for task in found.tasks or ()] == IDS[:1]
    with pytest.raises(Forbidden):
        RegisterSession(session.register, PUBLIC, NOW).recent_changes(5)
    assert today(RegisterSession(session.register, PUBLIC, NOW)) == Today(
        None, None, None, None, 0
    )  # fmt: skip
