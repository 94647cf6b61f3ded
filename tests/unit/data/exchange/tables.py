"""Tables of services for the tests: written plainly, not by the project's own writers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from data.exchange.reading import Reading
from data.exchange.service_table import read_services
from data.exchange.written_hours import WrittenHours
from data.files.complaints import Complaint
from geo.errors import Several
from geo.hours.opening import is_readable
from layers.sentences import error_sentences
from layers.words import LANGUAGES, Words

GOOD: dict[str, Any] = {
    "key": "a1",
    "name": "Sportello lavoro",
    "organization": "Comune di Milano",
    "organization_kind": "public_body",
    "needs": "job_search; training",
    "address": "Via Larga 12",
    "postal_code": "20122",
    "city": "Milano",
    "lat": "45.4606",
    "lon": "9.1930",
    "phones": "02 1234567 (mattino); 112",
    "hours": "Mo-Fr 09:00-12:30",
    "languages": "ita; ara",
}
SOURCE = "Rete di prova"
LICENCE = "CC-BY-4.0"


def osm_hours(text: str) -> WrittenHours:
    """Hours in the syntax of OpenStreetMap; everything else is unread."""
    return WrittenHours(text) if is_readable(text) else WrittenHours("", (text,))


def csv_bytes(rows: Sequence[Mapping[str, Any]], separator: str = ",") -> bytes:
    """The rows as CSV, their keys as headings."""
    fields = list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=separator)
    table.writerow(fields)
    table.writerows([["" if row.get(f) is None else row[f] for f in fields] for row in rows])
    return text.getvalue().encode()


def write_csv(path: Path, *rows: Mapping[str, Any], separator: str = ",") -> Path:
    path.write_bytes(csv_bytes(rows, separator))
    return path


def write_xlsx(path: Path, *rows: Mapping[str, Any], title: str = "Servizi") -> Path:
    fields = list(dict.fromkeys(key for row in rows for key in row))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(fields)
    for row in rows:
        sheet.append([row.get(field) for field in fields])
    book.save(path)
    return path


def read(path: Path, **options: Any) -> Reading:
    return read_services(
        path, source=SOURCE, licence=LICENCE, **{"read_hours": osm_hours, **options}
    )


def codes(reading: Reading) -> list[tuple[str, str, str]]:
    """Row, column and code of every complaint."""
    return [(c.row, c.column, c.code.removeprefix("exchange.")) for c in reading.complaints]


def sentences(complaint: Complaint) -> list[str]:
    """The complaint in every language; each says the file and leaves no fact out."""
    rows = []
    for language in LANGUAGES:
        error = complaint.error()
        assert not isinstance(error, Several)
        (sentence,) = error_sentences(error, Words(language))
        assert complaint.file in sentence.replace("\u2068", "").replace("\u2069", ""), sentence
        assert Words(language).has(f"error.{complaint.code}"), complaint.code
        assert "{" not in sentence
        rows.append(sentence)
    return rows
