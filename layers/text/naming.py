"""Long lists of names in a sentence: the first of them, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

from layers.words import Words

MOST_NAMED = 6


def first_names(names: Sequence[str], words: Words, *, most: int = MOST_NAMED) -> str:
    """Return the first names, separated, and how many more there are.

    Examples
    --------
    >>> first_names(["a", "b", "c"], Words("en"), most=2)
    'a, b and 1 more'
    """
    shown, rest = words.separator.join(names[:most]), len(names) - most
    return shown if rest <= 0 else f"{shown} {words.say('partnerships.gaps.and_more', n=rest)}"
