"""A table of partnerships, from a file or edited on a page: one row each, or one a municipality."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data.catalog.municipalities import Municipality
from data.exchange.headed_csv import SHOWN, headed_rows
from data.exchange.municipality_cells import municipality_named, nearest_municipalities
from data.exchange.table_file import table_file
from data.files.complaints import Complaint, Severity
from geo.errors import BadInput
from geo.names.folding import comparable

COLUMNS = {
    "name": ("partnership", "name", "rete", "nome", "rete territoriale", "الشراكة", "الاسم"),
    "municipalities": ("municipalities", "municipality", "comuni", "comune", "istat", "البلديات"),
    "lead": ("lead", "capofila", "ente capofila", "الجهة القائدة"),
    "partners": ("partners", "partner", "enti partner", "الشركاء"),
}
"""Headings by column, in the languages of the interface."""

NEEDED = ("name", "municipalities")
CSV_COLUMNS = ("partnership", "municipalities", "lead", "partners")
_BETWEEN = re.compile(r"[;|\n]")


@dataclass(frozen=True, slots=True)
class PartnershipRow:
    """One row as it is written; `number` is where it stands."""

    number: int
    name: str
    municipalities: str
    lead: str = ""
    partners: str = ""


@dataclass(frozen=True, slots=True)
class PartnershipEntry:
    """A partnership as a table states it: ISTAT codes, and organisations by name."""

    name: str
    municipalities: tuple[str, ...]
    lead: str = ""
    partners: tuple[str, ...] = ()


@dataclass(slots=True)
class _Entry:
    """A partnership while its rows are read."""

    name: str
    first_row: int
    municipalities: dict[str, None] = field(default_factory=dict)
    lead: str = ""
    partners: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartnershipTable:
    """What a table states, and every fault in it; notes hinder nothing."""

    partnerships: tuple[PartnershipEntry, ...]
    complaints: tuple[Complaint, ...] = ()

    @property
    def errors(self) -> tuple[Complaint, ...]:
        """The complaints that hinder."""
        return tuple(one for one in self.complaints if one.severity > Severity.NOTE)

    @property
    def notes(self) -> tuple[Complaint, ...]:
        """What somebody should know, and hinders nothing."""
        return tuple(one for one in self.complaints if one.severity is Severity.NOTE)


def read_partnership_file(path: Path) -> PartnershipTable:
    """Read a CSV file of partnerships.

    Columns, in any order, with their headings in Italian, English or Arabic: the partnership, its
    municipalities, its lead, its partners. Several municipalities or partners in one cell are
    separated by ``;``, ``|`` or a new line; rows of one partnership unite. Commas, semicolons and
    tabulators separate the cells.

    Raises
    ------
    BadInput
        ``exchange.columns``, ``exchange.no_rows``; those of `headed_rows`.
    """
    found = [
        PartnershipRow(number, *(cells[column] for column in COLUMNS))
        for number, cells in headed_rows(path, COLUMNS, NEEDED)
    ]
    if not found:
        raise BadInput("exchange.no_rows", path=path.name)
    return read_partnership_rows(found, file=path.name)


def read_partnership_rows(rows: Iterable[PartnershipRow], *, file: str) -> PartnershipTable:
    """Read rows of partnerships; blank rows are passed over.

    Municipalities that were joined to another are given as today's, with a note; so is one that
    stands in two partnerships. Faults: ``exchange.missing``, ``exchange.municipality`` with its
    likenesses, ``partnership.two_leads``.

    Examples
    --------
    >>> rows = [PartnershipRow(2, "Rete", "Livo (CO); 015146", lead="Comune di Livo")]
    >>> read_partnership_rows(rows, file="t").partnerships[0].municipalities
    ('013130', '015146')
    """
    entries: dict[str, _Entry] = {}
    complaints: list[Complaint] = []
    for row in rows:
        if any((row.name, row.municipalities, row.lead, row.partners)):
            _read_row(row, entries, complaints, file)
    complaints += _doubled(entries.values(), file)
    for entry in entries.values():
        if not entry.municipalities:
            complaints.append(_complaint(
                file, entry.first_row, "municipalities", "exchange.missing"
            ))  # fmt: skip
    found = tuple(
        PartnershipEntry(one.name, tuple(one.municipalities), one.lead, tuple(one.partners))
        for one in entries.values()
    )
    return PartnershipTable(found, tuple(complaints))


def partnership_csv(rows: Sequence[PartnershipRow]) -> str:
    """Return rows as the text of a CSV file.

    Examples
    --------
    >>> partnership_csv([PartnershipRow(2, "Rete", "Livo (CO); Como (CO)")]).splitlines()
    ['partnership,municipalities,lead,partners', 'Rete,Livo (CO); Como (CO),,']
    """
    cells = ((row.name, row.municipalities, row.lead, row.partners) for row in rows)
    return table_file("csv", "", CSV_COLUMNS, cells).decode()


def _read_row(
    row: PartnershipRow, entries: dict[str, _Entry], complaints: list[Complaint], file: str
) -> None:
    name = " ".join(row.name.split())
    if not name:
        complaints.append(_complaint(file, row.number, "partnership", "exchange.missing"))
        return
    entry = entries.setdefault(comparable(name), _Entry(name, row.number))
    for part in parts_of(row.municipalities):
        found = municipality_named(part)
        if len(found) == 1:
            entry.municipalities[found[0].code] = None
        complaints += _about_municipality(part, found, row.number, file)
    lead = " ".join(row.lead.split())
    if lead and entry.lead and comparable(lead) != comparable(entry.lead):
        facts = {"name": name, "first": entry.lead, "second": lead}
        complaints.append(_complaint(file, row.number, "lead", "partnership.two_leads", **facts))
    entry.lead = entry.lead or lead
    for partner in parts_of(row.partners):
        if comparable(partner) == comparable(entry.lead):
            complaints.append(_note(file, row.number, "partners", "own_partner", name=partner))
        entry.partners[partner] = None


def _about_municipality(
    text: str, found: Sequence[Municipality], row: int, file: str
) -> list[Complaint]:
    """Return what is to be said of a municipality as it is written; nothing where it is clear."""
    if len(found) == 1:
        facts = {"text": text[:SHOWN], "today": found[0].label}
        clear = _is_called(text, found[0])
        return [] if clear else [_note(file, row, "municipalities", "renamed", **facts)]
    known = tuple(one.label for one in found) or nearest_municipalities(text)
    code = "municipality_several" if found else "municipality_nearest"
    return [_complaint(
        file, row, "municipalities", f"exchange.{code if known else 'municipality'}",
        text=text[:SHOWN], known=known,
    )]  # fmt: skip


def parts_of(cell: str) -> list[str]:
    """Return the parts of a cell that holds several, each once.

    Examples
    --------
    >>> parts_of("Como; Livo (CO)|Como")
    ['Como', 'Livo (CO)']
    """
    parts = (" ".join(part.split()) for part in _BETWEEN.split(cell))
    return list(dict.fromkeys(part for part in parts if part))


def _is_called(text: str, municipality: Municipality) -> bool:
    """Return whether a cell names a municipality as it is called or numbered today."""
    if text.isdigit():
        return text.zfill(6) == municipality.code
    name = comparable(re.sub(r"\s*\([A-Za-z]{2}\)$", "", text))
    return name in {comparable(part) for part in (municipality.name, *municipality.name.split("/"))}


def _doubled(entries: Iterable[_Entry], file: str) -> list[Complaint]:
    """Return a note for each municipality that stands in two partnerships."""
    first: dict[str, _Entry] = {}
    found = []
    for entry in entries:
        for code in entry.municipalities:
            other = first.setdefault(code, entry)
            if other is not entry:
                found.append(_note(
                    file, entry.first_row, "municipalities", "doubled",
                    municipality=municipality_named(code)[0].label,
                    first=other.name, second=entry.name,
                ))  # fmt: skip
    return found


def _complaint(file: str, row: int, column: str, code: str, **facts: object) -> Complaint:
    return Complaint(file, str(row), column, code, facts)


def _note(file: str, row: int, column: str, code: str, **facts: object) -> Complaint:
    return Complaint(file, str(row), column, f"partnership.{code}", facts, Severity.NOTE)
