"""The register as one person may use it: every call checks first whether they may."""

from __future__ import annotations

from datetime import datetime

from data.register.access import Access
from data.register.accounts import Accounts
from data.register.belonging import belonging
from data.register.bulk import BulkChanges
from data.register.column_matches import ColumnMatches
from data.register.duplicates.decide import Duplicates
from data.register.partnerships import Partnerships
from data.register.proposals import Proposals
from data.register.recent import RecentChange, recent_changes
from data.register.records import Records
from data.register.register import Register
from data.register.roles import Action, Actor, may, require
from data.register.scenarios import Scenarios
from data.register.unmet import unmet_table
from data.register.worklist import Worklist
from geo.unmet import UnmetTable


class RegisterSession:
    """What one person may do with a register: pages, routes and commands hold nothing below it.

    Every method of every part raises `Forbidden` (``access.denied``) where this person may not.

    Parameters
    ----------
    actor
        Who it is.
    now
        Aware: the moment of every change.

    Attributes
    ----------
    records, bulk, proposals, duplicates, worklist, scenarios, accounts, partnerships,
    column_matches
        The parts, each named after what it is about.
    """

    def __init__(self, register: Register, actor: Actor, now: datetime) -> None:
        access = self._access = Access(register, actor, now)
        self.register, self.actor, self.now = register, actor, now
        self.records = Records(access)
        self.proposals = Proposals(access)
        self.bulk = BulkChanges(access)
        self.duplicates = Duplicates(access)
        self.worklist = Worklist(access)
        self.scenarios = Scenarios(access)
        self.accounts = Accounts(access)
        self.partnerships = Partnerships(access)
        self.column_matches = ColumnMatches(access)

    def may(self, action: Action, record_id: str | None = None) -> bool:
        """Return whether something may be done: with one service, or with any at all."""
        if record_id is None:
            return may(self.actor, action)
        with self.register.reading() as connection:
            return may(self.actor, action, belonging(connection, "service", record_id))

    def recent_changes(self, limit: int) -> list[RecentChange]:
        """Return what has changed lately: see `data.register.recent.recent_changes`."""
        return recent_changes(self._access, limit)

    def unmet_searches(self, area: str) -> UnmetTable:
        """Return what may be shown of an area's searches that ended with nothing."""
        require(self.actor, Action.SEE_UNMET)
        return unmet_table(self.register, area, today=self.now.date())
