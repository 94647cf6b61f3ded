"""The web server: one ASGI application, Streamlit for people and the routes of `web` beside it.

``streamlit run app.py``
"""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware import Middleware

from answers.opened_area import open_area
from answers.warm_up import warm_up
from data.areas.build import Progress, announced, wait_for_area
from data.areas.italy_map import italy_tiles
from data.catalog.areas import bundled_areas
from data.settings import exit_url, is_public
from geo.errors import ApprodoError
from pages.shared.register_session import activity_index
from web.headers import SafeHeaders
from web.page_shell import PageShell
from web.readiness import READY
from web.routes import routes


def _prepare() -> None:
    """Build and open the first sample area while the first visitor's page is loading; draw Italy.

    Visitors who may only read never start a build: for them all sample areas are made now.
    """
    samples = bundled_areas() if is_public() else bundled_areas()[:1]
    with announced(sample.id for sample in samples):
        for sample in samples:
            try:
                wait_for_area(sample.id, now=datetime.now(UTC), on_progress=_teller(sample.id))
            except ApprodoError as error:  # whoever opens the page reads it in words
                sys.stderr.write(f"\n{error}\n")
    for step in (lambda: warm_up(open_area(samples[0].id)), italy_tiles, _read_activities):
        try:
            step()
        except ApprodoError as error:
            sys.stderr.write(f"\n{error}\n")
    # Streamlit collects garbage after every run: what stays for ever need not be looked at again.
    gc.collect()
    gc.freeze()
    READY.set()


def _read_activities() -> None:
    """Read what coordination counts: fifty thousand services take seconds, once for a process."""
    try:
        activity_index().current()
    except SQLAlchemyError as error:  # whoever opens a page of the register reads it in words
        sys.stderr.write(f"\n{type(error).__name__}\n")


def _teller(area_id: str) -> Progress:
    def tell(step: str, share: float) -> None:
        sys.stderr.write(f"\r{area_id}: {step} {share:4.0%}   ")
        sys.stderr.write("\n" if share >= 1 else "")

    return tell


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Keep addresses with their questions out of the log, and get the first area ready."""
    logging.getLogger("uvicorn.access").disabled = True
    threading.Thread(target=_prepare, daemon=True).start()
    yield


exit_url()  # a wrong one is reported now, not when somebody has to leave
app = st.App(
    "pages/frame.py",
    routes=routes(),
    middleware=[Middleware(SafeHeaders), Middleware(PageShell)],
    lifespan=lifespan,
)
