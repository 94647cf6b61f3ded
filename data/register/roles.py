"""Who may do what in the register, said once and enforced below every page and route."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.errors import ApprodoError


class AccountRole(StrEnum):
    """What somebody is to the register."""

    PUBLIC = "public"
    EDITOR = "editor"
    COORDINATOR = "coordinator"
    PLANNER = "planner"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be done with the register."""

    READ = "read"
    REPORT = "report"
    DRAFT = "draft"
    SEE_QUEUE = "see_queue"
    PUBLISH = "publish"
    CONFIRM = "confirm"
    SEE_HISTORY = "see_history"
    UNDO = "undo"
    MERGE = "merge"
    IMPORT = "import"
    EXPORT = "export"
    SEE_WORKLIST = "see_worklist"
    PLAN = "plan"
    SEE_UNMET = "see_unmet"
    SEE_PROTECTED = "see_protected"
    MANAGE = "manage"


class RoleScope(StrEnum):
    """Whose records an action reaches."""

    NONE = "none"
    OWN = "own"
    PARTNERSHIP = "partnership"
    ALL = "all"


class Forbidden(ApprodoError, PermissionError):
    """Somebody may not do what they tried: ``access.denied`` with the action."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something.

    Parameters
    ----------
    name
        As the history says it: the name of an account, never of the public.
    organizations
        Ids of the organisations that they work for, or that their partnerships are made of.
    municipalities
        ISTAT codes of their partnerships.
    """

    name: str
    role: AccountRole
    organizations: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whom a record belongs to: organisations, and ISTAT codes of the places where it is given."""

    organizations: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()


PUBLIC = Actor("public", AccountRole.PUBLIC)
"""Everybody who has not logged in."""

LOCAL = Actor("local", AccountRole.ADMINISTRATOR)
"""The one person at a laptop, where nobody else can reach the app."""

_EVERYBODY = {Action.READ: RoleScope.ALL, Action.REPORT: RoleScope.ALL}

ROLES: dict[AccountRole, dict[Action, RoleScope]] = {
    AccountRole.PUBLIC: _EVERYBODY,
    AccountRole.EDITOR: {
        **_EVERYBODY,
        Action.DRAFT: RoleScope.OWN,
        Action.SEE_QUEUE: RoleScope.OWN,
        Action.CONFIRM: RoleScope.OWN,
        Action.SEE_HISTORY: RoleScope.OWN,
        Action.EXPORT: RoleScope.OWN,
        Action.SEE_WORKLIST: RoleScope.OWN,
        Action.SEE_PROTECTED: RoleScope.OWN,
    },
    AccountRole.COORDINATOR: {
        **_EVERYBODY,
        Action.DRAFT: RoleScope.PARTNERSHIP,
        Action.SEE_QUEUE: RoleScope.PARTNERSHIP,
        Action.PUBLISH: RoleScope.PARTNERSHIP,
        Action.CONFIRM: RoleScope.PARTNERSHIP,
        Action.SEE_HISTORY: RoleScope.PARTNERSHIP,
        Action.UNDO: RoleScope.PARTNERSHIP,
        Action.MERGE: RoleScope.PARTNERSHIP,
        Action.IMPORT: RoleScope.PARTNERSHIP,
        Action.EXPORT: RoleScope.ALL,
        Action.SEE_WORKLIST: RoleScope.PARTNERSHIP,
        Action.PLAN: RoleScope.ALL,
        Action.SEE_PROTECTED: RoleScope.PARTNERSHIP,
    },
    AccountRole.PLANNER: {
        **_EVERYBODY,
        Action.SEE_QUEUE: RoleScope.ALL,
        Action.SEE_HISTORY: RoleScope.ALL,
        Action.EXPORT: RoleScope.ALL,
        Action.SEE_WORKLIST: RoleScope.ALL,
        Action.PLAN: RoleScope.ALL,
        Action.SEE_UNMET: RoleScope.ALL,
    },
    AccountRole.ADMINISTRATOR: dict.fromkeys(Action, RoleScope.ALL),
}
"""What is not given is not allowed."""


def may(actor: Actor, action: Action, whose: Belonging | None = None) -> bool:
    """Return whether somebody may do something with a record.

    Parameters
    ----------
    whose
        Whom the record belongs to; None asks whether there can be any such record at all: whether
        a page has something to offer.

    Examples
    --------
    >>> anna = Actor("Anna", AccountRole.EDITOR, organizations=frozenset({"ponte"}))
    >>> may(anna, Action.DRAFT, Belonging(frozenset({"ponte"})))
    True
    >>> may(anna, Action.DRAFT, Belonging(frozenset({"comune"})))
    False
    """
    reach = ROLES[actor.role].get(action, RoleScope.NONE)
    if reach in (RoleScope.NONE, RoleScope.ALL) or whose is None:
        return reach is not RoleScope.NONE
    if whose.organizations & actor.organizations:
        return True
    return reach is RoleScope.PARTNERSHIP and bool(whose.municipalities & actor.municipalities)


def require(actor: Actor, action: Action, whose: Belonging | None = None) -> None:
    """Let somebody go on, or refuse.

    Raises
    ------
    Forbidden
        ``access.denied``.
    """
    if not may(actor, action, whose):
        raise Forbidden("access.denied", action=action.value, role=actor.role.value)
