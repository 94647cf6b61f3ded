"""The cells of a row, each read once as the kind of its column (``catalog/service_table.toml``)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from types import MappingProxyType
from typing import Any

from data.exchange import cells
from data.exchange.kept_hours import hours_kept
from data.exchange.municipality_cells import municipality_named, nearest_municipalities
from data.exchange.service_columns import Column, column_of, nearest_values, value_id
from data.exchange.table_row import SHOWN, RowFaults, TableRow
from data.exchange.written_hours import WrittenHours
from data.files.letters import holds_hostile
from geo.model import Answer
from geo.phones import PhoneFault, read_phones

LONGEST = {"name": 300, "description": 10_000, "notes": 10_000, "hours": 1_000}
"""The most letters of a cell; of any other column: `LONGEST_ELSE`."""

LONGEST_ELSE = 1_000
EMPTY_WORDS = frozenset({"-", "--", "—", "n.d.", "nd", "n/a", "non disponibile", "null",
                         "non so", "non noto", "?"})  # fmt: skip
"""What people write where they know nothing."""

NONE_WORDS = frozenset({"nessuna", "nessuno", "none"})
ANY_WORDS = frozenset({"any", "qualsiasi", "tutte", "tutti", "nessun limite", "no limit"})
ANY_AGE = -1
"""The age of who is given without limit."""

_BETWEEN_VALUES = re.compile(r"\s*[/&-]\s*|\s+(?:e|ed|and)\s+")
"""What divides the values of a list where all that it divides are values: "italiano/arabo"."""

HOME = "IT"
"""Country of telephone numbers without prefix, where a row says none."""

_FROM_NUMBERS = frozenset({"number", "whole", "amount", "day"})
"""Kinds that understand what a spreadsheet keeps as a number or a day."""

HoursReader = Callable[[str], WrittenHours]
"""Reads hours as people write them."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell that says something, with what its parser needs."""

    field: str
    column: Column
    cell: cells.Cell
    text: str
    faults: RowFaults
    read_hours: HoursReader
    region: str

    def complain(self, code: str, **facts: Any) -> None:
        self.faults.add(self.field, code, **facts)


def parse_row(
    fields: Mapping[str, cells.Cell], faults: RowFaults, read_hours: HoursReader
) -> TableRow:
    """Return what the cells of a row say; `faults` gets what is wrong with them.

    Parameters
    ----------
    fields
        Field → cell, as `data.exchange.service_columns.field_of` names fields.
    """
    sound = {name: cell for name, cell in fields.items() if _is_sound(name, cell, faults)}
    region = cells.text_of(sound.get("country")).upper() or HOME
    values: dict[str, Any] = {}
    for name, cell in sound.items():
        text = cells.text_of(cell)
        if not text or text.casefold() in EMPTY_WORDS:
            continue
        column = column_of(name)[0]
        if column.kind not in _FROM_NUMBERS and isinstance(cell, date | time):
            faults.add(name, "turned_to_date", text=text)
            continue
        value = _PARSERS[column.kind](_Cell(name, column, cell, text, faults, read_hours, region))
        if value is not None:
            values[name] = value
    return TableRow(MappingProxyType(sound), MappingProxyType(values), faults)


def _is_sound(name: str, cell: cells.Cell, faults: RowFaults) -> bool:
    """Return whether a cell holds something that may be read, and complain where it may not."""
    if isinstance(cell, cells.CellFault):
        faults.add(name, cell.code, **cell.facts)
        return False
    if cell is None or not isinstance(cell, str):
        return cell is not None
    most = LONGEST.get(column_of(name)[0].name, LONGEST_ELSE)
    if len(cell) > most:
        faults.add(name, "long", most=most, text=cell[:SHOWN])
    elif holds_hostile(cell):
        faults.add(name, "control")
    else:
        return bool(cell.strip())
    return False


def _text(cell: _Cell) -> str:
    return cell.text


def _number(cell: _Cell) -> float | None:
    number = cells.number_of(cell.cell)
    low, high = cell.column.range
    if number is None:
        cell.complain("number", text=cell.text[:SHOWN])
    elif not low <= number <= high:
        cell.complain("range", text=cell.text[:SHOWN], low=low, high=high)
    else:
        return number
    return None


def _whole(cell: _Cell) -> int | None:
    number = _number(cell)
    if number is None or number.is_integer():
        return None if number is None else int(number)
    cell.complain("number", text=cell.text[:SHOWN])
    return None


def _age(cell: _Cell) -> int | None:
    if cell.text.casefold() in ANY_WORDS:
        return ANY_AGE
    age = cells.age_of(cell.text)
    low, high = cell.column.range
    return age if age is not None and low <= age <= high else _whole(cell)


