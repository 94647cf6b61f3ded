"""The words of opening hours: text into tokens with a meaning, one language at a time."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import data.catalog
from geo.hours.months import MONTHS
from geo.hours.opening_rules import WEEK
from geo.model import Appointment

TABLE = Path(data.catalog.__file__).parent / "hour_words.toml"
CONDITIONS = {"by_appointment": 1, "or_appointment": 2, "walk_in": 3}
"""Kinds of the token ``note``, by its value."""

APPOINTMENTS = {
    CONDITIONS["by_appointment"]: Appointment.REQUIRED,
    CONDITIONS["or_appointment"]: Appointment.POSSIBLE,
    CONDITIONS["walk_in"]: Appointment.NONE,
}
"""What the value of a ``note`` says of appointments, the strictest first."""

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}

_PIECE = re.compile(
    r"(?P<time>\d{1,2}(?:[:.]|h)\d{2}(?!\d))|(?P<number>\d+)|(?P<word>[^\W\d_]+)|(?P<mark>\S)|(?P<line>\n)"
)
_DECIMAL_COMMA = re.compile(r"(?<!\d)\d{1,2},\d{2}(?!\d)")
_MARKS = {
    **dict.fromkeys("-–—‐‑‒−÷", "dash"),
    **dict.fromkeys(",،", "comma"),
    **dict.fromkeys(";؛|•*\n", "break"),
    **dict.fromkeys("&+", "and"),
    **dict.fromkeys("()[]\"“”«»'", "filler"),
    "/": "slash",
    ":": "colon",
    ".": "dot",
}
_APOSTROPHES = "'’`´ʼ‘"
_LONGEST_ABBREVIATION = 5
_JOINED_AND = "و"
"""Arabic writes "and" together with the word after it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text with its meaning.

    `kind` is that of the table (``day``, ``month``, ``from`` …), a mark (``dash``, ``comma`` …),
    ``number``, ``time`` or ``unknown``. `value`: the day from Monday = 0, the month from 1, which
    of a month (-1: the last), the hour, or minutes after midnight of a ``time``. `start` and `end`
    are places in the text as written.
    """

    kind: str
    value: int
    text: str
    start: int
    end: int
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one language, as tuples of pieces.

    `ordinals` are what is written together with a number: "1st", "1°", "1er".
    """

    language: str
    meanings: Mapping[tuple[str, ...], tuple[str, int]]
    ordinals: frozenset[str]
    longest: int


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str
    start: int
    end: int


