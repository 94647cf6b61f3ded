"""HSDS as a tabular data package: a folder or a zip archive of CSV files, and their description.

The package goes from machine to machine and comes back the same. So cells are written as they are,
even where a spreadsheet would take one for a formula: an apostrophe before ``+39 0461 …`` would
be part of the number for whoever reads the package next. Tables that people open in a spreadsheet
are another export, and there `data.files.csv_text.safe_cell` neutralises them.

A table cannot say null from empty: both mean that nothing is given. What stands in a column that
HSDS does not know is JSON where it is exactly that, else a text; `data.hsds.tables` says what
needs a column of our own. ``datapackage.json`` is written and never read: the tables have the
names of the standard, and no path in a file from outside is followed.
"""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from data.files.atomic import replacing
from data.files.complaints import Complaint
from data.files.csv_text import check_place, csv_reader, writing
from data.files.disk import translate_disk_errors
from data.files.encoding import decoded
from data.files.untrusted import MOST_BYTES, is_deep, opened_archive, read_bytes
from data.hsds.cells import cell_of, value_of
from data.hsds.check import complaints
from data.hsds.directory import Directory, Document
from data.hsds.objects import OBJECTS, Field, HsdsObject, foreign_keys
from data.hsds.older import OLDER_TABLES, modern_table_row
from data.hsds.rows import EXACT, Row, Rows
from data.hsds.tables import Tables, directory_of, tables_of
from geo.errors import BadInput

DESCRIPTION = "datapackage.json"
VERSION = "3.0.0"
FILES = {made.file: name for name, made in OBJECTS.items()}
_SEPARATORS = ",;\t"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The moment said of every entry: the same directory is the same archive, byte for byte."""


def read_package(path: Path) -> tuple[Directory, list[Complaint]]:
    """Read a tabular package: a folder, or a zip archive.

    Complaints do not hinder reading: whoever calls decides.

    Parameters
    ----------
    path
        Files have the names of the standard; others in it are passed over.

    Raises
    ------
    BadInput
        ``file.missing``; ``hsds.no_services`` where it has no ``services.csv``; ``hsds.columns``
        where a column stands twice; ``hsds.quotes`` where a table cannot be read from some line;
        ``hsds.nul`` where a file is no text; ``hsds.entries`` where an archive has a table twice;
        those of `data.files.untrusted` and ``points.encoding``.
    """
    rows, found = read_rows(path)
    return directory_of(rows), [*found, *complaints(rows)]


def read_rows(path: Path) -> tuple[Rows, list[Complaint]]:
    """Return the rows of a package, and what is wrong with their shape."""
    texts = {name: (file, text) for name, file, text in _texts(path)}
    if "service" not in texts:
        sentence = ", ".join(sorted(OBJECTS[name].file for name in texts)) or "-"
        raise BadInput("hsds.no_services", path=path.name, found=sentence)
    found: list[Complaint] = []
    rows = {
        name: list(_rows(OBJECTS[name], file, text, found)) for name, (file, text) in texts.items()
    }
    return rows, found


def write_package(directory: Directory, path: Path) -> None:
    """Write a tabular package: an archive where the path ends in ``.zip``, else a folder.

    An archive, or a folder that was not there, appears whole or not at all. In a folder that is
    there every table is replaced; files of other names stay.

    Raises
    ------
    BadInput
        ``out.folder``.
    StorageFailure
        ``disk.full``, ``disk.refused``.
    """
    if not path.parent.is_dir() or (path.is_file() and path.suffix.lower() != ".zip"):
        raise BadInput("out.folder", path=str(path))
    files = package_files(tables_of(directory))
    if path.suffix.lower() == ".zip":
        _write_archive(files, path)
    elif path.is_dir():
        _write_into(files, path)
    else:
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        with translate_disk_errors(path):
            unfinished.mkdir()
            try:
                _write_into(files, unfinished)
                unfinished.replace(path)
            except BaseException:
                for file in unfinished.iterdir():
                    file.unlink()
                unfinished.rmdir()
                raise


def package_files(tables: Tables) -> dict[str, str]:
    """Return the files of a package, by name: every table of 3.0, those of 3.1 that have rows."""
    there = {
        name: tables.get(name, [])
        for name, made in OBJECTS.items()
        if made.since == "3.0" or tables.get(name)
    }
    columns = {name: _columns(OBJECTS[name], rows) for name, rows in there.items()}
    files = {
        OBJECTS[name].file: _csv(OBJECTS[name], columns[name], rows) for name, rows in there.items()
    }
    description = {
        "profile": "tabular-data-package",
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "homepage": "http://docs.openreferral.org",
        "version": VERSION,
        "resources": [_resource(OBJECTS[name], columns[name], set(there)) for name in there],
    }
    files[DESCRIPTION] = json.dumps(description, ensure_ascii=False, indent=1) + "\n"
    return files


def _texts(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the tables of a package: object, file name in small letters, text."""
    if path.is_dir():
        yield from _texts_of_folder(path)
        return
    if not path.is_file():
        raise BadInput("file.missing", path=path.name)
    with opened_archive(path) as archive:
        seen = set()
        for entry in archive.infolist():
            file = Path(entry.filename).name.lower()
            name = FILES.get(file) or OLDER_TABLES.get(file)
            if not name or entry.is_dir() or "__MACOSX" in entry.filename:
                continue
            if name in seen:
                raise BadInput("hsds.entries", path=path.name, file=OBJECTS[name].file)
            seen.add(name)
            yield name, file, decoded(Path(OBJECTS[name].file), archive.read(entry))


