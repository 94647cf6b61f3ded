"""Coverage: who has a service that will take them, who has none, and why; for an area's people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import numpy as np

from answers.coverage_settings import CoverageSettings
from answers.opened_area import OpenArea
from answers.study import LONGEST_MIN, Study, reach_between, study_of
from answers.zones import Zones, zones_of
from data.catalog.citizenships import Mix
from data.catalog.tables import load_taxonomy
from data.exchange.citizenship_file import OWN_CITIZENSHIPS, read_citizenships
from geo.arrays import Floats, Indexes, Ints
from geo.errors import BadInput
from geo.hours.windows import moments, ordinary_week
from geo.measures.acts import acts
from geo.measures.coverage import Coverage, cover, sweep
from geo.measures.edges import reaches_beyond
from geo.measures.fragility import funding_cliff, left_without
from geo.measures.gaps import NewSites, gaps
from geo.measures.outcome import CoverageOutcome, ScreenedServices
from geo.measures.question import CoverageQuestion
from geo.measures.steps import screen
from geo.measures.week import Week, week_of
from geo.network.routing import some_of

SWEEP_MIN = (5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0)
SPOTS = 400
"""Spots at which a new site is tried: the homes with most people that have nothing."""


@dataclass(frozen=True, slots=True)
class CoverageAnswer:
    """An answer with what it was computed on; `now` is the moment on which room was judged."""

    study: Study
    outcome: CoverageOutcome
    zones: Zones
    now: datetime


def coverage(
    opened: OpenArea, settings: CoverageSettings, *, now: datetime, study: Study | None = None
) -> CoverageAnswer:
    """Answer a question about coverage.

    Parameters
    ----------
    now
        Aware; where the settings name a day, noon of that day counts instead.
    study
        The area as `study_of` makes it ready, where somebody has kept it; made here otherwise.

    Raises
    ------
    BadInput
        What `study_of`, `zones_of`, `outcome_of`, `Study.people` and `read_citizenships` say.
    """
    clock = ZoneInfo(opened.area.calendar.time_zone)
    moment = (
        datetime.combine(settings.on, time(12), clock) if settings.on else now.astimezone(clock)
    )
    question = settings.question
    if study is None:
        study = study_of(opened, cell_m=settings.cell_m, mode=question.mode)
    zones = zones_of(
        opened.area,
        study.homes,
        kind=settings.places,
        language=settings.language,
        outlines=settings.outlines,
        partnerships=opened.partnerships,
    )
    outcome = outcome_of(
        study,
        question,
        people=study.people(question.group, mix=chosen_mix(settings)),
        zone=zones.zone,
        now=moment,
    )
    return CoverageAnswer(study, outcome, zones, moment)


def chosen_mix(settings: CoverageSettings) -> Mix | None:
    """Return the citizenships of the settings' own file; None where they name none.

    Its source is the name under which a report keeps it, so that the report makes itself again.
    """
    if settings.citizenships is None:
        return None
    return replace(read_citizenships(settings.citizenships), source=OWN_CITIZENSHIPS)


def outcome_of(
    study: Study,
    question: CoverageQuestion,
    *,
    people: Floats,
    zone: Ints,
    now: datetime,
) -> CoverageOutcome:
    """Answer a question about coverage.

    Parameters
    ----------
    people
        Shape (homes,): the people of the question's group.
    zone
        Shape (homes,): the zone that each home is given under, −1 for none.
    now
        Aware: the day on which room and money are judged.

    Raises
    ------
    BadInput
        ``coverage.need`` for a need that the taxonomy lacks, ``coverage.no_service``,
        ``coverage.nobody``, ``coverage.limit``.
    """
    asked = services_asked(study, question, now=now)
    limit = question.limit_min
    found = cover(asked.reach, people, asked.screening, limit_min=limit)
    new_sites = _new_sites(study, found, zone, question)
    return CoverageOutcome(
        question=question,
        asked=asked,
        people=people,
        found=found,
        gaps=gaps(
            found,
            asked.reach,
            asked.screening,
            zone,
            limit_min=limit,
            new_sites=new_sites,
        ),
        acts=acts(found, asked.reach, asked.screening, zone, limit_min=limit, new_sites=new_sites),
        sweep=sweep(asked.reach, people, asked.screening, SWEEP_MIN),
        alone=left_without(asked.reach, people, asked.screening, limit_min=limit),
        cliff=funding_cliff(
            asked.services, asked.reach, people, asked.screening, limit_min=limit, today=now.date()
        ),
        edge=reaches_beyond(
            study.homes.lon,
            study.homes.lat,
            study.opened.area.manifest.bounds,
            limit_min=limit,
            speed_kmh=question.speed_kmh,
        ),
    )


def biggest_gap(study: Study, *, now: datetime) -> str:
    """Return the need that most people lack, of those that people can go to anywhere in the area.

    Everybody, half an hour on foot, whatever they speak and whenever they can come. Where none is
    lacking, or where there is no service at all, the first need.
    """
    people, taxonomy = study.people("people"), load_taxonomy()
    missing: dict[str, float] = {}
    for need in taxonomy.needs:
        asked = services_asked(study, CoverageQuestion(need.id), now=now)
        # A need whose services are all by referral says nothing of where people live.
        if asked.screening.possible[0].any() and not taxonomy.is_sensitive(need.id):
            found = cover(
                asked.reach, people, asked.screening, limit_min=CoverageQuestion(need.id).limit_min
            )
            missing[need.id] = float(found.missing.sum())
    return max(missing, key=lambda need: missing[need], default=taxonomy.needs[0].id)


def services_asked(study: Study, question: CoverageQuestion, *, now: datetime) -> ScreenedServices:
    """Return the services of a question's need, how far each goes with its people, who is near."""
    taxonomy = load_taxonomy()
    wanted = taxonomy.covered_by(question.need)
    if not wanted:
        known = tuple(need.id for need in taxonomy.needs)
        raise BadInput("coverage.need", need=question.need, known=known)
    if not 0 < question.limit_min <= LONGEST_MIN:
        raise BadInput("coverage.limit", limit=question.limit_min, most=LONGEST_MIN)
    numbers = [n for n, s in enumerate(study.opened.services) if wanted & set(s.needs)]
    services = tuple(study.opened.services[number] for number in numbers)
    calendar = study.opened.area.calendar
    screening = screen(
        services,
        question.situation,
        moments(question.windows, ordinary_week(now.date(), calendar), calendar),
        now=now,
        calendar=calendar,
    )
    destinations = some_of(study.opened.snapped(study.mode), np.array(numbers, np.int64))
    return ScreenedServices(
        services, screening, reach_between(study, destinations, question.speed_kmh)
    )


