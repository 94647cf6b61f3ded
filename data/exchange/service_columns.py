"""The columns of the table of services and their closed lists, of ``catalog/service_table.toml``.

A *field* is a column as one file has it: ``hours``, ``hours_2`` for a second slot, ``name_en`` for
the name in English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from babel import Locale
from rapidfuzz import fuzz, process

from data.catalog.tables import FOLDER, load_languages
from geo.names.folding import comparable

LANGUAGES = ("it", "en")
"""Languages of the headings."""

MOST_NUMBERED = 9
NEAREST = 3
LEAST_ALIKE = 55.0
LONGEST_COMPARED = 80
_NUMBERED = re.compile(r"(.+) ([2-9])")
_NOT_NUMBERED = re.compile(r"(.+) 1")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; the comments of the table say what the fields mean."""

    name: str
    headings: Mapping[str, str]
    also: tuple[str, ...]
    about: Mapping[str, str]
    kind: str
    range: tuple[float, float] = (0, 0)
    example: str = ""
    list: str | None = None
    many: bool = False
    unsure: bool = False
    numbered: bool = False
    per_language: bool = False
    technical: bool = False
    required: bool = False

    def heading(self, language: str | None, part: str = "") -> str:
        """Return the heading of a field: in a language, or the machine's (None).

        Parameters
        ----------
        part
            ``"2"`` for a second slot, ``"en"`` for a translation; empty for the column itself.
        """
        if language is None:
            return f"{self.name}_{part}" if part else self.name
        found = self.headings[language]
        return found if not part else f"{found} {part}" if part.isdigit() else f"{found} ({part})"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a closed list, with its names by language."""

    id: str
    names: Mapping[str, str]
    also: tuple[str, ...] = ()


@cache
def columns() -> tuple[Column, ...]:
    """Return the columns in the order of the template."""
    return tuple(_column(row) for row in _table()["column"])


@cache
def column(name: str) -> Column:
    """Return one column by its name."""
    return next(made for made in columns() if made.name == name)


@cache
def values(name: str) -> Mapping[str, Value]:
    """Return a closed list: id → value."""
    if name == "language":
        return MappingProxyType({made.id: made for made in _languages()})
    found = _table()["list"][name]
    return MappingProxyType({
        name_id: Value(name_id, {key: row[key] for key in LANGUAGES}, tuple(row.get("also", ())))
        for name_id, row in found.items()
    })  # fmt: skip


def value_id(name: str, text: str) -> str | None:
    """Return the id of a value of a closed list, said by its id or any of its names.

    Examples
    --------
    >>> value_id("need", "Corso di italiano"), value_id("language", "arabo")
    ('italian_course', 'ara')
    >>> value_id("need", "giardinaggio") is None
    True
    """
    return _names(name).get(comparable(text)) if len(text) <= LONGEST_COMPARED else None


def nearest_values(name: str, text: str) -> tuple[str, ...]:
    """Return the names of a list that may be meant, best first: ``"scuola (school)"``.

    Examples
    --------
    >>> nearest_values("need", "corso di itliano")[0]
    'corso di italiano (italian_course)'
    """
    names = _names(name)
    wanted = comparable(text[:LONGEST_COMPARED])
    alike = process.extract(wanted, list(names), scorer=fuzz.WRatio, limit=20) if wanted else []
    ids = dict.fromkeys(names[found] for found, score, _ in alike if score >= LEAST_ALIKE)
    return tuple(f"{values(name)[found].names['it']} ({found})" for found in list(ids)[:NEAREST])


def field_of(heading: str) -> str | None:
    """Return the field that a heading names; None where it is not understood.

    Examples
    --------
    >>> field_of("Orari 2"), field_of("Nome (en)"), field_of("minimum_age"), field_of("colore")
    ('hours_2', 'name_en', 'minimum_age', None)
    """
    if len(heading) > LONGEST_COMPARED:
        return None
    found = comparable(heading)
    known = _headings()
    if found in known:
        return known[found]
    numbered = _NUMBERED.fullmatch(found)
    if numbered and numbered[1] in known and column(known[numbered[1]]).numbered:
        return f"{known[numbered[1]]}_{numbered[2]}"
    first = _NOT_NUMBERED.fullmatch(found)
    if first and first[1] in known and column(known[first[1]]).numbered:
        return known[first[1]]
    name, _, language = found.rpartition(" ")
    if language in _short_codes() and name in known and column(known[name]).per_language:
        return f"{known[name]}_{language}"
    return None


def language_of(headings: Iterable[str]) -> str | None:
    """Return the language of which the most headings are; None where none is ahead.

    Examples
    --------
    >>> language_of(["Nome del servizio", "Orari", "name"]), language_of(["name", "hours"])
    ('it', None)
    """
    found = [comparable(heading) for heading in headings]
    named = {
        language: sum(heading in _headings_in(language) for heading in found)
        for language in LANGUAGES
    }
    first, second = sorted(named, key=lambda language: -named[language])
    return first if named[first] > named[second] else None


def is_own_heading(heading: str) -> bool:
    """Return whether a heading is a column's own, not one of the others that are met.

    Examples
    --------
    >>> is_own_heading("Sito web"), is_own_heading("url")
    (True, False)
    """
    field = field_of(heading)
    if field is None:
        return False
    column, part = column_of(field)
    own = {column.heading(language, part) for language in (None, *LANGUAGES)}
    return comparable(heading) in {comparable(one) for one in own}


@cache
def _headings_in(language: str) -> frozenset[str]:
    """Return the headings of a language, without those that machines write."""
    return frozenset(comparable(made.headings[language]) for made in columns()) - frozenset(
        comparable(made.name) for made in columns()
    )


@cache
def column_of(field: str) -> tuple[Column, str]:
    """Return the column of a field, and its number or language; empty for the column itself."""
    for made in columns():
        if made.name == field:
            return made, ""
    name, _, part = field.rpartition("_")
    return column(name), part


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "service_table.toml").read_text(encoding="utf-8"))


def _column(row: dict[str, Any]) -> Column:
    fields = {key: row[key] for key in row.keys() - {*LANGUAGES, "also", "kind", "range"}}
    headings = {language: row[language] for language in LANGUAGES}
    low, high = row.get("range", (0, 0))
    kind = row.get("kind") or _kind_of_list(row)
    return Column(
        headings=headings, also=tuple(row["also"]), kind=kind, range=(low, high), **fields
    )


def _kind_of_list(row: dict[str, Any]) -> str:
    if "list" not in row:
        return "text"
    if row["list"] == "answer":
        return "answer"
    return "choices" if row.get("many") else "choice"


def _languages() -> list[Value]:
    rows = []
    for language in load_languages():
        code = language.short or language.code
        names = {key: Locale(key).languages.get(code, language.name) for key in LANGUAGES}
        also = _table()["language_also"].get(language.code, ())
        rows.append(Value(language.code, names, (language.name, code, *also)))
    return rows


@cache
def _names(name: str) -> dict[str, str]:
    """Return every name of the values of a list, compared as `comparable` has it → its id."""
    found: dict[str, str] = {}
    for value in values(name).values():
        for item in (value.id, *value.names.values(), *value.also):
            found.setdefault(comparable(item), value.id)
    found.pop("", None)
    return found


@cache
def _headings() -> dict[str, str]:
    return {
        comparable(item): made.name
        for made in columns()
        for item in (*made.also, *made.headings.values(), made.name)
    }


@cache
def _short_codes() -> frozenset[str]:
    return frozenset(language.short for language in load_languages() if language.short)
