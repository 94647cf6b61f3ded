"""What a plan leaves open and what is other in another one, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from geo.finder import Findings, LeftOut
from geo.plans.comparison import NeedChange, PlanComparison
from layers.sentences import excluded_sentences, left_out_sentences, name_of
from layers.text.need_names import need_name
from layers.words import Said, Words


def unmet_text(need: str, obstacle: str, words: Words, *, limit_min: float) -> str:
    """Return why a need has no stop."""
    name = Said(need_name(need, words))
    return words.say(f"plan.unmet.{obstacle}", need=name, limit_min=limit_min)


def unmet_details(
    need: str,
    findings: Findings,
    refused: Iterable[LeftOut],
    ask_also: Iterable[str],
    words: Words,
    *,
    limit_min: float,
) -> tuple[str, ...]:
    """Return what was left out for which reason where a need has no stop, and what would help."""
    name = Said(need_name(need, words))
    return (
        *excluded_sentences(refused, words, timed=True),
        *left_out_sentences(findings, words, limit_min=limit_min, timed=False),
        *(
            words.say("plan.ask_also", need=name, other=Said(need_name(other, words)))
            for other in ask_also
        ),
    )


def note_texts(
    repeated: Iterable[str], lost_pins: Iterable[str], not_tried: Mapping[str, int], words: Words
) -> tuple[str, ...]:
    """Return what else is to be known of a plan: as `answers.plan.PlanAnswer` names it."""
    given_twice = tuple(need_name(need, words) for need in repeated)
    return (
        *(
            (words.say("plan.repeated", needs=Said(words.list(given_twice))),)
            if given_twice
            else ()
        ),
        *(words.say("plan.lost_pin", need=Said(need_name(need, words))) for need in lost_pins),
        *(
            words.count("plan.not_tried", count, need=Said(need_name(need, words)))
            for need, count in not_tried.items()
        ),
    )


def comparison_texts(comparison: PlanComparison, words: Words) -> tuple[str, ...]:
    """Return what is other in the second plan, the most important first."""
    if comparison.is_same:
        return (words.say("plan.change.none"),)
    return (
        *_counted("more_trips", "fewer_trips", comparison.trips, words),
        *_counted("more_unmet", "fewer_unmet", comparison.unmet, words),
        *_counted("later", "earlier", comparison.days, words),
        *_minutes(comparison.minutes, words),
        *_counted("more_doubts", "fewer_doubts", comparison.doubtful, words),
        *(text for change in comparison.needs for text in _need_texts(change, words)),
    )


def advantages(comparison: PlanComparison, words: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what speaks for the second plan, and what against it."""
    sides: tuple[list[str], list[str]] = ([], [])
    for more, fewer, amount in (
        ("more_trips", "fewer_trips", comparison.trips),
        ("later", "earlier", comparison.days),
        ("more_doubts", "fewer_doubts", comparison.doubtful),
    ):
        sides[amount > 0].extend(_counted(more, fewer, amount, words))
    sides[comparison.minutes > 0].extend(_minutes(comparison.minutes, words))
    return tuple(sides[0]), tuple(sides[1])


def _counted(more: str, fewer: str, amount: int, words: Words) -> tuple[str, ...]:
    if not amount:
        return ()
    return (words.count(f"plan.change.{more if amount > 0 else fewer}", abs(amount)),)


def _minutes(amount: int, words: Words) -> tuple[str, ...]:
    if not amount:
        return ()
    if amount > 0:
        return (words.say("plan.change.longer", more_min=amount),)
    return (words.say("plan.change.shorter", less_min=-amount),)


def _need_texts(change: NeedChange, words: Words) -> tuple[str, ...]:
    need = Said(need_name(change.need, words))
    if change.after is None:
        return (words.say("plan.change.lost", need=need),)
    after = name_of(change.after, words)
    if change.before is None:
        return (words.say("plan.change.met", need=need, day=change.day_after, after=after),)
    texts = []
    if change.before.id != change.after.id:
        before = name_of(change.before, words)
        texts.append(words.say("plan.change.swapped", need=need, before=before, after=after))
    if change.day_before != change.day_after:
        facts = {"before": change.day_before, "after": change.day_after}
        texts.append(words.say("plan.change.moved", need=need, **facts))
    return tuple(texts)
