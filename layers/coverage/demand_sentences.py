"""What a model of residents rests on, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layers.words import Words


def demand_sentences(label: Mapping[str, Any] | None, words: Words) -> tuple[str, ...]:
    """Return how the people of an area were placed, their total checked, what is missing.

    Parameters
    ----------
    label
        The fields of `data.areas.demand.DemandLabel`; None where nobody knows who lives there.
    """
    if label is None:
        return (words.say("demand.none"),)
    lines = [
        words.say(f"demand.kind.{label['kind']}", year=str(label["year"])),
        words.say("demand.check", placed=label["placed"], wanted=label["wanted"]),
    ]
    if label["registered"] and label["kind"] == "file":
        share = label["registered"] / label["wanted"] if label["wanted"] else 0.0
        lines.append(words.say("demand.registered", registered=label["registered"], share=share))
    if label["outside"] >= 1:
        lines.append(words.say("demand.outside", outside=label["outside"]))
    if label["cut"]:
        lines.append(words.count("demand.cut", label["cut"]))
    faults = [fact for fact in ("untold", "fractional", "left_out") if label[fact]]
    lines += [f"{words.count(f'demand.{fact}', label[fact])}." for fact in faults]
    return (*lines, words.say("demand.residents_not_need"))
