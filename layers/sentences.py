"""An answer as sentences: how far, why it fits, what is unknown, the state at arrival.

Everything is plain text in the reader's language; `layers.find.result_card` makes HTML of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from geo.errors import ApprodoError, Several
from geo.finder import Findings, LeftOut, Result
from geo.hours.opening import OpeningKind, OpeningState
from geo.matching import Criterion, Reason
from geo.model import Answer, Service
from geo.network.directions import WalkStep
from geo.network.modes import Mode
from layers.words import Said, Words

SOON_MIN = 60
"""From how many minutes before closing a reader is given the minutes."""

Tone = Literal["open", "soon", "closed", "ask"]

# Given elsewhere: the state by the state line, documents by the bring line.
_TOLD_ELSEWHERE = frozenset({Criterion.OPEN, Criterion.DOCUMENTS, Criterion.ACTIVE})


@dataclass(frozen=True, slots=True)
class StateLine:
    """The state at arrival, and how it is coloured."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class CardTexts:
    """A result in words.

    Attributes
    ----------
    title
        The service's name, in the reader's language where the record has it.
    way
        "12 min on foot".
    why
        One sentence per reason that speaks for it or explains a no.
    state
        At arrival; None where no time was asked about.
    bring, unknown
        One sentence each; None where there is nothing to say.
    """

    title: str
    way: str
    why: tuple[str, ...]
    state: StateLine | None
    bring: str | None
    unknown: str | None


def tell(result: Result, words: Words, *, arrival: datetime | None = None) -> CardTexts:
    """Return a result in words.

    Parameters
    ----------
    arrival
        Aware, in the area's time; None where the time did not matter: then there is no state.
    """
    reasons = result.match.reasons
    how = how_to_ask(result.service, words)
    way = ""
    if result.minutes is not None:
        if result.mode is Mode.TRANSIT:
            way = words.say("unit.transit", minutes=words.fact(result.minutes, "minutes"))
        else:
            way = words.say("unit.walk", walk_min=result.minutes)
    elif not result.service.location.is_public:
        way = words.say("result.by_telephone")
    return CardTexts(
        title=name_of(result.service, words),
        way=way,
        why=_why(reasons, words, arrival, how),
        state=state_line(result.match.opening, words, arrival=arrival, how=how)
        if arrival
        else None,
        bring=_bring(result.service, words),
        unknown=_unknown(reasons, words),
    )


def name_of(service: Service, words: Words) -> str:
    """Return the name in the reader's language, else the record's own, else what it is for."""
    name = name_in(service.name, service.names, words)
    if name.strip() or not service.needs:
        return name
    return words.choice("need", service.needs[0])


def marked_name(service: Service, words: Words) -> str:
    """Return a service's name for a table; an invented one says so."""
    return marked(name_of(service, words), words, demonstration=service.provenance.demonstration)


def marked(name: str, words: Words, *, demonstration: bool) -> str:
    """Return a name, with a word behind it where what it names is invented."""
    return f"{name} ({words.say('app.demonstration')})" if demonstration else name


def name_in(name: str, names: Mapping[str, str] | None, words: Words) -> str:
    """Return a name in the reader's language where a record has it, else its own."""
    return (names or {}).get(words.language) or name


def how_to_ask(service: Service, words: Words) -> str:
    """Return what a person can do to ask: "call first", where there is a number to call.

    Examples
    --------
    >>> from geo.model import Location, Phone, Provenance
    >>> where, who = Location("1", 7.4, 43.7), Provenance("me", "CC0-1.0")
    >>> how_to_ask(Service("1", "A", ("a",), where, who, phones=(Phone("112"),)), Words("en"))
    'call first'
    >>> how_to_ask(Service("1", "A", ("a",), where, who), Words("en"))
    'go and ask'
    """
    if service.phones:
        return words.say("ask.call")
    if service.email or service.website:
        return words.say("ask.write" if service.email else "ask.website")
    return words.say("ask.go" if service.location.is_public else "ask.another")


def reason_sentence(
    reason: Reason, words: Words, *, arrival: datetime | None = None, how: str | None = None
) -> str | None:
    """Return one reason as a sentence; None where there is nothing to say.

    Parameters
    ----------
    how
        What a person can do to ask, of `how_to_ask`.
    """
    key = f"reason.{reason.criterion}.{reason.code}"
    facts = {**reason.facts, "how": Said(how or words.say("ask.any"))}
    if reason.code in ("spoken", "mediated") and arrival is not None:
        key, facts["day"] = f"{key}_on", arrival
    if reason.code == "enrolling" and facts.get("until") is not None:
        key = f"{key}_until"
    if isinstance(documents := facts.get("documents"), tuple):
        named = words.list(tuple(words.choice("document", d) for d in documents))
        facts["documents"] = Said(named)
    return words.say(key, **facts) if words.has(key) else None


def _why(
    reasons: tuple[Reason, ...], words: Words, arrival: datetime | None, how: str
) -> tuple[str, ...]:
    rows = [
        reason_sentence(reason, words, arrival=arrival, how=how)
        for reason in reasons
        if reason.criterion not in _TOLD_ELSEWHERE or reason.code == "missing"
    ]
    return tuple(sentence for sentence in rows if sentence)


def _bring(service: Service, words: Words) -> str | None:
    rules = service.eligibility.documents
    required = [name for name, needed in rules.items() if needed is Answer.YES]
    if required:
        named = words.list(tuple(words.choice("document", name) for name in required))
        return words.say("result.bring", documents=Said(named))
    if rules and all(needed is Answer.NO for needed in rules.values()):
        return words.say("result.bring_none")
    return words.say("result.bring_if_any")


