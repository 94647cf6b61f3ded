"""Why two records may be one, as lines of HTML."""

from __future__ import annotations

from collections.abc import Iterable

from layers.text.escaping import esc
from layers.words import Words

Piece = tuple[str, float, float]
"""What two records are compared by, how alike they are in it, the points that it gives."""


def score_line(score: float, words: Words) -> str:
    """Return the likeness of two records in words, not yet escaped."""
    return words.say("duplicates.score", score=f"{round(score * 100)} %")


def evidence_list(pieces: Iterable[Piece], words: Words) -> str:
    """Return what speaks for and what against two records being one, the weightiest first."""
    lines = [f"<li>{esc(_line(piece, words))}</li>" for piece in pieces]
    return f'<ul class="ap-changes">{"".join(lines)}</ul>'


def _line(piece: Piece, words: Words) -> str:
    name, alike, points = piece
    if name == "distance":
        about = words.say("duplicates.apart_for", metres=alike)
    else:
        about = words.say(f"duplicates.{name}")
    return words.say(
        "duplicates.speaks_for" if points > 0 else "duplicates.speaks_against", piece=about
    )
