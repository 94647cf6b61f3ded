"""The classes of a map in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from layers.words import Words


def class_labels(breaks: Sequence[float], words: Words) -> list[str]:
    """Return a label for each class below, between and above the limits; none for no class.

    Examples
    --------
    >>> class_labels((5.0, 20.0), Words("en"))
    ['under 5', '5 to 20', '20 and more']
    >>> class_labels((), Words("en"))
    []
    """
    if not breaks:
        return []
    between = [
        words.say("class.between", low=words.fact(low, "number"), high=words.fact(high, "number"))
        for low, high in pairwise(breaks)
    ]
    under = words.say("class.under", high=words.fact(breaks[0], "number"))
    over = words.say("class.over", low=words.fact(breaks[-1], "number"))
    return [under, *between, over]
