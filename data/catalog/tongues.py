"""What foreign residents speak: citizenships from ISTAT, languages of countries from Unicode CLDR.

CLDR's table of the languages of a territory comes with Babel: parts of a country's people who use a
language, which need not sum to one, as people use several.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel.core import get_global

from data.catalog.tables import load_languages

TABLE = Path(__file__).parent / "citizenships.toml"
LANGUAGE_SOURCE = "Unicode CLDR"

MEMBERS = {
    "ara": ("ar", "aeb", "apc", "apd", "arq", "ary", "arz"),
    "fas": ("fa", "fa_AF", "prs"),
    "kur": ("ku", "ckb"),
    "pan": ("pa", "pa_Arab", "lah"),
    "que": ("qu", "qug"),
    "tgl": ("fil", "tl"),
    "zho": ("zh", "zh_Hant"),
}
"""What CLDR tells apart and a door does not: a desk that speaks Arabic serves who speaks Moroccan
Arabic. Of several the most frequent counts, as they are mostly the same people."""


@dataclass(frozen=True, slots=True)
class Citizenships:
    """Foreign residents by citizenship (ISO 3166-1, two letters); the rest to `total`: not told."""

    source: str
    day: date
    total: float
    people: dict[str, float]


@cache
def load_citizenships() -> Citizenships:
    """Return Italy's foreign residents by citizenship."""
    told = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    people = {country: float(count) for country, count in told["people"].items()}
    return Citizenships(told["source"], told["day"], float(told["total"]), people)


@cache
def spoken_in(language: str) -> dict[str, float]:
    """Return country → part of its people who speak a language, 0 to 1, by CLDR.

    Parameters
    ----------
    language
        ISO 639-3, of ``languages.toml``.

    Examples
    --------
    >>> spoken_in("ron")["RO"], spoken_in("ara")["MA"] > 0.8
    (0.9, True)
    """
    short = next((one.short for one in load_languages() if one.code == language), "")
    wanted = MEMBERS.get(language, (short or language,))
    table = get_global("territory_languages")
    found = {}
    for country, languages in table.items():
        parts = [languages[one]["population_percent"] for one in wanted if one in languages]
        if parts:
            found[str(country)] = min(1.0, max(parts) / 100)
    return found
