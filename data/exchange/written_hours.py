"""Opening hours as people write them, into OSM's syntax; what is not certain is given, not guessed.

A text is read once in each language that knows its words, and believed where all readings agree.
Times without days stay without days, which the syntax takes for every day: `days_given` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from data.catalog.tables import language_code, load_languages
from data.exchange.hour_parts import Unclear
from data.exchange.hour_rules import HourRule, read_sentence, shape
from data.exchange.hour_weeks import opening_hours_of
from data.exchange.hour_words import APPOINTMENTS, Lexicon, Token, lexicons, tokens
from geo.hours.months import MONTHS
from geo.hours.opening import is_readable
from geo.hours.opening_rules import WEEK, Period
from geo.model import Appointment

MOST_CHARACTERS = 2_000
"""Longer texts say more than hours; they are not read."""

LONGEST_PART = 200
_MANY_DAYS = ("every_day", "weekdays", "weekend", "holidays", "festive", "nth")
_WORD = re.compile(r"[^\W\d_]+")
_CONTACT = re.compile(
    r"(?:\b(?:tel|telefono|telefonare|cell|cellulare|fax|phone|téléphone|telefon|тел|e-?mail|pec)\b"
    r"|هاتف)[.:\s]*(?:al\s+)?(?:[+(]?\d[\d\s/.()-]{4,}\d|\S+@\S+)"
    r"|\S+@\S+\.\w+|\b(?:https?://|www\.)\S+",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\([^()]*\)")
_ABOUT_HOURS = frozenset({
    "time", "day", "month", "closed", "except", "always", "morning", "afternoon", "noon",
    "midnight", "note", "every_day", "weekdays", "weekend", "holidays", "festive",
})  # fmt: skip
_OVERRIDES = re.compile("[\u202d\u202e]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_OSM_WORDS: Mapping[str, tuple[str, int]] = {
    **{name.lower(): ("day", day) for day, name in enumerate(WEEK)},
    **{name.lower(): ("month", month) for month, name in enumerate(MONTHS, 1)},
    **dict.fromkeys(("ph", "sh", "off", "closed", "unknown", "open", "week", "easter"), ("", 0)),
    **dict.fromkeys(("sunrise", "sunset", "dawn", "dusk"), ("", 0)),
}
# "2020", "Jan" and "open" are valid too, but say nothing of hours.
_TELLS_HOURS = re.compile(
    r"\d:\d\d|24/7|sunrise|sunset|dawn|dusk|off|closed|unknown|\"|\b(?:mo|tu|we|th|fr|sa|su|ph|sh)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenHours:
    """What a text says.

    Attributes
    ----------
    opening_hours
        OSM syntax; empty where nothing could be read.
    unread
        Parts that hold something else or are not certain, as written, in order; conditions such
        as "su appuntamento" stand here too, while the hours beside them are read.
    days_given
        False where hours stand without days: somebody should say whether every day is meant.
    conditions
        Those of `unread` that are understood as conditions of coming.
    appointment
        What the conditions say of appointments; None where they say nothing. Where only some of
        the hours are by appointment, one books.
    remarks
        Those of `unread` that say nothing of hours: "(secondo piano)".
    doubtful
        Whether `unread` holds a sentence of which nobody knows what it says: the place may be open
        when the hours that were read say that it is closed.
    """

    opening_hours: str
    unread: tuple[str, ...] = ()
    days_given: bool = True
    conditions: tuple[str, ...] = ()
    appointment: Appointment | None = None
    remarks: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def not_understood(self) -> tuple[str, ...]:
        """The parts of the text that are neither hours nor conditions."""
        return tuple(part for part in self.unread if part not in self.conditions)


@dataclass(frozen=True, slots=True)
class _Reading:
    hours: WrittenHours
    whole: bool
    words: int


def read_hours(text: str, language: str | None = None) -> WrittenHours:
    """Return opening hours in OSM's syntax, and the parts that could not be read for certain.

    Nothing is raised for what a text says: a person looks at `unread`. Text that follows the
    syntax already passes unchanged.

    Parameters
    ----------
    language
        ISO 639 code of the text, where it is known; it decides what several languages could
        mean: "do 9-12" is a Thursday in German and a Sunday in Spanish.

    Raises
    ------
    UnknownName
        ``language.unknown``.

    Examples
    --------
    >>> read_hours("dal lunedì al venerdì dalle 9 alle 13").opening_hours
    'Mo-Fr 09:00-13:00'
    >>> read_hours("mar e gio 15:00/17:30, sabato chiuso").opening_hours
    'Tu,Th 15:00-17:30; Sa off'
    >>> found = read_hours("lun 9-12, su appuntamento")
    >>> found.opening_hours, found.unread, found.appointment.value
    ('Mo 09:00-12:00', ('su appuntamento',), 'required')
    >>> read_hours("lun 9-1").opening_hours, read_hours("do 9-12").unread
    ('', ('do 9-12',))
    """
    short = _short(language) if language else None
    text = text.strip()
    if not text:
        return WrittenHours("")
    if len(text) > MOST_CHARACTERS or _OVERRIDES.search(text):
        return _unread(text)
    return _read(text, short)


def _short(language: str) -> str:
    code = language_code(language)
    return next(known.short for known in load_languages() if known.code == code)


def _unread(text: str) -> WrittenHours:
    return WrittenHours("", (_shortened(text),), doubtful=True)


def _shortened(text: str) -> str:
    text = _OVERRIDES.sub("", text.strip())
    return text if len(text) <= LONGEST_PART else f"{text[: LONGEST_PART - 1]}…"


@lru_cache(maxsize=4096)
def _read(text: str, language: str | None) -> WrittenHours:
    readings = {name: _best(text, lexicon) for name, lexicon in lexicons().items()}
    most = max((reading.words for reading in readings.values()), default=0)
    likely = {name: r for name, r in readings.items() if r.words == most}
    if language in likely:
        likely = {language: likely[language]}
    if _TELLS_HOURS.search(text) and is_readable(text):
        return _as_osm(text, likely, most)
    answers = {r.hours for r in likely.values() if r.whole} or {
        r.hours for r in likely.values() if r.hours.opening_hours
    }
    return answers.pop() if len(answers) == 1 else _unread(text)


def _as_osm(text: str, likely: Mapping[str, _Reading], most: int) -> WrittenHours:
    """Return text of the syntax, unless a language reads a day where the syntax has a month.

    "Mar 15:00-17:00" is every day of March to OSM, and a Tuesday to four languages.
    """
    words = _WORD.findall(text.lower())
    mine = sum(word in _OSM_WORDS for word in words)
    others = {}
    for name, reading in likely.items():
        meanings = lexicons()[name].meanings
        clash = any(
            meanings[(word,)][0] == "day" != _OSM_WORDS[word][0]
            for word in words
            if word in _OSM_WORDS and (word,) in meanings
        )
        if clash and reading.whole:
            others[name] = reading.hours
    if not others or most < mine:
        return WrittenHours(text)
    if len(likely) == 1:
        return others.popitem()[1]
    return _unread(text)


def _best(text: str, lexicon: Lexicon) -> _Reading:
    """Return the reading in one language, with commas before minutes or between hours."""
    readings = []
    for decimal_comma in (False, True):
        found = tokens(text, lexicon, decimal_comma=decimal_comma)
        readings.append(_reading(text, found))
    better = {r for r in readings if r.whole} or {r for r in readings if r.hours.opening_hours}
    if len(better) == 2:
        return _Reading(_unread(text), whole=False, words=readings[0].words)
    return better.pop() if better else readings[0]


@dataclass(slots=True)
class _Sentence:
    tokens: list[Token]
    rules: tuple[HourRule, ...]
    notes: tuple[tuple[int, int], ...]
    clear: bool
    written: str


def _reading(text: str, everything: Sequence[Token]) -> _Reading:
    mirrored = _RIGHT_TO_LEFT.search(text) is not None
    remarks = list(_remarks(text, everything))
    found = [t for t in everything if not any(a <= t.start < b for a, b in remarks)]
    if not found:
        return _Reading(_unread(text), whole=False, words=0)
    sentences = [_sentence(text, part, mirrored=mirrored) for part in _sentences(found, mirrored)]
    _read_under_headings(sentences)
    words = sum(len(_WORD.findall(t.text)) for t in found if t.kind != "unknown")
    nothing = _Reading(_unread(text), whole=False, words=words)
    try:
        rules = _scoped(sentences)
        if any(_undermines(s.tokens, rules) for s in sentences if not s.clear):
            return nothing
        opening_hours = opening_hours_of(rules) if rules else ""
    except Unclear:
        return nothing
    if opening_hours and not is_readable(opening_hours):
        return nothing
    clear = [s for s in sentences if s.clear]
    conditions = [text[start:end] for s in clear for start, end in s.notes]
    unread = [part for s in sentences for part in _unread_parts(text, s)]
    doubtful = not all(s.clear for s in sentences)
    beside = tuple(_shortened(text[start:end]) for start, end in remarks)
    unread += beside
    open_rules = [rule for rule in rules if rule.spans or rule.vague]
    days_given = not open_rules or any(r.days for r in open_rules) or opening_hours == "24/7"
    whole = bool(opening_hours) and not doubtful
    if not whole and not open_rules:
        return nothing  # that it is closed on a day is little, beside hours that are not read
    hours = WrittenHours(
        opening_hours,
        tuple(unread),
        days_given,
        tuple(conditions),
        _appointment(clear),
        beside,
        doubtful,
    )
    return _Reading(hours, whole, words)


def _appointment(sentences: Sequence[_Sentence]) -> Appointment | None:
    """Return what conditions say of appointments, the strictest of them."""
    values = [t.value for s in sentences for t in s.tokens if t.kind == "note"]
    return APPOINTMENTS[min(values)] if values else None


def _remarks(text: str, found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Return the places of what says nothing of hours: in brackets, a telephone, an address."""
    for contact in _CONTACT.finditer(text):
        yield contact.span()
    for bracket in _BRACKET.finditer(text):
        start, end = bracket.span()
        kinds = [t.kind for t in found if start < t.start < end - 1]
        strange = "unknown" in kinds
        if strange and not _ABOUT_HOURS & set(kinds) and not _has_span(kinds):
            yield start, end


