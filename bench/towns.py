"""The town that is measured: Trento where it is at hand, else the sample Neubrandenburg."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "data" / "sample"


def town_extract() -> Path:
    """Return the extract to work on."""
    folder = os.environ.get("APPRODO_TESTDATA")
    trento = Path(folder or "") / "areas" / "trento" / "trento.osm.pbf"
    return trento if folder and trento.exists() else SAMPLES / "neubrandenburg.osm.pbf"


def build_town() -> str:
    """Build the town under ``APPRODO_VAR`` and return its id."""
    from data.areas.build import build_area, ensure_area
    from data.areas.manifest import Origin
    from data.areas.request import AreaRequest

    osm, now = town_extract(), datetime.now(UTC)
    if osm.parent == SAMPLES:
        ensure_area("neubrandenburg", now=now, on_progress=lambda *_: None)
        return "neubrandenburg"
    origin = Origin(codes=("022205",))
    request = AreaRequest("trento", osm, None, {"it": "Trento"}, "Europe/Rome", "IT", origin=origin)
    build_area(request, now=now, on_progress=lambda *_: None)
    return "trento"
