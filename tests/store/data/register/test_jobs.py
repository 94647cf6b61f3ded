"""What the register does by itself: once a day, each job alone, nothing decided for people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data.records.documents import directory_of
from data.records.ids import stable_id
from data.register.backup import restore
from data.register.jobs import age_confirmations, keep_backup, run_due, tell_over_editions
from data.register.proposal_store import ProposalKind
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from geo.errors import StorageFailure
from geo.model import Edition, Service
from tests.store.full_records import BARE, NOW
from tests.store.writing import upsert

DAY = timedelta(days=1)


def course(name: str, *enrolment_ends: date | None) -> Service:
    editions = tuple(Edition(None, ends) for ends in enrolment_ends)
    return replace(BARE, id=name, name=name, editions=editions)


def test_only_what_is_over_for_good_waits_for_a_person_and_once(register: Register) -> None:
    past, to_come = date(2026, 10, 1), date(2026, 12, 1)
    services = [
        course("over", past, date(2026, 9, 1)), course("goes on", past, to_come),
        course("for ever", past, None), course("no editions"), course("today", NOW.date()),
    ]  # fmt: skip
    upsert(register, services, area=None, by="t", at=NOW)
    session = RegisterSession(register, LOCAL, NOW)
    assert tell_over_editions(register, NOW) == {"told": 1}
    assert tell_over_editions(register, NOW + DAY) == {"told": 1}  # "today" is over since
    waiting = session.proposals.waiting()
    assert [(w.kind, w.message) for w in waiting] == [
        (ProposalKind.EXPIRED, "2026-10-01"), (ProposalKind.EXPIRED, "2026-11-23"),
    ]  # fmt: skip
    for one in waiting:
        session.proposals.refuse(one.id)
    # Whoever put it away has looked: it is not given again.
    assert tell_over_editions(register, NOW + 2 * DAY) == {"told": 0}


def test_an_old_confirmation_is_one_no_longer_and_the_source_may_go_on(register: Register) -> None:
    session = RegisterSession(register, LOCAL, NOW)
    session.records.bring_in(
        directory_of([course("a"), course("b")]), source="file", licence="CC0-1.0"
    )
    record_id = stable_id("a")
    session.bulk.confirm([record_id])
    assert age_confirmations(register, NOW + 180 * DAY) == {"aged": 0}
    assert age_confirmations(register, NOW + 181 * DAY) == {"aged": 1}
    assert age_confirmations(register, NOW + 182 * DAY) == {"aged": 0}
    kept = session.records.get(record_id).service.content
    assert kept["approdo"]["confidence"] == "reported"
    assert kept["assured_date"] == "2026-11-23"
    assert [v.action for v in session.records.history(record_id)] == ["stale", "confirm", "import"]


def test_a_record_that_only_a_job_touched_is_still_its_sources(register: Register) -> None:
    session = RegisterSession(register, LOCAL, NOW)
    found = directory_of([course("a")])
    (document,) = found["service"].values()
    document["approdo"]["confidence"] = "confirmed"
    document["assured_date"] = "2026-01-01"
    session.records.bring_in(found, source="file", licence="CC0-1.0")
    assert age_confirmations(register, NOW) == {"aged": 1}
    document["email"] = "new@example.org"
    outcome = session.records.bring_in(found, source="file", licence="CC0-1.0")
    assert (outcome.changed, outcome.waiting) == (1, 0)


def test_backups_are_kept_by_day_week_and_month(register: Register, tmp_path: Path) -> None:
    upsert(register, [course("a")], area=None, by="t", at=NOW)
    begun = datetime(2025, 1, 1, 3, tzinfo=UTC)
    folder = tmp_path / "backups"
    for number in range(500):
        path = folder / f"register-{(begun + number * DAY).date()}.json.gz"
        folder.mkdir(exist_ok=True)
        path.write_bytes(b"")  # only its name counts here
        if number % 50 == 49:
            keep_backup(register, begun + number * DAY, folder)
    last = (begun + 499 * DAY).date()
    days = sorted(date.fromisoformat(p.name[9:19]) for p in folder.glob("*.json.gz"))
    assert days[-7:] == [last - n * DAY for n in reversed(range(7))]
    assert len(days) <= 7 + 5 + 12
    assert len({(day.year, day.month) for day in days}) == 12
    whole = open_register(f"sqlite:///{tmp_path / 'again.sqlite'}")
    assert restore(whole, folder / f"register-{last}.json.gz")["service"] == 1
    whole.close()


def test_jobs_run_once_a_day_and_one_that_fails_stops_no_other(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    first = run_due(register, NOW, folder)
    assert [one.name for one in first] == ["editions", "confirmations", "backup"]
    assert all(one.outcome is not None for one in first)
    later = run_due(register, NOW + timedelta(hours=5), folder)
    assert [one.outcome for one in later] == [None, None, None]
    assert all(one.outcome for one in run_due(register, NOW, folder, all_of_them=True))

    def full(*_: object) -> None:
        raise StorageFailure("disk.full", path="backups")

    monkeypatch.setattr("data.register.jobs.back_up", full)
    done = {one.name: one for one in run_due(register, NOW + DAY, folder)}
    assert done["editions"].outcome == {"told": 0}
    assert done["backup"].error is not None
    monkeypatch.undo()
    # What failed is due until it is done.
    again = {one.name: one for one in run_due(register, NOW + DAY, folder)}
    assert again["backup"].outcome == {"kept": 2, "removed": 0}
    assert again["editions"].outcome is None
