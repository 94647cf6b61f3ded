"""One row of a table, read field by field; every fault is given with its row and its heading."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from data.exchange import cells
from data.exchange.service_columns import column_of, nearest_values, value_id
from data.files.complaints import Complaint
from data.files.letters import holds_hostile
from geo.model import Answer

LONGEST = {"name": 300, "description": 10_000, "notes": 10_000, "hours": 1_000}
"""The most letters of a cell; of any other column: 1,000."""

LONGEST_ELSE = 1_000
SHOWN = 60
EMPTY_WORDS = frozenset({"-", "--", "—", "n.d.", "nd", "n/a", "non disponibile", "null"})
"""What people write where they know nothing."""

NONE_WORDS = frozenset({"nessuna", "nessuno", "none"})
ANY_WORDS = frozenset({"any", "qualsiasi", "tutte", "tutti", "nessun limite", "no limit"})


class RowReader:
    """Reads the fields of a row, and keeps what is wrong with them.

    Parameters
    ----------
    file, row
        Where it stands, as complaints say it.
    said
        Field → cell, as `data.exchange.service_columns.field_of` names fields.
    headings
        Field → its heading in the file.
    """

    def __init__(
        self,
        file: str,
        row: str,
        fields: Mapping[str, cells.Cell],
        headings: Mapping[str, str],
    ) -> None:
        self.file = file
        self.row = row
        self.complaints: list[Complaint] = []
        self._headings = headings
        self._cells = {field: cell for field, cell in fields.items() if self._is_sound(field, cell)}

    def complain(self, field: str, code: str, **facts: Any) -> None:
        """Keep a fault of a field."""
        complaint = Complaint(self.file, self.row, self.heading(field), f"exchange.{code}", facts)
        self.complaints.append(complaint)

    def complain_of_row(self, code: str, **facts: Any) -> None:
        """Keep a fault of the row as a whole."""
        self.complaints.append(Complaint(self.file, self.row, "", f"exchange.{code}", facts))

    def shown(self, field: str) -> str:
        """Return a field as it is shown to people; empty where nothing sound is given."""
        return cells.text_of(self._cells.get(field))[:SHOWN]

    def heading(self, field: str) -> str:
        """Return what a field is called in the file; the machine's name where it is not there."""
        return self._headings.get(field) or column_of(field)[0].heading(None, column_of(field)[1])

    def has_fault(self, field: str) -> bool:
        """Return whether something is wrong with a field."""
        return any(fault.column == self.heading(field) for fault in self.complaints)

    def is_number(self, field: str) -> bool:
        """Return whether a spreadsheet keeps a field as a number."""
        return isinstance(self._cells.get(field), float | int)

    def fields(self, column: str) -> list[str]:
        """Return the fields of a column that hold anything: ``["hours", "hours_2"]``."""
        return [field for field in self._cells if column_of(field)[0].name == column]

    def text(self, field: str) -> str:
        """Return a text; empty where there is none."""
        cell = self._cells.get(field)
        if isinstance(cell, date | time):
            self.complain(field, "turned_to_date", text=cells.text_of(cell))
            return ""
        return self._text(field)

    def number(self, field: str, low: float, high: float) -> float | None:
        """Return a number between two others, both allowed; None where there is none."""
        text = self._text(field)
        if not text:
            return None
        number = cells.number_of(self._cells[field])
        if number is None:
            self.complain(field, "number", text=text[:SHOWN])
        elif not low <= number <= high:
            self.complain(field, "range", text=text[:SHOWN], low=low, high=high)
        else:
            return number
        return None

    def whole(self, field: str, high: int) -> int | None:
        """Return a whole number from nought to another."""
        number = self.number(field, 0, high)
        if number is None or number.is_integer():
            return None if number is None else int(number)
        self.complain(field, "number", text=self._text(field)[:SHOWN])
        return None

    def amount(self, field: str) -> float | None:
        """Return an amount of money, not below nought."""
        text = self._text(field)
        if not text:
            return None
        amount = cells.amount_of(self._cells[field])
        if amount is None or not 0 <= amount <= cells.MOST_EURO:
            self.complain(field, "number", text=text[:SHOWN])
            return None
        return round(amount, 2)

    def day(self, field: str) -> date | None:
        """Return a day; None where there is none."""
        text = self._text(field)
        if not text:
            return None
        day = cells.day_of(self._cells[field])
        if day is None:
            years = {"first": cells.YEARS[0], "last": cells.YEARS[-1]}
            self.complain(field, "date", text=text[:SHOWN], **years)
        return day

    def choice(self, field: str) -> str | None:
        """Return the id of a value of the field's closed list."""
        text = self.text(field)
        return self._value(field, text) if text else None

    def answer(self, field: str) -> Answer:
        """Return yes, no or unknown; unknown where nothing is given."""
        return Answer(self.choice(field) or Answer.UNKNOWN)

    def choices(self, field: str) -> list[tuple[str, bool]] | None:
        """Return the values of a list, each with whether it is marked as not sure.

        None where nothing is given; empty where it is given that there is none.
        """
        text = self.text(field)
        if not text:
            return None
        if text.casefold() in NONE_WORDS:
            return []
        made = column_of(field)[0]
        found: dict[str, bool] = {}
        for part in self._parts(made.list or "", text):
            unsure = made.unsure and part.endswith("?")
            value = self._value(field, part.rstrip("? ") if unsure else part)
            if value is not None:
                found.setdefault(value, unsure)
        return list(found.items())

    def record_id(self, field: str) -> str | None:
        """Return the id of a record, which an export has written."""
        text = self.text(field)
        if not text:
            return None
        try:
            return str(uuid.UUID(text))
        except ValueError:
            self.complain(field, "uuid", text=text[:SHOWN])
            return None

    def website(self, field: str) -> str | None:
        """Return a web address."""
        text = self.text(field)
        address = cells.website_of(text) if text else None
        if text and address is None:
            self.complain(field, "website", text=text[:SHOWN])
        return address

    def email(self, field: str) -> str | None:
        """Return an address of electronic mail."""
        text = self.text(field)
        if text and not cells.is_email(text):
            self.complain(field, "email", text=text[:SHOWN])
            return None
        return text or None

    def _value(self, field: str, text: str) -> str | None:
        made = column_of(field)[0]
        value = value_id(made.list or "", text)
        if value is None:
            known = nearest_values(made.list or "", text)
            code = "value_nearest" if known else "value"
            self.complain(field, code, text=text[:SHOWN], **({"known": known} if known else {}))
        return value

    def _parts(self, name: str, text: str) -> list[str]:
        """Cut a list; commas divide only where what they divide is no value as a whole."""
        parts = []
        for part in cells.parts_of(text):
            whole = value_id(name, part.rstrip("? ")) is not None
            parts += [part] if whole else [one.strip() for one in part.split(",") if one.strip()]
        return parts

    def _text(self, field: str) -> str:
        text = cells.text_of(self._cells.get(field))
        return "" if text.casefold() in EMPTY_WORDS else text

    def _is_sound(self, field: str, cell: cells.Cell) -> bool:
        """Return whether a cell may be read at all, and complain where not."""
        if isinstance(cell, cells.CellFault):
            self.complain(field, cell.code, **cell.facts)
            return False
        if cell is None or not isinstance(cell, str):
            return cell is not None
        most = LONGEST.get(column_of(field)[0].name, LONGEST_ELSE)
        if len(cell) > most:
            self.complain(field, "long", most=most, text=cell[:SHOWN])
        elif holds_hostile(cell):
            self.complain(field, "control")
        else:
            return bool(cell.strip())
        return False
