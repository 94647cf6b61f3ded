"""The folder of a report: what others need to check the figures, and to compute with them."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import geopandas
import numpy as np
import shapely

from answers.coverage_tables import places_csv
from answers.study import Study
from answers.zones import Zones
from data.exchange.cells import safe_text
from data.exchange.citizenship_file import OWN_CITIZENSHIPS
from data.files.disk import translate_disk_errors
from geo.errors import BadInput
from geo.measures.coverage import PeopleRange
from geo.measures.fragility import funded_until
from geo.measures.outcome import CoverageOutcome
from geo.measures.steps import STEPS
from geo.measures.week import HOURS, Week
from geo.model import Service

CRS = "EPSG:4326"
SETTINGS_FILE, GUIDE_FILE, LAYERS_FILE = "settings.toml", "README.txt", "layers.gpkg"
SCENARIO_FILE = "scenario.toml"
OWN_FILES = {
    SETTINGS_FILE, GUIDE_FILE, LAYERS_FILE, "brief.pdf", "report.pdf", SCENARIO_FILE,
    "map.png", "loss.png", "week.png", "sweep.png",
    "places.csv", "steps.csv", "services.csv", "sweep.csv", "week.csv", "cliff.csv",
}  # fmt: skip
"""A folder with the first two and with nothing else is a report's own: it may be written again."""


def write_folder(
    out: Path,
    study: Study,
    outcome: CoverageOutcome,
    zones: Zones,
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
    out = out.absolute()
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or _is_report(out))):
        raise BadInput("report.folder", path=str(out))
    work, old = (out.with_name(f".{out.name}-{os.getpid()}-{part}") for part in ("new", "old"))
    with translate_disk_errors(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        work.mkdir()
        try:
            for name, content in {**files, **_tables(outcome, zones, week)}.items():
                raw = content.encode() if isinstance(content, str) else content
                (work / name).write_bytes(raw)
            _write_layers(work / LAYERS_FILE, study, outcome, zones)
            names = tuple(sorted(path.name for path in work.iterdir()))
            if out.exists():
                out.rename(old)
            work.rename(out)
        finally:
            shutil.rmtree(work, ignore_errors=True)
            if old.exists() and not out.exists():
                old.rename(out)
            shutil.rmtree(old, ignore_errors=True)
    return names


def _is_report(folder: Path) -> bool:
    """Return whether a folder holds a report and nothing that it would be a pity to lose."""
    found = {path.name for path in folder.iterdir()}
    known = OWN_FILES | {OWN_CITIZENSHIPS}
    strangers = {name for name in found - known if not name.startswith("outlines.")}
    return {SETTINGS_FILE, GUIDE_FILE} <= found and not strangers


def _tables(outcome: CoverageOutcome, zones: Zones, week: Week) -> dict[str, str]:
    people = float(outcome.people.sum())
    services = outcome.asked.services
    return {
        "places.csv": places_csv(outcome.gaps, zones.names, services),
        "steps.csv": _csv(
            ("step", "certain", "possible", "certain_share", "possible_share"),
            ((step.value, *_shares(outcome.found.band(step), people)) for step in STEPS),
        ),
        "sweep.csv": _csv(
            ("limit_min", "certain", "possible"),
            ((limit, *_band(band)) for limit, band in outcome.sweep),
        ),
        "week.csv": _csv(
            ("day", "weekday", "hour", "certain", "possible"),
            (
                (week.first + timedelta(days=day), day + 1, hour,
                 round(float(week.certain[day, at]), 1),
                 round(float(week.possible[day, at]), 1))
                for day in range(len(week.certain))
                for at, hour in enumerate(HOURS)
            ),
        ),
        "cliff.csv": _csv(
            ("day", "services", "certain", "possible", "lost"),
            (
                (row.day, safe_text("; ".join(services[n].id for n in row.services)),
                 *_band(row.left), round(row.lost, 1))
                for row in outcome.cliff
            ),
        ),
        "services.csv": _csv(SERVICE_COLUMNS, _services(outcome)),
    }  # fmt: skip


SERVICE_COLUMNS = (
    "number", "id", "name", "needs", "organization", "address", "lon", "lat", "passes",
    "stops_at", "alone", "funded_until", "source", "licence", "checked_on", "demonstration",
)  # fmt: skip


def _services(outcome: CoverageOutcome) -> Iterable[Sequence[object]]:
    found = outcome.asked.screening
    for number, service in enumerate(outcome.asked.services):
        origin = service.provenance
        possible = found.possible[:, number]
        passes = "yes" if found.certain[-1, number] else "unknown" if possible[-1] else "no"
        yield (
            number + 1,
            safe_text(service.id),
            safe_text(service.name),
            safe_text("; ".join(service.needs)),
            safe_text(service.organization.name) if service.organization else "",
            *_where(service),
            passes,
            "" if possible[-1] else STEPS[int(np.argmin(possible))].value,
            round(float(outcome.alone[number]), 1),
            funded_until(service) or "",
            safe_text(origin.source),
            safe_text(origin.licence),
            origin.assured_on or "",
            origin.demonstration,
        )


def _where(service: Service) -> tuple[object, object, object]:
    """Return address, longitude, latitude; nothing of a place that is not public."""
    place = service.location
    if not place.is_public or place.lon is None or place.lat is None:
        return "", "", ""
    found = place.address
    lines = (found.address_1, found.postal_code, found.city) if found else ()
    return safe_text(", ".join(filter(None, lines))), round(place.lon, 6), round(place.lat, 6)


def _shares(band: PeopleRange, people: float) -> tuple[float, ...]:
    return *_band(band), round(band.certain / people, 4), round(band.possible / people, 4)


def _band(band: PeopleRange) -> tuple[float, float]:
    return round(band.certain, 1), round(band.possible, 1)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue()


def _write_layers(path: Path, study: Study, outcome: CoverageOutcome, zones: Zones) -> None:
    homes, found = study.homes, outcome.found
    lost = found.lost_at()
    names = np.array([*zones.names, ""], object)
    squares = geopandas.GeoDataFrame(
        {
            "place": names[zones.zone],
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
        if service.location.lon is not None and service.location.is_public
    ]
    services = geopandas.GeoDataFrame(
        {
            "number": [number + 1 for number, _ in shown],
            "id": [service.id for _, service in shown],
            "name": [service.name for _, service in shown],
            "source": [service.provenance.source for _, service in shown],
            "licence": [service.provenance.licence for _, service in shown],
            "demonstration": [service.provenance.demonstration for _, service in shown],
            "possible": [bool(outcome.asked.screening.possible[-1, number]) for number, _ in shown],
            "alone": [round(float(outcome.alone[number]), 2) for number, _ in shown],
        },
        geometry=[shapely.Point(s.location.lon, s.location.lat) for _, s in shown],
        crs=CRS,
    )
    services.to_file(path, layer="services", driver="GPKG")
    _grounds(squares, zones).to_file(path, layer="places", driver="GPKG")


def _grounds(squares: geopandas.GeoDataFrame, zones: Zones) -> geopandas.GeoDataFrame:
    """Return each place as the union of its squares, with the sums of their people."""
    numbers = np.unique(zones.zone[zones.zone >= 0])
    ground = [shapely.union_all(squares.geometry[zones.zone == n].array) for n in numbers]
    sums = {
        column: [round(float(squares[column][zones.zone == n].sum()), 2) for n in numbers]
        for column in ("people", "missing", "doubtful")
    }
    names = [zones.names[n] for n in numbers]
    return geopandas.GeoDataFrame({"place": names, **sums}, geometry=ground, crs=CRS)
