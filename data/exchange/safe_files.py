"""Files from outside, opened with care: archives that swell, texts in unknown encodings."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.exchange.points_csv import decoded
from geo.errors import BadInput

MOST_BYTES = 400 * 2**20
MOST_ENTRIES = 2_000
MOST_RATIO = 200
"""An archive that swells more than this many times is meant to."""


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises
    ------
    BadInput
        ``file.missing``, ``file.empty``, ``file.big``.
    """
    if not path.is_file():
        raise BadInput("file.missing", path=path.name)
    if path.stat().st_size > MOST_BYTES:
        raise BadInput("file.big", path=path.name, most=MOST_BYTES // 2**20)
    raw = path.read_bytes()
    if not raw.strip():
        raise BadInput("file.empty", path=path.name)
    return raw


def read_json(path: Path) -> Any:
    """Return what a JSON file tells.

    Raises
    ------
    BadInput
        ``file.json`` with the line; ``file.doubled`` where an object has a key twice;
        ``file.deep`` where it is nested beyond reason; and those of `read_bytes`.
    """
    text = decoded(path, read_bytes(path))
    try:
        return json.loads(text, object_pairs_hook=_single_keys, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadInput("file.json", path=path.name, line=error.lineno) from error
    except _Doubled as error:
        raise BadInput("file.doubled", path=path.name, key=str(error)) from error
    except _NotANumber as error:
        raise BadInput("file.constant", path=path.name, text=str(error)) from error
    except RecursionError as error:
        raise BadInput("file.deep", path=path.name) from error


class _Doubled(Exception):
    pass


class _NotANumber(Exception):
    pass


def _single_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _Doubled(next(key for key in keys if keys.count(key) > 1))
    return told


def _no_constant(text: str) -> None:
    raise _NotANumber(text)


@contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive whose entries may be read.

    Raises
    ------
    BadInput
        ``archive.damaged``; ``archive.bomb`` where it would swell beyond reason; ``archive.path``
        where an entry names a place outside.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(path, archive)
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise BadInput("archive.damaged", path=path.name) from error


def _check_archive(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    for entry in entries:
        parts = Path(entry.filename.replace("\\", "/")).parts
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in entry.filename:
            raise BadInput("archive.path", path=path.name, entry=entry.filename[:60])
    size = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    swells = size > 2**20 and size / packed > MOST_RATIO
    if len(entries) > MOST_ENTRIES or size > MOST_BYTES or swells:
        raise BadInput("archive.bomb", path=path.name)
