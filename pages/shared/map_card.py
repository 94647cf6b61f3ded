"""The card that somebody opens on a map, and what the map says of it."""

from __future__ import annotations

from answers.opened_area import OpenArea
from answers.visit import Visit
from layers.map.panel import MapCard
from layers.text.escaping import esc
from layers.words import Words
from pages.shared.service_card import service_card
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
    card = service_card(opened, found.result, words, arrival=found.arrival, chosen=True)
    return MapCard(esc(found.result.service.id), card, label)
