"""The empty table that people fill in, with what they need to know to do so."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl.utils import get_column_letter

from data.exchange.cells import Cell
from data.exchange.service_columns import Column, columns, values
from data.exchange.service_writing import SHEETS, WITH_BOM
from data.exchange.spreadsheet_writing import DAY, TEXT, ColumnHeading, SheetTold, write_workbook
from data.files.csv_text import writing

SLOTS = 2
"""So many slots of hours and languages stand in the template; more may be added."""

_DAYS = ("checked_on", "fund_starts", "fund_ends", "capacity_updated", "enrolment_starts",
         "enrolment_ends", "starts", "ends")  # fmt: skip
_TEXTS = ("key", "postal_code", "phones", "action", "municipalities", "hours", "house_number",
          "address")  # fmt: skip
"""Columns that a spreadsheet would otherwise take for numbers or days."""

_SLOT = ("hours", "languages", "mediation_languages", "appointment")
_WIDE = ("name", "needs", "address", "description", "notes", "hours", "accepts", "website")

_MARKS = {"it": ("#spiegazione", "#valori", "#esempio"), "en": ("#about", "#values", "#example")}
_NAMES = {
    "it": {
        "about": "Istruzioni",
        "values": "Valori",
        "legend": ("Colonna", "Nome tecnico", "Obbligatoria", "Che cosa scrivere", "Esempio"),
        "yes": "sì",
    },
    "en": {
        "about": "Instructions",
        "values": "Values",
        "legend": ("Column", "Technical name", "Required", "What to write", "Example"),
        "yes": "yes",
    },
}  # fmt: skip


def write_template(path: Path, *, language: str = "it") -> None:
    """Write the template: a workbook where the path ends in ``.xlsx``, else CSV.

    The workbook has a sheet to fill in with lists to choose from, one that explains each column and
    one with every allowed value. The CSV file has rows that explain below the headings: they may
    stay, as they are passed over when it is read.

    Parameters
    ----------
    language
        ``"it"`` or ``"en"``: of headings, explanations and names of values.

    Raises
    ------
    BadInput
        ``out.folder``.
    StorageFailure
        ``disk.full``, ``disk.refused``.
    """
    if path.suffix.lower() == ".xlsx":
        write_workbook(path, list(_sheets(language)), ready=True)
        return
    with writing(path) as file:
        file.write(WITH_BOM)
        table = csv.writer(file)
        table.writerow([made.heading(language, part) for made, part in _template()])
        for mark, row in zip(_MARKS[language], _explaining(language), strict=True):
            # The first column is the key: its place is taken by the mark.
            table.writerow([mark, *row[1:]])


def _template() -> list[tuple[Column, str]]:
    """Return the columns of the template in order, those of a slot as often as there are slots."""
    found: list[tuple[Column, str]] = []
    for made in columns():
        if made.technical or made.name == "house_number":
            continue
        found.append((made, ""))
        if made.name == _SLOT[-1]:
            slot = [each for each in columns() if each.name in _SLOT]
            found += [(each, str(number)) for number in range(2, SLOTS + 1) for each in slot]
    return found


def _explaining(language: str) -> Iterator[list[str]]:
    template = _template()
    yield [made.about[language] for made, _ in template]
    yield [" | ".join(_value_names(made, language)) for made, _ in template]
    yield [made.example if not part else "" for made, part in template]


def _value_names(made: Column, language: str) -> Sequence[str]:
    return [value.names[language] for value in values(made.list).values()] if made.list else []


def _sheets(language: str) -> Iterator[SheetTold]:
    names = _NAMES[language]
    lists = list(dict.fromkeys(made.list for made, _ in _template() if made.list))
    yield (
        SHEETS[language],
        [_heading(made, part, lists, language) for made, part in _template()],
        [],
    )
    legend = [ColumnHeading(str(text), width=width) for text, width in zip(
        names["legend"], (28, 24, 14, 90, 40), strict=True
    )]  # fmt: skip
    yield str(names["about"]), legend, _legend_rows(language)
    shown: list[ColumnHeading] = []
    for name in lists:
        shown += [
            ColumnHeading(_list_heading(name, language), width=36),
            ColumnHeading("id", width=22),
        ]
    yield str(names["values"]), shown, _value_rows(lists, language)


def _heading(made: Column, part: str, lists: list[str], language: str) -> ColumnHeading:
    choices = None
    if made.list and not made.many:
        letter = get_column_letter(2 * lists.index(made.list) + 1)
        last = len(values(made.list)) + 1
        choices = f"'{_NAMES[language]['values']}'!${letter}$2:${letter}${last}"
    form = DAY if made.name in _DAYS else TEXT if made.name in _TEXTS else None
    width = 36 if made.name in _WIDE else 18
    return ColumnHeading(made.heading(language, part), made.required, choices, form, width)


def _legend_rows(language: str) -> Iterator[list[Cell]]:
    for made, part in _template():
        if not part:
            required = str(_NAMES[language]["yes"]) if made.required else None
            texts = (made.about[language], made.example)
            yield [made.heading(language), made.name, required, *texts]


def _list_heading(name: str, language: str) -> str:
    """Return what a list is called: as the first column that takes its values."""
    return next(made.heading(language) for made in columns() if made.list == name)


def _value_rows(lists: list[str], language: str) -> Iterator[list[Cell]]:
    lines = [list(values(name).values()) for name in lists]
    for number in range(max(map(len, lines))):
        row: list[Cell] = []
        for each in lines:
            known = number < len(each)
            row += [each[number].names[language], each[number].id] if known else [None, None]
        yield row
