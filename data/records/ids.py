"""Identities in the register: UUIDs, the same for the same foreign key."""

from __future__ import annotations

import uuid

REGISTER = uuid.UUID("6f2a8f0e-2b3c-5d0e-9a57-a1f6c1a7d0b4")
"""The name space of every id that is made from a key of somebody else's."""


def stable_id(*parts: str) -> str:
    """Return the id of what a source calls by a key: equal parts give an equal UUID.

    A single part that is a UUID already is kept.

    Examples
    --------
    >>> stable_id("MIM", "service", "MIIC8AA00X") == stable_id("MIM", "service", "MIIC8AA00X")
    True
    >>> stable_id("AC148810-d857-441c-9679-408f346de14b")
    'ac148810-d857-441c-9679-408f346de14b'
    """
    if len(parts) == 1:
        try:
            return str(uuid.UUID(parts[0]))
        except ValueError:
            pass
    return str(uuid.uuid5(REGISTER, "\x1f".join(parts)))


def new_id() -> str:
    """Return an id that nothing else has."""
    return str(uuid.uuid4())
