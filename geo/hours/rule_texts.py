"""The rules of an opening-hours text, rewritten so that the library reads what their writers mean.

The library lets a later rule cut the night of the day before and adds nothing after an open end
(``17:00+``). Here a text is made several texts, each of which it reads rightly: the hours until
midnight, the nights after it, and the hours after an open end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from geo.hours.months import MONTHS

MIDNIGHT = 24 * 60

_CLOCK = r"\d\d?:\d\d"
_SPAN = rf"{_CLOCK}(?:\s*-\s*{_CLOCK}\s*\+?|\s*\+)"
_SPANS = re.compile(rf"(?<!-)(?<!- )(?<![\d:]){_SPAN}(?:\s*,\s*{_SPAN})*(?!\s*[-/(])")
_ONE_SPAN = re.compile(rf"({_CLOCK})(?:\s*-\s*({_CLOCK}))?\s*(\+)?")
_QUOTED = re.compile(r'"[^"]*"')
_MODIFIER = re.compile(r"\b(off|closed|unknown|open)\b")
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_DASHES = re.compile("[\u2010-\u2015\u2212\u301c\uff5e~\u2192\u30fc]")
_LIST_OF_DAYS = re.compile(rf"\b({_DAY})\s*,\s+(?={_DAY}\b)")
_COLON_AFTER_DAYS = re.compile(rf"\b({_DAY}\]?):(?=\s*(?:\d|off\b|closed\b))")
_BARE = re.compile(rf"{_SPANS.pattern}\s*(?:open|unknown)?\s*\"?")
_HOLIDAY_LIST = re.compile(rf"^(?:{_DAY}\s*[-,]\s*)*PH(?:\s*[-,]\s*{_DAY})*(?=\s|:|$)")

_ADDED = re.compile(rf"(?<=\d:\d\d)\s*,\s*(?=(?:{_DAY}|{'|'.join(MONTHS)})\b)")
"""A comma after hours and before days adds a rule to the one before it."""

Span = tuple[int, int]
"""Minutes after midnight; a night closes after `MIDNIGHT`."""


@lru_cache(maxsize=8192)
def plain_text(text: str) -> str:
    """Return a text in the syntax's own marks: other dashes, a separator at the end, "Mo: 09:00".

    Blanks after commas between days go too: the library reads "Mo, We 09:00-12:00" as all of Monday
    and the hours on Wednesday.

    Examples
    --------
    >>> plain_text("Mo, We: 09:00\u201312:00;")
    'Mo,We 09:00-12:00'
    """
    marked = _QUOTED.sub('"', text)
    for pattern, instead in ((_DASHES, "-"), (_LIST_OF_DAYS, r"\1,"), (_COLON_AFTER_DAYS, r"\1")):
        marked = pattern.sub(instead, marked)
    return _with_comments(marked.strip().rstrip(";, "), text)


def fallback_groups(text: str) -> list[str]:
    """Return the groups of a text that ``||`` sets apart, the first that holds first.

    Examples
    --------
    >>> fallback_groups('Mo 09:00-12:00 || "on call || by mail"')
    ['Mo 09:00-12:00', '"on call || by mail"']
    """
    return _split(text, "||")


def has_open_end(text: str) -> bool:
    """Return whether hours end at no time: ``17:00+``."""
    return any(one[3] for spans in _SPANS.finditer(_QUOTED.sub("", text))
               for one in _ONE_SPAN.finditer(spans[0]))  # fmt: skip


def has_night(text: str) -> bool:
    """Return whether hours reach into the next day."""
    return any(
        span[1] > MIDNIGHT
        for found in _SPANS.finditer(_QUOTED.sub("", text))
        for span in _certain(found[0])
    )


def with_bare_spans_joined(text: str) -> str:
    """Return a text in which a rule of hours alone continues the rule before it.

    By the letter, ``Mo-Sa 08:00-13:00; 15:00-18:00`` is 15 to 18 on every day; its writer may have
    meant both parts of Monday to Saturday.

    Examples
    --------
    >>> with_bare_spans_joined("Mo-Sa 08:00-13:00; 15:00-18:00")
    'Mo-Sa 08:00-13:00,15:00-18:00'
    >>> with_bare_spans_joined('Mo-Sa 08:00-13:00; 15:00-18:00 "by appointment"')
    'Mo-Sa 08:00-13:00, Mo-Sa 15:00-18:00 "by appointment"'
    """
    written = _split(text, ";")
    rules: list[str] = []
    for rule in written:
        if rules and _BARE.fullmatch(_QUOTED.sub('"', rule)) and _opens_at_hours(rules[-1]):
            rules[-1] = _joined(rules[-1], rule)
        else:
            rules.append(rule)
    return "; ".join(rules) if len(rules) < len(written) else text


def until_midnight(text: str) -> str:
    """Return the hours of each day up to its midnight, without open ends.

    Examples
    --------
    >>> until_midnight("Mo 18:00-02:00; Tu 09:00-12:00,14:00+")
    'Mo 18:00-24:00; Tu 09:00-12:00'
    """
    rules = _split(text, ";")
    return "; ".join(_rewritten(rule, _day_spans) if _has_spans(rule) else rule for rule in rules)


def after_midnight(text: str) -> str:
    """Return the nights of each day, as hours of the day on which they begin.

    Examples
    --------
    >>> after_midnight("Mo 18:00-02:00; Tu 09:00-12:00; PH off")
    'Mo 00:00-02:00; Tu off; PH off'
    """
    return _only(text, _nights)


def after_open_ends(text: str) -> str:
    """Return the hours of each day from an open end to midnight.

    Examples
    --------
    >>> after_open_ends("Mo 09:00-12:00; Tu 14:00-17:00+")
    'Mo off; Tu 17:00-24:00'
    """
    return _only(text, _open_ends)


def after_open_ends_at_night(text: str) -> str:
    """Return the nights after an open end, as hours of the day on which it begins.

    Examples
    --------
    >>> after_open_ends_at_night("Mo 09:00+; Tu 14:00-17:00+")
    'Mo off; Tu 00:00-03:00'
    """
    return _only(text, _open_ends_at_night)


def with_holidays(text: str, dates: Sequence[str]) -> str:
    """Return a text whose rules of public holidays hold on some more dates.

    Examples
    --------
    >>> with_holidays("Mo-Fr 09:00-12:00; PH off", ["2026 Dec 07"])
    'Mo-Fr 09:00-12:00; PH off; 2026 Dec 07 off'
    """
    rules = [rule.strip() for rule in _split(text, ";")]
    listed = ",".join(dates)
    more = [_HOLIDAY_LIST.sub(listed, rule) for rule in rules if _HOLIDAY_LIST.match(rule)]
    return "; ".join([*rules, *more]) if dates else text


def _opens_at_hours(rule: str) -> bool:
    modifier = _MODIFIER.search(_QUOTED.sub("", rule))
    return _has_spans(rule) and (modifier is None or modifier[0] not in ("off", "closed"))


def _joined(before: str, rule: str) -> str:
    if _SPANS.fullmatch(rule) and re.search(rf"{_CLOCK}\+?$", before):
        return f"{before},{rule}"
    last = _ADDED.split(before)[-1]
    first_span = _SPANS.search(last)
    days = last[: first_span.start()].strip() if first_span else ""
    return f"{before}, {days or 'Mo-Su,PH'} {rule}"


def _only(text: str, spans_of: Callable[[str], list[Span]]) -> str:
    """Return the rules with other spans; what says hours otherwise than by spans is left out."""
    kept = []
    for rule in _split(text, ";"):
        modifier = _MODIFIER.search(_QUOTED.sub("", rule))
        closes = modifier is not None and modifier[0] in ("off", "closed")
        # "12:00-13:00 off" closes an hour, and says nothing of the other parts of the day.
        if _has_spans(rule) != closes:
            kept.append(rule if closes else _rewritten(rule, spans_of))
    return "; ".join(kept)


def _has_spans(rule: str) -> bool:
    return _SPANS.search(_QUOTED.sub("", rule)) is not None


def _rewritten(rule: str, spans_of: Callable[[str], list[Span]]) -> str:
    """Return a rule with other spans; what it adds after a comma is left out where it has none."""
    first, *added = _ADDED.split(rule)
    kept = [part for part in added if any(map(spans_of, _span_lists(part)))]
    return ", ".join(_with_spans(part, spans_of) for part in (first, *kept))


def _span_lists(rule: str) -> list[str]:
    return [found[0] for found in _SPANS.finditer(_QUOTED.sub('"', rule))]


def _with_spans(rule: str, spans_of: Callable[[str], list[Span]]) -> str:
    bare = _QUOTED.sub('"', rule)
    if not any(map(spans_of, _span_lists(rule))):
        return _SPANS.sub("off", _MODIFIER.sub("", bare).replace('"', "")).strip()
    written = _SPANS.sub(lambda found: _written(spans_of(found[0])) or "off", bare)
    return _with_comments(written, rule)


def _with_comments(marked: str, text: str) -> str:
    """Put the comments of a text back where a quotation mark stands for each."""
    comments = iter(_QUOTED.findall(text))
    return re.sub('"', lambda _: next(comments, '"'), marked)


def _day_spans(text: str) -> list[Span]:
    return [(opens, min(closes, MIDNIGHT)) for opens, closes in _certain(text)]


def _nights(text: str) -> list[Span]:
    return [(0, closes - MIDNIGHT) for _, closes in _certain(text) if closes > MIDNIGHT]


def _certain(text: str) -> list[Span]:
    """Return the spans that have an end, nights closing after midnight."""
    return [(opens, closes) for opens, closes, _ in _read(text) if closes is not None]


def _open_ends(text: str) -> list[Span]:
    return [(start, MIDNIGHT) for start, _ in _spans_after_open_ends(text) if start < MIDNIGHT]


def _open_ends_at_night(text: str) -> list[Span]:
    found = _spans_after_open_ends(text)
    return [(max(0, start - MIDNIGHT), end - MIDNIGHT) for start, end in found if end > MIDNIGHT]


def _spans_after_open_ends(text: str) -> list[Span]:
    """Return how long after an open end somebody may still be there.

    The guesses are those of opening_hours.js: ten hours from 17:00, eight from 22:00, otherwise
    until midnight.
    """
    starts = [closes or opens for opens, closes, is_open in _read(text) if is_open]
    return [
        (start, start + 480 if start >= 1320 else start + 600 if start >= 1020 else MIDNIGHT)
        for start in starts
    ]


def _read(text: str) -> Iterator[tuple[int, int | None, bool]]:
    for found in _ONE_SPAN.finditer(text):
        opens = _minutes(found[1])
        closes = _minutes(found[2]) if found[2] else None
        if closes is not None and closes <= opens:
            closes += MIDNIGHT
        yield opens, closes, bool(found[3])


def _written(spans: list[Span]) -> str:
    return ",".join(
        f"{_clock(opens)}-{_clock(closes)}" for opens, closes in spans if opens < closes
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _split(text: str, mark: str) -> list[str]:
    """Return the parts of a text between marks that stand in no quotation."""
    parts, start, quoted = [], 0, False
    for place, letter in enumerate(text):
        if letter == '"':
            quoted = not quoted
        elif not quoted and text.startswith(mark, place) and place >= start:
            parts.append(text[start:place])
            start = place + len(mark)
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]
