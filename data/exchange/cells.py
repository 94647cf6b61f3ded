"""Values that people write into cells, read with care, and texts that no spreadsheet carries out.

Every reader here takes a text or what a spreadsheet has in its cell, and returns None for what is
not of its kind: the caller knows where it stands and complains.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from babel.dates import get_month_names

YEARS = range(1950, 2101)
"""Days outside of these are taken for a slip."""

MOST_EURO = 1e12
_START = "=+@\\-"
_ATTACK = re.compile(rf"(^|[,;|\t\r\n\"])('*)(?=[{_START}\t])")
_KEPT_QUIET = re.compile(rf"(^|[,;|\t\r\n\"])('*)'(?=[{_START}\t])")
_TIME = r"(?:[T ]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}")
_ITALIAN = re.compile(rf"(\d{{1,2}})[/.\-](\d{{1,2}})[/.\-](\d{{4}}){_TIME}")
_IN_WORDS = re.compile(r"(\d{1,2})[°º]? ([a-z]+) (\d{4})", re.IGNORECASE)
_MONTHS = {
    name: number
    for language in ("it", "en")
    for number, name in get_month_names("wide", locale=language).items()
}
_AGE = re.compile(r"(?:dai?|ai?|fino ai?)?\s*(\d{1,3})(?:[.,]0+)?\s*(?:anni|years)?",
                  re.IGNORECASE)  # fmt: skip
_AT = re.compile(r"\s*(?:@|\(at\)|\[at\])\s*", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,' \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?")
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{0,18})?(?:[eE][+-]?\d{1,3})?")
_EMAIL = re.compile(r"[^@\s<>(),;:\"]+@[^@\s<>(),;:\"]+\.[^@\s<>(),;:\".]{2,}")


_SECOND_SITE = re.compile(r"www\.|https?:|\s[-;,]\s")


class CellFault(str):
    """A cell that cannot be read, with the reason: a formula that nobody has worked out."""

    code: str
    facts: dict[str, Any]

    def __new__(cls, code: str, **facts: Any) -> CellFault:
        """Make one: the text is empty, so that nothing else is read from it."""
        made = super().__new__(cls, "")
        made.code = code
        made.facts = facts
        return made


Cell = str | float | bool | date | time | None
"""What stands in a cell: a text of a CSV file, or a value of a spreadsheet."""


def safe_text(text: str) -> str:
    """Return a text of which no spreadsheet makes a formula, however it cuts the file into cells.

    An apostrophe is put before what could begin a formula: at the beginning, and after what another
    spreadsheet may take for the end of a cell. `plain_text` takes it away again.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("a;=1+1"), safe_text("l'orto")
    ("'=1+1", "a;'=1+1", "l'orto")
    """
    return _ATTACK.sub(r"\1\2'", text)


def plain_text(text: str) -> str:
    """Return the text that `safe_text` was given.

    Examples
    --------
    >>> plain_text("'=1+1"), plain_text(safe_text("'=1"))
    ('=1+1', "'=1")
    """
    return _KEPT_QUIET.sub(r"\1\2", text)


def text_of(cell: Cell) -> str:
    """Return a cell as text: whole numbers without a point, days as 2026-11-23.

    Examples
    --------
    >>> text_of(20121.0), text_of(True), text_of(None), text_of(" a ")
    ('20121', 'true', '', 'a')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float | int):
        return str(int(cell)) if float(cell).is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return plain_text(cell.replace("\r\n", "\n").replace("\r", "\n").strip())


def number_of(cell: Cell) -> float | None:
    """Return a number; a decimal comma is understood, thousands are not.

    Examples
    --------
    >>> number_of("45,4642"), number_of("7.420.000"), number_of("nan")
    (45.4642, None, None)
    """
    if isinstance(cell, bool | date | time):
        return None
    if isinstance(cell, float | int):
        return float(cell) if math.isfinite(cell) else None
    text = text_of(cell)
    return float(text.replace(",", ".")) if _PLAIN_NUMBER.fullmatch(text) else None


def amount_of(cell: Cell) -> float | None:
    """Return an amount of money; thousands and cents may be set apart as in Italy or in England.

    Three digits behind the last mark are thousands: nobody writes a tenth of a cent.

    Examples
    --------
    >>> amount_of("€ 12.000,50"), amount_of("12,000.50"), amount_of("12.000"), amount_of("12,5")
    (12000.5, 12000.5, 12000.0, 12.5)
    """
    if not isinstance(cell, str):
        return number_of(cell)
    text = re.sub(r"^(?:€|eur|euro)\s*|\s*(?:€|eur|euro)$", "", text_of(cell), flags=re.IGNORECASE)
    grouped = _THOUSANDS.fullmatch(text)
    if grouped:
        last = max(text.rfind("."), text.rfind(","))
        mark = grouped[1]
        cents = text[last:] if last >= 0 and text[last] != mark else ""
        whole = text[: len(text) - len(cents)].replace(mark, "")
        return float(whole + cents.replace(",", "."))
    return number_of(text)


