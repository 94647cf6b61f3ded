"""What has changed in the register lately: changes made at once are one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from data.register import schema
from data.register.access import Access
from data.register.belonging import belonging
from data.register.roles import Action, Belonging, may, require

SINCE = timedelta(days=14)
MOST_READ = 100


@dataclass(frozen=True, slots=True)
class RecentChange:
    """A change of one or many services.

    `record_id` and `name` are those of one of them; the name is empty where it is gone.
    """

    at: str
    by: str
    action: str
    count: int
    record_id: str
    name: str


def recent_changes(access: Access, limit: int) -> list[RecentChange]:
    """Return the changes of the last fortnight that this person may see, the newest first.

    Raises
    ------
    Forbidden
        ``access.denied``.
    """
    require(access.actor, Action.SEE_HISTORY)
    audit, service = schema.audit, schema.service
    since = (access.now - SINCE).isoformat(timespec="milliseconds")
    grouped = (
        sa.select(
            audit.c.at, audit.c.by, audit.c.action, sa.func.count().label("amount"),
            sa.func.min(audit.c.row_id).label("record_id"),
        )
        .where(audit.c.kind == "service", audit.c.at > since)
        .group_by(audit.c.at, audit.c.by, audit.c.action)
        .order_by(audit.c.at.desc())
        .limit(MOST_READ)
        .subquery()
    )  # fmt: skip
    wanted = (
        sa.select(grouped, service.c.name)
        .outerjoin(service, service.c.id == grouped.c.record_id)
        .order_by(grouped.c.at.desc(), grouped.c.record_id)
    )
    sees_all = may(access.actor, Action.SEE_HISTORY, Belonging())
    with access.register.reading() as connection:
        rows = connection.execute(wanted).all()
        found = [
            RecentChange(row.at, row.by, row.action, row.amount, row.record_id, row.name or "")
            for row in rows
            if sees_all
            or may(
                access.actor, Action.SEE_HISTORY, belonging(connection, "service", row.record_id)
            )
        ]
    return found[:limit]
