"""Two people edit one record: nothing of either is lost, and what both changed is chosen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records.ids import stable_id
from data.register.history import history
from data.register.merging import changed_paths, choose, merge
from data.register.register import Register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from data.register.store import EditConflict
from tests.store.full_records import FULL, NOW
from tests.store.writing import upsert

OWN = stable_id(FULL.id)
KEYS = st.sampled_from("abcd")
VALUES = st.one_of(st.integers(0, 3), st.text("xy", max_size=2))
DOCUMENTS = st.dictionaries(
    KEYS, st.one_of(VALUES, st.dictionaries(KEYS, VALUES, max_size=3)), max_size=4
)


@given(DOCUMENTS, DOCUMENTS)
def test_a_change_alone_is_the_result(base: dict[str, object], mine: dict[str, object]) -> None:
    assert merge(base, mine, base).document == mine
    assert merge(base, base, mine).document == mine
    assert merge(base, mine, mine).document == mine
    assert merge(base, mine, base).clashes == ()


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_who_chooses_gets_what_they_chose(
    base: dict[str, object], mine: dict[str, object], theirs: dict[str, object]
) -> None:
    merged = merge(base, mine, theirs)
    one = merge(base, theirs, mine)
    assert {clash.path for clash in merged.clashes} == {clash.path for clash in one.clashes}
    all_mine = choose(merged, frozenset(clash.path for clash in merged.clashes))
    assert all_mine == one.document


@given(DOCUMENTS, DOCUMENTS)
def test_what_changed_tells_every_difference(
    before: dict[str, object], after: dict[str, object]
) -> None:
    assert (changed_paths(before, after) == []) == (before == after)


def edit(session: RegisterSession, **found: object) -> str:
    """Propose a change made from what is there now; return the proposal's id."""
    record = session.records.get(OWN)
    document = {**record.service.content, **found}
    return session.proposals.propose({"service": {OWN: document}}, record.base, submit=True).id


@pytest.fixture
def session(register: Register) -> RegisterSession:
    upsert(register, [FULL], area="a", by="me", at=NOW)
    return RegisterSession(register, LOCAL, datetime(2026, 11, 24, tzinfo=UTC))


def test_two_edits_of_one_record_are_merged_by_a_person(session: RegisterSession) -> None:
    first = edit(session, name="Uno", url="https://one.example")
    second = edit(session, name="Due", email="due@a.example")
    session.proposals.publish(first)
    with pytest.raises(EditConflict, match=r"edit\.conflict"):
        session.proposals.publish(second)
    assert second in [proposal.id for proposal in session.proposals.waiting()], "nothing is lost"
    merged = session.proposals.merge_of(second)[OWN]
    assert [clash.path for clash in merged.clashes] == [("name",)]
    kept = session.proposals.get(second)
    session.proposals.rebase(second, kept.version, {OWN: choose(merged, frozenset({("name",)}))})
    session.proposals.publish(second)
    now = session.records.get(OWN).service.content
    assert (now["name"], now["url"], now["email"]) == (
        "Due",
        "https://one.example",
        "due@a.example",
    )
    with pytest.raises(EditConflict, match=r"proposal\.decided"):
        session.proposals.publish(second)


def test_two_who_work_on_one_draft_notice_each_other(session: RegisterSession) -> None:
    record_id = edit(session, name="Uno")
    kept = session.proposals.get(record_id)
    session.proposals.change_draft(record_id, kept.version, kept.documents)
    with pytest.raises(EditConflict):
        session.proposals.change_draft(record_id, kept.version, kept.documents)


def test_a_change_is_taken_back_and_later_ones_stay(session: RegisterSession) -> None:
    session.proposals.publish(edit(session, name="Uno"))
    session.proposals.publish(edit(session, url="https://two.example"))
    session.records.undo(OWN, 2)
    now = session.records.get(OWN).service
    assert (now.content["name"], now.content["url"]) == (FULL.name, "https://two.example")
    session.proposals.publish(edit(session, name="Tre"))
    with pytest.raises(EditConflict, match=r"undo\.later"):
        session.records.undo(OWN, 4)
    with session.register.reading() as connection:
        rows = [version.action for version in history(connection, OWN)]
    assert rows == ["publish", "undo", "publish", "publish", "import"]
