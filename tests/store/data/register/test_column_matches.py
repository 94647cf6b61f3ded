"""Matches of headings stay with their source, and only who brings tables in may keep them."""

from __future__ import annotations

import pytest

from data.register.register import Register
from data.register.roles import LOCAL, PUBLIC, Forbidden
from data.register.session import RegisterSession
from tests.store.full_records import NOW


def test_matches_are_kept_for_each_source(register: Register) -> None:
    session = RegisterSession(register, LOCAL, NOW)
    assert session.column_matches.of("A") == {}
    session.column_matches.keep("A", {"Servizio": "needs", "Dove": "address"})
    session.column_matches.keep("B", {"Servizio": "name"})
    session.column_matches.keep("A", {"Servizio": "needs"})
    assert session.column_matches.of("A") == {"Servizio": "needs"}
    assert session.column_matches.of("B") == {"Servizio": "name"}


def test_a_visitor_keeps_no_matches(register: Register) -> None:
    session = RegisterSession(register, PUBLIC, NOW)
    with pytest.raises(Forbidden):
        session.column_matches.keep("A", {"Servizio": "needs"})
