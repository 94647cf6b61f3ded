"""Comments of opening hours that hold a condition or a part of the day, in any language."""

from __future__ import annotations

from functools import lru_cache

from data.exchange.hour_words import APPOINTMENTS, Lexicon, lexicons, tokens

_SILENT = ("filler", "comma", "and", "break", "dot", "hour")
_PARTS_OF_DAY = ("morning", "afternoon")


@lru_cache(maxsize=4096)
def comment_meanings(comment: str) -> tuple[str, ...]:
    """Return what a comment says: kinds of appointment and parts of the day, in its order.

    Empty where a word of it means something else, or languages differ.

    Examples
    --------
    >>> comment_meanings("su appuntamento"), comment_meanings("mattina e pomeriggio")
    (('required',), ('morning', 'afternoon'))
    >>> comment_meanings("suonare due volte")
    ()
    """
    found = {_meanings(comment, lexicon) for lexicon in lexicons().values()} - {()}
    return found.pop() if len(found) == 1 else ()


def _meanings(comment: str, lexicon: Lexicon) -> tuple[str, ...]:
    said = [t for t in tokens(comment, lexicon, decimal_comma=False) if t.kind not in _SILENT]
    if not all(t.kind == "note" or t.kind in _PARTS_OF_DAY for t in said):
        return ()
    return tuple(
        dict.fromkeys(APPOINTMENTS[t.value].value if t.kind == "note" else t.kind for t in said)
    )
