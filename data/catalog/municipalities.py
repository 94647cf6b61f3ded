"""Italy's municipalities: outline, residents of 2023 by age, codes. Openpolis and ISTAT, CC BY 4.0.

The outlines are generalised to about ten metres; some municipalities lack figures. Those that were
joined since are one, by `make_merged_municipalities`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
from rapidfuzz import fuzz, process

from geo.errors import UnknownName
from geo.names.folding import comparable

TABLE = Path(__file__).parent / "italy_municipalities.parquet"
MERGED = Path(__file__).parent / "merged_municipalities.geojson"
YEAR = 2023
ATTRIBUTION = "Openpolis, ISTAT"
LICENCE = "CC-BY-4.0"
AGE_GROUPS = ("0_2", "3_5", "6_10", "11_13", "14_18", "19_64", "65_up")
GROUPS = ("people", *(f"age_{ages}" for ages in AGE_GROUPS), "women")
"""Columns of the counts, in the order of `Municipality.counts`."""

LEAST_ALIKE = 70.0
EARTH_KM2_PER_DEGREE2 = (np.pi * 6371.0088 / 180) ** 2


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality. `code` is ISTAT's, six digits; `counts` follow `GROUPS`, NaN: not known.

    `cadastral` is the code that registers of the State call it by, as in a tax code: ``"F205"``.
    """

    code: str
    name: str
    province: str
    region: str
    region_code: int
    counts: tuple[float, ...]
    area_km2: float
    cadastral: str
    province_name: str

    @property
    def residents(self) -> float:
        """All residents; NaN where not known."""
        return self.counts[0]

    @property
    def label(self) -> str:
        """Name and province, as people say two of a name apart."""
        return f"{self.name} ({self.province})"


@dataclass(frozen=True, slots=True)
class Municipalities:
    """All of them, in the order of the table, with their outlines (EPSG:4326) in the same order."""

    rows: tuple[Municipality, ...]
    outlines: np.ndarray
    names: tuple[str, ...]
    index: dict[str, int]
    tree: shapely.STRtree
    cadastral: dict[str, int]
    by_name: dict[str, tuple[int, ...]]

    def get(self, code: str) -> Municipality:
        """Return one by its ISTAT code, with or without leading zeros.

        Raises
        ------
        UnknownName
            ``municipality.unknown`` with the ``municipality``.
        """
        return self.rows[self._place(code)]

    def outline(self, codes: Iterable[str]) -> shapely.Geometry:
        """Return the joined outline of several, EPSG:4326.

        Raises
        ------
        UnknownName
            ``municipality.unknown``.
        """
        return shapely.union_all(self.outlines[[self._place(code) for code in codes]])

    def at(self, lon: float, lat: float) -> Municipality | None:
        """Return the municipality of a position; None outside Italy."""
        found = self.tree.query(shapely.Point(lon, lat), predicate="intersects")
        return self.rows[int(found.min())] if len(found) else None

    def by_cadastral(self, code: str) -> Municipality | None:
        """Return one by its cadastral code, today's or that of one which was joined; else None."""
        place = self.cadastral.get(code.strip().upper())
        return None if place is None else self.rows[place]

    def named(self, name: str, province: str = "") -> tuple[Municipality, ...]:
        """Return those that are called so, in either of their languages; none for a likeness.

        Parameters
        ----------
        province
            Its two letters or its name; empty: any.

        Examples
        --------
        >>> [found.label for found in municipalities().named("castro", "bergamo")]
        ['Castro (BG)']
        >>> [found.name for found in municipalities().named("Bozen")]
        ['Bolzano/Bozen']
        """
        wanted = comparable(province)
        rows = [self.rows[place] for place in self.by_name.get(comparable(name), ())]
        return tuple(
            row for row in rows
            if not wanted or wanted in (row.province.lower(), *_each_name(row.province_name))
        )  # fmt: skip

    def point(self, code: str) -> tuple[float, float]:
        """Return a position inside a municipality, degrees: for what is known to be in it only.

        Raises
        ------
        UnknownName
            ``municipality.unknown``.
        """
        inside = shapely.point_on_surface(self.outlines[self._place(code)])
        return round(inside.x, 6), round(inside.y, 6)

    def meeting(self, shape: shapely.Geometry) -> tuple[Municipality, ...]:
        """Return the municipalities that share ground with a shape."""
        found = self.tree.query(shape, predicate="intersects")
        return tuple(self.rows[i] for i in sorted(found.tolist()))

    def search(self, text: str, *, limit: int = 8) -> tuple[Municipality, ...]:
        """Return those whose name may be meant, best first; bigger ones before smaller ones."""
        asked = comparable(text)
        if not asked:
            return ()
        scores = process.cdist([asked], self.names, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE)[0]
        ranked = [
            (self._rank(asked, place, float(scores[place])), place)
            for place, name in enumerate(self.names)
            if scores[place] or name.startswith(asked) or f" {asked}" in name
        ]
        ranked.sort(key=lambda item: (-item[0], -self._size(item[1])))
        return tuple(self.rows[place] for _, place in ranked[:limit])

    def _place(self, code: str) -> int:
        place = self.index.get(code.strip().zfill(6))
        if place is None:
            raise UnknownName("municipality.unknown", municipality=code)
        return place

    def _rank(self, asked: str, place: int, score: float) -> float:
        """A whole name first, then those that begin so, then a later word, then what is alike."""
        name = self.names[place]
        if name == asked:
            return 200.0
        if name.startswith(f"{asked} "):
            return 150.0
        return max(score, 100.0 * name.startswith(asked), 80.0 * (f" {asked}" in name))

    def _size(self, place: int) -> float:
        return float(np.nan_to_num(self.rows[place].residents))


