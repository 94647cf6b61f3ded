"""Two ways of writing a street's name held against each other."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from geo.names.folding import without_marks
from geo.names.italian_address import street_word, written_out

SMALL_WORDS = frozenset(
    (
        *("a", "al", "alla", "allo", "ai", "agli", "alle", "di", "de", "del", "dei", "degli"),
        *("della", "delle", "dello", "da", "dal", "e", "ed", "la", "le", "lo", "il", "i", "d"),
        *("l", "du", "des"),
    )
)
TITLES = frozenset(
    (
        *("ss", "s", "san", "santa", "santo", "saint", "sainte", "don", "padre", "monsignor"),
        *("generale", "dottor", "professor", "cardinale"),
    )
)
LEAST_WORD = 0.72
"""A word less alike than this to every other is another word."""

LEFT_OUT = 0.07
LAST_LEFT_OUT = 0.2
"""What a word that one of the two lacks takes away: a first name or a title; the last name."""

GLUED = 0.85
"""So alike must names be that differ in how many words they are written with."""


def alike_streets(first: str, second: str) -> float:
    """Return how alike two streets are called, 0 to 1.

    First names may be initials or left out, words may stand in another order and be misspelt by
    a letter or two. Streets of different kinds ("via", "piazza") and with different figures in
    their names are different, 0.0; so is what has no words.

    Examples
    --------
    >>> alike_streets("via G. Garibaldi", "Via Giuseppe Garibaldi")
    0.99
    >>> alike_streets("Via Garibadi", "via Garibaldi") > 0.9
    True
    >>> alike_streets("via Verdi", "piazza Verdi")
    0.0
    >>> alike_streets("via 3 Novembre", "via 4 Novembre")
    0.0
    """
    kind, words = _words(first)
    other_kind, other = _words(second)
    if not words or not other or (kind and other_kind and kind != other_kind):
        return 0.0
    if _figures(words) != _figures(other):
        return 0.0
    alike = _word_by_word(words, other)
    if len(words) != len(other):  # "SGIOVANNI BOSCO"
        joined = float(fuzz.ratio("".join(words), "".join(other))) / 100
        alike = max(alike, joined - 0.02 if joined >= GLUED else 0.0)
    return round(alike, 3)


@lru_cache(maxsize=100_000)
def _words(street: str) -> tuple[str, list[str]]:
    kind = street_word(street)
    folded = without_marks(written_out(street).casefold().replace("ß", "ss"))
    kept = "".join(c if c.isalnum() else " " for c in folded)
    words = kept.split()
    if kind and len(words) > 1:
        words = words[1:]
    return kind, [word for word in words if word not in SMALL_WORDS] or words


def _figures(words: list[str]) -> list[str]:
    return sorted(word for word in words if word.isdigit())


def _word_by_word(first: list[str], second: list[str]) -> float:
    few, many = sorted((first, second), key=len)
    left = list(many)
    total, weight, names = 0.0, 0, 0
    for word in few:
        alike, best = max((_alike(word, other, {few[-1], many[-1]}), other) for other in left)
        if alike < LEAST_WORD:
            return 0.0
        left.remove(best)
        letters = min(len(word), len(best))
        total, weight = total + alike * letters, weight + letters
        names += letters > 1 and not {word, best} & TITLES
    if not names:
        return 0.0  # an initial is no name
    last = many[-1] in left
    missing = LEFT_OUT * (len(left) - last) + LAST_LEFT_OUT * last
    return max(0.0, total / weight - missing)


def _alike(first: str, second: str, last: set[str]) -> float:
    if first == second:
        return 1.0
    if {first, second} <= TITLES and first[0] == second[0]:
        return 0.95
    if 1 in (len(first), len(second)):
        name = max(first, second, key=len)  # of a person the first name is shortened, not the last
        return 0.9 if first[0] == second[0] and name not in last else 0.0
    return float(fuzz.ratio(first, second)) / 100
