"""Who depends on which service of an area: on foot, from where people live."""

from __future__ import annotations

import numpy as np

from answers.opened_area import OpenArea
from answers.travel import travel_times
from geo.demand import people_in_cells
from geo.measures.dependence import people_depending
from geo.network.modes import Mode
from geo.network.routing import some_of

CELL_M = 200.0
"""People of one square stand in its middle: some two minutes' walk at most from where they live."""


def people_by_service(
    opened: OpenArea, *, limit_min: float = 30.0, mode: Mode = Mode.WALK
) -> dict[str, float]:
    """Return service id → people who depend on it (`geo.measures.dependence.people_depending`).

    Empty where nobody has said who lives there. Services without a public place are left out.
    """
    residents = opened.area.residents
    if residents is None or not len(residents):
        return {}
    cells = people_in_cells(residents, cell_m=CELL_M)
    times, snapped = travel_times(opened.area, mode), opened.snapped(mode)
    homes = times.snap(cells.west + cells.width / 2, cells.south + cells.height / 2)
    numbers = {
        service_id: n for n, service_id in enumerate(dict.fromkeys(s.id for s in opened.services))
    }
    needs = {need: n for n, need in enumerate({n for s in opened.services for n in s.needs})}
    rows = [
        (place, numbers[service.id], needs[need])
        for place, service in enumerate(opened.services)
        for need in service.needs
        if snapped.found[place]
    ]
    if not rows:
        return {}
    place, service, need = np.array(rows, np.int64).T
    destinations = some_of(snapped, place)
    pairs = times.pairs_within(homes, destinations, limit_min=limit_min, departure=None)
    people = people_depending(pairs, cells.people, service, need)
    return {service_id: float(people[n]) for service_id, n in numbers.items() if n < len(people)}
