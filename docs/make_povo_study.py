"""Write the worked study of Povo again: ``python docs/make_povo_study.py``.

``APPRODO_TESTDATA`` names the folder of real areas: Trento's extract, ISTAT's 95 sections of Povo
with their residents, 41 services that the people of Povo have listed, and the access times that
their project computed, which are compared here and are no truth either.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import geopandas
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from answers.opened_area import open_area  # noqa: E402
from answers.study import reach_between, study_of  # noqa: E402
from answers.zones import zones_of  # noqa: E402
from data.areas.build import build_area  # noqa: E402
from data.areas.request import AreaRequest  # noqa: E402
from geo.measures.access import nearest_minutes  # noqa: E402
from geo.measures.equity import fgt, gini  # noqa: E402
from geo.network.walking import WALK_SPEED_KMH  # noqa: E402

PAGE = ROOT / "docs" / "povo.md"
LIMITS = (5.0, 10.0, 15.0)
CELL_M = 50.0
POINT_LIMIT_M, FARTHEST_MIN, CLOSE_MIN = 500.0, 90.0, 3.0


def main() -> None:
    """Build Povo, measure it, write the page."""
    testdata = os.environ.get("APPRODO_TESTDATA")
    if not testdata:
        sys.exit("APPRODO_TESTDATA does not name the folder of real areas")
    trento = Path(testdata) / "areas" / "trento"
    povo = trento / "povo"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["APPRODO_VAR"] = folder
        PAGE.write_text(_page(trento / "trento.osm.pbf", povo), encoding="utf-8")


def _page(osm: Path, povo: Path) -> str:
    sections = povo / "sezioni_istat2021_2023_ST_4326.geojson"
    request = AreaRequest("povo", osm, None, {"it": "Povo"}, "Europe/Rome", "IT", demand=sections)
    build_area(request, now=datetime.now(UTC), on_progress=lambda *_: None)
    study = study_of(open_area("povo"), cell_m=CELL_M)
    people = study.people("people")
    lon, lat = _services(povo / "servizi_povo.csv")
    doors = study.opened.area.walking.snap(lon, lat)
    reach = reach_between(study, doors, WALK_SPEED_KMH)
    minutes = nearest_minutes(reach.times, len(people))
    zones = zones_of(study.opened.area, study.homes, kind="sections")
    ours = _by_section(minutes, people, zones.zone, len(zones.names))
    theirs, points = _reference(povo, zones.names)
    middle = study.opened.area.walking.snap(*points, limit_m=POINT_LIMIT_M)
    from_middle = nearest_minutes(
        study.opened.area.walking.pairs_within(middle, doors, cutoff_min=FARTHEST_MIN),
        len(zones.names),
    )
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    counts = _by_section_sum(people, zones.zone, len(zones.names))
    choice = np.bincount(
        reach.times.origin[reach.times.minutes <= 15], minlength=len(people)
    ).astype(float)
    facts = {
        "homes": len(people),
        "people": people.sum(),
        "sections": len(zones.names),
        "lived": int((counts > 0).sum()),
        "services": len(lon),
        "snapped": int(doors.found.sum()),
        "gini": gini(choice, people),
        "none": fgt(choice, people, 1.0),
    }
    rows = [
        (limit, people[minutes <= limit].sum() / people.sum(),
         counts[theirs <= limit].sum() / counts[~np.isnan(theirs)].sum())
        for limit in LIMITS
    ]  # fmt: skip
    far = np.argsort(-np.abs(np.where(both, ours - theirs, 0.0)))[:5]
    worst = [(zones.names[n], ours[n], from_middle[n], theirs[n]) for n in far]
    return _findings(facts, rows, [_beside(ours, theirs), _beside(from_middle, theirs)], worst)


def _services(path: Path) -> tuple[np.ndarray, np.ndarray]:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    items = [(float(row["longitudine"]), float(row["latitudine"])) for row in rows]
    lon, lat = np.array(items).T
    return lon, lat


def _by_section(minutes: np.ndarray, people: np.ndarray, place: np.ndarray, n: int) -> np.ndarray:
    """Return the people's mean minutes of each section; NaN where nobody lives or reaches any."""
    kept = ~np.isnan(minutes) & (people > 0) & (place >= 0)
    whole = np.bincount(place[kept], people[kept], n)
    total = np.bincount(place[kept], people[kept] * minutes[kept], n)
    return np.divide(total, whole, out=np.full(n, np.nan), where=whole > 0)


