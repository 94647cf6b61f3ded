"""Gaps in sentences: the answer, what was asked, each place's reason and remedy."""

from __future__ import annotations

from collections.abc import Sequence

from geo.completeness import completeness
from geo.measures.coverage import Coverage
from geo.measures.gaps import Gap, Remedy, RemedyKind
from geo.measures.question import CoverageQuestion
from geo.model import Service
from layers.coverage.group_label import SPEAKS
from layers.sentences import name_of
from layers.text.need_names import need_name
from layers.words import Said, Words


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


def help_first(
    gap: Gap, services: Sequence[Service], question: CoverageQuestion, words: Words
) -> str:
    """Return the remedy of a gap, or whom to ask where nobody is surely missing."""
    best = gap.remedy if round(gap.missing) else gap.ask
    return remedy_sentence(best, services, question, words)
