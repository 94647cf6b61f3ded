"""Pupils as rows of tables: levels, and shares beside the average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.measures.pupils import NOT_KNOWN, SafeShare, SchoolYear
from geo.small_cells import SafeTable
from layers.coverage.unmet_rows import HIDDEN, level_text
from layers.words import Words

SHARES = ("foreign", "behind_foreign", "behind_home", "left_foreign", "left_home")


def year_heads(words: Words) -> tuple[str, ...]:
    """Return the headings of `year_row`."""
    names = ("school", "year", "pupils", *SHARES, "flag")
    return tuple(words.say(f"pupils.head.{name}") for name in names)


def year_row(found: SchoolYear, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """Return a school in a year: pupils, each share with the average in brackets, the flag."""
    flag = {True: "pupils.flagged", False: "pupils.not_flagged", None: "pupils.unknown"}
    return (
        names.get(found.code, found.code),
        words.ltr(f"{found.year}/{(found.year + 1) % 100:02}"),
        words.ltr(level_text(found.pupils.total)),
        *(share_text(getattr(found, name), words) for name in SHARES),
        words.say(flag[found.is_flagged]),
    )


def share_text(share: SafeShare, words: Words) -> str:
    """Return a share with the average of all schools of the year; a dash for what is not shown.

    Examples
    --------
    >>> words = Words("en")
    >>> share_text(SafeShare(0.4, 0.25), words), share_text(SafeShare(None, None), words)
    ('40% (25%)', '–')
    """
    if share.share is None and share.average is None:
        return HIDDEN
    one, all_of_them = (
        HIDDEN if value is None else words.fact(value, "percent")
        for value in (share.share, share.average)
    )
    return words.ltr(f"{one} ({all_of_them})")


def country_heads(words: Words) -> tuple[str, ...]:
    """Return the headings of `country_rows`."""
    return tuple(
        words.say(f"pupils.head.{name}") for name in ("country", "pupils", "behind", "left")
    )


def country_rows(found: SchoolYear, words: Words) -> list[tuple[str, ...]]:
    """Return a row for each country: pupils, those behind and those who left, as levels."""
    rows: list[tuple[str, ...]] = []
    for place, country in enumerate(found.countries):
        name = (
            words.say("pupils.country_unknown")
            if country == NOT_KNOWN
            else words.fact(country, "country")
        )
        cells = (
            found.pupils.cells[place][0],
            *(None if one is None else one.cells[place][0] for one in _parts(found)),
        )
        rows.append((name, *(words.ltr(level_text(cell)) for cell in cells)))
    return rows


def _parts(found: SchoolYear) -> Sequence[SafeTable | None]:
    return found.behind, found.left
