"""Records that are worth comparing: those that share something rare.

A telephone, a code, one of the rarest words of their names, a door, or the place where they stand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from geo.duplicates.likeness import Traits, name_words

CELL_DEG = 0.004
"""Records nearer than half of this (some 200 m) share a cell of one of four grids."""

CROWD = 50
"""In a bigger block each is compared only with those next to it by name."""

NEIGHBOURS = 6
FAR_FROM_ALIKE = 55.0
"""Names less alike than this, of 100, are of two things whatever else is the same."""

NEAR_DEG = 0.0008
FAR_DEG = 0.015
"""Some 80 m, where names may be any; 1.5 km, where places of one service are rarely said."""

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A service as it is compared."""

    id: str
    traits: Traits

    @property
    def plain(self) -> str:
        """Return the words of the name, each once, in the order of the alphabet."""
        return " ".join(sorted(name_words(self.traits.name)))


def _worth_it(one: Compared, other: Compared) -> bool:
    """Say quickly whether two can be one at all: whoever is far away has a code or all alike."""
    first, second = one.traits, other.traits
    if first.codes and any(second.codes.get(k) == code for k, code in first.codes.items()):
        return True
    if _apart_deg(first, second) < NEAR_DEG:
        return True
    far = _apart_deg(first, second) > FAR_DEG
    if far and _door(first) != _door(second) and not first.phones & second.phones:
        return False
    return bool(fuzz.token_set_ratio(one.plain, other.plain) >= FAR_FROM_ALIKE)


def _door(traits: Traits) -> tuple[str, str]:
    return traits.street.casefold(), traits.number


def _apart_deg(first: Traits, second: Traits) -> float:
    """Return roughly how far apart two are; where nobody knows, neither near nor far."""
    if first.lat is None or second.lat is None or first.lon is None or second.lon is None:
        return (NEAR_DEG + FAR_DEG) / 2
    return max(abs(first.lat - second.lat), abs(first.lon - second.lon) / 2)


def pairs(services: list[Compared]) -> Iterator[tuple[Compared, Compared]]:
    """Say each pair that is worth comparing once."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    often = Counter(word for one in services for word in set(one.plain.split()))
    for number, one in enumerate(services):
        for key in _keys(one, often):
            blocks[key].append(number)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        for pair in _within_block(members, services):
            one, other = services[pair[0]], services[pair[1]]
            if _worth_it(one, other) and pair not in seen:
                seen.add(pair)
                yield one, other


def _within_block(members: list[int], services: list[Compared]) -> Iterable[tuple[int, int]]:
    if len(members) <= CROWD:
        return combinations(members, 2)
    by_name = sorted(members, key=lambda number: services[number].plain)
    return (
        (min(one, other), max(one, other))
        for place, one in enumerate(by_name)
        for other in by_name[place + 1 : place + 1 + NEIGHBOURS]
    )


def _keys(one: Compared, often: Mapping[str, int]) -> Iterator[Key]:
    traits = one.traits
    for phone in traits.phones:
        yield ("phone", phone)
    for scheme, code in traits.codes.items():
        yield ("code", scheme, code)
    for word in sorted(set(one.plain.split()), key=lambda word: (often[word], word))[:2]:
        yield ("word", word[:5])
    if traits.street and traits.number:
        yield ("address", " ".join(sorted(name_words(traits.street))), traits.number)
    if traits.lon is not None and traits.lat is not None:
        for east in (0.0, 0.5):
            for north in (0.0, 0.5):
                i, j = int(traits.lon / CELL_DEG + east), int(traits.lat / CELL_DEG + north)
                yield ("cell", f"{east} {north}", i, j)