@cache
def lexicons() -> Mapping[str, Lexicon]:
    """Return the words of every language of the table, by ISO 639-1 code."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {language: _lexicon(language, words) for language, words in table.items()}


def _lexicon(language: str, table: Mapping[str, Mapping[str, list[str]]]) -> Lexicon:
    meanings: dict[tuple[str, ...], tuple[str, int]] = {}
    rows = [
        *(("day", WEEK.index(key), forms) for key, forms in table["days"].items()),
        *(("month", 1 + MONTHS.index(key), forms) for key, forms in table["months"].items()),
        *(_word(key, forms) for key, forms in table["words"].items() if key != "ordinal"),
    ]
    for kind, value, forms in rows:
        for form in forms:
            pieces = tuple(p.text for p in _pieces(*_folded(form)))
            if meanings.setdefault(pieces, (kind, value)) != (kind, value):
                raise ValueError(f"hour_words, {language}: {form!r} stands twice")
    ordinals = frozenset(_folded(mark)[0] for mark in table["words"].get("ordinal", ()))
    return Lexicon(language, meanings, ordinals, max(map(len, meanings)))


def _word(key: str, forms: list[str]) -> tuple[str, int, list[str]]:
    if key in CONDITIONS:
        return "note", CONDITIONS[key], forms
    return ("nth", ORDINALS[key], forms) if key in ORDINALS else (key, 0, forms)


def tokens(text: str, lexicon: Lexicon, *, decimal_comma: bool) -> list[Token]:
    """Return the tokens of a text in one language; words that mean nothing are left out.

    Parameters
    ----------
    decimal_comma
        Whether ``9,30`` is half past nine, or a nine and a thirty.
    """
    folded, places = _folded(text)
    if decimal_comma:
        folded = _DECIMAL_COMMA.sub(lambda found: found[0].replace(",", ":"), folded)
    pieces = list(_pieces(folded, places))
    found: list[Token] = []
    at = 0
    while at < len(pieces):
        taken, meant = _meaning(pieces, at, lexicon, found)
        found += meant
        at += taken
    return _without_abbreviation_dots(found, lexicon)


def _meaning(
    pieces: list[_Piece], at: int, lexicon: Lexicon, before: list[Token]
) -> tuple[int, list[Token]]:
    """Return how many pieces the longest phrase takes, and what it means."""
    piece = pieces[at]
    after_number = before and before[-1].kind == "number" and before[-1].end == piece.start
    if after_number and piece.text in lexicon.ordinals - {"."}:
        return 1, [Token("ordinal", 0, piece.text, piece.start, piece.end)]
    for length in range(min(lexicon.longest, len(pieces) - at), 0, -1):
        phrase = pieces[at : at + length]
        meaning = lexicon.meanings.get(tuple(p.text for p in phrase))
        if meaning is None or (meaning[0] == "always" and _in_range(pieces, at, length, before)):
            continue
        written = " ".join(p.text for p in phrase)
        return length, [Token(*meaning, written, phrase[0].start, phrase[-1].end)]
    if lexicon.language == "ar" and len(piece.text) > 2 and piece.text.startswith(_JOINED_AND):
        rest = _Piece("word", piece.text[1:], piece.start + 1, piece.end)
        taken, meant = _meaning([rest, *pieces[at + 1 : at + lexicon.longest]], 0, lexicon, before)
        if meant and meant[0].kind != "unknown":
            return taken, [Token("and", 0, _JOINED_AND, piece.start, piece.start + 1), *meant]
    return 1, [_single(piece, pieces, at)]


def _in_range(pieces: list[_Piece], at: int, length: int, before: list[Token]) -> bool:
    """Return whether the 24 of "24 hours" is one end of a range: "8-24 ore"."""
    after = pieces[at + length] if at + length < len(pieces) else None
    ends = {"dash", "to", "to_time", "slash"}
    follows = after is not None and _MARKS.get(after.text) == "dash"
    return (bool(before) and before[-1].kind in ends) or (follows and pieces[at].text == "24")


def _single(piece: _Piece, pieces: list[_Piece], at: int) -> Token:
    where = (piece.text, piece.start, piece.end)
    if piece.kind == "number":
        return Token("number", int(piece.text) if len(piece.text) <= 2 else 99, *where)
    if piece.kind == "time":
        hours, minutes = re.split("[:.h]", piece.text)
        right = int(minutes) < 60
        return Token("time" if right else "unknown", 60 * int(hours) + int(minutes), *where)
    kind = _MARKS.get(piece.text, "unknown") if piece.kind != "word" else "unknown"
    apart = 0 < at < len(pieces) - 1 and (
        pieces[at - 1].end < piece.start and piece.end < pieces[at + 1].start
    )
    return Token(kind, 0, *where, spaced=apart)


def _without_abbreviation_dots(found: list[Token], lexicon: Lexicon) -> list[Token]:
    """Drop the dot of "lun."; any other that ends a sentence breaks the text."""
    kept: list[Token] = []
    for number, token in enumerate(found):
        if token.kind != "dot":
            kept.append(token)
            continue
        before = found[number - 1] if number else None
        after = found[number + 1] if number + 1 < len(found) else None
        if before is not None and before.end == token.start and _shortened(before):
            continue
        ordinal = "." in lexicon.ordinals and _is_ordinal_dot(before, after)
        ends = after is None or after.start > token.end
        kind = "ordinal" if ordinal else "break" if ends else "unknown"
        kept.append(Token(kind, 0, ".", token.start, token.end))
    return kept


def _is_ordinal_dot(before: Token | None, after: Token | None) -> bool:
    """Say the dot of "1. Montag" and "vom 10. bis 20. August" from the end of a sentence."""
    if before is None or after is None or before.kind != "number":
        return False
    return after.kind in ("day", "month", "to", "to_date")


def _shortened(token: Token) -> bool:
    return token.text.isalpha() and len(token.text) <= _LONGEST_ABBREVIATION


def _pieces(folded: str, places: list[int]) -> Iterator[_Piece]:
    for found in _PIECE.finditer(folded):
        kind = str(found.lastgroup)
        yield _Piece(kind, found[0], places[found.start()], places[found.end() - 1] + 1)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return text as it is compared, and for each of its letters the place in the text.

    Lower case without accents and invisible marks; digits of every script become 0-9.
    """
    folded: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in _plain_letters(letter, text, place):
            folded.append(part)
            places.append(place)
    return "".join(folded), places


def _plain_letters(letter: str, text: str, place: int) -> str:
    if letter in _APOSTROPHES:
        return _apostrophe(text, place)
    if letter.isascii():
        return letter.lower() if letter != "\r" else "\n"
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    parts = unicodedata.normalize("NFD", letter.casefold())
    return "".join(p for p in parts if unicodedata.category(p) not in ("Mn", "Cf") and p != "ـ")


def _apostrophe(text: str, place: int) -> str:
    """Say an accent ("lunedi'") and a part of a word (п'ятниця) from a gap (l'ultimo)."""
    before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    if not before.isalpha():
        return "'"
    return "" if not after.isalpha() or "\u0400" <= before <= "\u052f" else " "
