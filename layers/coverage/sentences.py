"""Gaps in sentences: the answer, what was asked, each place's reason and remedy."""

from __future__ import annotations

from collections.abc import Sequence

from geo.completeness import completeness
from geo.measures.acts import Act
from geo.measures.coverage import Coverage
from geo.measures.gaps import Gap, Remedy, RemedyKind
from geo.measures.question import CoverageQuestion
from geo.measures.steps import ScreeningStep
from geo.model import Service
from layers.coverage.group_label import SPEAKS
from layers.sentences import name_of
from layers.text.need_names import need_name
from layers.words import Said, Words

MOST_EQUAL, MOST_PLACES = 3, 3
"""Names that a sentence lists before it only counts the rest."""


def headline(found: Coverage, question: CoverageQuestion, words: Words) -> str:
    """Return the answer: how many people have nothing, of how many.

    Where the question is of somebody whom nobody has counted ("who speaks Arabic"), the answer
    gives no heads: from where which share of those who are counted, such a person has nothing.
    """
    people = float(found.people.sum())
    missing = float(found.missing.sum())
    fields = {
        "need": need_name(question.need, words),
        "minutes": words.fact(question.limit_min, "minutes"),
    }
    key, person = "coverage.headline", not_counted(question, words)
    if person:
        key, fields["person"] = "coverage.headline.person", Said(person)
    if round(missing):
        share = missing / people
        if person:
            return words.say(key, share=share, **fields)
        return words.count(key, round(missing), share=share, **fields)
    if round(float(found.doubtful.sum())):
        return words.say(f"{key}.perhaps", **fields)
    return words.say(f"{key}.all", **fields)


def not_counted(question: CoverageQuestion, words: Words) -> str:
    """Return for whom a question asks beyond the group that is counted; empty: for nobody else.

    Examples
    --------
    >>> from geo.model import Situation
    >>> arabic = Situation(languages=frozenset({"ara"}))
    >>> not_counted(CoverageQuestion("school", situation=arabic), Words("en"))
    'who speaks Arabic'
    >>> not_counted(CoverageQuestion("school", group="speaks:ara", situation=arabic), Words("en"))
    ''
    """
    parts = []
    situation = question.situation
    if situation.languages and question.group.removeprefix(SPEAKS) not in situation.languages:
        spoken = words.fact(situation.languages, "languages")
        parts.append(words.say("coverage.person.languages", languages=spoken))
    if situation.status:
        status = words.choice("status", situation.status)
        parts.append(words.say("coverage.person.status", status=status))
    return ", ".join(parts)


def border(edge: float, people: float, words: Words) -> str:
    """Return how many live near the border of the data; of everybody, it is a limit said once."""
    if not round(edge):
        return ""
    if round(edge) >= round(people):
        return words.say("coverage.edge.all")
    return words.count("coverage.edge", round(edge))


def asked(question: CoverageQuestion, group: str, when: str, words: Words) -> str:
    """Return what an answer counts: whom, and what a service must offer them.

    Parameters
    ----------
    group, when
        As they are worded already.
    """
    parts = [words.say("coverage.asked.group", group=group)]
    if question.situation.languages:
        spoken = words.fact(question.situation.languages, "languages")
        parts.append(words.say("coverage.asked.languages", languages=spoken))
    if question.situation.status:
        status = words.choice("status", question.situation.status)
        parts.append(words.say("coverage.asked.status", status=status))
    if question.windows:
        parts.append(words.say("coverage.asked.when", when=when))
    return words.say("coverage.asked", parts=" · ".join(parts))


def doubt(found: Coverage, question: CoverageQuestion, words: Words) -> str:
    """Return for how many it is not known; empty where it is known of all."""
    doubtful = float(found.doubtful.sum())
    if not round(doubtful):
        return ""
    share = doubtful / float(found.people.sum())
    if not_counted(question, words):
        return words.say("coverage.doubt.person", share=share)
    return words.count("coverage.doubt", round(doubtful), share=share)


