"""Records of the register as rows of a table, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from geo.partnerships.activity import Activity
from geo.partnerships.funding import paid_until
from layers.partnerships.labels import PlaceName
from layers.words import Words

COLUMNS = (
    "name", "organization", "municipality", "needs", "checked", "missing", "status", "level",
    "action", "funds", "funded_until", "languages", "source", "changed", "demonstration",
)  # fmt: skip
"""Columns that can be chosen, in their order."""

DEFAULT = ("name", "organization", "municipality", "needs", "checked", "missing")
DATES = frozenset({"checked", "changed", "funded_until"})
BETWEEN = "; "

Cell = str | date | None


def table_heads(columns: Sequence[str], words: Words) -> tuple[str, ...]:
    """Return the headings of some columns."""
    return tuple(words.say(f"register.column.{column}") for column in columns)


def table_cells(
    columns: Sequence[str],
    record: Mapping[str, Cell],
    activity: Activity,
    missing: Sequence[str],
    organizations: Mapping[str, str],
    place_name: PlaceName,
    words: Words,
) -> tuple[Cell, ...]:
    """Return the cells of a record.

    Parameters
    ----------
    record
        Its ``name``, ``status``, ``source``, ``checked`` and ``changed``.
    missing
        What it does not say.
    """
    made: dict[str, Callable[[], Cell]] = {
        "organization": lambda: BETWEEN.join(
            organizations.get(one, one) for one in activity.organizations
        ),
        "municipality": lambda: BETWEEN.join(
            place_name(code, words.language) for code in activity.municipalities
        ),
        "needs": lambda: BETWEEN.join(words.choice("need", one) for one in activity.needs),
        "missing": lambda: BETWEEN.join(words.choice("register.missing", one) for one in missing),
        "status": lambda: words.choice("register.status", str(record["status"])),
        "level": lambda: words.choice("level", activity.level) if activity.level else "",
        "action": lambda: activity.action or "",
        "funds": lambda: BETWEEN.join(activity.fund_names),
        "funded_until": lambda: paid_until(activity.funds),
        "languages": lambda: BETWEEN.join(
            words.fact(one, "language") for one in activity.languages
        ),
        "demonstration": lambda: words.say("app.demonstration") if activity.demonstration else "",
    }
    return tuple(made[one]() if one in made else record[one] for one in columns)


def cell_text(cell: Cell, words: Words) -> str:
    """Return a cell as text; a day as the language writes it.

    Examples
    --------
    >>> cell_text(date(2026, 11, 28), Words("en")), cell_text(None, Words("en"))
    ('28 November 2026', '')
    """
    return words.fact(cell, "date") if isinstance(cell, date) else (cell or "")
