"""The register of the process, and the desk at which this visitor sits."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from data.register.desk import Desk
from data.register.register import Register, open_register
from data.register.roles import LOCAL, PUBLIC
from data.settings import database_url, is_public, var_folder


def open_shared_register() -> Register:
    """Return the register, opened once for the process."""
    return _register(database_url() or str(var_folder()))


def current_desk() -> Desk:
    """Return the desk of whoever visits: everybody's, or that of the one person at a laptop."""
    actor = PUBLIC if is_public() else LOCAL
    return Desk(open_shared_register(), actor, datetime.now(UTC))


@st.cache_resource(max_entries=2, show_spinner=False)
def _register(where: str) -> Register:  # noqa: ARG001 - another place is another register
    return open_register()