def recorded_by(services: Sequence[Service], words: Words) -> str:
    """Return how many of the services say what the steps ask about: before any figure is read."""
    (row,) = completeness(services, group_of=lambda _: "")
    return words.say(
        "coverage.fill",
        services=row.services,
        hours=row.known["hours"],
        languages=row.known["languages"],
        statuses=row.known["statuses"],
    )


def reason(gap: Gap, words: Words) -> str:
    """Return why most people of a place have nothing, or that it is not known."""
    if not round(gap.missing):
        return words.say("coverage.reason.unknown")
    return words.choice("coverage.reason", gap.reason.value)


def remedy_sentence(
    remedy: Remedy | None, services: Sequence[Service], question: CoverageQuestion, words: Words
) -> str:
    """Return what would help most cheaply; empty where nothing is known to."""
    if remedy is None or not round(remedy.people):
        return ""
    people = round(remedy.people)
    if remedy.kind is RemedyKind.NEW_SITE:
        return words.count("coverage.remedy.desk", people)
    service = name_of(services[remedy.service], words)
    key = f"coverage.remedy.{remedy.kind.value}"
    if remedy.kind is RemedyKind.LANGUAGE:
        spoken = words.fact(question.situation.languages, "languages")
        return words.count(key, people, service=service, languages=spoken)
    return words.count(key, people, service=service)


def act_sentences(
    act: Act,
    services: Sequence[Service],
    places: Sequence[str],
    question: CoverageQuestion,
    words: Words,
) -> tuple[str, ...]:
    """Return what to do and for how many, the services that would do as well, and where they live.

    Parameters
    ----------
    places
        Names of the zones, by their number.
    """
    lines = [remedy_sentence(act.remedy, services, question, words)]
    if len(act.services) > 1:
        names = tuple(name_of(services[number], words) for number in act.services[1:])
        others = listed_first(names, MOST_EQUAL, words)
        lines.append(words.say("coverage.act.equal", services=Said(others)))
    if act.places:
        where = listed_first(tuple(places[number] for number in act.places), MOST_PLACES, words)
        lines.append(words.say("coverage.act.where", places=Said(where)))
    return tuple(line for line in lines if line)


def act_name(
    remedy: Remedy, services: Sequence[Service], question: CoverageQuestion, words: Words
) -> str:
    """Return what a change of a service is called, in a few words."""
    service = name_of(services[remedy.service], words)
    spoken = words.fact(question.situation.languages, "languages")
    return words.say(f"coverage.act.{remedy.kind.value}", service=service, languages=spoken)


def listed_first(names: tuple[str, ...], most: int, words: Words) -> str:
    """Return the first of some names as a list, and how many more there are."""
    more = len(names) - most
    if more <= 0:
        return words.list(names)
    rest = words.count("coverage.more", more)
    return words.list((*names[:most], Said(rest)))


def lever_note(gap: Gap, services: Sequence[Service], words: Words) -> str:
    """Return why the reason that most people are lost by is not what the remedy changes.

    Empty where it is, and where nobody is surely missing.
    """
    remedy, step = gap.remedy, gap.reason
    if remedy is None or not round(gap.missing) or remedy.kind.value == step.value:
        return ""
    if step in (ScreeningStep.NOMINAL, ScreeningStep.REACHABLE):
        if remedy.kind is RemedyKind.NEW_SITE:
            return ""
        return words.count("coverage.lever.near", round(remedy.people))
    same = next((offer for offer in gap.offers if offer.kind.value == step.value), None)
    if same is None or not round(same.people):
        return words.say("coverage.lever.none")
    key = "coverage.lever.less" if same.people < remedy.people else "coverage.lever.dearer"
    service = name_of(services[same.service], words)
    return words.count(key, round(same.people), service=service)


def help_first(
    gap: Gap, services: Sequence[Service], question: CoverageQuestion, words: Words
) -> str:
    """Return the remedy of a gap, or whom to ask where nobody is surely missing."""
    best = gap.remedy if round(gap.missing) else gap.ask
    return remedy_sentence(best, services, question, words)
