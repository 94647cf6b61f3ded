"""The card of a service, the same in the list and on a map."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from answers.opened_area import OpenArea
from answers.opening_words import weeks_of
from data.catalog.tables import load_taxonomy
from geo.finder import Result
from layers.find.result_card import result_card
from layers.words import Words


def service_card(
    opened: OpenArea,
    result: Result,
    words: Words,
    *,
    arrival: datetime | None,
    rank: int | None = None,
    chosen: bool = False,
) -> str:
    """Return the card of a result as HTML.

    Parameters
    ----------
    arrival
        When the person gets there, aware; None where the time did not matter.
    rank
        The number on the map's marker; None for a service that has none.
    chosen
        Whether its hours, its source and its date are given too.
    """
    calendar = opened.area.calendar
    first = (arrival or datetime.now(ZoneInfo(calendar.time_zone))).date()
    return result_card(
        result,
        words,
        taxonomy=load_taxonomy(),
        country=calendar.country,
        rank=rank,
        arrival=arrival,
        near=_near(opened, result),
        weeks=weeks_of(result.service.schedules, first, calendar) if chosen else (),
        chosen=chosen,
    )


def _near(opened: OpenArea, result: Result) -> str | None:
    """Return the address nearest to a service that has none of its own."""
    location = result.service.location
    if location.address is not None or location.lon is None or location.lat is None:
        return None
    return opened.area.addresses.nearest_label(location.lon, location.lat)
