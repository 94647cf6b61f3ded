"""The register does what a dictionary with a history would do, whatever is asked of it in a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from data.records.ids import stable_id
from data.register import history, schema, store
from data.register.register import Register
from data.register.store import EditConflict, RecordChange, Stamp
from tests.store.writing import edit

NOW = datetime(2026, 11, 23, tzinfo=UTC)
IDS = [stable_id("model", str(number)) for number in range(4)]
Document = dict[str, Any]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
fields = st.dictionaries(st.sampled_from(["url", "email", "a", "b"]), texts, max_size=3)


@dataclass
class Model:
    """What the register should hold: each document, and every version there was."""

    documents: dict[str, Document] = field(default_factory=dict)
    versions: dict[str, list[Document | None]] = field(default_factory=dict)

    def put(self, record_id: str, document: Document | None) -> None:
        if document is None:
            del self.documents[record_id]
        else:
            self.documents[record_id] = document
        self.versions.setdefault(record_id, []).append(document)

    def version(self, record_id: str) -> int:
        return len(self.versions.get(record_id, [])) if record_id in self.documents else 0


def document_of(record_id: str, more: Document) -> Document:
    return {"id": record_id, "name": "n", "description": "d", **more}


class Registers(RuleBasedStateMachine):
    """Writes, edits, stale edits, removals and transactions that break, in any order."""

    register: Register

    def __init__(self) -> None:
        super().__init__()
        with self.register.writing() as connection:
            for table in (schema.audit, schema.organization):
                connection.execute(sa.delete(table))
        self.model = Model()

    seen = Bundle("seen")

    @rule(record_id=st.sampled_from(IDS), more=fields)
    def write(self, record_id: str, more: Document) -> None:
        document = document_of(record_id, more)
        done = self.register.write(
            [RecordChange("organization", record_id, document)], Stamp("a", NOW)
        )
        assert bool(done) == (self.model.documents.get(record_id) != document)
        if done:
            self.model.put(record_id, document)

    @rule(target=seen, record_id=st.sampled_from(IDS))
    def look(self, record_id: str) -> tuple[str, int]:
        kept = self.register.read("organization", record_id)
        assert (kept.version if kept else 0) == self.model.version(record_id)
        return record_id, self.model.version(record_id)

    @rule(known=seen, more=fields)
    def edit_what_was_seen(self, known: tuple[str, int], more: Document) -> None:
        record_id, version = known
        document = document_of(record_id, more)
        change = RecordChange("organization", record_id, document, version)
        if version != self.model.version(record_id):
            with pytest.raises(EditConflict):
                self.register.write([change], Stamp("b", NOW))
            return
        if self.register.write([change], Stamp("b", NOW)):
            self.model.put(record_id, document)

    @rule(record_id=st.sampled_from(IDS), key=st.sampled_from(["a", "b"]), text=texts)
    def edit_in_turn(self, record_id: str, key: str, text: str) -> None:
        before = self.model.documents.get(record_id)
        edit(
            self.register,
            "organization",
            record_id,
            lambda found: {**found, key: text},
            Stamp("c", NOW),
        )
        if before is not None and before.get(key) != text:
            self.model.put(record_id, {**before, key: text})

    @rule(record_id=st.sampled_from(IDS))
    def remove(self, record_id: str) -> None:
        done = self.register.write([RecordChange("organization", record_id, None)], Stamp("d", NOW))
        assert bool(done) == (record_id in self.model.documents)
        if done:
            self.model.put(record_id, None)

    @rule(record_id=st.sampled_from(IDS), more=fields)
    def break_off(self, record_id: str, more: Document) -> None:
        with pytest.raises(_BrokenError):
            self._write_and_break(
                RecordChange("organization", record_id, document_of(record_id, more))
            )

    def _write_and_break(self, change: RecordChange) -> None:
        with self.register.writing() as connection:
            store.write(connection, [change], Stamp("e", NOW))
            raise _BrokenError

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        with self.register.reading() as connection:
            for record_id in IDS:
                rows = [version.content for version in history.history(connection, record_id)]
                assert rows[::-1] == self.model.versions.get(record_id, [])
        for record_id in IDS:
            kept = self.register.read("organization", record_id)
            assert (kept.content if kept else None) == self.model.documents.get(record_id)


class _BrokenError(Exception):
    """A process that breaks off inside its transaction."""


def _play(register: Register, **often: int) -> None:
    class Played(Registers):
        pass

    Played.register = register
    run_state_machine_as_test(
        Played,
        settings=settings(
            deadline=None, suppress_health_check=list(HealthCheck), database=None, **often
        ),
    )


def test_whatever_happens_in_a_row(register: Register) -> None:
    _play(register, max_examples=8, stateful_step_count=15)


@pytest.mark.nightly
def test_whatever_happens_in_very_many_rows(register: Register) -> None:
    _play(register, max_examples=300, stateful_step_count=50)
