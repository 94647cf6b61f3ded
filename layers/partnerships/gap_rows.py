"""Gaps, overlaps and faults of partnerships as rows and sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isnan

from geo.partnerships.faults import Fault, FaultKind
from geo.partnerships.overlaps import Overlap
from layers.partnerships.indicator_rows import NONE
from layers.text.naming import first_names
from layers.words import Said, Words

PlaceName = Callable[[str], str]


def named(codes: Sequence[str], place_name: PlaceName, words: Words) -> str:
    """Return the names of municipalities, the first of many."""
    return first_names([place_name(code) for code in codes], words)


def gap_row(
    need: str, codes: Sequence[str], residents: float, place_name: PlaceName, words: Words
) -> tuple[str, ...]:
    """Return the row of a need that is not answered in some municipalities."""
    return (
        words.choice("need", need),
        words.fact(len(codes), "whole"),
        NONE if isnan(residents) else words.fact(residents, "whole"),
        named(codes, place_name, words),
    )


def gap_heads(words: Words) -> tuple[str, ...]:
    """Return the heads of `gap_row`."""
    names = ("need", "without", "residents", "which")
    return tuple(words.say(f"partnerships.gaps.{name}") for name in names)


def overlap_row(found: Overlap, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """Return the row of two services that answer one need at one door."""
    needs = words.separator.join(words.choice("need", need) for need in found.needs)
    hours = (
        words.say("partnerships.overlaps.unknown_hours")
        if found.minutes is None
        else words.fact(round(found.minutes / 60, 1), "number")
    )
    both = " + ".join(words.run(names.get(one, one)) for one in (found.first, found.second))
    return both, needs, hours, words.fact(found.metres, "metres")


def overlap_heads(words: Words) -> tuple[str, ...]:
    """Return the heads of `overlap_row`."""
    names = ("services", "needs", "hours", "distance")
    return tuple(words.say(f"partnerships.overlaps.{name}") for name in names)


def fault_sentences(
    faults: Sequence[Fault],
    names: Mapping[str, str],
    organizations: Mapping[str, str],
    place_name: PlaceName,
    words: Words,
) -> list[str]:
    """Return what is to be mended: one sentence for all that have the same fault.

    Parameters
    ----------
    names, organizations
        Names of services and of organisations by id.
    """
    found = []
    for (kind, detail), rows in _grouped(faults).items():
        about = [fault.about for fault in rows]
        if kind is FaultKind.NO_PARTNERSHIP:
            facts = {"names": Said(named(about, place_name, words))}
            found.append(words.count(f"partnerships.fault.{kind}", len(about), **facts))
        elif kind is FaultKind.SEVERAL_PARTNERSHIPS:
            place = Said(named(about, place_name, words))
            facts = {"place": place, "names": Said(words.list(detail))}
            found.append(words.say(f"partnerships.fault.{kind}", **facts))
        else:
            name = next(iter(detail), "")
            records = named(about, lambda one: names.get(one, one), words)
            name = organizations.get(name, name)
            found.append(words.say(f"partnerships.fault.{kind}", name=name, records=Said(records)))
    return found


def _grouped(faults: Sequence[Fault]) -> dict[tuple[FaultKind, tuple[str, ...]], list[Fault]]:
    """Return faults of one kind with one detail together, in their order."""
    found: dict[tuple[FaultKind, tuple[str, ...]], list[Fault]] = {}
    for fault in faults:
        found.setdefault((fault.kind, fault.detail), []).append(fault)
    return found
