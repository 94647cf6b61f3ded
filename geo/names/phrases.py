"""Which of many short phrases somebody means who types a word or a sentence.

Accents, capitals, articles, endings and typing errors are forgiven, in Arabic script too. A word
that few ids have says more than one that many have (inverse document frequency, Spärck Jones 1972).
Nothing that is typed is kept, not even in memory: it may be what a person needs.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from geo.names.folding import comparable

LEAST_SCORE = 0.45
"""What is less alike than this, of 1, is not found."""

MOST_CHARACTERS = 200
"""What is typed beyond this is not looked at."""

INEXACT = 0.87
"""The score of a phrase that is found whole, but is not all that was typed, letter by letter."""

CLEAR = 0.6
"""What is less alike than this is asked, not chosen."""

NEARLY = 0.12
"""Ids whose score is less than this below the best may be meant as well."""

_LIGHT_WEIGHT = 0.4
_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ـ": "", "ٱ": "ا", "گ": "ك", "ی": "ي", "ک": "ك"})
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """An id that may be meant, `score` from `LEAST_SCORE` to 1."""

    id: str
    score: float


class PhraseIndex:
    """Phrases by the id that they stand for; read-only once made.

    Parameters
    ----------
    phrases
        id → its phrases, in any language. A phrase may stand under several ids.
    empty
        Words that say only that something is wanted: they are left out.
    light
        Words that say for whom, not what: they weigh little.
    """

    def __init__(
        self,
        phrases: Mapping[str, Iterable[str]],
        *,
        empty: Iterable[str] = (),
        light: Iterable[str] = (),
    ) -> None:
        self._empty = frozenset(word for text in empty for word in phrase_words(text))
        lights = frozenset(word for text in light for word in phrase_words(text))
        self._phrases: list[tuple[str, Words]] = []
        self._exact: dict[Words, set[str]] = defaultdict(set)
        by_word: dict[str, set[str]] = defaultdict(set)
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for identity, texts in phrases.items():
            texts = list(texts)
            for text in texts:
                self._exact[phrase_words(text)].add(identity)
            for words in dict.fromkeys(map(self._words, texts)):
                for word in set(words):
                    by_word[word].add(identity)
                    self._with_word[word].append(len(self._phrases))
                self._phrases.append((identity, words))
        count = max(1, len(phrases))
        self._weight = {
            word: _LIGHT_WEIGHT if word in lights else 0.2 + math.log(1 + count / len(ids))
            for word, ids in by_word.items()
        }
        self._unknown = 0.2 + math.log(1 + count / 8)

    def search(self, text: str) -> tuple[PhraseMatch, ...]:
        """Return the ids that a text may mean, best first; empty where nothing is alike.

        Examples
        --------
        >>> phrases = {"dentist": ["dentista", "mal di denti"], "food": ["mangiare"]}
        >>> index = PhraseIndex(phrases, empty=["ho", "ai", "di"])
        >>> [match.id for match in index.search("Ho male ai DENTI")]
        ['dentist']
        >>> index.search("mangaire")[0].id, index.search("xyz")
        ('food', ())
        """
        text = text[:MOST_CHARACTERS]
        asked = self._words(text)
        if not asked:
            return ()
        alike = {word: self._alike(word) for word in dict.fromkeys(asked)}
        best: dict[str, float] = {}
        for place in {p for found in alike.values() for w in found for p in self._with_word[w]}:
            identity, words = self._phrases[place]
            score = INEXACT * self._score(asked, alike, words)
            if score >= LEAST_SCORE:
                best[identity] = max(score, best.get(identity, 0.0))
        for identity in self._exact.get(phrase_words(text), ()):
            best[identity] = 1.0
        ranked = sorted(best.items(), key=lambda item: -item[1])
        return tuple(PhraseMatch(identity, score) for identity, score in ranked)

    def _words(self, text: str) -> Words:
        words = phrase_words(text)
        return tuple(word for word in words if word not in self._empty) or words

    def _alike(self, asked: str) -> dict[str, float]:
        """Return the words of the index that a typed word may be, each with how surely."""
        return {word: a for word in self._weight if (a := _alikeness(asked, word))}

    def _score(
        self, asked: Words, alike: Mapping[str, Mapping[str, float]], phrase: Words
    ) -> float:
        """Return how much of what was typed is in a phrase, and of the phrase in what was typed."""
        met = dict.fromkeys(phrase, 0.0)
        total = said = 0.0
        for word in asked:
            pairs = [(alike[word].get(of, 0.0), of) for of in phrase]
            sure, partner = max(pairs)
            known = max((self._weight[of] for of in alike[word]), default=0.0)
            weight = self._weight[partner] if sure else (known or self._unknown)
            total += weight
            said += weight * sure
            if sure:
                met[partner] = max(met[partner], sure)
        whole = sum(self._weight[word] for word in met)
        covered = sum(self._weight[word] * sure for word, sure in met.items())
        return 0.6 * said / total + 0.4 * covered / whole


def clear_choice(matches: tuple[PhraseMatch, ...]) -> str | None:
    """Return the id that is meant, None where several may be or none is.

    Examples
    --------
    >>> clear_choice((PhraseMatch("a", 1.0), PhraseMatch("b", 0.7)))
    'a'
    >>> clear_choice((PhraseMatch("a", 0.9), PhraseMatch("b", 0.85))) is None
    True
    """
    if not matches or matches[0].score < CLEAR:
        return None
    if len(matches) > 1 and matches[0].score - matches[1].score < NEARLY:
        return None
    return matches[0].id


def phrase_words(text: str) -> Words:
    """Return the words of a text as they are compared; single letters are none.

    Examples
    --------
    >>> phrase_words("L'avvocato"), phrase_words("تعلُّم اللغة الإيطالية")
    (('avvocato',), ('تعلم', 'لغه', 'ايطاليه'))
    """
    words = comparable(text).translate(_ARABIC).split()
    return tuple(_without_article(word) for word in words if len(word) > 1 or word.isdigit())


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


def _alikeness(asked: str, word: str) -> float:
    """Return 1 for the same word, less for a beginning, another ending, a typing error; else 0."""
    if asked == word:
        return 1.0
    shorter, longer = sorted((asked, word), key=len)
    if len(shorter) < 3 or shorter.isdigit():
        return 0.0
    shared = next((n for n, (a, b) in enumerate(zip(asked, word, strict=False)) if a != b),
                  len(shorter))  # fmt: skip
    if (
        shared >= max(3, len(shorter) - 2)
        and len(longer) - shared <= 3
        and shared >= 0.6 * len(longer)
    ):
        return 0.92
    if word.startswith(asked):
        return 0.85
    most = 2 if len(shorter) >= 9 else 1 if len(shorter) >= 4 else 0
    if most and OSA.distance(asked, word, score_cutoff=most) <= most:
        return 0.8
    return 0.0