def _amount(cell: _Cell) -> float | None:
    amount = cells.amount_of(cell.cell)
    if amount is None or not 0 <= amount <= cells.MOST_EURO:
        cell.complain("number", text=cell.text[:SHOWN])
        return None
    return round(amount, 2)


def _day(cell: _Cell) -> date | None:
    day = cells.day_of(cell.cell)
    if day is None:
        years = {"first": cells.YEARS[0], "last": cells.YEARS[-1]}
        cell.complain("date", text=cell.text[:SHOWN], **years)
    return day


def _choice(cell: _Cell) -> str | None:
    return _value(cell, cell.text)


def _answer(cell: _Cell) -> Answer | None:
    value = _value(cell, cell.text)
    return Answer(value) if value else None


def _choices(cell: _Cell) -> tuple[tuple[str, bool], ...]:
    """Return the values of a list, each with whether it is marked as not sure."""
    if cell.text.casefold() in NONE_WORDS:
        return ()
    found: dict[str, bool] = {}
    for part in _listed(cell.column.list or "", cell.text):
        unsure = cell.column.unsure and part.endswith("?")
        value = _value(cell, part.rstrip("? ") if unsure else part)
        if value is not None:
            found.setdefault(value, unsure)
    return tuple(found.items())


def _value(cell: _Cell, text: str) -> str | None:
    name = cell.column.list or ""
    value = value_id(name, text)
    if value is None:
        known = nearest_values(name, text)
        code = "value_nearest" if known else "value"
        cell.complain(code, text=text[:SHOWN], **({"known": known} if known else {}))
    return value


def _listed(name: str, text: str) -> list[str]:
    """Cut a list; commas divide only where what they divide is no value as a whole."""
    parts: list[str] = []
    for part in cells.parts_of(text):
        for one in [part] if _is_value(name, part) else part.split(","):
            pieces = [piece.strip() for piece in _BETWEEN_VALUES.split(one) if piece.strip()]
            known = len(pieces) > 1 and all(_is_value(name, piece) for piece in pieces)
            whole = one.strip()
            parts += pieces if known and not _is_value(name, whole) else [whole] if whole else []
    return parts


def _is_value(name: str, text: str) -> bool:
    return value_id(name, text.rstrip("? ")) is not None


def _parts(cell: _Cell) -> tuple[str, ...]:
    return tuple(cells.parts_of(cell.text))


def _record_id(cell: _Cell) -> str | None:
    """Return the id of a record, which an export has written."""
    try:
        return str(uuid.UUID(cell.text))
    except ValueError:
        cell.complain("uuid", text=cell.text[:SHOWN])
        return None


def _website(cell: _Cell) -> str | None:
    address = cells.website_of(cell.text)
    if address is None:
        cell.complain("website", text=cell.text[:SHOWN])
    return address


def _email(cell: _Cell) -> str | None:
    found = cells.email_of(cell.text)
    if found is None:
        cell.complain("email", text=cell.text[:SHOWN])
        return None
    address, more = found
    if more:
        cell.complain("email_several", text=more[:SHOWN])
    return address


def _phones(cell: _Cell) -> tuple[tuple[str, str | None], ...]:
    found = []
    for part in cells.parts_of(cell.text):
        for phone in read_phones(part, cell.region):
            if phone.fault is None:
                found.append((phone.number, phone.note or None))
            elif phone.fault is PhoneFault.NOUGHT:
                cell.complain("phone_nought", text=phone.number, known=phone.likely)
            else:
                code = "phone_exponent" if phone.fault is PhoneFault.EXPONENT else "phone"
                cell.complain(code, text=phone.number[:SHOWN])
    return tuple(found)


def _hours(cell: _Cell) -> WrittenHours:
    read = cell.read_hours(cell.text)
    if read.not_understood or not read.opening_hours:
        cell.complain("hours", text=(", ".join(read.not_understood) or cell.text)[:SHOWN])
    return replace(read, opening_hours=hours_kept(cell.text, read))


def _municipalities(cell: _Cell) -> frozenset[str]:
    codes = set()
    for part in cells.parts_of(cell.text.replace(",", ";")):
        found = municipality_named(part)
        if len(found) == 1:
            codes.add(found[0].code)
            continue
        known = tuple(each.label for each in found) or nearest_municipalities(part)
        code = "municipality_several" if found else "municipality_nearest"
        facts = {"known": known} if known else {}
        cell.complain(code if known else "municipality", text=part[:SHOWN], **facts)
    return frozenset(codes)


_PARSERS: Mapping[str, Callable[[_Cell], Any]] = {
    "age": _age,
    "amount": _amount,
    "answer": _answer,
    "choice": _choice,
    "choices": _choices,
    "day": _day,
    "email": _email,
    "hours": _hours,
    "id": _record_id,
    "municipalities": _municipalities,
    "number": _number,
    "parts": _parts,
    "phones": _phones,
    "text": _text,
    "website": _website,
    "whole": _whole,
}