@cache
def municipalities() -> Municipalities:
    """Read the table, once."""
    frames, merged = _frames()
    outlines = np.concatenate([np.asarray(frame.geometry.values) for frame in frames])
    middle = shapely.get_y(shapely.centroid(outlines))
    area = shapely.area(outlines) * EARTH_KM2_PER_DEGREE2 * np.cos(np.radians(middle))
    columns = ["people", *(f"people_{ages}" for ages in AGE_GROUPS), "people_women"]
    counts = np.concatenate([frame[columns].to_numpy(np.float64) for frame in frames])
    texts = ["municipality_code", "municipality", "province_short", "region", "region_code",
             "cadastral_code", "province"]  # fmt: skip
    facts_of = [row for frame in frames for row in frame[texts].itertuples(index=False)]
    rows = tuple(
        Municipality(f"{code:06d}", name, short, region, int(number), tuple(people), km2, *rest)
        for (code, name, short, region, number, *rest), people, km2 in zip(
            facts_of, counts.tolist(), area.tolist(), strict=True
        )
    )
    by_name: dict[str, tuple[int, ...]] = {}
    for place, row in enumerate(rows):
        for name in dict.fromkeys(_each_name(row.name)):
            by_name[name] = (*by_name.get(name, ()), place)
    index = {row.code: i for i, row in enumerate(rows)}
    cadastral = {row.cadastral: i for i, row in enumerate(rows)}
    for facts in merged:
        place = cadastral[facts["cadastral_code"]]
        cadastral |= dict.fromkeys(facts["former"], place)
        index |= {f"{code:06d}": place for code in facts["former_codes"]}
        for name in map(comparable, facts["former_names"]):
            by_name[name] = (*by_name.get(name, ()), place)
    return Municipalities(
        rows=rows,
        outlines=outlines,
        names=tuple(comparable(row.name) for row in rows),
        index=index,
        tree=shapely.STRtree(outlines),
        cadastral=cadastral,
        by_name=by_name,
    )


def _frames() -> tuple[tuple[geopandas.GeoDataFrame, ...], list[dict[str, Any]]]:
    """Return the table without those that were joined, what they became, and the facts of that."""
    table = geopandas.read_parquet(TABLE)
    merged = json.loads(MERGED.read_text(encoding="utf-8"))["features"]
    former = [code for feature in merged for code in feature["properties"]["former"]]
    kept = table[~table.cadastral_code.isin(former)]
    joined = geopandas.GeoDataFrame.from_features(merged, crs=table.crs)
    return (kept, joined), [feature["properties"] for feature in merged]


def _each_name(name: str) -> tuple[str, ...]:
    """Return the whole name and, of a bilingual one, each half: ``"Bolzano/Bozen"``."""
    return tuple(comparable(part) for part in (name, *(name.split("/") if "/" in name else ())))
