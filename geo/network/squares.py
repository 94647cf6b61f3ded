"""Squares: people cross them, from each street that leads in to each that leads out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import shapely

from geo.network.streets import UsableWay
from geo.network.walking import WalkRule

MOST_DOORS = 40
"""A square at which more streets end is walked along its edge only."""

Positions = Mapping[int, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Square:
    """An outline that people may cross.

    `rings` are OSM node ids of the outlines and holes, or of parts of them, in any order; `edges`
    the ways that they are, which lead nowhere.
    """

    id: int
    edges: tuple[int, ...]
    rings: tuple[tuple[int, ...], ...]
    rule: WalkRule
    name: str


def crossings(
    squares: Sequence[Square], ways: Sequence[UsableWay], positions: Positions
) -> tuple[UsableWay, ...]:
    """Return straight ways across squares, between the nodes at which other ways meet them.

    Parameters
    ----------
    ways
        All usable ways, those along the squares' edges too.
    positions
        Node → degrees EPSG:4326; a square of which one is missing is not crossed.

    Examples
    --------
    >>> rule, corners = WalkRule("square", 1.0, 1.0), {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1)}
    >>> square = Square(9, (9,), ((1, 2, 3, 4, 1),), rule, "Piazza")
    >>> streets = [UsableWay(n, (n, 10 * n), rule, "") for n in (1, 3)]
    >>> [way.nodes for way in crossings([square], streets, corners)]
    [(1, 3)]
    """
    edges = {edge for square in squares for edge in square.edges}
    met = Counter(node for way in ways if way.id not in edges for node in set(way.nodes))
    return tuple(way for square in squares for way in _across(square, met, positions))


def _across(square: Square, met: Counter[int], positions: Positions) -> Iterator[UsableWay]:
    nodes = {node for ring in square.rings for node in ring}
    doors = sorted(node for node in nodes if met[node])
    if not 2 <= len(doors) <= MOST_DOORS or not nodes <= positions.keys():
        return
    lines = [shapely.LineString([positions[node] for node in ring]) for ring in square.rings]
    ground = shapely.build_area(shapely.multilinestrings(lines))
    if ground.is_empty:
        return
    beside = {frozenset(pair) for ring in square.rings for pair in pairwise(ring)}
    shapely.prepare(ground)
    for first, second in combinations(doors, 2):
        if frozenset((first, second)) in beside:
            continue
        if ground.covers(shapely.LineString([positions[first], positions[second]])):
            yield UsableWay(square.id, (first, second), square.rule, square.name)
