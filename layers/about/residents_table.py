"""Who lives in municipalities, by age, as bars with their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from layers.text.bidi import bdi, has_rtl
from layers.text.escaping import esc
from layers.words import Words


def residents_table(
    ages: Mapping[str, float], *, women: float, year: int, source: str, words: Words
) -> str:
    """Return an HTML table: a bar, the number and the share of each age group, then women.

    Parameters
    ----------
    ages
        Residents by group (``0_2`` … ``65_up``), in order.
    """
    total = sum(ages.values())
    widest = max(ages.values(), default=0.0) or 1.0
    rows = "".join(
        _row(words.say(f"age_group.{group}"), people, people / widest, total, words)
        for group, people in ages.items()
    )
    rows += _row(words.say("areas.women"), women, women / widest, total, words)
    caption = esc(words.say("areas.by_age", year=str(year)))
    return (
        f'<table class="ap-bars"><caption>{caption}</caption><tbody>{rows}</tbody></table>'
        f'<p class="ap-note">{esc(source)}</p>'
    )


def _row(label: str, people: float, width: float, total: float, words: Words) -> str:
    share = words.fact(people / total if total else 0.0, "percent")
    # "0–2" would be read "2–0" in a right-to-left line.
    text = esc(label) if has_rtl(label) else bdi(label, direction="ltr")
    bar = f'<span style="inline-size:{min(1.0, width):.0%}"></span>'
    return (
        f'<tr><th scope="row">{text}</th><td class="ap-bars__bar">{bar}</td>'
        f"<td>{esc(words.fact(people, 'whole'))}</td><td>{esc(share)}</td></tr>"
    )
