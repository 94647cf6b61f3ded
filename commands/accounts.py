"""``account``: who may keep which records."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from commands.printing import print_json
from commands.register import open_session
from data.register.roles import AccountRole
from layers.words import Words


def listing(options: argparse.Namespace, words: Words) -> None:
    """Say everybody who has logged in or was given a role."""
    with open_session() as session:
        found = session.accounts.all()
    if options.json:
        print_json([asdict(account) for account in found])
        return
    for account in found:
        role = words.choice("role", account.role.value)
        closed = f" ({words.say('account.closed')})" if account.disabled else ""
        print(f"{account.name}: {role}{closed} — {account.issuer} {account.subject}")


def grant(options: argparse.Namespace, words: Words) -> None:
    """Give somebody a role."""
    with open_session() as session:
        account = session.accounts.grant(
            options.issuer,
            options.subject,
            AccountRole(options.role),
            name=options.name,
            organizations=options.organization,
            partnerships=options.partnership,
        )
    role = words.choice("role", account.role.value)
    print(words.say("account.granted", name=account.name, role=role))


def close(options: argparse.Namespace, words: Words) -> None:
    """Take somebody's role away."""
    with open_session() as session:
        session.accounts.close(options.issuer, options.subject)
    print(words.say("account.was_closed", subject=options.subject))
