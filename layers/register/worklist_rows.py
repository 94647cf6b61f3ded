"""What somebody should look at next, as lines of HTML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from layers.register.record_rows import record_line
from layers.text.escaping import esc
from layers.words import Words


def task_line(
    name: str,
    source: str,
    checked: date | None,
    today: date,
    flaws: Iterable[str],
    people: float | None,
    misled: float,
    words: Words,
    *,
    demonstration: bool = False,
) -> str:
    """Return a record with what is wrong with it, and whom that may mislead.

    Parameters
    ----------
    people, misled
        Who depend on it, and how many of them its record may mislead; `people` None: not known.
    """
    chips = " ".join(
        f'<span class="ap-chip ap-chip--ask">{esc(words.choice("flaw", flaw))}</span>'
        for flaw in flaws
        if flaw not in _TOLD_BY_THE_LINE
    )
    text = (
        words.say("worklist.people_unknown")
        if people is None
        else words.say("worklist.people", people=round(people), misled=round(misled))
    )
    line = record_line(name, source, checked, today, words, demonstration=demonstration)
    return f'{line}<p class="ap-flaws">{chips}</p><p class="ap-record__source">{esc(text)}</p>'


_TOLD_BY_THE_LINE = ("never_checked", "stale")
