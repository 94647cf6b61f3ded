"""What is known of the services, as a table to read and as rows to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from geo.completeness import FACTS, Completeness
from layers.text.escaping import esc
from layers.text.table import framed
from layers.words import Words


def completeness_table(rows: Sequence[Completeness], words: Words) -> str:
    """Return an HTML table: a theme a row, of how many services each fact is known."""
    heads = (words.say("about.theme"), words.say("about.count"), *_fact_names(words))
    body = "".join(_row(row, words) for row in rows)
    return framed(heads, body, words.say("about.known_title"), numbers=True)


def completeness_csv(rows: Sequence[Completeness], words: Words) -> str:
    """Return the same table as CSV, numbers plain."""
    text = io.StringIO()
    writer = csv.writer(text)
    heads = (words.say("about.theme"), words.say("about.count"), *_fact_names(words))
    writer.writerow(heads)
    for row in rows:
        known = (row.known[name] for name in FACTS)
        writer.writerow((words.choice("theme", row.group), row.services, *known))
    return text.getvalue()


def _fact_names(words: Words) -> tuple[str, ...]:
    return tuple(words.say(f"about.fact.{name}") for name in FACTS)


def _row(row: Completeness, words: Words) -> str:
    numbers = (row.services, *(row.known[name] for name in FACTS))
    cells = "".join(f"<td>{esc(words.fact(number, 'number'))}</td>" for number in numbers)
    theme = esc(words.choice("theme", row.group))
    icon = f'<span class="ap-icon ap-icon--{row.group}" aria-hidden="true"></span>'
    return f'<tr class="ap-theme--{row.group}"><th scope="row">{icon} {theme}</th>{cells}</tr>'
