"""The folder of a report: what others need to check the figures, and to compute with them."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import geopandas
import numpy as np
import shapely

from data.areas.parts import Places
from data.areas.study import Study
from data.disk import writing_to
from data.exchange.cells import safe_text
from data.exchange.gap_tables import places_csv
from geo.errors import BadInput
from geo.measures.coverage import Band
from geo.measures.outcome import Outcome
from geo.measures.steps import STEPS
from geo.measures.week import HOURS, Week

CRS = "EPSG:4326"
SETTINGS_FILE = "settings.toml"
"""Marks a folder as a report's own: it may be written again."""


def write_folder(
    out: Path,
    study: Study,
    outcome: Outcome,
    places: Places,
    week: Week,
    files: Mapping[str, bytes | str],
) -> tuple[str, ...]:
    """Write every table, the layers and `files` into a folder: all of it, or nothing.

    Parameters
    ----------
    files
        Name → content of what is not made here: the settings, the PDF, pictures, the reading guide.

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
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not _is_report(out))):
        raise BadInput("report.folder", path=str(out))
    work = out.with_name(f".{out.name}-{os.getpid()}")
    with writing_to(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        work.mkdir()
        try:
            for name, content in {**files, **_tables(outcome, places, week)}.items():
                raw = content.encode() if isinstance(content, str) else content
                (work / name).write_bytes(raw)
            _write_layers(work / "layers.gpkg", study, outcome, places)
            if out.exists():
                shutil.rmtree(out)
            work.rename(out)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return tuple(sorted(path.name for path in out.iterdir()))


def _is_report(folder: Path) -> bool:
    return (folder / SETTINGS_FILE).is_file()


def _tables(outcome: Outcome, places: Places, week: Week) -> dict[str, str]:
    return {
        "places.csv": places_csv(outcome.gaps, places.names),
        "steps.csv": _csv(
            ("step", "certain", "possible"),
            ((step.value, *_band(outcome.found.band(step))) for step in STEPS),
        ),
        "sweep.csv": _csv(
            ("limit_min", "certain", "possible"),
            ((limit, *_band(band)) for limit, band in outcome.sweep),
        ),
        "week.csv": _csv(
            ("day", "hour", "certain", "possible"),
            (
                (day + 1, hour, round(float(week.certain[day, at]), 1),
                 round(float(week.possible[day, at]), 1))
                for day in range(len(week.certain))
                for at, hour in enumerate(HOURS)
            ),
        ),
        "cliff.csv": _csv(
            ("day", "certain", "possible", "lost"),
            ((row.day, *_band(row.left), round(row.lost, 1)) for row in outcome.cliff),
        ),
        "services.csv": _csv(
            ("id", "name", "source", "licence", "demonstration", "assured_on", "certain",
             "possible", "left_without"),
            _services(outcome),
        ),
    }  # fmt: skip


def _services(outcome: Outcome) -> Iterable[Sequence[object]]:
    told = outcome.asked.told
    for number, service in enumerate(outcome.asked.services):
        origin = service.provenance
        yield (
            safe_text(service.id),
            safe_text(service.name),
            safe_text(origin.source),
            origin.licence,
            origin.demonstration,
            origin.assured_on or "",
            bool(told.certain[-1, number]),
            bool(told.possible[-1, number]),
            round(float(outcome.alone[number]), 1),
        )


def _band(band: Band) -> tuple[float, float]:
    return round(band.certain, 1), round(band.possible, 1)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue()


def _write_layers(path: Path, study: Study, outcome: Outcome, places: Places) -> None:
    homes, found = study.homes, outcome.found
    lost = found.lost_at()
    names = np.array([*places.names, ""], object)
    squares = geopandas.GeoDataFrame(
        {
            "place": names[places.place],
            "people": found.people.round(2),
            "missing": found.missing.round(2),
            "doubtful": found.doubtful.round(2),
            "lost_at": [STEPS[step].value if step >= 0 else "" for step in lost],
            "near_edge": outcome.edge,
        },
        geometry=shapely.box(
            homes.west, homes.south, homes.west + homes.width, homes.south + homes.height
        ),
        crs=CRS,
    )
    squares.to_file(path, layer="homes", driver="GPKG")
    shown = [
        (number, service)
        for number, service in enumerate(outcome.asked.services)
        if service.location.lon is not None
    ]
    doors = geopandas.GeoDataFrame(
        {
            "id": [service.id for _, service in shown],
            "name": [service.name for _, service in shown],
            "source": [service.provenance.source for _, service in shown],
            "demonstration": [service.provenance.demonstration for _, service in shown],
            "possible": [bool(outcome.asked.told.possible[-1, number]) for number, _ in shown],
        },
        geometry=[shapely.Point(s.location.lon, s.location.lat) for _, s in shown],
        crs=CRS,
    )
    doors.to_file(path, layer="services", driver="GPKG")
