"""One service as coordination counts it: who does what, where, for whom, with which money."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.model import Fund

NOT_STATED = ""
"""The key of everything that a record does not state: it is counted, never left out."""


class Dimension(StrEnum):
    """What activities are counted by."""

    SECTOR = "sector"
    NEED = "need"
    ACTION = "action"
    LEVEL = "level"
    ORGANIZATION = "organization"
    KIND = "kind"
    MUNICIPALITY = "municipality"
    PARTNERSHIP = "partnership"
    FUND = "fund"
    STATUS = "status"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Activity:
    """One service of the register, with what coordination asks of it.

    Parameters
    ----------
    sectors, needs
        Ids of the taxonomy; the first need is the main one.
    municipalities
        ISTAT codes of the places where it is given; outside Italy the area's id behind ``area:``.
    organization
        Id of the one that leads it; None where none is stated.
    partners
        Ids of the others.
    kinds
        Of all of its organisations, as far as they are stated.
    statuses, languages
        Whom it says that it takes, and in which languages.
    """

    id: str
    name: str
    sectors: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    organization: str | None = None
    partners: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    level: str | None = None
    action: str | None = None
    funds: tuple[Fund, ...] = ()
    statuses: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    demonstration: bool = False

    @property
    def organizations(self) -> tuple[str, ...]:
        """Every organisation, each once: one that is its own partner is one organisation.

        Examples
        --------
        >>> Activity("1", "Desk", organization="a", partners=("b", "a")).organizations
        ('a', 'b')
        """
        first = () if self.organization is None else (self.organization,)
        return tuple(dict.fromkeys((*first, *self.partners)))

    @property
    def fund_names(self) -> tuple[str, ...]:
        """The name of each fund, once."""
        return tuple(dict.fromkeys(fund.name for fund in self.funds))


Memberships = Mapping[str, tuple[str, ...]]
"""Municipality → the partnerships that it is in."""


def values_of(
    activity: Activity, dimension: Dimension, memberships: Memberships
) -> tuple[str, ...]:
    """Return what an activity is counted under in a dimension; `NOT_STATED` where nothing is.

    Examples
    --------
    >>> desk = Activity("1", "Desk", municipalities=("015146", "108033"))
    >>> values_of(desk, Dimension.PARTNERSHIP, {"015146": ("Rete",), "108033": ("Rete", "B")})
    ('Rete', 'B')
    >>> values_of(desk, Dimension.LEVEL, {})
    ('',)
    """
    if dimension is Dimension.PARTNERSHIP:
        found = [name for code in activity.municipalities for name in memberships.get(code, ())]
        return tuple(dict.fromkeys(found)) or (NOT_STATED,)
    return _VALUES[dimension](activity) or (NOT_STATED,)


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


_VALUES: dict[Dimension, Callable[[Activity], tuple[str, ...]]] = {
    Dimension.SECTOR: lambda one: one.sectors,
    Dimension.NEED: lambda one: one.needs,
    Dimension.ACTION: lambda one: _one(one.action),
    Dimension.LEVEL: lambda one: _one(one.level),
    Dimension.ORGANIZATION: lambda one: one.organizations,
    Dimension.KIND: lambda one: one.kinds,
    Dimension.MUNICIPALITY: lambda one: one.municipalities,
    Dimension.FUND: lambda one: one.fund_names,
    Dimension.STATUS: lambda one: one.statuses,
    Dimension.LANGUAGE: lambda one: one.languages,
}
