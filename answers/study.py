"""A study area: an opened area with its homes laid on the streets, once for all questions."""

from __future__ import annotations

from dataclasses import dataclass

from answers.groups import people_of
from answers.opened_area import OpenArea
from answers.travel import travel_times
from data.catalog.citizenships import Mix
from geo.arrays import Floats
from geo.demand import Homes, homes_of
from geo.errors import BadInput
from geo.measures.coverage import Reach
from geo.network.modes import Mode
from geo.network.routing import Snapped

LONGEST_MIN = 60.0
"""The longest limit of a question about coverage."""


@dataclass(frozen=True, slots=True)
class Study:
    """An area with its homes laid on the network of a mode.

    Attributes
    ----------
    stood
        The homes on the network, in their order.
    """

    opened: OpenArea
    homes: Homes
    stood: Snapped
    mode: Mode = Mode.WALK

    def people(self, group: str, *, mix: Mix | None = None) -> Floats:
        """Return the people of a group at each home.

        Who speaks a language (``speaks:ara``) is inferred from the foreign residents: the least
        that it may be.

        Parameters
        ----------
        mix
            Citizenships of the foreign residents; None: what the catalogue knows of the area.

        Raises
        ------
        BadInput
            What `answers.groups.people_of` says.
        """
        return self.homes.sum(people_of(self.opened.area, group, mix=mix).people)


def study_of(opened: OpenArea, *, cell_m: float = 100.0, mode: Mode = Mode.WALK) -> Study:
    """Return an area made ready for questions about coverage.

    Parameters
    ----------
    cell_m
        Side of the squares, in metres, that homes are put together in.

    Raises
    ------
    BadInput
        ``coverage.no_residents`` where nobody has said who lives there.
    UnknownName
        ``mode.unknown`` where the area was not built for the mode.
    """
    residents = opened.area.residents
    if residents is None or not len(residents):
        raise BadInput("coverage.no_residents", area=opened.area.manifest.id)
    homes = homes_of(residents, cell_m=cell_m)
    stood = travel_times(opened.area, mode).snap(homes.lon, homes.lat)
    return Study(opened, homes, stood, mode)


def reach_between(study: Study, destinations: Snapped, speed_kmh: float) -> Reach:
    """Return who reaches which of some points, up to `LONGEST_MIN` at a walking speed."""
    times = travel_times(study.opened.area, study.mode, speed_kmh=speed_kmh)
    pairs = times.pairs_within(study.stood, destinations, limit_min=LONGEST_MIN, departure=None)
    return Reach(pairs, study.stood.found)
