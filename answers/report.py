"""Report: an answer about coverage as a folder that others can check and run again."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

from answers.coverage import CoverageAnswer, chosen_mix, week_asked
from answers.coverage_settings import CoverageSettings, write_settings
from answers.groups import people_of
from answers.report_folder import SCENARIO_FILE, SETTINGS_FILE, write_folder
from answers.scenario_file import write_scenario
from answers.zones import WHOLE
from data.catalog.citizenships import language_table
from data.catalog.tables import load_yardsticks
from data.exchange.citizenship_file import OWN_CITIZENSHIPS
from geo.measures.outcome import Background
from geo.scenario import Scenario
from layers.report.answer import Additions, Report
from layers.report.files import report_files
from layers.words import Words

NOTHING_MORE = Additions()
COMMAND = "python cli.py coverage --settings settings.toml --out report"


def write_report(
    out: Path,
    answer: CoverageAnswer,
    settings: CoverageSettings,
    additions: Additions = NOTHING_MORE,
) -> tuple[str, ...]:
    """Write the report of an answer into a folder, in the language of its settings.

    Files that the settings name are copied into it, so that the folder makes itself again.

    Raises
    ------
    BadInput
        ``report.folder`` where there is a folder with something else in it.
    StorageFailure
        ``disk.full``, ``disk.refused``.

    Returns
    -------
    Names of the files, sorted.
    """
    study, outcome, zones = answer.study, answer.outcome, answer.zones
    week = week_asked(study, outcome, now=answer.now)
    report = Report(
        outcome,
        week,
        zones.names,
        zones.zone,
        study.homes,
        study.opened.area.walking.streets,
        background(answer, settings),
        additions,
    )
    files = report_files(report, Words(settings.language))
    if additions.trial is not None:
        scenario = Scenario(additions.trial.name, tuple(additions.trial.changes))
        files[SCENARIO_FILE] = write_scenario(scenario)
    files[SETTINGS_FILE] = settings_text(answer, settings)
    if settings.outlines is not None:
        files[outlines_name(settings.outlines)] = settings.outlines.read_bytes()
    if settings.citizenships is not None:
        files[OWN_CITIZENSHIPS] = settings.citizenships.read_bytes()
    return write_folder(out, study, outcome, zones, week, files)


def settings_of(
    answer: CoverageAnswer, *, when: str, language: str, outlines: Path | None = None
) -> CoverageSettings:
    """Return the settings that ask the same again, on the same day.

    Parameters
    ----------
    when
        Name of the window that the question's hours come from.
    outlines
        File of one's own places, where the answer is given by them.
    """
    kind = answer.zones.kind
    return CoverageSettings(
        area=answer.study.opened.area.manifest.id,
        question=answer.outcome.question,
        when=when,
        places="" if kind == WHOLE else kind,
        outlines=outlines if kind == "own" else None,
        on=answer.now.date(),
        language=language,
    )


def background(answer: CoverageAnswer, settings: CoverageSettings) -> Background:
    """Return what a report of an answer says besides."""
    area = answer.study.opened.area
    manifest = area.manifest
    group = people_of(area, settings.question.group, mix=chosen_mix(settings))
    sources = [
        (one.name, one.licence, one.attribution, one.date or "–") for one in manifest.sources
    ]
    if group.basis.startswith("citizenship"):
        table = language_table()
        sources.append((table.source, table.licence, table.attribution, "–"))
    return Background(
        area=manifest.name(settings.language),
        version=area.version,
        on=answer.now.date(),
        when=settings.when,
        places=answer.zones.kind,
        cell_m=settings.cell_m,
        sources=tuple(sources),
        people=None if manifest.demand is None else asdict(manifest.demand),
        group=group.totals(),
        boundary=answer.study.opened.area.boundary,
        yardstick=next(
            (asdict(one) for one in load_yardsticks() if one.id == settings.yardstick), None
        ),
        settings=settings_text(answer, settings),
    )


def settings_text(answer: CoverageAnswer, settings: CoverageSettings) -> str:
    """Return the settings file that gives the same tables again: nothing is left to the day.

    Comments say on which data it was run.
    """
    kind, found = answer.zones.kind, settings.outlines
    fixed = replace(
        settings,
        on=answer.now.date(),
        places="" if kind == WHOLE else kind,
        outlines=Path(outlines_name(found)) if found else None,
        citizenships=Path(OWN_CITIZENSHIPS) if settings.citizenships else None,
    )
    manifest = answer.study.opened.area.manifest
    lines = [f"# {COMMAND}", f"# area {manifest.id}, data {answer.study.opened.area.version}"]
    lines += [f"# {one.name}: {one.date or '?'}, sha256 {one.sha256}" for one in manifest.sources]
    return "\n".join(lines) + "\n" + write_settings(fixed)


def outlines_name(path: Path) -> str:
    """Return the name under which a report keeps a planner's own outlines."""
    return f"outlines{path.suffix.lower()}"
