"""Who may log in as what: accounts by the identity that a provider says.

An identity is an issuer and a subject, as OpenID Connect has them: names and addresses of mail may
change hands, these do not. Passwords are the provider's alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data.records.ids import stable_id
from data.register import schema
from data.register.access import Access
from data.register.partnerships import (
    LONGEST_NAME,
    check_organizations,
    partnership_named,
    read_partnerships,
)
from data.register.register import Register
from data.register.roles import PUBLIC, AccountRole, Action, Actor, require
from geo.errors import UnknownName


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody whom a provider knows.

    Parameters
    ----------
    organizations
        Ids of those that they work for.
    partnerships
        Names of those that they coordinate.
    """

    id: str
    issuer: str
    subject: str
    name: str
    role: AccountRole
    organizations: tuple[str, ...]
    partnerships: tuple[str, ...]
    disabled: bool


def log_in(register: Register, issuer: str, subject: str, name: str) -> Actor:
    """Return who somebody is to the register, whom a provider has just vouched for.

    Whoever comes for the first time is written down, so that an administrator can give them a role;
    until then, and when their account is closed, they are as everybody.
    """
    record_id = stable_id(issuer, subject)
    with register.reading() as connection:
        account = _account(connection, record_id)
        if account is not None:
            known = not account.disabled and account.role is not AccountRole.PUBLIC
            return _actor(connection, account) if known else PUBLIC
    row = _row(issuer, subject, name, AccountRole.PUBLIC, (), ())
    with register.writing() as connection:
        if _account(connection, record_id) is None:
            connection.execute(sa.insert(schema.account).values(row))
    return PUBLIC


class Accounts:
    """Giving and taking roles, as far as this person may."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def all(self) -> list[Account]:
        """Return everybody who has logged in or was given a role, by name."""
        require(self._access.actor, Action.MANAGE)
        table = schema.account
        with self._access.register.reading() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.name, table.c.id))
            return [_account_from_row(row) for row in rows]

    def grant(
        self,
        issuer: str,
        subject: str,
        role: AccountRole,
        *,
        name: str | None = None,
        organizations: Collection[str] = (),
        partnerships: Collection[str] = (),
    ) -> Account:
        """Give somebody a role; a closed account is open again.

        Parameters
        ----------
        name
            None: the one that is known, else the subject.

        Raises
        ------
        UnknownName
            ``partnership.unknown``, ``record.unknown`` for an organisation.
        """
        require(self._access.actor, Action.MANAGE)
        record_id = stable_id(issuer, subject)
        with self._access.register.writing() as connection:
            check_organizations(connection, organizations)
            for partnership in partnerships:
                partnership_named(connection, partnership)
            known = _account(connection, record_id)
            called = name or (known.name if known else subject)
            row = _row(issuer, subject, called, role, organizations, partnerships)
            connection.execute(sa.delete(schema.account).where(schema.account.c.id == record_id))
            connection.execute(sa.insert(schema.account).values(row))
            return _account_of(row)

    def close(self, issuer: str, subject: str) -> None:
        """Let somebody be as everybody from now on.

        Raises
        ------
        UnknownName
            ``account.unknown``.
        """
        require(self._access.actor, Action.MANAGE)
        record_id = stable_id(issuer, subject)
        with self._access.register.writing() as connection:
            table = schema.account
            if _account(connection, record_id) is None:
                raise UnknownName("account.unknown", subject=subject)
            connection.execute(
                sa.update(table).where(table.c.id == record_id).values(disabled=True)
            )


def _actor(connection: sa.Connection, account: Account) -> Actor:
    """Return what an account reaches today: its partnerships are looked up each time."""
    rows = [one for one in read_partnerships(connection) if one.name in account.partnerships]
    return Actor(
        account.name,
        account.role,
        frozenset({*account.organizations, *(o for row in rows for o in row.organizations)}),
        frozenset(code for row in rows for code in row.municipalities),
    )


def _account(connection: sa.Connection, record_id: str) -> Account | None:
    table = schema.account
    row = connection.execute(sa.select(table).where(table.c.id == record_id)).first()
    return None if row is None else _account_from_row(row)


def _row(
    issuer: str,
    subject: str,
    name: str,
    role: AccountRole,
    organizations: Collection[str],
    partnerships: Collection[str],
) -> dict[str, Any]:
    return {
        "id": stable_id(issuer, subject),
        "issuer": issuer,
        "subject": subject,
        "name": (name.strip() or subject)[:LONGEST_NAME],
        "role": role.value,
        "organizations": list(organizations),
        "partnerships": list(partnerships),
        "disabled": False,
    }


def _account_from_row(row: sa.Row[Any]) -> Account:
    return _account_of(dict(row._mapping))


def _account_of(row: dict[str, Any]) -> Account:
    return Account(
        row["id"], row["issuer"], row["subject"], row["name"], AccountRole(row["role"]),
        tuple(row["organizations"]), tuple(row["partnerships"]), row["disabled"],
    )  # fmt: skip