def _has_span(kinds: Sequence[str]) -> bool:
    return any(a == c == "number" and b != "comma" for a, b, c in _threes(kinds))


def _sentences(found: Sequence[Token], mirrored: bool) -> Iterator[list[Token]]:
    """Cut at breaks; days on a line of their own belong to the hours on the next."""
    parts: list[list[Token]] = [[]]
    lines: list[bool] = []
    for token in found:
        if token.kind == "break":
            parts.append([])
            lines.append(token.text == "\n")
        else:
            parts[-1].append(token)
    at = 0
    while at < len(parts):
        part = parts[at]
        if at < len(lines) and lines[at] and _runs_on(part, parts[at + 1], mirrored):
            part = [*part, *parts[at + 1]]
            at += 1
        at += 1
        if part:
            yield part


def _runs_on(line: list[Token], following: list[Token], mirrored: bool) -> bool:
    days = shape(line, mirrored=mirrored) in ("D", "PD", "P,D")
    after = shape(following, mirrored=mirrored)
    return days and (after in ("S", "C") or after.startswith(("SX", "S,X")))


def _sentence(text: str, part: list[Token], *, mirrored: bool) -> _Sentence:
    written = _shortened(text[part[0].start : part[-1].end])
    try:
        found = read_sentence(part, mirrored=mirrored)
    except Unclear:
        return _Sentence(part, (), (), clear=False, written=written)
    return _Sentence(part, found.rules, found.notes, clear=True, written=written)


