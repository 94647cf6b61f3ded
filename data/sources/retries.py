"""Retries said to whoever waits: what is tried again, when, and how often at most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import stamina.instrumentation
from stamina.instrumentation import RetryDetails

from geo.errors import SourceFailure


@dataclass(frozen=True, slots=True)
class Retry:
    """A further try of a source.

    Attributes
    ----------
    url
        The address that did not answer as it should.
    number
        Of the retry, from 1.
    wait_s
        Seconds until it is made.
    """

    url: str
    number: int
    wait_s: float


Listener = Callable[[Retry], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def reporting_retries(listener: Listener) -> Iterator[None]:
    """Call `listener` before every wait for a further try, while the block runs."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def _report(details: RetryDetails) -> None:
    listener, failure = _listener.get(), details.caused_by
    if listener is not None and isinstance(failure, SourceFailure):
        url = str(failure.facts.get("url", ""))
        listener(Retry(url, details.retry_num, details.wait_for))


# In place of the library's own line in the log, which names no source.
stamina.instrumentation.set_on_retry_hooks([_report])
