"""What a table would bring in, row by row, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from layers.bidi import bdi
from layers.escaping import esc
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
    return _table(heads, rows) + _rest(len(faults), words)


def preview_table(seen: Iterable[tuple[str, str, str, bool]], words: Words) -> str:
    """Return a table of all rows: number, name, place, and whether each comes in."""
    told = list(seen)
    rows = "".join(
        f"<tr><td>{bdi(row)}</td><td>{bdi(name)}</td><td>{bdi(place)}</td>"
        f"<td>{esc(words.say('import.comes_in' if good else 'import.stays_out'))}</td></tr>"
        for row, name, place, good in told[:MOST_ROWS]
    )
    heads = [words.say(f"import.{name}") for name in ("row", "name", "place", "outcome")]
    return _table(heads, rows) + _rest(len(told), words)


def _table(heads: Iterable[str], rows: str) -> str:
    head = "".join(f'<th scope="col">{esc(one)}</th>' for one in heads)
    table = f'<table class="ap-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="ap-scroll" tabindex="0">{table}</div>'


def _rest(count: int, words: Words) -> str:
    more = count - MOST_ROWS
    return f"<p>{esc(words.count('import.more_rows', more))}</p>" if more > 0 else ""