def _by_section_sum(people: np.ndarray, place: np.ndarray, n: int) -> np.ndarray:
    return np.bincount(place[place >= 0], people[place >= 0], n)


def _reference(
    povo: Path, names: tuple[str, ...]
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Return the other project's minutes by section, and a point inside each section."""
    key = "SEZ21_ID"
    shapes = geopandas.read_file(povo / "sezioni_istat2021_2023_ST_4326.geojson")
    shapes.index = shapes[key].astype(str)
    inside = shapes.loc[list(names)].geometry.representative_point()
    with (povo / "reference_sezioni_accessibilita_servizi.csv").open(encoding="utf-8") as file:
        fields = {row[key]: row["tempo_min_servizio_min"] for row in csv.DictReader(file)}
    theirs = np.array([float(fields.get(name) or "nan") for name in names])
    return theirs, (inside.x.to_numpy(), inside.y.to_numpy())


def _beside(ours: np.ndarray, theirs: np.ndarray) -> dict[str, float]:
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    one, other = ours[both], theirs[both]
    return {
        "sections": int(both.sum()),
        "ours": float(np.median(one)),
        "theirs": float(np.median(other)),
        "correlation": float(np.corrcoef(one, other)[0, 1]),
        "ratio": float(np.median(other / one)),
        "close": float(np.mean(np.abs(one - other) <= CLOSE_MIN)),
    }


def _findings(
    facts: dict[str, float],
    rows: list[tuple[float, float, float]],
    beside: list[dict[str, float]],
    worst: list[tuple[str, float, float, float]],
) -> str:
    shares = "\n".join(f"| {limit:.0f} | {one:.1%} | {other:.1%} |" for limit, one, other in rows)
    compared = "\n".join(
        f"| {name} | {b['sections']} | {b['ours']:.1f} | {b['theirs']:.1f} "
        f"| {b['correlation']:.2f} | {b['ratio']:.2f} | {b['close']:.0%} |"
        for name, b in zip(("where people live", "a point in the section"), beside, strict=True)
    )
    far = "\n".join(
        f"| {name} | {ours:.1f} | {middle:.1f} | {theirs:.1f} |"
        for name, ours, middle, theirs in worst
    )
    return TEXT.format(**facts, shares=shares, compared=compared, far=far)


TEXT = """\
# Povo: a worked study

Written by `python docs/make_povo_study.py` from real data: OpenStreetMap of February 2023 (ODbL),
the residents of 2023 in ISTAT's census sections of 2021 (CC BY), 41 services that the people of
Povo have listed, and the access times that their own project computed (CC0). It asks how far people
live from the nearest of the 41 services, on foot at 4.5 km/h.

- {sections} of the 95 sections lie on the map, {lived} of them have residents: {people:.0f} people,
  spread over the buildings of their section and put together in {homes} squares of 50 m.
- {snapped} of {services} services were laid on a street.
- Choice, counted as services within 15 minutes, is uneven: Gini {gini:.2f}; {none:.0%} of the
  people reach none.

| within minutes | people, here | people, by the other project's times |
|---|---|---|
{shares}

## Beside the other project's times

Two ways to begin: from where the people of a section live, and from one point inside it.

| from | sections compared | minutes here | theirs | correlation | theirs / here | within 3 min |
|---|---|---|---|---|---|---|
{compared}

Minutes and ratios are medians over sections. The sections that differ most:

| section | from homes | from a point | theirs |
|---|---|---|---|
{far}

## Why they differ

- *Where one sets out.* A section of the hillside is mostly wood: its middle may lie half an hour
  above its houses. The other project gives each section one node of the network; begun from a point
  inside the section, the two agree better than begun from its homes, and more sections can be
  compared, those without residents too.
- *Pace.* In the middle their times are longer by the column *theirs / here*: as of a slower walk.
- *Streets.* The two networks are of different days and outlines. Where one has a path that the
  other lacks, a section moves by many minutes, up or down: the first row of the last table is not
  far from a service by any other measure.
- Neither is the truth: nobody has walked these ways with a watch. What both say alike is safer than
  what one says alone.
"""


if __name__ == "__main__":
    main()
