"""Look at an OpenStreetMap file before and while it is read: one clear complaint, never a crash."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import osmium

from data.files.disk import is_full
from geo.errors import BadInput

ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.bz2", ".osm.gz")
HEAD_BYTES = 2**16
OBJECTS = (osmium.osm.Node, osmium.osm.Way, osmium.osm.Relation)


def osm_file(path: Path) -> osmium.io.File:
    """Return a file for the library, which knows endings in small letters only."""
    name = path.name.lower()
    for ending, kind in ((".pbf", "pbf"), (".bz2", "osm.bz2"), (".gz", "osm.gz")):
        if name.endswith(ending):
            return osmium.io.File(str(path), kind)
    return osmium.io.File(str(path), "osm")


def check_osm_file(path: Path, *, name: str = "") -> None:
    """Complain about a file that cannot be an OpenStreetMap extract, by its name and first bytes.

    Parameters
    ----------
    name
        What the file will be called, where it is still a download in the making.

    Raises
    ------
    BadInput
        ``file.missing``, ``file.folder``, ``file.refused``, ``file.empty``, ``osm.ending``,
        ``osm.html``, ``osm.json``, ``osm.not_osm``: each with the ``path``.
    """
    name = name or path.name
    if not path.exists():
        raise BadInput("file.missing", path=name)
    if path.is_dir():
        raise BadInput("file.folder", path=name)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except PermissionError as error:
        raise BadInput("file.refused", path=name) from error
    if not head:
        raise BadInput("file.empty", path=name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise BadInput("osm.html", path=name)
    if start.startswith((b"{", b"[")):
        raise BadInput("osm.json", path=name)
    if not name.lower().endswith(ENDINGS):
        raise BadInput("osm.ending", path=name, endings=", ".join(ENDINGS))
    if not _fits(name.lower(), head, start):
        raise BadInput("osm.not_osm", path=name)


def _fits(name: str, head: bytes, start: bytes) -> bool:
    if name.endswith(".pbf"):
        return b"OSMHeader" in head
    if name.endswith(".bz2"):
        return start.startswith(b"bzh")
    if name.endswith(".gz"):
        return head.startswith(b"\x1f\x8b")
    return re.search(rb"<osm[\s>]", start) is not None


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the reader says of a damaged file into our error.

    Raises
    ------
    BadInput
        ``osm.damaged`` with the ``path``; ``osm.version`` for a file of another format's version.
    """
    try:
        yield
    except (RuntimeError, EOFError, gzip.BadGzipFile, osmium.InvalidLocationError) as error:
        if is_full(error):
            raise
        code = "osm.version" if "with version" in str(error) else "osm.damaged"
        raise BadInput(code, path=path.name) from error


def newest_object(path: Path) -> str | None:
    """Return the day of the data (ISO): the header's, else the newest object's; None: not given."""
    with osmium.io.Reader(osm_file(path), osmium.osm.NOTHING) as reader:
        header = reader.header()
    for key in ("osmosis_replication_timestamp", "timestamp"):
        found = header.get(key)
        if found:
            return str(found)[:10]
    everything = osmium.FileProcessor(osm_file(path))
    newest = max((i.timestamp for i in everything if isinstance(i, OBJECTS)), default=None)
    return newest.date().isoformat() if newest is not None and newest.year > 1970 else None
