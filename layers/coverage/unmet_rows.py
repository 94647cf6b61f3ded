"""Searches that ended with nothing, as tables of HTML: only what may be shown comes here."""

from __future__ import annotations

from collections.abc import Mapping

from geo.small_cells import CountBand
from geo.unmet import UnmetTable
from layers.text.bidi import bdi
from layers.text.table import framed
from layers.words import Words

HIDDEN = "–"


def level_text(level: CountBand | None) -> str:
    """Return a level as it is written in every language, a dash where nothing is shown.

    Examples
    --------
    >>> level_text(CountBand(5, 9)), level_text(CountBand(100, None)), level_text(None)
    ('5–9', '100+', '–')
    """
    if level is None:
        return HIDDEN
    return f"{level.least}+" if level.most is None else f"{level.least}–{level.most}"


def need_text(need: str, words: Words) -> str:
    """Return the name of a need, or of any need in a sector."""
    if words.has(f"sector.{need}"):
        return words.say("find.need.any_in", sector=words.choice("sector", need))
    return words.choice("need", need)


def unmet_reason_table(table: UnmetTable, words: Words) -> str:
    """Return a table: a need a row, a reason a column, with totals; empty where nothing is shown.

    A reason of which nothing is shown has no column.
    """
    safe = table.by_reason
    if safe.is_empty:
        return ""
    shown = [
        n for n in range(len(table.reasons))
        if safe.column_totals[n] or any(row[n] for row in safe.cells)
    ]  # fmt: skip
    heads = [words.choice("unmet.reason", table.reasons[n]) for n in shown]
    rows = [
        (need_text(need, words), [row[n] for n in shown], total)
        for need, row, total in zip(table.needs, safe.cells, safe.row_totals, strict=True)
    ]
    rows.append((words.say("unmet.all"), [safe.column_totals[n] for n in shown], safe.total))
    body = "".join(_row(name, [*levels, total]) for name, levels, total in rows)
    heads = [words.say("unmet.need"), *heads, words.say("unmet.all")]
    return framed(heads, body, words.say("unmet.by_reason"), numbers=True)


def unmet_place_table(table: UnmetTable, places: Mapping[str, str], words: Words) -> str:
    """Return a table: a need and a square a row, most searches first; empty where nothing is shown.

    Parameters
    ----------
    places
        What to call each square, by its code.
    """
    safe = table.by_cell
    rows = [
        (level, need_text(need, words), places.get(cell, cell))
        for need, line in zip(table.needs, safe.cells, strict=True)
        for cell, level in zip(table.cells, line, strict=True)
        if level is not None
    ]
    rows += [
        (level, words.say("unmet.all"), places.get(cell, cell))
        for cell, level in zip(table.cells, safe.column_totals, strict=True)
        if level is not None
    ]
    if not rows:
        return ""
    rows.sort(key=lambda row: (-row[0].least, row[1], row[2]))
    body = "".join(
        f'<tr><th scope="row">{bdi(need)}</th><td>{bdi(place)}</td>{_cell(level)}</tr>'
        for level, need, place in rows
    )
    heads = [words.say(f"unmet.{name}") for name in ("need", "square", "searches")]
    return framed(heads, body, words.say("unmet.by_place"), numbers=True)


def _row(name: str, levels: list[CountBand | None]) -> str:
    return f'<tr><th scope="row">{bdi(name)}</th>{"".join(map(_cell, levels))}</tr>'


def _cell(level: CountBand | None) -> str:
    # "5–9" would be read "9–5" in a right-to-left line.
    return f"<td>{bdi(level_text(level), direction='ltr')}</td>"
