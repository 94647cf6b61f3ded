"""Many records changed at once and taken back as one; the table with what each lacks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from data.records.documents import PROFILE
from data.records.ids import stable_id
from data.register.bulk import Batch, BulkChanges
from data.register.register import Register
from data.register.roles import LOCAL, AccountRole, Actor, Forbidden
from data.register.search import Filters, Missing, Sort
from data.register.session import RegisterSession
from data.register.store import EditConflict
from geo.errors import UnknownName
from geo.model import (
    Exposure,
    Fund,
    Level,
    Location,
    Organization,
    Provenance,
    Schedule,
    Service,
)
from tests.store.writing import upsert

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
COMO = "013075"
PONTE, CARITAS = Organization("ponte", "Il Ponte"), Organization("caritas", "Caritas")
HERE = Location("here", 9.0852, 45.8100)
HIDDEN = Location("hidden", 9.1, 45.8, exposure=Exposure.ON_REQUEST)
WHOLE = Service(
    "whole", "Alfa", ("job_search",), HERE,
    Provenance("s", "CC0-1.0", assured_on=date(2026, 11, 1)),
    organization=PONTE, partners=(CARITAS,), level=Level.MUNICIPAL, action="02",
    schedules=(Schedule("Mo 09:00-12:00", frozenset({"ara"})),), funds=(Fund("FAMI"),),
)  # fmt: skip
BARE = Service("bare", "Beta", (), Location("nowhere", None, None), Provenance("z", "CC0-1.0"))
SHELTER = Service("shelter", "Gamma", ("night_shelter",), HIDDEN, Provenance("s", "CC0-1.0"))
IDS = [stable_id(one.id) for one in (WHOLE, BARE, SHELTER)]


@pytest.fixture
def session(register: Register) -> RegisterSession:
    upsert(register, [WHOLE, BARE, SHELTER], area=None, by="test", at=NOW - timedelta(days=9))
    return RegisterSession(register, LOCAL, NOW)


def at(session: RegisterSession, minutes: int, actor: Actor = LOCAL) -> RegisterSession:
    return RegisterSession(session.register, actor, NOW + timedelta(minutes=minutes))


def names(session: RegisterSession, filters: Filters, **more: object) -> list[str]:
    return [row.name for row in session.records.table(filters, **more).rows]  # type: ignore[arg-type]


def test_the_table_says_what_each_record_lacks(session: RegisterSession) -> None:
    page = session.records.table(Filters())
    whole, bare, shelter = page.rows
    assert page.total == 3
    assert whole.missing == ()
    assert set(bare.missing) == set(Missing)
    assert Missing.PLACE not in shelter.missing, "where it stands is nobody's business"
    assert page.organizations[whole.activity.organization or ""] == "Il Ponte"
    for what in Missing:
        listed = {row.name for row in page.rows if what in row.missing}
        assert set(names(session, Filters(missing=frozenset({what})))) == listed


def test_filters_and_orders(session: RegisterSession) -> None:
    assert names(session, Filters(fund="fami")) == ["Alfa"]
    assert names(session, Filters(partner_id=stable_id("caritas"))) == ["Alfa"]
    assert names(session, Filters(partner_id=stable_id("ponte"))) == ["Alfa"]
    assert names(session, Filters(municipality=COMO)) == ["Alfa"]
    assert names(session, Filters(ids=frozenset(IDS[1:]))) == ["Beta", "Gamma"]
    assert names(session, Filters(), descending=True) == ["Gamma", "Beta", "Alfa"]
    assert names(session, Filters(), sort=Sort.CHECKED) == ["Alfa", "Beta", "Gamma"]
    assert names(session, Filters(), sort=Sort.SOURCE, descending=True)[0] == "Beta"
    assert names(session, Filters(), number=2, size=2) == ["Gamma"]
    assert names(session, Filters(), number=3, size=2) == []


CHANGES: list[tuple[Callable[[BulkChanges], Batch], int]] = [
    (lambda bulk: bulk.confirm(IDS), 3),
    (lambda bulk: bulk.set_level(IDS, Level.REGIONAL), 3),
    (lambda bulk: bulk.set_action(IDS, "04"), 3),
    (lambda bulk: bulk.add_fund(IDS, Fund("fami", 100.0, None, date(2027, 6, 30))), 3),
    (lambda bulk: bulk.add_fund(IDS, Fund("PNRR")), 3),
    (lambda bulk: bulk.send_for_review(IDS, "look"), 3),
    (lambda bulk: bulk.set_level(IDS[:1], Level.MUNICIPAL), 0),
]


@pytest.mark.parametrize(("change", "count"), CHANGES)
def test_a_change_of_many_is_taken_back_as_one(
    session: RegisterSession, change: Callable[[BulkChanges], Batch], count: int
) -> None:
    before = session.records.export()
    batch = change(session.bulk)
    assert batch.count == count
    waiting = len(session.proposals.waiting())
    if batch.action == "review":
        assert waiting == 3
    elif count:
        assert session.records.export() != before
        assert at(session, 1).bulk.recent() == [batch]
    if count:
        assert at(session, 2).bulk.undo(batch) == 3
    assert session.records.export() == before
    assert session.proposals.waiting() == []


def test_a_fund_that_is_there_gets_its_dates_and_stands_once(session: RegisterSession) -> None:
    session.bulk.add_fund(IDS[:1], Fund("Fami", None, date(2026, 1, 1), date(2027, 6, 30)))
    (fund,) = session.records.get(IDS[0]).service.content["funding"]
    assert fund["source"] == "FAMI"
    assert fund[PROFILE] == {"starts": "2026-01-01", "ends": "2027-06-30"}


def test_what_was_changed_since_is_not_taken_back(session: RegisterSession) -> None:
    batch = session.bulk.set_level(IDS, Level.REGIONAL)
    at(session, 1).bulk.set_level(IDS[1:2], Level.NATIONAL)
    before = session.records.export()
    with pytest.raises(EditConflict, match=r"undo\.later"):
        at(session, 2).bulk.undo(batch)
    assert session.records.export() == before
    with pytest.raises(UnknownName, match=r"version\.unknown"):
        session.bulk.undo(Batch("2020-01-01", "local", "many", 3))


def test_one_record_of_others_keeps_all_from_being_changed(session: RegisterSession) -> None:
    como = Actor("Bruna", AccountRole.COORDINATOR, municipalities=frozenset({COMO}))
    theirs = at(session, 1, como)
    before = session.records.export()
    for change, _ in CHANGES[:6]:
        with pytest.raises(Forbidden):
            change(theirs.bulk)
    assert session.records.export() == before
    batch = theirs.bulk.set_action(IDS[:1], "03")
    assert batch.count == 1
    editor = Actor("Anna", AccountRole.EDITOR, organizations=frozenset({stable_id("ponte")}))
    with pytest.raises(Forbidden):
        at(session, 2, editor).bulk.set_action(IDS[:1], "01")
    with pytest.raises(Forbidden):
        at(session, 2, editor).bulk.undo(batch)
    assert at(session, 3, como).bulk.undo(batch) == 1
