"""Search addresses and places of an area, on the machine, forgiving typing errors.

A name is found by the three-letter pieces it shares with what was typed (SQLite's FTS5, trigram
tokens), then ranked by edit distance. House numbers that the map lacks are interpolated between
neighbours of the same side and say so.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

import numpy as np
from rapidfuzz import fuzz

from geo.names.folding import without_marks
from geo.names.place_query import PlaceQuery, house_key, read_place_query
from geo.network.sphere import distance_m

CANDIDATES = 250
GOOD_ENOUGH = 62.0
"""Names less alike than this, of 100, are not offered."""

NUMBER_BONUS = 12.0
TOWN_BONUS = 2.0
MOST_PLACED = 40
NEARLY_ALIKE = 6.0
"""Streets that are less alike to what was typed than this below the best are others."""

KIND_BONUS = {"street": 3.0, "locality": 4.0, "place": 0.0}

ABBREVIATIONS = {
    "v": "via",
    "vle": "viale",
    "pza": "piazza",
    "pzza": "piazza",
    "pzle": "piazzale",
    "cso": "corso",
    "lgo": "largo",
    "vlo": "vicolo",
    "str": "strasse",
    "pl": "platz",
    "bd": "boulevard",
    "bvd": "boulevard",
    "av": "avenue",
    "ave": "avenue",
    "s": "san",
    "st": "saint",
    "ste": "sainte",
}


@dataclass(frozen=True, slots=True)
class Street:
    """A street of the index: `id` is its row's, `names` as they are compared (see `normal`)."""

    id: int
    label: str
    names: tuple[str, ...]
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that may be meant.

    `kind` is ``address``, ``street``, ``locality`` or ``place``. `interpolated` marks a house
    number that the map does not have, placed between its neighbours or at the number without its
    letter. `near` is a quarter or village nearby, where others of a search have the same name;
    `kind_differs` says that one of those is of another kind. `category` is one of
    ``place_categories.toml`` or empty, `likeness` how near its name is to what was typed, 100 for
    the same. Degrees EPSG:4326.
    """

    label: str
    kind: str
    lon: float
    lat: float
    interpolated: bool = False
    near: str = ""
    kind_differs: bool = False
    category: str = ""
    likeness: float = 0.0


class AddressIndex:
    """Read-only search; safe to share between threads.

    Parameters
    ----------
    database
        A file written by `build_addresses`.
    """

    def __init__(self, database: Path) -> None:
        uri = f"file:{database.as_posix()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = Lock()
        # An area that was built before there were categories has none.
        self._has_categories = bool(
            self._rows("SELECT 1 FROM sqlite_master WHERE name = 'category'", ())
        )

    def search(self, text: str, *, limit: int = 8) -> tuple[FoundPlace, ...]:
        """Return the places most likely meant by `text`, best first; empty for nothing alike."""
        query = read_place_query(text)
        words = normal(query.street)
        scored = self._scored(normal(f"{query.street} {query.number}"))
        if query.number:
            scored += [
                (score + 1.0, row, query.number)
                for score, row, _ in self._scored(words)
                if row[2] == "street"
            ]
        scored.sort(key=lambda item: (-item[0], str(item[1][0])))
        best = max((score for score, row, _ in scored if row[2] == "street"), default=0.0)
        placed = []
        for score, row, house in scored[: max(4 * limit, MOST_PLACED)]:
            fits = self._fits_town(row, query)
            likeness = score - _bonus(row) + fits
            placed.append((score + fits, replace(self._placed(row, house), likeness=likeness)))
        # Of streets spelled nearly alike the one that has the very number is meant.
        placed.sort(
            key=lambda item: (
                -(item[0] + NUMBER_BONUS * (_is_exact(item[1]) and item[0] > best - NEARLY_ALIKE))
            )
        )
        found: dict[tuple[str, int, int], FoundPlace] = {}
        for _, place in placed:
            key = (place.label, round(place.lon * 500), round(place.lat * 500))
            found.setdefault(key, place)
        return self._told_apart(tuple(found.values())[:limit])

    def of_category(self, category: str) -> tuple[FoundPlace, ...]:
        """Return the places of a category, in no order that matters."""
        if not self._has_categories:
            return ()
        rows = self._rows(
            "SELECT n.label, n.kind, n.lon, n.lat FROM category c JOIN name n ON n.id = c.name"
            " WHERE c.category = ? ORDER BY n.label LIMIT ?",
            (category, CANDIDATES),
        )
        found = (
            FoundPlace(str(label), str(kind), float(str(lon)), float(str(lat)), category=category)
            for label, kind, lon, lat in rows
        )
        return tuple(replace(place, likeness=100.0) for place in found)

    def with_quarters(self, places: tuple[FoundPlace, ...]) -> tuple[FoundPlace, ...]:
        """Return places with the quarter or village that each is near to."""
        return tuple(replace(place, near=self._locality_near(place)) for place in places)

    def _fits_town(self, row: tuple[object, ...], query: PlaceQuery) -> float:
        """Return what a street gains whose houses have the post code or town that is written."""
        if row[2] != "street" or not (query.postal_code or query.town):
            return 0.0
        (found,) = self._rows(
            "SELECT EXISTS (SELECT 1 FROM house WHERE name = ? AND postal_code = ?),"
            " EXISTS (SELECT 1 FROM house WHERE name = ? AND city = ?)",
            (row[0], query.postal_code or "-", row[0], normal(query.town) or "-"),
        )
        return TOWN_BONUS * (int(str(found[0])) + int(str(found[1])))

    def _told_apart(self, places: tuple[FoundPlace, ...]) -> tuple[FoundPlace, ...]:
        """Return places, where several are called alike, with what sets them apart."""
        kinds: dict[str, list[str]] = {}
        for place in places:
            kinds.setdefault(place.label, []).append(place.kind)
        return tuple(
            replace(
                place,
                near=self._locality_near(place),
                kind_differs=len(set(kinds[place.label])) > 1,
            )
            if len(kinds[place.label]) > 1
            else place
            for place in places
        )

    def _locality_near(self, place: FoundPlace) -> str:
        rows = self._rows(
            "SELECT label, lon, lat FROM name WHERE kind = 'locality' AND label <> ?"
            " AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?",
            (place.label, place.lat - 0.03, place.lat + 0.03, place.lon - 0.05, place.lon + 0.05),
        )
        if not rows:
            return ""
        lons, lats = (np.array([float(str(row[n])) for row in rows]) for n in (1, 2))
        here = np.full(len(rows), place.lon), np.full(len(rows), place.lat)
        return str(rows[int(np.argmin(distance_m(*here, lons, lats)))][0])

    def nearest_label(self, lon: float, lat: float) -> str | None:
        """Return the street and number nearest to a point, None where none is within 150 m."""
        reach = 0.0015
        rows = self._rows(
            "SELECT n.label, h.number, h.lon, h.lat FROM house h JOIN name n ON n.id = h.name"
            " WHERE h.lat BETWEEN ? AND ? AND h.lon BETWEEN ? AND ?",
            (lat - reach, lat + reach, lon - reach * 1.5, lon + reach * 1.5),
        ) or self._rows(
            "SELECT label, '', lon, lat FROM name WHERE kind = 'street'"
            " AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?",
            (lat - reach, lat + reach, lon - reach * 1.5, lon + reach * 1.5),
        )
        if not rows:
            return None
        lons, lats = np.array([r[2] for r in rows]), np.array([r[3] for r in rows])
        away = distance_m(np.full(len(rows), lon), np.full(len(rows), lat), lons, lats)
        nearest = int(np.argmin(away))
        if away[nearest] > 150:
            return None
        return f"{rows[nearest][0]} {rows[nearest][1]}".strip()

    def streets(self, name: str) -> tuple[Street, ...]:
        """Return the streets that may be called so, in no order; whoever asks decides."""
        scored = self._scored(normal(name))
        return tuple(
            Street(
                int(str(i)),
                str(label),
                tuple(str(names).split(" | ")),
                float(str(x)),
                float(str(y)),
            )
            for _, (i, label, kind, x, y, names, _weight), _ in scored
            if kind == "street"
        )

    def on_street(self, street: Street, number: str) -> FoundPlace:
        """Return a house of a street: itself, between its neighbours, or else the street."""
        row = (street.id, street.label, "street", street.lon, street.lat, "")
        return self._placed(row, house_key(number) or None)

    def has_locality(self, name: str) -> bool:
        """Return whether a town, village or quarter of the area is called so."""
        words = normal(name)
        rows = self._scored(words)
        return any(row[2] == "locality" and words in str(row[5]).split(" | ") for _, row, _ in rows)

    def _rows(self, query: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def _scored(self, words: str) -> list[tuple[float, tuple[object, ...], str | None]]:
        pieces = {words[i : i + 3] for i in range(len(words) - 2)}
        if not pieces:
            return []
        query = " OR ".join('"' + piece.replace('"', "") + '"' for piece in sorted(pieces))
        rows = self._rows(
            "SELECT n.id, n.label, n.kind, n.lon, n.lat, n.alike, n.weight FROM piece p"
            " JOIN name n ON n.id = p.rowid WHERE piece MATCH ? ORDER BY rank LIMIT ?",
            (query, CANDIDATES),
        )
        scored: list[tuple[float, tuple[object, ...], str | None]] = []
        for row in rows:
            score = max(_alike(words, name) for name in str(row[5]).split(" | "))
            if score >= GOOD_ENOUGH:
                scored.append((score + _bonus(row), row, None))
        return scored

    def _placed(self, row: tuple[object, ...], house: str | None) -> FoundPlace:
        identity, label, kind, lon, lat = row[:5]
        place = FoundPlace(str(label), str(kind), float(str(lon)), float(str(lat)))
        if house is None:
            return place
        numbers = self._rows(
            "SELECT number, value, lon, lat FROM house WHERE name = ? ORDER BY value", (identity,)
        )
        keys = {house_key(str(number)): (number, x, y) for number, _, x, y in reversed(numbers)}
        wanted = house_key(house)
        if wanted in keys:
            number, x, y = keys[wanted]
            return FoundPlace(f"{label} {number}", "address", float(str(x)), float(str(y)))
        bare = re.match(r"\d+", wanted)
        if bare and bare[0] in keys:
            number, x, y = keys[bare[0]]
            return FoundPlace(
                f"{label} {number}", "address", float(str(x)), float(str(y)), interpolated=True
            )
        return _interpolated(place, house, numbers) or place if bare else place


def normal(text: str) -> str:
    """Return text as it is compared: lower case, no accents, abbreviations written out.

    Examples
    --------
    >>> normal("P.zza Duomo, 3"), normal("Ihlenfelder Straße 12"), normal("C.so 3 Novembre")
    ('piazza duomo 3', 'ihlenfelder strasse 12', 'corso 3 novembre')
    """
    text = text.casefold().replace("ß", "ss").replace("’", " ").replace("'", " ")
    text = re.sub(r"(?<=[a-z])\.(?=[a-z])", "", text)
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        text = text.replace(umlaut, plain)
    text = re.sub(r"(?<=[a-z])str(?=\.|\s|$)", "strasse", without_marks(text))
    words = re.sub(r"[^\w/\-]+", " ", text).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


def _bonus(row: tuple[object, ...]) -> float:
    """Return what the kind and the weight of a name add to its likeness."""
    return KIND_BONUS[str(row[2])] + float(str(row[6]))


def _is_exact(place: FoundPlace) -> bool:
    return place.kind == "address" and not place.interpolated


def _alike(words: str, name: str) -> float:
    whole = fuzz.ratio(words, name)
    sorted_words = fuzz.token_sort_ratio(words, name)
    part = 0.9 * fuzz.partial_token_sort_ratio(words, name) if len(words) > 3 else 0.0
    # What the name has too much is likely left out by the person; what the person typed is meant.
    missing, extra = len(words) - len(name), len(name) - len(words)
    return max(whole, sorted_words, part - 1.5 * max(0, missing) - 0.05 * max(0, extra))


def house_value(number: str) -> int:
    """Return the number of a house without its letter; 0 where it has none."""
    digits = re.match(r"\D*(\d+)", number)
    return int(digits.group(1)) if digits else 0


def _interpolated(
    street: FoundPlace, house: str, numbers: list[tuple[object, ...]]
) -> FoundPlace | None:
    wanted = house_value(house)
    side = [
        (int(str(value)), float(str(lon)), float(str(lat)))
        for _, value, lon, lat in numbers
        if int(str(value)) % 2 == wanted % 2
    ]
    below = [n for n in side if n[0] <= wanted]
    above = [n for n in side if n[0] >= wanted]
    if not below or not above:
        return None
    low, high = below[-1], above[0]
    share = 0.0 if high[0] == low[0] else (wanted - low[0]) / (high[0] - low[0])
    lon, lat = low[1] + share * (high[1] - low[1]), low[2] + share * (high[2] - low[2])
    return FoundPlace(f"{street.label} {house}", "address", lon, lat, interpolated=True)
