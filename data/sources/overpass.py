"""A small area straight from the OpenStreetMap database, through Overpass.

For one small municipality now and then: Overpass is everybody's, and a whole city or group of
municipalities comes from an extract instead (`data.sources.geofabrik`).
"""

from __future__ import annotations

from pathlib import Path

from data.settings import overpass_url, var_folder
from data.sources.client import USUAL, Copy, Patience, Progress, fetch_or_kept
from data.sources.osm_file import check_osm_file
from geo.arrays import Box
from geo.errors import SourceFailure

TIMEOUT_S = 300
MOST_BYTES = 512 << 20
TAIL_BYTES = 4096


def overpass_query(box: Box) -> str:
    """Return the question for everything in a box (west, south, east, north), with whole ways.

    Relations come without members outside the box, but for those of multipolygons.
    """
    west, south, east, north = box
    return (
        f"[out:xml][timeout:{TIMEOUT_S}][maxsize:{MOST_BYTES}];"
        f"node({south:.6f},{west:.6f},{north:.6f},{east:.6f})->.n;"
        "way(bn.n)->.w;"
        "(rel(bn.n);rel(bw.w);)->.r;"
        'rel.r["type"="multipolygon"];way(r)->.m;'
        "(.n;.w;.m;.r;node(w.w);node(w.m););out meta;"
    )


def download_area(
    area_id: str, box: Box, *, on_progress: Progress, patience: Patience = USUAL
) -> tuple[Path, Copy, SourceFailure | None]:
    """Bring in everything of a box.

    Returns
    -------
    The file, its label, and why the last good copy stands in where the source failed.

    Raises
    ------
    SourceFailure
        ``overpass.remark`` where the answer stopped in the middle and says so, or what
        `data.sources.client.fetch` says, where there is no copy to fall back on.
    BadInput
        What came is no OpenStreetMap file.
    """
    into = var_folder() / "downloads" / "overpass" / f"{area_id}.osm"

    def check(part: Path) -> None:
        check_osm_file(part, name=into.name)
        check_complete(part)

    copy, failure = fetch_or_kept(
        overpass_url(),
        into,
        body={"data": overpass_query(box)},
        patience=patience,
        on_progress=on_progress,
        check=check,
    )
    return into, copy, failure


def check_complete(path: Path) -> None:
    """Complain of an answer that ends with a remark or without its end.

    Raises
    ------
    SourceFailure
        ``overpass.remark`` with the ``remark``, ``source.cut``.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        tail = file.read().decode("utf-8", "replace")
    if "<remark>" in tail:
        remark = tail.split("<remark>", 1)[1].split("</remark>", 1)[0].strip()
        raise SourceFailure("overpass.remark", url=overpass_url(), remark=remark)
    if "</osm>" not in tail:
        raise SourceFailure("source.cut", url=overpass_url(), bytes=path.stat().st_size, expected=0)
