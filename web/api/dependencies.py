"""The desk of everybody who asks from outside: they see what the public may see."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from data.register.register import Register, open_register
from data.register.roles import PUBLIC
from data.register.session import RegisterSession
from data.settings import database_url, var_folder


def public_session() -> RegisterSession:
    """Return a desk at the register of this process, opened when it is first asked for."""
    return RegisterSession(
        _register(database_url() or str(var_folder())), PUBLIC, datetime.now(UTC)
    )


@lru_cache(maxsize=1)
def _register(where: str) -> Register:  # noqa: ARG001 - another place is another register
    return open_register()
