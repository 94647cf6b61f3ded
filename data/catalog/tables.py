"""Read the committed reference tables: needs, tag rules, statuses, languages and the rest."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from geo.errors import UnknownName
from geo.model import AccessRoute, OrganizationKind
from geo.taxonomy import Need, Taxonomy

FOLDER = Path(__file__).parent
ANYTHING = "*"


@dataclass(frozen=True, slots=True)
class TagRule:
    """One rule of ``osm_tags.toml``; its comments say what the fields mean."""

    tags: dict[str, frozenset[str]]
    unless: dict[str, frozenset[str]]
    name: re.Pattern[str] | None
    needs: tuple[str, ...]
    accepts_anyone: bool
    usual_hours: str | None
    kind: OrganizationKind | None
    access: AccessRoute | None


@dataclass(frozen=True, slots=True)
class Language:
    """A language: ISO 639-3 code, ISO 639-1 code, its own name, direction of its script."""

    code: str
    short: str
    name: str
    direction: str


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """A telephone number for help now, with its source and the day it was read there."""

    id: str
    number: str
    countries: tuple[str, ...]
    source: str
    checked: date | None


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a law or a plan asks for; its file says what the fields mean."""

    id: str
    kind: str
    need: str
    per: float
    limit_min: float
    share: float
    bounds_min: tuple[float, ...]
    source: str


@dataclass(frozen=True, slots=True)
class PlaceCategory:
    """A kind of place that people name instead of a street, by its tags and its words."""

    id: str
    tags: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


@cache
def load_place_categories() -> tuple[PlaceCategory, ...]:
    """Return the kinds of places that are found by a word, in no order that matters."""
    return tuple(
        PlaceCategory(
            row["id"],
            tuple((key, value) for key, value in (tag.split("=") for tag in row["tags"])),
            tuple(row["words"]),
        )
        for row in _read("place_categories")["category"]
    )


@cache
def load_yardsticks() -> tuple[Yardstick, ...]:
    """Return the yardsticks in the order in which they are shown."""
    return tuple(
        Yardstick(
            id=row["id"],
            kind=row["kind"],
            need=row.get("need", ""),
            per=float(row.get("per", 0)),
            limit_min=float(row.get("limit_min", 0)),
            share=float(row.get("share", 0)),
            bounds_min=tuple(map(float, row.get("bounds_min", ()))),
            source=row["source"],
        )
        for row in _read("yardsticks")["yardstick"]
    )


@cache
def load_taxonomy() -> Taxonomy:
    """Return sectors and needs in the order in which they are shown."""
    table = _read("taxonomy")
    needs = (
        Need(
            n["id"],
            n["sector"],
            n.get("sensitive", False),
            n.get("theme", n["sector"]),
            visit_min=n["visit_min"],
            after=frozenset(n.get("after", ())),
            gives=frozenset(n.get("gives", ())),
        )
        for n in table["need"]
    )
    return Taxonomy(tuple(table["sectors"]), tuple(needs), tuple(table["common"]))


@dataclass(frozen=True, slots=True)
class NeedWords:
    """Everyday words of each need by the ISO 639-1 code of their language, and words of any."""

    phrases: dict[str, dict[str, tuple[str, ...]]]
    empty: tuple[str, ...]
    light: tuple[str, ...]


@cache
def load_need_words() -> NeedWords:
    """Return the everyday words by which needs are found; their file says what they mean."""
    table = _read("need_words")
    phrases = {
        need: {language: tuple(texts) for language, texts in words.items()}
        for need, words in table["need"].items()
    }
    return NeedWords(phrases, tuple(table["empty"]), tuple(table["light"]))


@cache
def open_eligibility_needs() -> dict[str, tuple[str, ...]]:
    """Return the needs by the case-folded name of the Open Eligibility term that they map to."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _read("taxonomy")["need"]:
        term = row.get("open_eligibility", "").casefold()
        found[term] = (*found.get(term, ()), row["id"])
    return found


@cache
def load_tag_rules() -> tuple[TagRule, ...]:
    """Return the rules that make services of OpenStreetMap objects, in order."""
    return tuple(_rule(row) for row in _read("osm_tags")["rule"])


@cache
def load_statuses() -> tuple[str, ...]:
    """Return the ids of legal statuses."""
    return tuple(row["id"] for row in _read("statuses")["status"])


@cache
def load_documents() -> tuple[str, ...]:
    """Return the ids of documents."""
    return tuple(row["id"] for row in _read("documents")["document"])


@cache
def load_languages() -> tuple[Language, ...]:
    """Return the languages in the order in which they are offered."""
    return tuple(
        Language(row["code"], row["short"], row["name"], row.get("direction", "ltr"))
        for row in _read("languages")["language"]
    )


@cache
def load_help_numbers() -> tuple[HelpNumber, ...]:
    """Return the numbers for help now, of every country."""
    return tuple(
        HelpNumber(
            row["id"], row["number"], tuple(row["countries"]), row["source"], row.get("checked")
        )
        for row in _read("help_numbers")["number"]
    )


def language_code(text: str) -> str:
    """Return the ISO 639-3 code of a language said by either code.

    Raises
    ------
    UnknownName
        ``language.unknown`` with the codes there are.

    Examples
    --------
    >>> language_code("ar"), language_code("ara")
    ('ara', 'ara')
    """
    wanted = text.strip().lower()
    for language in load_languages():
        if wanted in (language.code, language.short):
            return language.code
    known = ", ".join(language.code for language in load_languages())
    raise UnknownName("language.unknown", language=text, known=known)


def need_ids(text: str) -> frozenset[str]:
    """Return the need ids that a need or a sector stands for.

    Raises
    ------
    UnknownName
        ``need.unknown`` with the names there are.

    Examples
    --------
    >>> sorted(need_ids("work"))
    ['job_search', 'labour_rights', 'qualifications', 'training']
    """
    taxonomy = load_taxonomy()
    covered = taxonomy.covered_by(text)
    if not covered:
        known = ", ".join([*taxonomy.sectors, *(need.id for need in taxonomy.needs)])
        raise UnknownName("need.unknown", need=text, known=known)
    return covered


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _rule(row: dict[str, Any]) -> TagRule:
    return TagRule(
        tags={key: frozenset(values) for key, values in row.get("tags", {}).items()},
        unless={key: frozenset(values) for key, values in row.get("unless", {}).items()},
        name=re.compile(row["name"], re.IGNORECASE) if "name" in row else None,
        needs=tuple(row["needs"]),
        accepts_anyone=row.get("accepts_anyone", False),
        usual_hours=row.get("usual_hours"),
        kind=OrganizationKind(row["kind"]) if "kind" in row else None,
        access=AccessRoute(row["access"]) if "access" in row else None,
    )