def day_of(cell: Cell) -> date | None:
    """Return a day: 2026-11-23, 23/11/2026, 23.11.2026, or a date of a spreadsheet.

    Examples
    --------
    >>> day_of("3/11/2026"), day_of("11/23/2026"), day_of("3026-01-01")
    (datetime.date(2026, 11, 3), None, None)
    >>> day_of("20 novembre 2026"), day_of("2026-11-20T10:33:00Z")
    (datetime.date(2026, 11, 20), datetime.date(2026, 11, 20))
    """
    if isinstance(cell, datetime):
        result = cell.date()
    elif isinstance(cell, date):
        result = cell
    else:
        found = _written_day(text_of(cell)) if isinstance(cell, str) else None
        if found is None:
            return None
        result = found
    return result if result.year in YEARS else None


def _written_day(text: str) -> date | None:
    iso, italian, words = (pattern.fullmatch(text) for pattern in (_ISO, _ITALIAN, _IN_WORDS))
    if iso:
        year, month, day = map(int, iso.groups())
    elif italian:
        day, month, year = map(int, italian.groups())
    elif words and words[2].lower() in _MONTHS:
        day, month, year = int(words[1]), _MONTHS[words[2].lower()], int(words[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def age_of(text: str) -> int | None:
    """Return an age that a text says: "18", "18 anni", "dai 16"; None for any other text.

    Examples
    --------
    >>> age_of("18 anni"), age_of("dai 16"), age_of("18.0"), age_of("65+")
    (18, 16, 18, None)
    """
    found = _AGE.fullmatch(text)
    return int(found[1]) if found else None


def website_of(text: str) -> str | None:
    """Return a web address, with the scheme that its writer left out.

    Examples
    --------
    >>> website_of("www.comune.example"), website_of("https//a.example"), website_of("javascript:1")
    ('https://www.comune.example', 'https://a.example', None)
    >>> website_of("http://http://www.a.example"), website_of("https://a.example/una pagina")
    ('http://www.a.example', 'https://a.example/una%20pagina')
    """
    repaired = re.sub(r"^(?:https?:/*)+(?=https?:)", "", text, flags=re.IGNORECASE)
    repaired = re.sub(r"^(https?)(?:/{1,3}|:/(?!/)|:/{3,})", r"\1://", repaired, flags=re.I)
    host, slash, rest = repaired.rpartition("/") if repaired.count("/") > 2 else (repaired, "", "")
    # A blank in the name of a page is written %20; one between two addresses is not.
    repaired = host + slash + (rest if _SECOND_SITE.search(rest) else rest.replace(" ", "%20"))
    if "://" not in repaired:
        repaired = f"https://{repaired}"
    if any(letter.isspace() or letter in "<>\"'`\\" for letter in repaired):
        return None
    try:
        found = urlsplit(repaired)
        host = found.hostname or ""
        found.port  # noqa: B018  (it is checked when it is asked for)
    except ValueError:
        return None
    good = found.scheme.lower() in ("http", "https") and "." in host.strip(".")
    return repaired if good and not found.username else None


def email_of(text: str) -> tuple[str, str] | None:
    """Return the address of electronic mail of a text, and what else it says; None for none.

    Examples
    --------
    >>> email_of("mailto:a@b.example"), email_of("a (at) b.example (PEC)")
    (('a@b.example', ''), ('a@b.example', ''))
    >>> email_of("a@b.example; c@d.example"), email_of("a@b")
    (('a@b.example', 'c@d.example'), None)
    """
    text = _AT.sub("@", _REMARK.sub("", re.sub(r"^mailto:", "", text.strip(), flags=re.I)))
    first, *others = [part for part in re.split(r"[;,/\s]+", text) if part] or [""]
    address = first.rstrip(".")
    if not is_email(address):
        return None
    return address, "; ".join(other.rstrip(".") for other in others)


def is_email(text: str) -> bool:
    """Return whether a text is one address of electronic mail.

    Examples
    --------
    >>> is_email("a@b.example"), is_email("a@b.example, c@d.example")
    (True, False)
    """
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def parts_of(text: str) -> list[str]:
    r"""Return what stands between semicolons, vertical bars and new lines.

    Examples
    --------
    >>> parts_of("a; b\nc|")
    ['a', 'b', 'c']
    """
    return [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]
