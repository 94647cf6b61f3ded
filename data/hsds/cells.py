"""Between values and the cells of a table, in a way that comes back exactly."""

from __future__ import annotations

import json
import re
from typing import Any

from data.files.untrusted import is_deep
from data.hsds.merge import same
from data.hsds.objects import Field
from data.hsds.values import is_absent

_WHOLE = re.compile(r"-?\d{1,300}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_NOT_IN_A_CELL = re.compile("[\x00\ud800-\udfff]")


def cell_of(field: Field | None, value: Any) -> str:
    """Return the cell that says a value.

    Parameters
    ----------
    field
        The field; None for one that HSDS does not know. Such a value is given as JSON, a text as
        it is unless it would be read as other JSON.

    Examples
    --------
    >>> cell_of(None, "5"), cell_of(None, 5), cell_of(None, "a"), cell_of(Field("name"), "5")
    ('"5"', '5', 'a', '5')
    """
    if is_absent(value):
        return ""
    if not isinstance(value, str):
        return as_json(value)
    if field is None and value_of(None, value) != value:
        return as_json(value)
    return value


def value_of(field: Field | None, cell: str) -> Any:
    """Return the value that a cell says; None where it is empty.

    A number that cannot be read as one stays a text.

    Examples
    --------
    >>> value_of(Field("amount", "number"), "12.50"), value_of(None, "[1]"), value_of(None, "NaN")
    (12.5, [1], 'NaN')
    """
    if cell == "":
        return None
    if field is None:
        return _unknown(cell)
    return _number(cell) if field.type == "number" else cell


def tells_exactly(field: Field | None, value: Any) -> bool:
    """Return whether a value comes back from its cell.

    Examples
    --------
    >>> tells_exactly(Field("name"), "a"), tells_exactly(Field("name"), 5)
    (True, False)
    """
    if is_absent(value):
        return True
    if isinstance(value, str) and _NOT_IN_A_CELL.search(value):
        return False
    if isinstance(value, str) and field is not None and field.type != "number":
        return True
    if not isinstance(value, str) and field is None:
        return not _NOT_IN_A_CELL.search(as_json(value))
    return same(value_of(field, cell_of(field, value)), value)


def as_json(value: Any) -> str:
    """Return a value as short JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(cell: str) -> Any:
    text = cell.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        number = float(text)
        return number if abs(number) != float("inf") else cell
    return cell


def _unknown(cell: str) -> Any:
    # A text of letters is no JSON: most cells need no parser.
    if cell[0] not in '"[{-0123456789tfn':
        return cell
    try:
        value = json.loads(cell)
        exact = as_json(value) == cell and not is_deep(value)
    except (ValueError, RecursionError):
        return cell
    if isinstance(value, str) and value_of(None, value) in (None, value):
        # A text in quotes that need not be: whoever wrote it meant the quotes.
        return cell
    return value if exact else cell
