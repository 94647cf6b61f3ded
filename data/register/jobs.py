"""What the register does by itself once a day: over editions, old confirmations, backups.

Nothing is decided here: what is over waits for a person, what was confirmed too long ago is no
longer said as confirmed, and backups are kept for a week by the day, for a month by the week, for a
year by the month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from data.records.documents import PROFILE, Document, day_of
from data.register import proposal_store, schema, store
from data.register.backup import back_up
from data.register.proposal_store import ProposalKind, State, new_proposal
from data.register.register import Register
from data.register.store import RecordChange, Stamp
from geo.assurance import STALE_DAYS
from geo.errors import ApprodoError

WHO = "jobs"
STALE = "stale"
"""What the history calls it: no person's edit, so a source may go on telling the record."""

DUE_AFTER = timedelta(hours=20)
"""A job that runs every night at the same hour is never too early for its own last run."""

KEPT_DAYS, KEPT_WEEKS, KEPT_MONTHS = 7, 5, 12

JOBS = ("editions", "confirmations", "backup")
"""In the order in which they run."""

Outcome = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job.

    Parameters
    ----------
    outcome
        What it did, in numbers; None: it was not due.
    error
        Why it could not; the others ran all the same.
    """

    name: str
    outcome: Outcome | None
    error: ApprodoError | None = None


def run_due(
    register: Register, now: datetime, backups: Path, *, all_of_them: bool = False
) -> list[Done]:
    """Run the jobs that are due, each by itself, and write down when.

    Parameters
    ----------
    now
        Aware.
    backups
        Folder of the backups; made where it is missing.
    all_of_them
        Also those that are not due.
    """
    jobs: dict[str, Callable[[], Outcome]] = {
        "editions": lambda: tell_over_editions(register, now),
        "confirmations": lambda: age_confirmations(register, now),
        "backup": lambda: keep_backup(register, now, backups),
    }
    last = _last_runs(register)
    done = []
    for name in JOBS:
        if not all_of_them and name in last and now - last[name] < DUE_AFTER:
            done.append(Done(name, None))
            continue
        try:
            outcome = jobs[name]()
        except ApprodoError as error:
            done.append(Done(name, None, error))
            continue
        _write_down(register, name, now, outcome)
        done.append(Done(name, outcome))
    return done


def tell_over_editions(register: Register, now: datetime) -> Outcome:
    """Let services wait for a person whose enrolments are all over, and none is to come."""
    found = 0
    with register.writing() as connection:
        asked = _asked_since(connection)
        for record_id, document in _services(connection):
            over = _over_since(document, now.date())
            if over is None or asked.get(record_id, date.min) >= over:
                continue
            waits = new_proposal(
                ProposalKind.EXPIRED, by=WHO, at=now, record_id=record_id, message=over.isoformat()
            )
            waits = replace(
                waits, state=State.REVIEW, organization_id=document.get("organization_id")
            )
            proposal_store.keep(connection, waits)
            found += 1
    return {"told": found}


def age_confirmations(register: Register, now: datetime) -> Outcome:
    """Let what was confirmed more than `STALE_DAYS` ago be as what was only reported."""
    table = schema.service
    before = now.date() - timedelta(days=STALE_DAYS)
    with register.writing() as connection:
        old = connection.scalars(
            sa.select(table.c.id).where(
                table.c.confidence == "confirmed", table.c.assured_on < before
            )
        ).all()
        kept = store.read(connection, "service", old, hold=True)
        changes = [
            RecordChange("service", record_id, _as_reported(one.content), one.version)
            for record_id, one in kept.items()
        ]
        store.write(connection, changes, Stamp(WHO, now, STALE))
    return {"aged": len(changes)}


def keep_backup(register: Register, now: datetime, folder: Path) -> Outcome:
    """Write today's backup, and remove those that are no longer kept.

    Raises
    ------
    StorageFailure
        ``disk.full``, ``disk.refused``; the older backups stay then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    back_up(register, folder / f"register-{now.date().isoformat()}.json.gz")
    days = {path: day for path in folder.glob("register-*.json.gz") if (day := _day_in(path))}
    gone = set(days) - {path for path, day in days.items() if day in _kept(days.values())}
    for path in gone:
        path.unlink()
        path.with_name(f"{path.name}.sha256").unlink(missing_ok=True)
    return {"kept": len(days) - len(gone), "removed": len(gone)}


def _kept(days: Iterable[date]) -> set[date]:
    """Return the days whose backups stay: the last ones, then the first of weeks and of months."""
    newest_first = sorted(days, reverse=True)
    kept = set(newest_first[:KEPT_DAYS])
    for count, period in (
        (KEPT_WEEKS, lambda day: day.isocalendar()[:2]),
        (KEPT_MONTHS, lambda day: (day.year, day.month)),
    ):
        first: dict[tuple[int, ...], date] = {period(day): day for day in newest_first}
        kept |= set(list(first.values())[:count])
    return kept


def _day_in(path: Path) -> date | None:
    return day_of(path.name.removeprefix("register-").removesuffix(".json.gz"))


def _services(connection: sa.Connection) -> list[tuple[str, Document]]:
    table = schema.service
    rows = connection.execute(
        sa.select(table.c.id, table.c.content).where(table.c.status == "active")
    )
    return [(row.id, row.content) for row in rows]


def _over_since(document: Document, today: date) -> date | None:
    """Return the last day of enrolment that has passed; None where there is none, or more come."""
    editions = (document.get(PROFILE) or {}).get("editions") or []
    ends = [day_of(edition.get("enrolment_ends")) for edition in editions]
    if not ends or None in ends:
        return None
    last = max(day for day in ends if day)
    return last if last < today else None


def _asked_since(connection: sa.Connection) -> dict[str, date]:
    """Return when somebody was last asked about a service whose editions were over."""
    table = schema.proposal
    rows = connection.execute(
        sa.select(table.c.record_id, sa.func.max(table.c.made_at).label("at"))
        .where(table.c.kind == ProposalKind.EXPIRED.value)
        .group_by(table.c.record_id)
    )
    return {row.record_id: datetime.fromisoformat(row.at).date() for row in rows}


def _as_reported(document: Document) -> Document:
    return {**document, PROFILE: {**(document.get(PROFILE) or {}), "confidence": "reported"}}


def _last_runs(register: Register) -> dict[str, datetime]:
    with register.reading() as connection:
        rows = connection.execute(sa.select(schema.job.c.name, schema.job.c.at))
        return {row.name: datetime.fromisoformat(row.at) for row in rows}


def _write_down(register: Register, name: str, now: datetime, outcome: Outcome) -> None:
    table = schema.job
    with register.writing() as connection:
        connection.execute(sa.delete(table).where(table.c.name == name))
        connection.execute(
            sa.insert(table).values(name=name, at=now.isoformat(), outcome=dict(outcome))
        )
