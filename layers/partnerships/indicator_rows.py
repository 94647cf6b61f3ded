"""Principles, concentration and funds as rows of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from math import isnan

from geo.partnerships.funding import FundRow
from geo.partnerships.principles import Concentration, Principles
from layers.words import Words

NONE = "–"
"""What stands in a cell for which there is no figure."""


def principle_rows(found: Principles, words: Words) -> list[tuple[str, ...]]:
    """Return a row for each principle: what is counted, certain and possible share, of how many."""
    rows: list[tuple[str, ...]] = []
    for one in fields(found):
        share = getattr(found, one.name)
        rows.append((
            words.say(f"partnerships.principle.{one.name}"),
            words.say(f"partnerships.principle.what.{one.name}"),
            percent(share.certain, words),
            percent(share.possible, words),
            words.fact(share.yes, "whole"),
            words.fact(share.unknown, "whole"),
            words.fact(share.total, "whole"),
        ))  # fmt: skip
    return rows


def principle_heads(words: Words) -> tuple[str, ...]:
    """Return the heads of `principle_rows`."""
    names = ("head", "counted", "certain", "possible", "yes", "unknown", "of")
    return tuple(words.say(f"partnerships.principle.{name}") for name in names)


def concentration_rows(found: Sequence[Concentration], words: Words) -> list[tuple[str, ...]]:
    """Return a row for each need: services, organisations, H, fragmentation, not stated."""
    return [
        (
            words.choice("need", row.need),
            words.fact(row.services, "whole"),
            words.fact(row.organizations, "whole"),
            _two_places(row.index, words),
            _two_places(row.fragmentation, words),
            words.fact(row.not_stated, "whole"),
        )
        for row in found
    ]


def concentration_heads(words: Words) -> tuple[str, ...]:
    """Return the heads of `concentration_rows`."""
    return (
        words.say("partnerships.gaps.need"),
        words.say("partnerships.funds.services"),
        words.say("partnerships.concentration.organizations"),
        "H",
        words.say("partnerships.concentration.fragmentation"),
        words.say("partnerships.principle.unknown"),
    )


def fund_rows(found: Sequence[FundRow], words: Words) -> list[tuple[str, ...]]:
    """Return a row for each fund: services, on it alone, amount, latest end, without an end."""
    return [
        (
            row.name,
            words.fact(row.services, "whole"),
            words.fact(row.alone, "whole"),
            _amount(row, words),
            NONE if row.last is None else words.fact(row.last, "date"),
            words.fact(row.open_ended, "whole"),
        )
        for row in found
    ]


def fund_heads(words: Words) -> tuple[str, ...]:
    """Return the heads of `fund_rows`."""
    names = ("fund", "services", "alone", "amount", "last", "open")
    return tuple(words.say(f"partnerships.funds.{name}") for name in names)


def percent(share: float, words: Words) -> str:
    """Return a share; a dash where there is nothing that it could be a share of."""
    return NONE if isnan(share) else words.fact(share, "percent")


def _two_places(value: float, words: Words) -> str:
    return NONE if isnan(value) else words.fact(value, "hundredths")


def _amount(row: FundRow, words: Words) -> str:
    if row.unstated == row.services:
        return NONE
    if row.unstated:
        return words.say(
            "partnerships.funds.amount_partly", total_eur=row.amount_eur, n=row.unstated
        )
    return words.fact(row.amount_eur, "money")
