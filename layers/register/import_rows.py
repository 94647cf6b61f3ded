"""What a table would bring in, row by row, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from layers.text.bidi import bdi
from layers.text.escaping import esc
from layers.text.table import framed
from layers.words import Words

MOST_ROWS = 200
"""More are counted, not shown: nobody reads them, and the page would be heavy."""


def complaint_rows(faults: Sequence[tuple[str, str, str]], words: Words) -> str:
    """Return a table of faults: row, column, and what to do about it."""
    rows = "".join(
        f"<tr><td>{bdi(row)}</td><td>{bdi(column)}</td><td>{esc(sentence)}</td></tr>"
        for row, column, sentence in faults[:MOST_ROWS]
    )
    heads = [words.say(f"import.{name}") for name in ("row", "column", "fault")]
    table = framed(heads, rows, words.say("import.title"), region="ap-scroll")
    return table + _rest(len(faults), words)


def preview_table(seen: Iterable[tuple[str, str, str, bool]], words: Words) -> str:
    """Return a table of all rows: number, name, place, and whether each comes in."""
    text = list(seen)
    rows = "".join(
        f"<tr><td>{bdi(row)}</td><td>{bdi(name)}</td><td>{bdi(place)}</td>"
        f"<td>{esc(words.say('import.comes_in' if good else 'import.stays_out'))}</td></tr>"
        for row, name, place, good in text[:MOST_ROWS]
    )
    heads = [words.say(f"import.{name}") for name in ("row", "name", "place", "outcome")]
    table = framed(heads, rows, words.say("import.title"), region="ap-scroll")
    return table + _rest(len(text), words)


def _rest(count: int, words: Words) -> str:
    more = count - MOST_ROWS
    return f"<p>{esc(words.count('import.more_rows', more))}</p>" if more > 0 else ""