TABLE_FOLDERS = ("data", "csv", "tables")
"""Folders of a package in which its tables may stand."""


def _texts_of_folder(path: Path) -> Iterator[tuple[str, str, str]]:
    # A data package may keep its tables in a folder of their own.
    folders = [path, *(path / name for name in TABLE_FOLDERS if (path / name).is_dir())]
    files = [file for folder in folders for file in sorted(folder.iterdir()) if file.is_file()]
    named = [(FILES.get(name) or OLDER_TABLES.get(name), file)
             for file in files for name in [file.name.lower()]]  # fmt: skip
    tables = [(name, file) for name, file in named if name]
    names = [name for name, _ in tables]
    for name in names:
        if names.count(name) > 1:
            raise BadInput("hsds.entries", path=path.name, file=OBJECTS[name].file)
    if sum(file.stat().st_size for _, file in tables) > MOST_BYTES:
        raise BadInput("file.big", path=path.name, most=MOST_BYTES // 2**20)
    for name, file in tables:
        text = decoded(file, read_bytes(file)) if file.stat().st_size else ""
        yield name, file.name.lower(), text


def _rows(made: HsdsObject, file: str, text: str, found: list[Complaint]) -> Iterator[Row]:
    if "\0" in text:
        raise BadInput("hsds.nul", path=made.file)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    table = csv_reader(text, separator, strict=True)
    line = 1
    try:
        header = _header(made, next(table, []))
        fields = made.by_name
        line = table.line_num + 1
        for cells in table:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    facts = {"cells": len(cells), "columns": len(header)}
                    found.append(Complaint(made.file, str(line), "", "hsds.cells", facts))
                row = dict(zip(header, cells, strict=False))
                if file in OLDER_TABLES:
                    row = modern_table_row(file, row, line)
                yield Row(_cells(fields, row), made.file, str(line))
            line = table.line_num + 1
    except csv.Error as error:
        raise BadInput("hsds.quotes", path=made.file, line=line) from error


def _header(made: HsdsObject, cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise BadInput("hsds.columns", path=made.file, columns=", ".join(doubled)[:200])
    return header


def _cells(fields: dict[str, Field], row: dict[str, str]) -> Document:
    return {
        name: _exact(cell) if name == EXACT else value_of(fields.get(name), cell)
        for name, cell in row.items()
        if name and cell != ""
    }


def _exact(cell: str) -> object:
    try:
        fields = json.loads(cell)
    except (ValueError, RecursionError):
        return cell
    return cell if is_deep(fields) else fields


def _columns(made: HsdsObject, rows: list[Document]) -> list[str]:
    """Return the columns of a table: those of 3.0, then what its rows say beside them."""
    later = {"label"} if made.name == "attribute" else set()
    known = [field.name for field in made.fields if field.name not in later]
    more = dict.fromkeys(key for row in rows for key in row if key != EXACT)
    ours = [EXACT] if any(EXACT in row for row in rows) else []
    return list(dict.fromkeys([*known, *more, *ours]))


def _csv(made: HsdsObject, columns: list[str], rows: list[Document]) -> str:
    fields = [made.by_name.get(column) for column in columns]
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(columns)
    for row in rows:
        found = zip(fields, columns, strict=True)
        table.writerow(_cell(field, column, row) for field, column in found)
    return text.getvalue()


def _cell(field: Field | None, column: str, row: Document) -> str:
    if column == EXACT and EXACT in row:
        # In ASCII: what no cell can hold is there by its number.
        return json.dumps(row[EXACT], separators=(",", ":"))
    return cell_of(field, row.get(column))


def _resource(made: HsdsObject, columns: list[str], there: set[str]) -> Document:
    keys = [
        {"fields": key, "reference": {"resource": target, "fields": "id"}}
        for key, target in foreign_keys(made.name)
        if target in there
    ]
    return {
        "name": made.name,
        "path": made.file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_described(made.by_name.get(name), name) for name in columns],
            "primaryKey": "id",
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _described(field: Field | None, name: str) -> Document:
    if field is None:
        return {"name": name, "type": "string"}
    # Hours may have no seconds and may have a time zone: the strict form forbids both.
    form = "any" if field.type == "time" else field.format
    limits = {
        **({"required": True} if field.required or field.required_in_tables else {}),
        **({"unique": True} if name == "id" else {}),
        **({"enum": list(field.values)} if field.values else {}),
    }
    return {
        "name": name,
        "type": field.type,
        **({"format": form} if form else {}),
        **({"constraints": limits} if limits else {}),
    }


def _write_archive(files: dict[str, str], path: Path) -> None:
    check_place(path)
    with replacing(path) as unfinished, zipfile.ZipFile(unfinished, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())


def _write_into(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        with writing(folder / name) as file:
            file.write(text)
    # A table of an older export would be read as part of this one.
    for name in FILES.keys() - files.keys():
        (folder / name).unlink(missing_ok=True)
