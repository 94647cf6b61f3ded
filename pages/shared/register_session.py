"""The register of the process, and the desk at which this visitor sits."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from data.register.accounts import log_in
from data.register.activities import ActivityIndex
from data.register.register import Register, open_register
from data.register.roles import LOCAL, PUBLIC, Actor
from data.register.session import RegisterSession
from data.settings import database_url, is_public, var_folder


def open_shared_register() -> Register:
    """Return the register, opened once for the process."""
    return _register(database_url() or str(var_folder()))


def current_session() -> RegisterSession:
    """Return the desk of whoever visits: the one person at a laptop, or who has logged in."""
    now = datetime.now(UTC)
    actor = _visitor(now) if is_public() else LOCAL
    return RegisterSession(open_shared_register(), actor, now)


def can_log_in() -> bool:
    """Return whether this server has a provider of identities, and visitors who may need it."""
    try:
        return is_public() and "auth" in st.secrets
    except FileNotFoundError:
        return False


def is_logged_in() -> bool:
    """Return whether a provider vouches for this visitor; also where its word is too old."""
    return bool(st.user.get("is_logged_in", False))


def is_log_in_over(now: datetime) -> bool:
    """Return whether the provider vouched for this visitor until a moment that has passed.

    Streamlit's cookie goes on for thirty days, whatever the provider said: so it is asked here, at
    every run. A token that does not say until when it holds, holds no longer.
    """
    if not is_logged_in():
        return False
    ends = st.user.get("exp")
    return not isinstance(ends, int | float) or ends <= now.timestamp()


def _visitor(now: datetime) -> Actor:
    if not is_logged_in() or is_log_in_over(now):
        return PUBLIC
    issuer, subject = st.user.get("iss"), st.user.get("sub")
    if not issuer or not subject:
        return PUBLIC
    name = st.user.get("name") or st.user.get("email") or subject
    return log_in(open_shared_register(), str(issuer), str(subject), str(name))


def activity_index() -> ActivityIndex:
    """Return the activities of the register, kept up to date for the process."""
    return _activities(database_url() or str(var_folder()))


@st.cache_resource(max_entries=2, show_spinner=False)
def _activities(where: str) -> ActivityIndex:  # noqa: ARG001 - another place, another register
    return ActivityIndex(open_shared_register())


@st.cache_resource(max_entries=2, show_spinner=False)
def _register(where: str) -> Register:  # noqa: ARG001 - another place is another register
    return open_register()
