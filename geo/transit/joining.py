"""Several timetables as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from geo.arrays import Ints
from geo.transit.timetable import Headways, Lines, Stops, Timetable, Transfers, Trips


def joined(timetables: Sequence[Timetable]) -> Timetable:
    """Return timetables as one: what has the same id in two feeds stays two things.

    A stop that two feeds both have is reached on foot from one to the other.

    Raises
    ------
    ValueError
        Where there is none.
    """
    if len(timetables) == 1:
        return timetables[0]
    stops = _before(timetables, lambda one: len(one.stops))
    lines = _before(timetables, lambda one: len(one.lines))
    trips = _before(timetables, lambda one: len(one.trips))
    times = _before(timetables, lambda one: len(one.trips.stop))
    services = _before(timetables, lambda one: len(one.service_days))
    zones = _before(timetables, lambda one: len(one.zones))
    blocks = _before(timetables, lambda one: int(one.trips.block.max(initial=-1)) + 1)

    def together(values: Callable[[Timetable], Ints], before: list[int] | None = None) -> Ints:
        """Join arrays; numbers go up by what stood before, and `NONE` stays."""
        shifts = before or [0] * len(timetables)
        parts = [
            np.where(values(one) < 0, values(one), values(one) + shift) if shift else values(one)
            for one, shift in zip(timetables, shifts, strict=True)
        ]
        return np.concatenate(parts)

    def texts(values: Callable[[Timetable], tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(text for one in timetables for text in values(one))

    firsts = [one.trips.first[:-1] + before for one, before in zip(timetables, times, strict=True)]
    total = sum(len(one.trips.stop) for one in timetables)
    return Timetable(
        stops=Stops(
            texts(lambda one: one.stops.ids), texts(lambda one: one.stops.names),
            np.concatenate([one.stops.lon for one in timetables]),
            np.concatenate([one.stops.lat for one in timetables]),
            together(lambda one: one.stops.station, stops),
            together(lambda one: one.stops.wheelchair),
        ),
        lines=Lines(
            texts(lambda one: one.lines.ids), texts(lambda one: one.lines.short_names),
            texts(lambda one: one.lines.long_names), texts(lambda one: one.lines.agencies),
            texts(lambda one: one.lines.colors), together(lambda one: one.lines.kind),
        ),
        trips=Trips(
            texts(lambda one: one.trips.ids), texts(lambda one: one.trips.headsigns),
            line=together(lambda one: one.trips.line, lines),
            service=together(lambda one: one.trips.service, services),
            zone=together(lambda one: one.trips.zone, zones),
            block=together(lambda one: one.trips.block, blocks),
            wheelchair=together(lambda one: one.trips.wheelchair),
            first=np.concatenate([*firsts, [total]]).astype(np.int32),
            stop=together(lambda one: one.trips.stop, stops),
            arrival_s=together(lambda one: one.trips.arrival_s),
            departure_s=together(lambda one: one.trips.departure_s),
            boards=np.concatenate([one.trips.boards for one in timetables]),
            alights=np.concatenate([one.trips.alights for one in timetables]),
        ),
        headways=Headways(
            together(lambda one: one.headways.trip, trips),
            together(lambda one: one.headways.start_s),
            together(lambda one: one.headways.end_s),
            together(lambda one: one.headways.headway_s),
            np.concatenate([one.headways.exact for one in timetables]),
        ),
        transfers=Transfers(
            together(lambda one: one.transfers.from_stop, stops),
            together(lambda one: one.transfers.to_stop, stops),
            together(lambda one: one.transfers.kind),
            together(lambda one: one.transfers.least_s),
            together(lambda one: one.transfers.from_trip, trips),
            together(lambda one: one.transfers.to_trip, trips),
        ),
        service_days=tuple(days for one in timetables for days in one.service_days),
        zones=texts(lambda one: one.zones),
        feeds=texts(lambda one: one.feeds),
    )  # fmt: skip


def _before(timetables: Sequence[Timetable], count: Callable[[Timetable], int]) -> list[int]:
    """Return for each timetable how many of something stand before its own."""
    counts = [count(one) for one in timetables]
    return [sum(counts[:place]) for place in range(len(counts))]
