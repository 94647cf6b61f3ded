"""A planner's own list of foreign residents by citizenship: a CSV of countries and people."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import get_global

from data.catalog.citizenships import Mix
from data.exchange.headed_csv import headed_rows
from data.files.complaints import Complaint, errors_of
from geo.errors import BadInput
from geo.names.folding import comparable

COLUMNS = {
    "country": ("country", "citizenship", "paese", "cittadinanza", "البلد", "الجنسية"),
    "people": ("people", "residents", "persone", "residenti", "totale", "total", "السكان", "العدد"),
}
OTHERS = frozenset(
    comparable(name)
    for name in (
        "others", "other", "altri", "altro", "apolide", "apolidi", "stateless", "آخرون", "أخرى",
    )
)  # fmt: skip
"""Rows that count people without telling their country."""

OWN_CITIZENSHIPS = "citizenships.csv"
"""The name under which a report keeps a planner's own list."""

LANGUAGES = ("it", "en", "ar", "fr", "es", "de")
ISTAT_NAMES = {
    "Cinese, Repubblica Popolare": "CN",
    "Russa, Federazione": "RU",
    "Federazione Russa": "RU",
    "Sri Lanka (ex Ceylon)": "LK",
    "Moldova": "MD",
    "Macedonia": "MK",
    "Bosnia-Erzegovina": "BA",
    "Costa d'Avorio": "CI",
    "Serbia, Repubblica di": "RS",
    "Dominicana, Repubblica": "DO",
    "Iran, Repubblica Islamica del": "IR",
    "Stati Uniti d'America": "US",
    "Bangladesh": "BD",
    "Burkina Faso (ex Alto Volta)": "BF",
    "Myanmar (ex Birmania)": "MM",
    "Ceca, Repubblica": "CZ",
    "Camerun": "CM",
    "Ucraina": "UA",
}
"""Names of ISTAT's lists that are not CLDR's."""

NO_COUNTRY = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "IC", "SU", "TA", "UN", "ZZ"})
"""Codes of CLDR that are no country of today."""


def read_citizenships(path: Path) -> Mix:
    """Read a list of foreign residents by citizenship.

    One row a country, with the columns ``country`` and ``people``; other columns are passed over.
    A country is given by its ISO 3166-1 code or its name in Italian, English, Arabic, French,
    Spanish or German. Rows called ``others`` or ``stateless`` count people whose country is not
    said. Commas, semicolons and tabulators separate.

    Returns
    -------
    Shares of all people of the list; `source` is the file's name.

    Raises
    ------
    BadInput
        ``exchange.columns``, ``exchange.no_rows``, those of `data.files.untrusted.read_bytes`.
    Several
        Each cell at fault with its row and column, at most twenty: ``citizenship.country``,
        ``citizenship.own`` (Italy), ``citizenship.doubled``, ``citizenship.people``.
    """
    found: dict[str, float] = {}
    others = 0.0
    faults: list[Complaint] = []
    first_row: dict[str, int] = {}
    for number, row in headed_rows(path, COLUMNS, COLUMNS):
        country, result = row["country"], row["people"]
        code = "" if comparable(country) in OTHERS else country_code(country)
        people = _count(result)
        if code is None:
            facts = {"text": country[:60]}
            faults.append(
                Complaint(path.name, str(number), "country", "citizenship.country", facts)
            )
            continue
        if code == "IT":
            faults.append(Complaint(path.name, str(number), "country", "citizenship.own"))
        elif code and code in first_row:
            facts = {"text": country[:60], "first": str(first_row[code])}
            faults.append(
                Complaint(path.name, str(number), "country", "citizenship.doubled", facts)
            )
        if people is None:
            facts = {"text": result[:60]}
            faults.append(Complaint(path.name, str(number), "people", "citizenship.people", facts))
        if not code:
            others += people or 0.0
            continue
        first_row.setdefault(code, number)
        found.setdefault(code, people or 0.0)
    if faults:
        raise errors_of(faults)
    total = sum(found.values()) + others
    if total <= 0:
        raise BadInput("exchange.no_rows", path=path.name)
    shares = {code: people / total for code, people in found.items()}
    return Mix(id=path.stem, shares=shares, source=path.name, year=0)


def country_codes() -> tuple[str, ...]:
    """Return the ISO 3166-1 codes of all countries, in their order."""
    return tuple(sorted(_codes()))


def country_code(sentence: str) -> str | None:
    """Return the ISO 3166-1 code of a country said by code or name; None for what is none.

    Examples
    --------
    >>> country_code("ma"), country_code("Costa d\u2019Avorio"), country_code("المغرب")
    ('MA', 'CI', 'MA')
    >>> country_code("Cinese, Repubblica Popolare"), country_code("Atlantis")
    ('CN', None)
    """
    text = sentence.strip()
    if len(text) == 2 and text.upper() in _codes():
        return text.upper()
    return _names().get(comparable(text))


@cache
def _codes() -> frozenset[str]:
    """Return the codes of the countries that CLDR knows: ISO 3166-1's, and Kosovo's."""
    territories = Locale.parse("en").territories
    known = set(get_global("territory_currencies")) & set(territories)
    return frozenset(code for code in known if len(code) == 2 and code.isalpha()) - NO_COUNTRY


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        names |= {comparable(territories[code]): code for code in _codes() if code in territories}
    return names | {comparable(name): code for name, code in ISTAT_NAMES.items()}


def _count(text: str) -> float | None:
    """Return a count, thousands apart by a full stop, an apostrophe or a blank; None for none.

    Examples
    --------
    >>> _count("1.071.518"), _count("12 345"), _count("-3"), _count("2,5")
    (1071518.0, 12345.0, None, None)
    """
    digits = text
    for mark in (" ", "\u00a0", "\u202f", "'", "\u2019"):
        digits = digits.replace(mark, "")
    head, *groups = digits.replace(",", ".").split(".")
    if groups == ["0"]:  # a spreadsheet's whole number
        groups = []
    if any(len(group) != 3 for group in groups) or not (head + "".join(groups)).isdecimal():
        return None
    return float(head + "".join(groups))
