"""A search that ends with nothing is counted, where the administrator allows it.

What the session remembers of it stays in the session: the page keeps no search.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from answers.opened_area import OpenArea
from data.catalog.tables import load_taxonomy
from data.register.unmet import count_unmet
from data.settings import counts_unmet
from geo.coarse_cell import cell_of
from geo.errors import ApprodoError
from geo.finder import Findings
from geo.unmet import countable_needs, unmet_reason
from pages.shared.register_session import open_shared_register
from pages.shared.session import SEARCH_SEEN, SEARCHES_COUNTED, Search

_TURN = ThreadPoolExecutor(max_workers=1, thread_name_prefix="unmet")
"""Counts beside the page: an import that holds the database for a minute holds up no answer."""


def count_search(
    opened: OpenArea, search: Search, findings: Findings | None
) -> Future[bool] | None:
    """Count a search that ended with nothing: once a session, and only what a person asked here.

    What a link brought is not counted before the person changes something: a page loaded again
    would be counted again. Returns what will say whether it was counted; None where there was
    nothing to count.
    """
    if not counts_unmet():
        return None
    area = opened.area.manifest.id
    asked = (
        area, search.need, search.lon, search.lat, search.when,
        search.at if search.when == "other" else None, search.limit_min, search.situation,
    )  # fmt: skip
    before = SEARCH_SEEN.get()
    SEARCH_SEEN.set(asked)
    if before in (None, asked) or findings is None or search.lon is None or search.lat is None:
        return None
    reason = unmet_reason(findings)
    if reason is None or search.need not in countable_needs(load_taxonomy()):
        return None
    counted: set[tuple[str, ...]] = SEARCHES_COUNTED.setdefault(set())
    key = (area, search.need, cell_of(search.lon, search.lat), reason.value)
    if key in counted:
        return None
    counted.add(key)
    today = datetime.now(ZoneInfo(opened.area.calendar.time_zone)).date()
    register = open_shared_register()

    def count() -> bool:
        # A count that is lost is lost: it breaks no page, and no log says what was searched.
        with suppress(ApprodoError):
            return count_unmet(
                register, area, key[1], lon=lon, lat=lat, reason=reason, on=today
            )  # fmt: skip
        return False

    lon, lat = search.lon, search.lat
    return _TURN.submit(count)
