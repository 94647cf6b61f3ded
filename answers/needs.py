"""Which needs an everyday word may mean: the one search that every page and command asks."""

from __future__ import annotations

from functools import cache

from data.catalog.tables import load_need_words
from geo.names.phrases import PhraseIndex, PhraseMatch

MOST = 4
"""How many needs are offered for one text."""


def find_needs(text: str) -> tuple[PhraseMatch, ...]:
    """Return the needs that a text in any language of the interface may mean, best first.

    Examples
    --------
    >>> [match.id for match in find_needs("avvocato")], find_needs("qwertz")
    (['permit_help'], ())
    """
    return _index().search(text)[:MOST]


@cache
def _index() -> PhraseIndex:
    table = load_need_words()
    return PhraseIndex(
        {
            need: [phrase for phrases in words.values() for phrase in phrases]
            for need, words in table.phrases.items()
        },
        empty=table.empty,
        light=table.light,
    )
