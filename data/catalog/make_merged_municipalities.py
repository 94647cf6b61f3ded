"""Make `merged_municipalities.geojson`: municipalities joined since the table was published.

Run ``python -m data.catalog.make_merged_municipalities`` after a new merger or a new table.
Where the table has the former municipalities, the outline is theirs together and the residents are
their sum. Where it dropped them, the outline is the hole that they left in the country, and the
residents are not known.
"""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import numpy as np
import shapely

from data.catalog.municipalities import MERGED, TABLE

# ISTAT code, name, cadastral code, former cadastral codes, former names, a place in it (lon, lat).
# Sources: ISTAT, "Codici statistici delle unità amministrative territoriali", variations of
# 2023-01-01 and 2024-01-01; the cadastral codes as the ministry's school register of 2025/26 uses
# them.
MERGERS = [
    (12144, "Bardello con Malgesso e Bregano", "M433", ("A645", "E856"),
     ("Bardello", "Malgesso", "Bregano"), (8.6833, 45.8292)),
    (13256, "Uggiate con Ronago", "M435", ("H521", "L487"),
     ("Ronago", "Uggiate-Trevano"), (8.9580, 45.8200)),
]  # fmt: skip
SAME = ["province_code", "province", "province_short", "region", "region_code"]


def main() -> None:
    """Write the file."""
    table = geopandas.read_parquet(TABLE)
    counts = [name for name in table.columns if name.startswith("people")]
    country = shapely.coverage_union_all(np.asarray(table.geometry.values))
    features = []
    for code, name, cadastral, former, names, lonlat in MERGERS:
        parts = table[table.cadastral_code.isin(former)]
        if len(parts):
            outline = shapely.coverage_union_all(np.asarray(parts.geometry.values))
            people: dict[str, float | None] = {c: float(parts[c].sum()) for c in counts}
            near = parts.iloc[0]
        else:
            outline = _hole(country, shapely.Point(lonlat))
            people = dict.fromkeys(counts, None)
            near = table[table.geometry.intersects(outline)].iloc[0]
        of_province = {column: near[column] for column in SAME}
        facts = {
            "municipality_code": code,
            "municipality": name,
            "cadastral_code": cadastral,
            "former": list(former),
            "former_codes": parts.municipality_code.tolist(),
            "former_names": list(names),
            **of_province,
            **people,
        }
        features.append(
            {
                "type": "Feature",
                "geometry": json.loads(shapely.to_geojson(outline)),
                "properties": {key: _plain(value) for key, value in facts.items()},
            }
        )
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    Path(MERGED).write_text(text + "\n", encoding="utf-8")


def _hole(country: shapely.Geometry, point: shapely.Point) -> shapely.Polygon:
    rings = [ring for part in shapely.get_parts(country) for ring in part.interiors]
    return next(hole for ring in rings if (hole := shapely.Polygon(ring)).contains(point))


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


if __name__ == "__main__":
    main()
