"""Excel workbooks of our own: plain tables, headings that stay in sight, lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data.exchange.cells import Cell
from data.files.atomic import replacing
from data.files.csv_text import check_place

LONGEST_CELL = 32_767
"""Excel takes no more letters in a cell."""

DAY = "yyyy-mm-dd"
TEXT = "@"


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """A heading, and what holds for the cells below it.

    Attributes
    ----------
    required
        Whether it is drawn as one that must be filled in.
    choices
        Where the values to choose from stand: ``"Valori!$A$2:$A$9"``; None: anything goes.
    form
        How Excel is to keep what is typed: `TEXT`, `DAY`; None: as it likes.
    width
        In letters.
    """

    text: str
    required: bool = False
    choices: str | None = None
    form: str | None = None
    width: int = 18


SheetTold = tuple[str, Sequence[ColumnHeading], Iterable[Sequence[Cell]]]

READY_ROWS = 1_000
"""For how many rows a template is prepared."""


def write_workbook(path: Path, sheets: Iterable[SheetTold], *, ready: bool = False) -> None:
    """Write sheets of headings and rows; the file appears whole or not at all.

    Texts are texts: a cell that begins with an equals sign is none of a formula. What Excel would
    not take is left away: what goes beyond its longest cell.

    Parameters
    ----------
    ready
        Whether the rows below are prepared for people to fill in.

    Raises
    ------
    BadInput
        ``out.folder``.
    StorageFailure
        ``disk.full``, ``disk.refused``.
    """
    check_place(path)
    book = Workbook(write_only=True)
    for name, headings, rows in sheets:
        _write_sheet(book, name, headings, rows, ready)
    with replacing(path) as unfinished:
        book.save(unfinished)


def _write_sheet(
    book: Any,
    name: str,
    headings: Sequence[ColumnHeading],
    rows: Iterable[Sequence[Cell]],
    ready: bool,
) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = heading.width
        if heading.form and ready:
            sheet.column_dimensions[letter].number_format = heading.form
        if heading.choices and ready:
            # Other words than those of the list are taken too: nobody is stopped while typing.
            rule = DataValidation(type="list", formula1=f"={heading.choices}", allow_blank=True)
            rule.showErrorMessage = False
            rule.add(f"{letter}2:{letter}{READY_ROWS + 1}")
            sheet.data_validations.append(rule)
    sheet.append([_heading_cell(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])


def _heading_cell(sheet: Any, heading: ColumnHeading) -> Any:
    cell = _cell(sheet, heading.text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if heading.required:
        cell.fill = PatternFill("solid", start_color="FFE7B8")
    return cell


def _cell(sheet: Any, value: Cell) -> Any:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        shown = value if len(value) <= LONGEST_CELL else f"{value[: LONGEST_CELL - 1]}…"
        cell.value = shown
        cell.data_type = "s"
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = DAY
    return cell
