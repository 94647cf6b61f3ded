"""The HTML of a trip and of what stands above and below the cards of its stops."""

from __future__ import annotations

from geo.plans.model import Stop
from layers.plan.message import stop_lines
from layers.plan.trip_texts import StopTexts, TripTexts
from layers.text.bidi import bdi
from layers.text.escaping import esc, tel_url
from layers.words import Words


def trip_head(texts: TripTexts) -> str:
    """Return the title of a trip."""
    return f'<h2 class="ap-trip">{esc(texts.title)}</h2>'


def stop_head(texts: StopTexts, words: Words) -> str:
    """Return when a visit takes place, how one gets there, and what it is for."""
    wait = f" <span>{esc(texts.wait)}</span>" if texts.wait else ""
    return (
        f'<div class="ap-stop" dir="{words.direction}">'
        f"<p><strong>{esc(texts.times)}</strong> <span>{esc(texts.way)}</span>{wait}</p>"
        f'<p class="ap-stop__needs">{esc(texts.needs)}</p></div>'
    )


def plain_stop(stop: Stop, texts: StopTexts, words: Words, near: str | None) -> str:
    """Return all that is said of a stop, a line each; its telephones are taps to call."""
    first, *lines = stop_lines(stop, texts, words, near)
    calls = {words.ltr(phone.number): call_link(phone.number) for phone in stop.service.phones}
    rows = "".join(f"<p>{calls.get(line) or esc(line)}</p>" for line in lines)
    return f'<article class="ap-card" dir="{words.direction}"><h3>{esc(first)}</h3>{rows}</article>'


def call_link(number: str) -> str:
    """Return a number as a tap to call; as text where nobody should dial it."""
    url, shown = tel_url(number), bdi(number, direction="ltr")
    return f'<a href="{url}">{shown}</a>' if url else shown


def back_line(texts: TripTexts) -> str:
    """Return the way home."""
    return f'<p class="ap-back">{esc(texts.back)}</p>'
