"""Names of needs and sectors, in the reader's words."""

from __future__ import annotations

from layers.words import Words


def need_name(need: str, words: Words) -> str:
    """Return the name of a need or of a whole sector."""
    group = "sector" if _is_sector(need, words) else "need"
    return words.choice(group, need)


def need_choice(need: str, words: Words) -> str:
    """Return how a list offers a need; a sector stands for anything in it.

    Examples
    --------
    >>> need_choice("pharmacy", Words("en")), need_choice("health", Words("en"))
    ('Pharmacy', 'Everything about Health')
    """
    name = need_name(need, words)
    return words.say("find.need.any_in", sector=name) if _is_sector(need, words) else name


def _is_sector(need: str, words: Words) -> bool:
    return words.has(f"sector.{need}")