def _read_under_headings(sentences: Sequence[_Sentence]) -> None:
    """What follows an unread heading ("Orario estivo:") belongs to it."""
    headed = False
    for sentence in sentences:
        if headed:
            sentence.clear = False
        elif not sentence.clear:
            content = ("day", "number", "time", "month", "every_day", "closed", "always")
            first = next((t.kind for t in sentence.tokens if t.kind in (*content, "unknown")), "")
            headed = first == "unknown"


def _undermines(tokens: Sequence[Token], rules: Sequence[HourRule]) -> bool:
    """Return whether an unread sentence may change what was read: "Chiuso il sabato pomeriggio".

    A floor or a telephone number does not; hours of other days do not.
    """
    kinds = [token.kind for token in tokens]
    if {"closed", "except", "month", *_MANY_DAYS} & set(kinds):
        return True
    spans = any(a == c == "number" and b.startswith(("dash", "to")) for a, b, c in _threes(kinds))
    if not (spans or {"time", "always"} & set(kinds)):
        return False
    days = {token.value for token in tokens if token.kind == "day"}
    opened = {day for r in rules if r.spans for day in (r.days.week if r.days else range(7))}
    ranges = any(a == c == "day" and b not in ("comma", "and") for a, b, c in _threes(kinds))
    return not days or ranges or bool(days & opened)


def _threes(kinds: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(kinds, kinds[1:], kinds[2:], strict=False)


def _unread_parts(text: str, sentence: _Sentence) -> Iterator[str]:
    if sentence.clear:
        yield from (text[start:end] for start, end in sentence.notes)
        if any(rule.vague for rule in sentence.rules):
            yield sentence.written
    else:
        yield sentence.written


def _scoped(sentences: Sequence[_Sentence]) -> list[HourRule]:
    """Return the rules of the clear sentences, each with its period.

    A period at the head of the text holds until another; one that ends the text holds for all.

    Raises
    ------
    Unclear
        Where a period stands in the middle, and it is not certain how far it holds.
    """
    clear = [s for s in sentences if s.clear]
    found = any(_says_when(rule) for s in clear for rule in s.rules)
    kept: list[HourRule] = []
    scope: Period | None = None
    for sentence in clear:
        if found and not all(_says_when(rule) or rule.closed for rule in sentence.rules):
            kept = _with_tail(kept, sentence, last=sentence is clear[-1])
            continue
        for rule in sentence.rules:
            opened = any(not r.closed for r in kept)
            if rule.headed and not rule.closed:
                scope = rule.period if scope or not opened else ()
            if scope == () and not (rule.closed or rule.period):
                raise Unclear
            inherits = scope and not (rule.closed or rule.period)
            kept.append(replace(rule, period=scope) if scope and inherits else rule)
    return kept


def _says_when(rule: HourRule) -> bool:
    return bool(rule.spans or rule.vague)


def _with_tail(kept: list[HourRule], sentence: _Sentence, *, last: bool) -> list[HourRule]:
    """Let "… Da settembre a giugno." hold for all before it; days without hours say nothing."""
    rule = sentence.rules[0]
    if last and rule.days is None and rule.period and not any(r.period for r in kept):
        return [r if r.closed else replace(r, period=rule.period) for r in kept]
    sentence.clear = False
    return kept
