"""The files of a feed: in a zip, in a folder of that zip, or in a zip inside it."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from data.files.untrusted import opened_archive
from geo.errors import BadInput

FILES = frozenset(
    {
        "agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar.txt",
        "calendar_dates.txt", "frequencies.txt", "transfers.txt", "feed_info.txt",
    }
)  # fmt: skip
"""What is read of a feed; the others say nothing about when somebody gets where."""

MAC_COPIES = "__MACOSX"


@contextmanager
def feed_files(path: Path) -> Iterator[dict[str, bytes]]:
    """Open a feed and give the content of its files, by name.

    Raises
    ------
    BadInput
        As of `data.files.untrusted.opened_archive`; ``file.missing``; ``gtfs.no_files`` where the
        archive holds no file of a feed.
    """
    if not path.is_file():
        raise BadInput("file.missing", path=path.name)
    with opened_archive(path) as archive:
        found = _files_in(archive)
        inner = _inner_feeds(archive)
        if found:
            yield found
            return
        if len(inner) != 1:
            raise BadInput("gtfs.no_files", path=path.name)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / PurePosixPath(inner[0]).name
            copy.write_bytes(archive.read(inner[0]))
            with opened_archive(copy) as within:
                found = _files_in(within)
        if not found:
            raise BadInput("gtfs.no_files", path=path.name)
        yield found


def _files_in(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the feed's files, those nearest to the top where several folders hold some."""
    places: dict[str, list[str]] = {}
    for name in archive.namelist():
        place = PurePosixPath(name.replace("\\", "/"))
        if place.name.lower() in FILES and MAC_COPIES not in place.parts:
            places.setdefault(str(place.parent), []).append(name)
    if not places:
        return {}
    folder = min(places, key=lambda one: (len(PurePosixPath(one).parts), -len(places[one]), one))
    return {
        PurePosixPath(name.replace("\\", "/")).name.lower(): archive.read(name)
        for name in places[folder]
    }


def _inner_feeds(archive: zipfile.ZipFile) -> list[str]:
    return [
        name
        for name in archive.namelist()
        if name.lower().endswith(".zip") and MAC_COPIES not in PurePosixPath(name).parts
    ]
