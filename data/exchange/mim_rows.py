"""Rows of the registers of schools that the ministry (MIM) publishes, state and private.

Both have the same columns, but that private schools have no institute. What is written
``Non Disponibile`` is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.catalog.municipalities import Municipality, municipalities
from data.catalog.school_grades import Grade, grade_of
from data.exchange.points_csv import SEPARATORS
from data.files.complaints import Complaint
from data.files.csv_text import csv_rows
from data.files.encoding import decoded
from data.files.letters import holds_hostile
from data.files.untrusted import read_bytes
from geo.errors import BadInput

CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{8}")
YEAR = re.compile(r"(20\d{2})(\d{2})")
LONGEST = 300
SHOWN = 60
NOTHING = "non disponibile"

REQUIRED = {
    "code": "CODICESCUOLA",
    "name": "DENOMINAZIONESCUOLA",
    "grade": "DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA",
    "cadastral": "CODICECOMUNESCUOLA",
    "city": "DESCRIZIONECOMUNE",
}
OPTIONAL = {
    "year": "ANNOSCOLASTICO",
    "province": "PROVINCIA",
    "institute": "CODICEISTITUTORIFERIMENTO",
    "institute_name": "DENOMINAZIONEISTITUTORIFERIMENTO",
    "address": "INDIRIZZOSCUOLA",
    "postal_code": "CAPSCUOLA",
    "feature": "DESCRIZIONECARATTERISTICASCUOLA",
    "directs": "INDICAZIONESEDEDIRETTIVO",
    "email": "INDIRIZZOEMAILSCUOLA",
    "certified_email": "INDIRIZZOPECSCUOLA",
    "website": "SITOWEBSCUOLA",
}


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school as a register says it; texts are empty where it says nothing.

    Parameters
    ----------
    code
        *Codice meccanografico*, of the school or of the institute.
    year
        Of the school year's beginning; 0 where it is not given.
    institute
        Code of the institute that runs it; empty for private schools.
    municipality
        None where the register's code and name are not in the table of municipalities.
    directs
        Whether the institute's office is here.
    """

    row: int
    code: str
    name: str
    year: int
    grade: Grade
    municipality: Municipality | None
    city: str
    province: str
    institute: str
    institute_name: str
    address: str
    postal_code: str
    feature: str
    directs: bool
    email: str
    certified_email: str
    website: str

    @property
    def is_state(self) -> bool:
        """Whether the State runs it."""
        return bool(self.institute)


def read_rows(path: Path) -> tuple[list[SchoolRow], list[Complaint], int]:
    """Return the rows without fault, what is wrong, and how many rows there are.

    A school in a municipality that nobody knows is given and comes all the same: without a place.

    Raises
    ------
    BadInput
        ``exchange.columns``, ``exchange.no_rows``; those of
        `data.files.untrusted.read_bytes`.
    """
    text = decoded(path, read_bytes(path))
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    table = csv_rows(path, text, separator)
    _, headings = next(table, (0, []))
    places = {heading.strip().upper(): place for place, heading in enumerate(headings)}
    missing = [column for column in REQUIRED.values() if column not in places]
    if missing:
        found = [heading[:60] for heading in headings[:20]]
        raise BadInput("exchange.columns", path=path.name, missing=missing, found=found)
    columns = {key: places.get(name) for key, name in {**REQUIRED, **OPTIONAL}.items()}
    return _read(path, table, columns)


def _read(
    path: Path, table: Iterator[tuple[int, list[str]]], columns: Mapping[str, int | None]
) -> tuple[list[SchoolRow], list[Complaint], int]:
    rows: list[SchoolRow] = []
    complaints: list[Complaint] = []
    seen: dict[str, int] = {}
    number = count = 0
    for number, cells in table:
        count += 1
        found = _texts(cells, columns)
        faults = [*_faults(found), *_doubled(found["code"], seen)]
        complaints += [
            Complaint(path.name, str(number), _heading(key), code, facts)
            for key, code, facts in faults
        ]
        if all(code == UNPLACED for _, code, _ in faults):
            seen[found["code"]] = number
            rows.append(_row(number, found))
    if not number:
        raise BadInput("exchange.no_rows", path=path.name)
    return rows, complaints, count


UNPLACED = "mim.municipality"
"""The one fault with which a row comes in: it has no place then."""

_Fault = tuple[str, str, dict[str, Any]]


def _texts(cells: Sequence[str], columns: Mapping[str, int | None]) -> dict[str, str]:
    fields = {
        key: " ".join(cells[place].split()) if place is not None and place < len(cells) else ""
        for key, place in columns.items()
    }
    return {key: "" if text.casefold() == NOTHING else text for key, text in fields.items()}


def _faults(fields: Mapping[str, str]) -> Iterator[_Fault]:
    for key, text in fields.items():
        if len(text) > LONGEST:
            yield key, "exchange.long", {"most": LONGEST, "text": text[:SHOWN]}
        elif holds_hostile(text):
            yield key, "exchange.control", {}
    if not CODE.fullmatch(fields["code"].upper()):
        yield "code", "mim.code", {"text": fields["code"][:SHOWN]}
    if not fields["name"]:
        yield "name", "exchange.missing", {}
    if grade_of(fields["grade"], fields["feature"]) is None:
        yield "grade", "mim.grade", {"text": fields["grade"][:SHOWN]}
    if _municipality(fields) is None:
        text = " ".join((fields["cadastral"], fields["city"]))[:SHOWN]
        yield "cadastral", UNPLACED, {"text": text.strip()}


def _doubled(code: str, seen: Mapping[str, int]) -> Iterator[_Fault]:
    if code in seen:
        yield "code", "mim.doubled", {"text": code, "other": seen[code]}


def _row(number: int, fields: Mapping[str, str]) -> SchoolRow:
    grade = grade_of(fields["grade"], fields["feature"])
    assert grade is not None
    year = YEAR.fullmatch(fields["year"])
    same = {key: fields[key] for key in _SAME}
    return SchoolRow(
        row=number,
        code=fields["code"].upper(),
        institute=fields["institute"].upper(),
        year=int(year[1]) if year else 0,
        grade=grade,
        municipality=_municipality(fields),
        directs=fields["directs"].casefold() == "si",
        **same,
    )


_SAME = ("name", "city", "province", "institute_name", "address", "postal_code", "feature",
         "email", "certified_email", "website")  # fmt: skip


def _municipality(fields: Mapping[str, str]) -> Municipality | None:
    """Return a municipality by its code, else by its name where one alone is called so."""
    table = municipalities()
    found = table.by_cadastral(fields["cadastral"])
    if found is not None:
        return found
    named = table.named(fields["city"], fields["province"])
    return named[0] if len(named) == 1 else None


def _heading(key: str) -> str:
    return {**REQUIRED, **OPTIONAL}[key]
