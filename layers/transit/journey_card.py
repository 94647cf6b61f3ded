"""A journey as HTML: leave, ride, change, arrive; beside it how long it takes on foot."""

from __future__ import annotations

from geo.transit.journeys import Journey, RideLeg
from geo.transit.timetable import Timetable
from layers.text.escaping import esc
from layers.transit.journey_texts import Clock, journey_texts
from layers.words import Words


def journey_card(
    journey: Journey,
    timetable: Timetable,
    clock: Clock,
    words: Words,
    *,
    walk_min: float | None = None,
) -> str:
    """Return a journey as a list of its legs.

    Parameters
    ----------
    walk_min
        Minutes on foot all the way; None where it is too far, or the journey is on foot.
    """
    texts = journey_texts(journey, timetable, clock, words)
    icons = ["bus" if isinstance(leg, RideLeg) else "walk" for leg in journey.legs]
    lines = "".join(
        f'<li><span class="ap-icon ap-icon--{icon}" aria-hidden="true"></span>'
        f"<span>{esc(line)}</span></li>"
        for icon, line in zip(icons, texts.legs, strict=True)
    )
    beside = ""
    if walk_min is not None and journey.rides:
        text = words.say("journey.beside", minutes=words.fact(walk_min, "minutes"))
        beside = f'<p class="ap-note">{esc(text)}</p>'
    return (
        f'<p class="ap-journey__summary">{esc(texts.summary)}</p>'
        f'<ol class="ap-journey">{lines}</ol>{beside}'
    )
