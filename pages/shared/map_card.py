"""The card that somebody opens on a map, and what the map says of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from answers.opened_area import OpenArea
from answers.opening_words import weeks_of
from answers.visit import Visit
from data.catalog.tables import load_taxonomy
from geo.finder import Result
from layers.find.result_card import result_card
from layers.map.panel import MapCard
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.session import MAP_HEARD, map_message


def heard(key: str) -> tuple[str, str] | None:
    """Return what somebody did with a service on the map of a key, once: the act and its id.

    Acts are ``card``, to open its card, and ``way``, to show the way to it.
    """
    message = map_message(key)
    handled = MAP_HEARD.get({})
    if not message or handled.get(key) == message:
        return None
    MAP_HEARD.set({**handled, key: message})
    act, _, service_id = message.rpartition("#")[0].partition(":")
    return act, service_id


def map_card(opened: OpenArea, found: Visit, words: Words, *, way: bool = False) -> MapCard:
    """Return the card of a service on the map.

    Parameters
    ----------
    way
        Whether the card offers to show the way.
    """
    label = esc(words.say("find.show_way")) if way else ""
    return MapCard(esc(found.result.service.id), visit_card(opened, found, words), label)


def visit_card(opened: OpenArea, found: Visit, words: Words) -> str:
    """Return the card of a service as the list has it, with its hours and its source."""
    zone = ZoneInfo(opened.area.calendar.time_zone)
    first = (found.arrival or datetime.now(zone)).date()
    service = found.result.service
    return result_card(
        found.result,
        words,
        taxonomy=load_taxonomy(),
        country=opened.area.calendar.country,
        arrival=found.arrival,
        near=near(opened, found.result),
        weeks=weeks_of(service.schedules, first, opened.area.calendar),
        chosen=True,
    )


def near(opened: OpenArea, result: Result) -> str | None:
    """Return the address nearest to a service that has none of its own."""
    location = result.service.location
    if location.address is not None or location.lon is None or location.lat is None:
        return None
    return opened.area.addresses.nearest_label(location.lon, location.lat)
