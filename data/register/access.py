"""Who asks the register for something, and when: what every part of a session checks first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from data.records.documents import Directory
from data.register import store
from data.register.belonging import belonging, belonging_of
from data.register.register import Register
from data.register.roles import Action, Actor, Belonging, may, require
from data.register.store import Stamp


@dataclass(frozen=True, slots=True)
class Access:
    """A register, somebody who uses it, and the moment of every change they make."""

    register: Register
    actor: Actor
    now: datetime

    def stamp(self, action: str) -> Stamp:
        """Return what the history keeps of a change."""
        return Stamp(self.actor.name, self.now, action=action)

    def require_of_all(
        self, connection: sa.Connection, action: Action, documents: Directory
    ) -> None:
        """Demand a right over each document, as it is and as it is to become.

        Who edits a service may make its place; nobody takes over what is another's by naming it.
        """
        if may(self.actor, action, Belonging()):
            return  # reaches what belongs to nobody: reaches everything
        for kind, found in documents.items():
            for record_id, document in found.items():
                there = store.read(connection, kind, [record_id])
                if there:
                    require(self.actor, action, belonging(connection, kind, record_id))
                if kind == "service":
                    whose = belonging_of(connection, kind, document, documents)
                    require(self.actor, action, whose)
                elif not there:
                    require(self.actor, action)
