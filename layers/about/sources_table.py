"""Sources with their licence and day, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from layers.text.escaping import esc
from layers.text.table import framed
from layers.words import Words

HEADS = ("about.source", "about.licence", "about.date")


def sources_table(sources: Sequence[tuple[str, str, str | None]], words: Words) -> str:
    """Return an HTML table of (name, licence, ISO day or None); names with a word are translated.

    Examples
    --------
    >>> "26 December 2023" in sources_table([("OSM", "ODbL", "2023-12-26")], Words("en"))
    True
    """
    rows = "".join(_row(*source, words) for source in sources)
    return framed([words.say(key) for key in HEADS], rows, "", region="")


def _row(name: str, licence: str, day: str | None, words: Words) -> str:
    key = f"about.source.{name}"
    text = words.say(key) if words.has(key) else name
    when = words.fact(date.fromisoformat(day), "date") if day else words.say("about.no_date")
    return f"<tr><td>{esc(text)}</td><td>{esc(licence)}</td><td>{esc(when)}</td></tr>"
