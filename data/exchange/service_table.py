"""Services from a table, CSV, Excel or GeoJSON: ``docs/import.md`` says how it is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from data.exchange.cells import Cell, text_of
from data.exchange.points_csv import SEPARATORS
from data.exchange.reading import Reading, SeenRow, empty_directory
from data.exchange.row_checks import check_record, check_row
from data.exchange.row_parsing import HoursReader, parse_row
from data.exchange.service_columns import column, columns, field_of, is_own_heading, language_of
from data.exchange.service_features import feature_sheet, is_geojson
from data.exchange.service_gathering import RowGathering
from data.exchange.service_rows import RowTerms, record_of
from data.exchange.spreadsheet import MOST_ROWS, Rows, Sheet, is_workbook, read_workbook
from data.exchange.table_row import RowFaults, TableRow
from data.exchange.written_hours import WrittenHours
from data.exchange.written_hours import read_hours as read_hours_in
from data.files.complaints import Complaint, Severity, hindering
from data.files.csv_text import csv_reader, csv_rows
from data.files.encoding import decoded
from data.files.untrusted import read_bytes
from geo.errors import BadInput
from geo.names.folding import comparable

HEADING_WITHIN = 20
"""The headings stand in one of so many first rows; above them may be titles."""

LONGEST_HEADING = 60
"""Letters of a heading that are shown."""

_LOOKED_AT = 2**20
"""Letters in which the headings are looked for."""

MARKS = frozenset({"#spiegazione", "#valori", "#esempio", "#about", "#values", "#example"})
"""First cells of the rows that explain the CSV template: they are passed over."""

NOT_TABLES = (b"<", b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")


def read_services(
    path: Path,
    *,
    source: str,
    licence: str,
    given: Mapping[str, str] | None = None,
    matches: Mapping[str, str] | None = None,
    keep_good: bool = False,
    read_hours: HoursReader | None = None,
    today: date | None = None,
) -> Reading:
    """Read a table of services, one row a service at a place.

    A second reading of the same rows gives the same ids: those of an export, else made of `source`
    and the row's key, else of name and address.

    Parameters
    ----------
    source, licence
        Whose records these are, and under which licence; a row may say its own.
    given
        Field → what holds in every row that does not say it: ``{"needs": "social_help"}``.
    matches
        Heading → field, for headings that mean something else here: ``{"Servizio": "needs"}``;
        an empty field leaves the column out.
    keep_good
        Whether rows come in although others are at fault, and without the fields that are at fault.
    read_hours
        Reads hours as people write them; None: the project's own reader.
    today
        Records checked later than this are at fault; None: they are not looked at.

    Raises
    ------
    BadInput
        ``exchange.columns``, ``exchange.column_twice``, ``exchange.not_table``,
        ``exchange.no_rows``, ``exchange.given`` (also of `matches`); those of `read_workbook`, of
        `feature_sheet` and of `data.files.untrusted.read_bytes`.
    """
    terms = RowTerms(source, licence, today)
    asked = _Asked(_known_fields(given or {}), _known_matches(matches or {}))
    tables, complaints = _tables(path, asked)
    gathering = RowGathering()
    seen: list[SeenRow] = []
    for table in tables:
        for number, cells in table.rows:
            name = f"{table.name}!{number}" if len(tables) > 1 else str(number)
            faults = RowFaults(path.name, name, table.headings, keep_good=keep_good)
            row = check_row(table.parsed(faults, cells, read_hours or table.read_hours), terms)
            record = record_of(row, terms)
            check_record(row, record)
            service_id = None if faults.hinder() else gathering.take(record, row)
            complaints += faults.complaints
            seen.append(_seen(row, service_id))
    if not seen:
        raise BadInput("exchange.no_rows", path=path.name)
    wanted = keep_good or not hindering(complaints, keep_good=False)
    return Reading(
        directory=gathering.directory() if wanted else empty_directory(),
        complaints=tuple(complaints),
        good=sum(row.id is not None for row in seen),
        rows=len(seen),
        passed_over=tuple(dict.fromkeys(h for table in tables for h in table.passed_over.values())),
        preview=tuple(seen),
    )


def table_headings(path: Path) -> list[tuple[str, str | None]]:
    """Return the headings of a table with the field that each names, None where it names none.

    They are those of the sheet that names the most fields; empty where the file has no rows.

    Raises
    ------
    BadInput
        Those of `read_services` that are about the whole file.
    """
    found: list[list[tuple[str, str | None]]] = []
    for sheet in _sheets(path):
        index, _ = _header(sheet.rows, {})
        cells = [text_of(cell) for cell in sheet.rows[index][1]] if sheet.rows else []
        found.append([(cell[:LONGEST_HEADING], field_of(cell)) for cell in cells if cell])
    return max(found, key=lambda some: sum(field is not None for _, field in some), default=[])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody says of a table: what holds in every row, and which field a heading names."""

    given: Mapping[str, str]
    matches: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows below the headings of one sheet."""

    name: str
    fields: dict[str, int]
    headings: dict[str, str]
    passed_over: dict[int, str]
    rows: Rows
    given: Mapping[str, str]
    language: str | None

    def read_hours(self, text: str) -> WrittenHours:
        """Read hours in the language of the headings."""
        return read_hours_in(text, self.language)

    def parsed(self, faults: RowFaults, cells: Sequence[Cell], read_hours: HoursReader) -> TableRow:
        fields = {field: cells[place] for field, place in self.fields.items() if place < len(cells)}
        found = fields | {f: text for f, text in self.given.items() if fields.get(f) in (None, "")}
        known = {*self.fields.values(), *self.passed_over}
        beside = (text_of(cell) for place, cell in enumerate(cells) if place not in known)
        stray = next(filter(None, beside), None)
        if stray:
            faults.add_to_row("cells", text=stray[:60])
        return parse_row(found, faults, read_hours)


def _seen(row: TableRow, service_id: str | None) -> SeenRow:
    place = ", ".join(filter(None, (row.shown("address"), row.shown("city"))))
    faults = len(row.faults.complaints)
    return SeenRow(row.faults.row, row.shown("name"), place, service_id, faults)


def _known_fields(given: Mapping[str, str]) -> Mapping[str, str]:
    for field in given:
        if field_of(field) != field:
            raise BadInput("exchange.given", field=field[:60])
    return given


def _known_matches(matches: Mapping[str, str]) -> Mapping[str, str]:
    _known_fields({field: "" for field in matches.values() if field})
    return {comparable(heading): field for heading, field in matches.items()}


def _tables(path: Path, asked: _Asked) -> tuple[list[_Table], list[Complaint]]:
    sheets = _sheets(path)
    if not is_workbook(read_bytes(path)):
        return [_table(path, sheet, asked) for sheet in sheets], []
    return _tables_of_workbook(path, sheets, asked)


def _sheets(path: Path) -> list[Sheet]:
    """Return the sheets of a file of any form."""
    raw = read_bytes(path)
    if is_workbook(raw):
        return list(read_workbook(path))
    if is_geojson(raw):
        return [feature_sheet(path)]
    if raw.lstrip().startswith(NOT_TABLES):
        raise BadInput("exchange.not_table", path=path.name)
    text = decoded(path, raw)
    separator = max(SEPARATORS, key=lambda mark: _divided(_first_rows(text, mark)))
    rows = _csv(path, text, separator, MOST_ROWS + HEADING_WITHIN)
    if len(rows) == MOST_ROWS + HEADING_WITHIN:
        raise BadInput("exchange.rows", path=path.name, most=MOST_ROWS)
    return [Sheet("", rows)]


def _divided(rows: Rows) -> tuple[int, int]:
    """Return how well a separator divides: by the headings that it finds, else by the cells."""
    return len(_header(rows, {})[1]), max((len(cells) for _, cells in rows), default=0)


def _first_rows(text: str, separator: str) -> Rows:
    """Return the first rows as a separator would divide them, whatever its quotes."""
    rows = islice(csv_reader(text[:_LOOKED_AT], separator), HEADING_WITHIN)
    return [(number, list(row)) for number, row in enumerate(rows, 1)]


def _csv(path: Path, text: str, separator: str, most: int) -> Rows:
    return [(number, list(row)) for number, row in islice(csv_rows(path, text, separator), most)]


def _tables_of_workbook(
    path: Path, sheets: Sequence[Sheet], asked: _Asked
) -> tuple[list[_Table], list[Complaint]]:
    with_headings = [
        sheet for sheet in sheets if _is_whole(_header(sheet.rows, asked.matches)[1], asked)
    ]
    shown = [sheet for sheet in with_headings if not sheet.hidden]
    complaints = [
        Complaint(path.name, sheet.name, "", "exchange.hidden", {})
        for sheet in with_headings
        if sheet.hidden
    ]
    complaints += [
        Complaint(
            path.name, sheet.name, "", "exchange.filtered", {"n": sheet.filtered}, Severity.NOTE
        )
        for sheet in shown
        if sheet.filtered
    ]
    if not shown:
        visible = [sheet for sheet in sheets if not sheet.hidden] or [Sheet("")]
        best = max(visible, key=lambda sheet: len(_header(sheet.rows, asked.matches)[1]))
        return [_table(path, best, asked)], complaints
    return [_table(path, sheet, asked) for sheet in shown], complaints


def _header(rows: Rows, matches: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """Return which of the first rows has the most headings, and the place of each field in it."""
    found: list[tuple[int, dict[str, int]]] = []
    for index, (_, cells) in enumerate(rows[:HEADING_WITHIN]):
        fields: dict[str, int] = {}
        # Of two headings for one field what somebody said counts, then the column's own.
        headings = [(place, cell) for place, cell in enumerate(cells) if isinstance(cell, str)]
        for place, cell in sorted(headings, key=lambda item: _rank(text_of(item[1]), matches)):
            field = _field(text_of(cell), matches)
            if field:
                fields.setdefault(field, place)
        found.append((index, dict(sorted(fields.items(), key=lambda item: item[1]))))
    return max(found, key=lambda result: len(result[1]), default=(0, {}))


def _field(heading: str, matches: Mapping[str, str]) -> str | None:
    said = matches.get(comparable(heading))
    return field_of(heading) if said is None else said or None


def _rank(heading: str, matches: Mapping[str, str]) -> tuple[bool, bool]:
    return comparable(heading) not in matches, not is_own_heading(heading)


_REQUIRED = tuple(made.name for made in columns() if made.required)


def _is_whole(fields: Mapping[str, int], asked: _Asked) -> bool:
    return all(name in fields or name in asked.given for name in _REQUIRED)


def _table(path: Path, sheet: Sheet, asked: _Asked) -> _Table:
    index, fields = _header(sheet.rows, asked.matches)
    cells = [text_of(cell)[:LONGEST_HEADING] for cell in sheet.rows[index][1]] if sheet.rows else []
    if not _is_whole(fields, asked):
        missing = [
            column(name).heading("it") for name in _REQUIRED if not {name} & {*fields, *asked.given}
        ]
        found = [cell for cell in cells if cell][:20]
        raise BadInput("exchange.columns", path=path.name, missing=missing, found=found)
    headings = {field: cells[place] for field, place in fields.items()}
    passed_over: dict[int, str] = {}
    for place, heading in enumerate(cells):
        if not heading or place in fields.values():
            continue
        if is_own_heading(heading) and comparable(heading) not in asked.matches:
            other = cells[fields[str(field_of(heading))]]
            raise BadInput("exchange.column_twice", path=path.name, column=heading, other=other)
        passed_over[place] = heading
    id_column = fields.get("service_id")
    rows = [item for item in sheet.rows[index + 1 :] if not _explains(item[1], id_column)]
    language = language_of(headings.values())
    return _Table(sheet.name, fields, headings, passed_over, rows, asked.given, language)


def _explains(cells: Sequence[Any], id_column: int | None) -> bool:
    if not cells or not isinstance(cells[0], str) or cells[0].strip().lower() not in MARKS:
        return False
    # A record that was exported has an id: it may be called by the very word of a mark.
    return id_column is None or id_column >= len(cells) or not text_of(cells[id_column])