def week_asked(study: Study, outcome: CoverageOutcome, *, now: datetime) -> Week:
    """Return the coverage of each hour of an ordinary week."""
    calendar = study.opened.area.calendar
    return week_of(
        outcome.asked.services,
        outcome.asked.reach,
        outcome.people,
        outcome.question.situation,
        limit_min=outcome.question.limit_min,
        week=ordinary_week(now.date(), calendar),
        calendar=calendar,
    )


def _new_sites(
    study: Study, found: Coverage, zone: Ints, question: CoverageQuestion
) -> NewSites | None:
    """Return spots for new sites: homes with most people that have nothing, in every zone."""
    missing = np.where(study.stood.found & (zone >= 0), found.missing, 0.0)
    spots = _spread(missing, zone)
    if not len(spots):
        return None
    reach = reach_between(study, some_of(study.stood, spots), question.speed_kmh)
    return NewSites(study.homes.lon[spots], study.homes.lat[spots], zone[spots], reach.times)


def _spread(missing: Floats, zone: Ints) -> Indexes:
    """Return the homes with most missing people, taken from all places in turn."""
    order = np.lexsort((-missing, zone))
    order = order[missing[order] > 0]
    first = np.searchsorted(zone[order], zone[order], side="left")
    rank = np.arange(len(order)) - first
    return np.asarray(order[np.argsort(rank, kind="stable")][:SPOTS], np.int64)
