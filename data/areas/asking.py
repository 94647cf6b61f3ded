"""From settings to an answer: what the command line and the page ask alike."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from data.areas.groups import people_of
from data.areas.opened import OpenArea
from data.areas.parts import Places, kinds_of, places_of
from data.areas.study import Study, ask, study_of
from data.catalog.citizenships import Mix, language_table
from data.catalog.tables import load_taxonomy, load_yardsticks
from data.exchange.citizenship_file import OWN_CITIZENSHIPS, read_citizenships
from data.exchange.coverage_settings import CoverageSettings, write_settings
from geo.demand import Homes
from geo.measures.outcome import Background, Outcome

COMMAND = "python cli.py coverage --settings settings.toml --out report"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with what it was computed on; `now` is the moment on which room was judged."""

    study: Study
    outcome: Outcome
    places: Places
    now: datetime


def answer(opened: OpenArea, settings: CoverageSettings, *, now: datetime) -> Answered:
    """Answer what settings ask.

    Parameters
    ----------
    now
        Aware; where the settings name a day, noon of that day counts instead.

    Raises
    ------
    BadInput
        What `study_of`, `places_of`, `ask`, `Study.people` and `read_citizenships` say.
    """
    zone = ZoneInfo(opened.area.place.time_zone)
    moment = datetime.combine(settings.on, time(12), zone) if settings.on else now.astimezone(zone)
    study = study_of(opened, cell_m=settings.cell_m)
    places = told_places(opened, study.homes, settings)
    outcome = ask(
        study,
        settings.question,
        people=study.people(settings.question.group, mix=own_mix(settings)),
        place=places.place,
        now=moment,
        taxonomy=load_taxonomy(),
    )
    return Answered(study, outcome, places, moment)


def own_mix(settings: CoverageSettings) -> Mix | None:
    """Return the citizenships of the settings' own file; None where they name none.

    It is told by the name under which a report keeps it, so that the report makes itself again.
    """
    if settings.citizenships is None:
        return None
    return replace(read_citizenships(settings.citizenships), source=OWN_CITIZENSHIPS)


def settings_of(
    answered: Answered, *, when: str, language: str, outlines: Path | None = None
) -> CoverageSettings:
    """Return the settings that ask the same again, on the same day.

    Parameters
    ----------
    when
        Name of the window that the question's hours come from.
    outlines
        File of one's own places, where the answer is told by them.
    """
    kind = answered.places.kind
    return CoverageSettings(
        area=answered.study.opened.area.manifest.id,
        question=answered.outcome.question,
        when=when,
        places="" if kind == "area" else kind,
        outlines=outlines if kind == "own" else None,
        on=answered.now.date(),
        language=language,
    )


def told_places(opened: OpenArea, homes: Homes, settings: CoverageSettings) -> Places:
    """Return the places of the settings; of an area without any, the area itself is one."""
    kind = settings.places or next(iter(kinds_of(opened.area)), "")
    if not kind:
        name = opened.area.manifest.name(settings.language)
        return Places("area", (name,), np.zeros(len(homes), np.int32))
    return places_of(
        opened.area,
        homes,
        kind=kind,
        language=settings.language,
        outlines=settings.outlines,
        partnerships=opened.partnerships,
    )


def background(answered: Answered, settings: CoverageSettings) -> Background:
    """Return what a report of an answer says besides."""
    area = answered.study.opened.area
    manifest = area.manifest
    group = people_of(area, settings.question.group, mix=own_mix(settings))
    sources = [
        (one.name, one.licence, one.attribution, one.date or "–") for one in manifest.sources
    ]
    if group.basis.startswith("citizenship"):
        table = language_table()
        sources.append((table.source, table.licence, table.attribution, "–"))
    return Background(
        area=manifest.name(settings.language),
        version=area.version,
        on=answered.now.date(),
        when=settings.when,
        places=answered.places.kind,
        cell_m=settings.cell_m,
        sources=tuple(sources),
        people=None if manifest.demand is None else asdict(manifest.demand),
        group=group.totals(),
        boundary=answered.study.opened.area.boundary,
        yardstick=next(
            (asdict(one) for one in load_yardsticks() if one.id == settings.yardstick), None
        ),
        settings=settings_text(answered, settings),
    )


def settings_text(answered: Answered, settings: CoverageSettings) -> str:
    """Return the settings file that gives the same tables again: nothing is left to the day.

    Comments tell on which data it was run.
    """
    kind, told = answered.places.kind, settings.outlines
    fixed = replace(
        settings,
        on=answered.now.date(),
        places="" if kind == "area" else kind,
        outlines=Path(outlines_name(told)) if told else None,
        citizenships=Path(OWN_CITIZENSHIPS) if settings.citizenships else None,
    )
    manifest = answered.study.opened.area.manifest
    lines = [f"# {COMMAND}", f"# area {manifest.id}, data {answered.study.opened.area.version}"]
    lines += [f"# {one.name}: {one.date or '?'}, sha256 {one.sha256}" for one in manifest.sources]
    return "\n".join(lines) + "\n" + write_settings(fixed)


def outlines_name(path: Path) -> str:
    """Return the name under which a report keeps a planner's own outlines."""
    return f"outlines{path.suffix.lower()}"