def _unknown(reasons: Iterable[Reason], words: Words) -> str | None:
    things = []
    for reason in reasons:
        if reason.answer is not Answer.UNKNOWN:
            continue
        name = "residence_here" if reason.code == "residents_of_the_place" else reason.criterion
        key = f"unknown.{name}"
        if not words.has(key):
            continue
        languages = reason.facts.get("languages")
        n = len(languages) if isinstance(languages, tuple) else 1
        things.append(words.say(key, **{**reason.facts, "n": n}))
    if not things:
        return None
    return words.say("result.unknown", things=Said(words.separator.join(things)))


def state_line(
    state: OpeningState, words: Words, *, arrival: datetime, how: str | None = None
) -> StateLine:
    """Return the state at arrival: "closes in 40 min", "opens Thursday at 09:00".

    Parameters
    ----------
    how
        What a person can do to ask, of `how_to_ask`.
    """
    if state.kind is OpeningKind.OPEN:
        return _open_line(state.closes_at, words, arrival)
    if state.kind is OpeningKind.CLOSED:
        return StateLine(_closed_text(state.opens_at, words, arrival), "closed")
    key = "ask" if state.kind is OpeningKind.ASK else "unknown"
    comment = said_comment(state.comment, state.meanings, words)
    facts = {"comment": comment, "day": state.known_until}
    if comment:
        key = "understood" if state.meanings else "ask_comment"
    elif state.known_until:
        key = "known_until"
    how = how or words.say("ask.any")
    return StateLine(words.say(f"state.{key}", how=Said(how), **facts), "ask")


def said_comment(comment: str, meanings: Sequence[str], words: Words) -> str:
    """Return a comment in the reader's language where it is understood, else as it is written."""
    if not meanings:
        return comment
    return words.separator.join(words.choice("hours.comment", meaning) for meaning in meanings)


def _open_line(closes_at: datetime | None, words: Words, arrival: datetime) -> StateLine:
    if closes_at is None:
        return StateLine(words.say("state.open"), "open")
    left_min = (closes_at - arrival).total_seconds() / 60
    if left_min <= SOON_MIN:
        key = "state.closes_after_arrival"
        return StateLine(words.say(key, left_min=left_min, closes_at=closes_at), "soon")
    if left_min > 24 * 60:
        return StateLine(words.say("state.open"), "open")
    return StateLine(words.say("state.open_until", closes_at=closes_at), "open")


def _closed_text(opens_at: datetime | None, words: Words, arrival: datetime) -> str:
    if opens_at is None:
        return words.say("state.closed")
    days = (opens_at.date() - arrival.date()).days
    within_the_week = "opens_weekday" if days < 7 else "opens_day"
    name = {0: "opens_today", 1: "opens_tomorrow"}.get(days, within_the_week)
    return words.say(f"state.{name}", opens_at=opens_at)


def excluded_sentences(groups: Iterable[LeftOut], words: Words, *, timed: bool) -> tuple[str, ...]:
    """Return one sentence per criterion that excluded services, as `left_out_sentences` does."""
    return tuple(
        words.count(f"left_out.{_left_out_key(group.criterion, timed=timed)}", group.count)
        for group in groups
    )


def _left_out_key(criterion: Criterion, *, timed: bool) -> str:
    return "language_ever" if criterion is Criterion.LANGUAGE and not timed else criterion.value


def left_out_sentences(
    findings: Findings, words: Words, *, limit_min: float, timed: bool
) -> tuple[str, ...]:
    """Return one sentence per reason for which services were left out, with counts and remedies.

    Parameters
    ----------
    timed
        Whether an hour was asked about: else a language is spoken at no hour at all.
    """
    lines = list(excluded_sentences(findings.left_out, words, timed=timed))
    if findings.beyond_limit:
        lines.append(
            words.count(
                "left_out.beyond",
                findings.beyond_limit,
                limit_min=limit_min,
                nearest_min=findings.nearest_beyond_min,
            )
        )
    if findings.unreached:
        lines.append(words.count("left_out.unreached", findings.unreached))
    return tuple(lines)


def error_sentences(error: ApprodoError, words: Words) -> tuple[str, ...]:
    """Return one sentence per complaint: what is wrong, where, and how to fix it."""
    if isinstance(error, Several):
        return tuple(s for complaint in error.complaints for s in error_sentences(complaint, words))
    key = f"error.{error.code}"
    return (words.say(key if words.has(key) else "error.unexpected", **error.facts),)


def step_sentence(step: WalkStep, words: Words) -> str:
    """Return one step of the way. A street without a name is given by its kind."""
    street = step.street or Said(words.choice("way", step.kind))
    return words.say(f"step.{step.code}", street=street, metres=step.metres)


def provenance_sentences(service: Service, words: Words) -> tuple[str, ...]:
    """Return where a record comes from and when somebody last checked it."""
    source = words.say("result.source", source=service.provenance.source)
    checked: date | None = service.provenance.assured_on
    if checked is None:
        return (source, words.say("result.not_checked"))
    return (source, words.say("result.checked", assured_on=checked))


def address_line(service: Service, words: Words, *, near: str | None = None) -> str:
    """Return the address in one line; why there is none where there is none.

    Parameters
    ----------
    near
        The nearest known address, for a service whose own is not known.
    """
    if not service.location.is_public:
        return words.say("result.address_kept", how=Said(how_to_ask(service, words)))
    address = service.location.address
    if address is None:
        return words.say("find.place_near", place=near) if near else words.say("result.no_address")
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    return ", ".join(part for part in (address.address_1, town) if part)
