"""What the ministry's registers call schools: grades and features, of ``school_grades.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from data.catalog.tables import FOLDER
from geo.names.folding import comparable

NOT_STATE = "non statale"


@dataclass(frozen=True, slots=True)
class Grade:
    """What a school is.

    Parameters
    ----------
    id
        ``preschool``, ``primary``, ``lower_secondary``, ``upper_secondary``, ``adult``,
        ``adult_second_level``, ``boarding``; offices: ``comprehensive``, ``higher_institute``.
    needs
        Of the taxonomy.
    access
        None where nobody has to be sent there.
    """

    id: str
    needs: tuple[str, ...]
    access: str | None = None


def grade_of(text: str, feature: str = "") -> Grade | None:
    """Return what a register's words for a school mean; None for words that it does not know.

    Examples
    --------
    >>> grade_of("SCUOLA PRIMARIA NON STATALE").id
    'primary'
    >>> grade_of("LICEO CLASSICO", "PERCORSO II LIVELLO").needs
    ('adult_education',)
    >>> grade_of("Non Disponibile") is None
    True
    """
    about: dict[str, Any] = _table()["feature"].get(comparable(feature), {})
    sentence = comparable(text).removesuffix(NOT_STATE).strip()
    row = next((row for row in _table()["grade"] if _is_meant(row, sentence)), None)
    if row is None and "grade" not in about:
        return None
    found = {**(row or {}), **about}
    grade_id = about.get("grade") or found["id"]
    return Grade(grade_id, tuple(found["needs"]), found.get("access"))


def _is_meant(row: dict[str, Any], text: str) -> bool:
    return text in row["texts"] or text.startswith(tuple(row.get("begins", ())))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "school_grades.toml").read_text(encoding="utf-8"))
