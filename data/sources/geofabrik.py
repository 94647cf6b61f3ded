"""Extracts of whole regions, as Geofabrik publishes them every day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from data.files.disk import exclusive_lock
from data.settings import geofabrik_url, var_folder
from data.sources.client import (
    USUAL,
    Copy,
    Patience,
    Progress,
    fetch_or_kept,
    is_newer,
    kept,
)
from data.sources.osm_file import check_osm_file
from geo.errors import SourceFailure, StorageFailure

TABLE = Path(__file__).parents[1] / "catalog" / "extracts.toml"


@cache
def _extracts() -> tuple[tuple[str, frozenset[int]], ...]:
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["extract"]
    return tuple((row["path"], frozenset(row["regions"])) for row in rows)


def extracts_of(regions: Iterable[int]) -> tuple[str, ...]:
    """Return the paths of the extracts that hold regions of Italy (ISTAT codes), each once.

    Examples
    --------
    >>> extracts_of([3, 5, 3])
    ('europe/italy/nord-ovest-latest.osm.pbf', 'europe/italy/nord-est-latest.osm.pbf')
    """
    wanted = set(regions)
    return tuple(path for path, held in _extracts() if held & wanted)


def extract_url(path: str) -> str:
    """Return the address of an extract."""
    return f"{geofabrik_url()}/{path}"


def extract_file(path: str) -> Path:
    """Return where an extract is kept; areas of one region share it."""
    return var_folder() / "downloads" / Path(path).name


def download_extract(
    path: str, *, on_progress: Progress, patience: Patience = USUAL
) -> tuple[Path, Copy, SourceFailure | None]:
    """Bring an extract in where the kept one is not the newest; go on where a download stopped.

    Returns
    -------
    The file, its label, and why the last good copy stands in where the source failed.

    Raises
    ------
    SourceFailure
        Where there is no copy to fall back on.
    BadInput
        What came is no OpenStreetMap file (`data.sources.osm_file`).
    StorageFailure
        ``download.busy`` where another download of it is under way, ``disk.full``.
    """
    into, url = extract_file(path), extract_url(path)
    into.parent.mkdir(parents=True, exist_ok=True)
    busy = StorageFailure("download.busy", path=into.name)
    with exclusive_lock(into.with_name(f"{into.name}.lock"), busy):
        return into, *_newest(url, into, on_progress, patience)


def _newest(
    url: str, into: Path, on_progress: Progress, patience: Patience
) -> tuple[Copy, SourceFailure | None]:
    copy = kept(into)
    if copy is not None and copy.url == url:
        try:
            if not is_newer(url, copy, patience=patience):
                return copy, None
        except SourceFailure as failure:
            return copy, failure
    return fetch_or_kept(
        url,
        into,
        patience=patience,
        on_progress=on_progress,
        check=lambda part: check_osm_file(part, name=into.name),
    )
