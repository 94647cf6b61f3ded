"""The HTML of a trip and of what stands above and below the cards of its stops."""

from __future__ import annotations

from layers.plan.trip_texts import StopTexts, TripTexts
from layers.text.escaping import esc
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


def back_line(texts: TripTexts) -> str:
    """Return the way home."""
    return f'<p class="ap-back">{esc(texts.back)}</p>'
