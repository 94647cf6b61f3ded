"""Take the boundary of Neubrandenburg out of its extract: ``python data/sample/make_boundary.py``.

One of the boundary's sixteen ways lies outside the extract; a straight line stands for it.
"""

from __future__ import annotations

from pathlib import Path

import osmium
import shapely
from osmium.osm import RELATION, WAY

FOLDER = Path(__file__).parent
EXTRACT = FOLDER / "neubrandenburg.osm.pbf"
TOWN, LEVEL = "Neubrandenburg", "8"


def main() -> None:
    """Write ``neubrandenburg_boundary.geojson``."""
    members = {
        member.ref
        for relation in osmium.FileProcessor(str(EXTRACT), RELATION)
        if relation.tags.get("name") == TOWN and relation.tags.get("admin_level") == LEVEL
        for member in relation.members  # type: ignore[union-attr]
        if member.type == "w"
    }
    ways = osmium.FileProcessor(str(EXTRACT), WAY | osmium.osm.NODE).with_locations()
    lines = [
        shapely.LineString([(node.lon, node.lat) for node in way.nodes])
        for way in ways
        if isinstance(way, osmium.osm.Way) and way.id in members
    ]
    ring = shapely.line_merge(shapely.union_all(lines))
    town = shapely.Polygon(ring.coords)
    text = shapely.to_geojson(town)
    (FOLDER / "neubrandenburg_boundary.geojson").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
