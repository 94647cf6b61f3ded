"""A table of pupils by school, school year and country of citizenship: read, never kept."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from data.exchange.citizenship_file import country_code
from data.exchange.headed_csv import SHOWN, headed_rows
from data.files.complaints import Complaint
from geo.errors import BadInput
from geo.measures.pupils import PupilRow
from geo.names.folding import comparable

COLUMNS = {
    "code": ("code", "codice", "codice scuola", "codice meccanografico", "رمز المدرسة"),
    "year": ("year", "anno", "anno scolastico", "السنة"),
    "country": ("country", "citizenship", "cittadinanza", "paese", "البلد", "الجنسية"),
    "pupils": ("pupils", "alunni", "studenti", "التلاميذ"),
    "behind": ("behind", "in ritardo", "ritardo", "متأخرون"),
    "left": ("left", "abbandoni", "abbandono", "متسربون"),
}
NEEDED = ("code", "year", "country", "pupils")
WHOLE = frozenset(comparable(name) for name in ("total", "totale", "tutti", "المجموع"))
"""What stands for the country in a row that counts the whole school."""

UNKNOWN = frozenset(
    comparable(name) for name in ("", "unknown", "non noto", "apolide", "stateless", "غير معروف")
)
_CODE = re.compile(r"[A-Z]{4}[A-Z0-9]{6}")
_YEAR = re.compile(r"(\d{4})(?:\s*[/-]\s*(?:\d{2}|\d{4}))?")


@dataclass(frozen=True, slots=True)
class PupilTable:
    """What a file says; rows at fault are not in it."""

    rows: tuple[PupilRow, ...]
    complaints: tuple[Complaint, ...] = ()


def read_pupils(path: Path) -> PupilTable:
    """Read pupils: one row a school, school year and citizenship; CSV with any usual separator.

    A row whose country is ``totale`` says how many pupils the school has in all: the others may
    not come to more. The country is an ISO 3166-1 code or a name in six languages.

    Faults, each with its row: ``pupils.code``, ``pupils.year``, ``citizenship.country``,
    ``pupils.count``, ``pupils.part`` (more behind, or gone, than there are), ``pupils.doubled``,
    ``pupils.exceed``.

    Raises
    ------
    BadInput
        ``exchange.columns``, ``exchange.no_rows``; those of `headed_rows`.
    """
    reader = _Reader(path.name)
    rows = headed_rows(path, COLUMNS, NEEDED)
    for number, cells in rows:
        reader.read(number, cells)
    if not rows:
        raise BadInput("exchange.no_rows", path=path.name)
    return reader.table()


class _Reader:
    """Rows as they are read, and what is wrong with them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._complaints: list[Complaint] = []
        self._rows: dict[tuple[str, int, str], tuple[int, PupilRow]] = {}
        self._totals: dict[tuple[str, int], tuple[int, int]] = {}

    def read(self, number: int, cells: dict[str, str]) -> None:
        """Take in one row, or say what is wrong with it."""
        before = len(self._complaints)
        code, year = cells["code"].upper(), _year(cells["year"])
        if not _CODE.fullmatch(code):
            self._add(number, "code", "pupils.code", text=cells["code"][:SHOWN])
        if year is None:
            self._add(number, "year", "pupils.year", text=cells["year"][:SHOWN])
        pupils = self._count(number, "pupils", cells["pupils"], needed=True)
        behind = self._count(number, "behind", cells["behind"])
        left = self._count(number, "left", cells["left"])
        country = self._country(number, cells["country"])
        for name, part in (("behind", behind), ("left", left)):
            if part is not None and pupils is not None and part > pupils:
                self._add(number, name, "pupils.part", part=part, n=pupils)
        if len(self._complaints) > before or year is None or pupils is None:
            return
        if country is None:
            self._totals[code, year] = (number, pupils)
            return
        key = (code, year, country)
        if key in self._rows:
            self._add(number, "country", "pupils.doubled", first=str(self._rows[key][0]))
            return
        self._rows[key] = (number, PupilRow(code, year, country, pupils, behind, left))

    def table(self) -> PupilTable:
        """Return the good rows; those of a school that come to more than its total are not."""
        sums: dict[tuple[str, int], int] = defaultdict(int)
        for (code, year, _), (_, row) in self._rows.items():
            sums[code, year] += row.pupils
        wrong = set()
        for key, (number, total) in self._totals.items():
            if sums[key] > total:
                wrong.add(key)
                self._add(number, "pupils", "pupils.exceed", school=key[0], sum=sums[key], n=total)
        rows = [row for key, (_, row) in self._rows.items() if key[:2] not in wrong]
        return PupilTable(tuple(rows), tuple(self._complaints))

    def _country(self, number: int, text: str) -> str | None:
        """Return the country; empty where it is not known, None for a row of the whole school."""
        name = comparable(text)
        if name in WHOLE:
            return None
        if name in UNKNOWN:
            return ""
        code = country_code(text)
        if code is None:
            self._add(number, "country", "citizenship.country", text=text[:SHOWN])
        return code or ""

    def _count(self, number: int, name: str, text: str, *, needed: bool = False) -> int | None:
        if not text and not needed:
            return None
        if not text.isdecimal() or not text.isascii():
            self._add(number, name, "pupils.count", text=text[:SHOWN])
            return None
        return int(text)

    def _add(self, number: int, column: str, code: str, **facts: object) -> None:
        self._complaints.append(Complaint(self._file, str(number), column, code, facts))


def _year(text: str) -> int | None:
    found = _YEAR.fullmatch(text)
    year = int(found[1]) if found else 0
    return year if 1990 <= year <= 2100 else None
