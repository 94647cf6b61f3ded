"""An area as planners ask it: homes on the streets, and every answer to a question about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from data.areas.groups import people_of
from data.areas.opened import OpenArea
from data.catalog.citizenships import Mix
from geo.demand import Homes, homes_of
from geo.errors import BadInput
from geo.hours.windows import moments, ordinary_week
from geo.measures.coverage import Coverage, Reach, coverage, sweep
from geo.measures.edges import reaches_beyond
from geo.measures.fragility import funding_cliff, left_without
from geo.measures.gaps import Desks, gaps
from geo.measures.outcome import Asked, Outcome
from geo.measures.question import Question
from geo.measures.steps import standing
from geo.measures.week import Week, week_of
from geo.model import Taxonomy
from geo.network.modes import WALK_SPEED_KMH
from geo.network.routing import Ints, Snapped, SparseTimes, some_of

Floats = NDArray[np.float64]

LONGEST_MIN = 60.0
SWEEP_MIN = (5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0)
SPOTS = 400
"""Spots at which a new desk is tried: the homes with most people that have nothing."""


@dataclass(frozen=True, slots=True)
class Study:
    """An area with its homes laid on the streets, once for all questions."""

    opened: OpenArea
    homes: Homes
    stood: Snapped

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
            What `data.areas.groups.people_of` says.
        """
        return self.homes.sum(people_of(self.opened.area, group, mix=mix).people)


def study_of(opened: OpenArea, *, cell_m: float = 100.0) -> Study:
    """Return an area made ready for questions.

    Raises
    ------
    BadInput
        ``coverage.no_residents`` where nobody has told who lives there.
    """
    residents = opened.area.residents
    if residents is None or not len(residents):
        raise BadInput("coverage.no_residents", area=opened.area.manifest.id)
    homes = homes_of(residents, cell_m=cell_m)
    return Study(opened, homes, opened.area.network.snap(homes.lon, homes.lat))


def ask(
    study: Study,
    question: Question,
    *,
    people: Floats,
    place: Ints,
    now: datetime,
    taxonomy: Taxonomy,
) -> Outcome:
    """Answer a question about coverage.

    Parameters
    ----------
    people
        Shape (homes,): the people of the question's group.
    place
        Shape (homes,): the place that each home is told under, −1 for none.
    now
        Aware: the day on which room and money are judged.

    Raises
    ------
    BadInput
        ``coverage.need`` for a need that the taxonomy lacks, ``coverage.no_service``,
        ``coverage.nobody``, ``coverage.limit``.
    """
    asked = services_asked(study, question, now=now, taxonomy=taxonomy)
    limit = question.limit_min
    found = coverage(asked.reach, people, asked.told, limit_min=limit)
    return Outcome(
        question=question,
        asked=asked,
        people=people,
        found=found,
        gaps=gaps(
            found,
            asked.reach,
            asked.told,
            place,
            limit_min=limit,
            desks=_desks(study, found, place, question),
        ),
        sweep=sweep(asked.reach, people, asked.told, SWEEP_MIN),
        alone=left_without(asked.reach, people, asked.told, limit_min=limit),
        cliff=funding_cliff(
            asked.services, asked.reach, people, asked.told, limit_min=limit, today=now.date()
        ),
        edge=reaches_beyond(
            study.homes.lon,
            study.homes.lat,
            study.opened.area.manifest.bounds,
            limit_min=limit,
            speed_kmh=question.speed_kmh,
        ),
    )


def biggest_gap(study: Study, *, now: datetime, taxonomy: Taxonomy) -> str:
    """Return the need that most people lack, of those that people can go to anywhere in the area.

    Everybody, half an hour on foot, whatever they speak and whenever they can come. Where none is
    lacking, or where there is no service at all, the first need.
    """
    people = study.people("people")
    missing: dict[str, float] = {}
    for need in taxonomy.needs:
        asked = services_asked(study, Question(need.id), now=now, taxonomy=taxonomy)
        # A need whose services are all by referral says nothing of where people live.
        if asked.told.possible[0].any() and not need.sensitive:
            found = coverage(asked.reach, people, asked.told, limit_min=Question(need.id).limit_min)
            missing[need.id] = float(found.missing.sum())
    return max(missing, key=lambda need: missing[need], default=taxonomy.needs[0].id)


def services_asked(study: Study, question: Question, *, now: datetime, taxonomy: Taxonomy) -> Asked:
    """Return the services of a question's need, how far each goes with its people, who is near."""
    wanted = taxonomy.covered_by(question.need)
    if not wanted:
        known = tuple(need.id for need in taxonomy.needs)
        raise BadInput("coverage.need", need=question.need, known=known)
    if not 0 < question.limit_min <= LONGEST_MIN:
        raise BadInput("coverage.limit", limit=question.limit_min, most=LONGEST_MIN)
    numbers = [n for n, s in enumerate(study.opened.services) if wanted & set(s.needs)]
    services = tuple(study.opened.services[number] for number in numbers)
    place = study.opened.area.place
    told = standing(
        services,
        question.situation,
        moments(question.windows, ordinary_week(now.date(), place), place),
        now=now,
        place=place,
    )
    doors = some_of(study.opened.snapped, np.array(numbers, np.int64))
    return Asked(services, told, reach_between(study, doors, question.speed_kmh))


def reach_between(study: Study, doors: Snapped, speed_kmh: float) -> Reach:
    """Return who reaches which door, up to `LONGEST_MIN` at a walking speed."""
    slower = WALK_SPEED_KMH / speed_kmh
    network = study.opened.area.network
    times = network.pairs_within(study.stood, doors, cutoff_min=LONGEST_MIN / slower)
    paced = SparseTimes(times.origin, times.destination, times.minutes * slower)
    return Reach(paced, study.stood.found)


def week_asked(study: Study, outcome: Outcome, *, now: datetime) -> Week:
    """Return the coverage of each hour of an ordinary week."""
    place = study.opened.area.place
    return week_of(
        outcome.asked.services,
        outcome.asked.reach,
        outcome.people,
        outcome.question.situation,
        limit_min=outcome.question.limit_min,
        week=ordinary_week(now.date(), place),
        place=place,
    )


def _desks(study: Study, found: Coverage, place: Ints, question: Question) -> Desks | None:
    """Return spots for new desks: homes with most people that have nothing, in every place."""
    missing = np.where(study.stood.found & (place >= 0), found.missing, 0.0)
    spots = _spread(missing, place)
    if not len(spots):
        return None
    reach = reach_between(study, some_of(study.stood, spots), question.speed_kmh)
    return Desks(study.homes.lon[spots], study.homes.lat[spots], place[spots], reach.times)


def _spread(missing: Floats, place: Ints) -> NDArray[np.int64]:
    """Return the homes with most missing people, taken from all places in turn."""
    order = np.lexsort((-missing, place))
    order = order[missing[order] > 0]
    first = np.searchsorted(place[order], place[order], side="left")
    rank = np.arange(len(order)) - first
    return np.asarray(order[np.argsort(rank, kind="stable")][:SPOTS], np.int64)
