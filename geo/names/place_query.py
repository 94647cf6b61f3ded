"""What somebody types to say where they are, as a street and a number, or as a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from geo.names.italian_address import read_italian_address, street_word

MOST_CHARACTERS = 300
_POSTAL = re.compile(r"(?:\b[A-Z]{1,2}-)?\b\d{5}\b")
_COUNTRY = re.compile(
    r"[\s,\-–(]*\b(?:italia|italy|ita|deutschland|germany|france|francia)\b\)?\.?\s*$",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"[\s,;(\-–]+(?:int(?:erno)?\.?|sc(?:ala)?\.?|piano|pal(?:azzina)?\.|c/o|presso)(?=[\s.\d]).*$",
    re.IGNORECASE,
)
_SUFFIX = r"(?:[/\-\s]?(?:bis|ter|quater|rosso|nero|[a-z])\b(?:/\d{1,3})?|[/\-]\d{1,3}\b)"
_AT_END = re.compile(
    rf"^(.*?[^\W\d_].*?)[\s,]+(?:n\.?\s*)?(\d{{1,5}}{_SUFFIX}?|snc|s\.n\.c?\.)$", re.I
)
_AT_START = re.compile(rf"^(\d{{1,4}}{_SUFFIX}?)[\s,]+(\D.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """What is looked for: `street` without the number, or any name; the rest may be empty."""

    street: str
    number: str = ""
    postal_code: str = ""
    town: str = ""


def read_place_query(text: str) -> PlaceQuery:
    """Return what a text looks for, without post code, town, country, stairs and flats.

    Examples
    --------
    >>> read_place_query("Via Roma 12/A, 38122 Trento (TN), Italia")
    PlaceQuery(street='via Roma', number='12/a', postal_code='38122', town='Trento')
    >>> read_place_query("12 avenue Princesse Grace, 98000 Monaco")
    PlaceQuery(street='avenue Princesse Grace', number='12', postal_code='98000', town='Monaco')
    >>> read_place_query("Platz des 4. Juli 1946 24").number
    '24'
    >>> read_place_query("ospedale")
    PlaceQuery(street='ospedale', number='', postal_code='', town='')
    """
    text = re.sub(r"\(\d+\)", " ", _plain(text))
    italian = read_italian_address(text)
    if italian.street and street_word(f"{italian.street} x"):
        nameless = re.search(r"\bs\.?n\.?c\b", text, re.IGNORECASE)
        number = italian.number or ("snc" if nameless else "")
        return PlaceQuery(italian.street, number, italian.postal_code, italian.municipality)
    text = _COUNTRY.sub("", text)
    rest = _without_town(_INSIDE.sub("", text))
    postal = _POSTAL.search(text)
    place = (postal[0][-5:], text[postal.end() :].strip(" ,")) if postal else ()
    at_end, at_start = _AT_END.match(rest), _AT_START.match(rest)
    if at_start and not at_end:
        return PlaceQuery(at_start[2].strip(" ,"), at_start[1], *place)
    if at_end:
        return PlaceQuery(at_end[1].strip(" ,"), at_end[2], *place)
    return PlaceQuery(rest, "", *place)


@lru_cache(maxsize=65536)
def house_key(number: str) -> str:
    """Return a house number as it is compared.

    Examples
    --------
    >>> house_key("12 bis"), house_key("3/A"), house_key("12-a"), house_key("30 rosso")
    ('12bis', '3a', '12a', '30r')
    """
    text = re.sub(r"\s+", "", _plain(number).casefold())
    text = text.replace("rosso", "r").replace("nero", "n")
    text = re.sub(r"^s\.?n\.?c?\.?$", "snc", text)
    return re.sub(r"(?<=\d)[/\-](?=[a-z])", "", text)


def _plain(text: str) -> str:
    """Return text on one line, with the digits 0-9."""
    text = unicodedata.normalize("NFC", text[:MOST_CHARACTERS])
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    text = re.sub(r"(?<=\d)\s+(r)osso\b|(?<=\d)\s+(n)ero\b", r"\1\2", text, flags=re.IGNORECASE)
    return " ".join(text.replace("’", "'").split())


def _without_town(text: str) -> str:
    postal = _POSTAL.search(text)
    if postal:
        before, after = text[: postal.start()], text[postal.end() :]
        text = before if before.strip(" ,-–") else after.partition(",")[2] or after
    parts = [part.strip(" -–") for part in text.split(",") if part.strip(" -–")]
    has_number = any(any(c.isdigit() for c in part) for part in parts[:-1])
    if len(parts) > 1 and has_number and not any(c.isdigit() for c in parts[-1]):
        # "12, Rue Grimaldi" is a number and its street, not a house and its town.
        parts = parts if parts[0].replace(" ", "").isdigit() and len(parts) == 2 else parts[:-1]
    return ", ".join(parts)
