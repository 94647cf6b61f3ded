"""Files from outside, opened with care: archives that swell, texts in unknown encodings."""

from __future__ import annotations

import json
import lzma
import math
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.files.encoding import decoded
from geo.errors import BadInput

MOST_BYTES = 400 * 2**20
MOST_ENTRIES = 2_000
MOST_RATIO = 200
"""An archive that swells more than this many times is meant to."""

MOST_DEPTH = 64
"""Lists and objects inside each other; records have a dozen."""

_LOCKED = 0x1


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
    """Return what a JSON file says.

    Raises
    ------
    BadInput
        ``file.json`` with the line; ``file.doubled`` where an object has a key twice;
        ``file.constant`` for numbers that JSON does not have; ``file.deep`` where it is nested
        beyond reason; and those of `read_bytes`.
    """
    text = decoded(path, read_bytes(path))
    try:
        fields = json.loads(
            text,
            object_pairs_hook=_single_keys,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_short,
        )
    except json.JSONDecodeError as error:
        raise BadInput("file.json", path=path.name, line=error.lineno) from error
    except _KeyTwice as error:
        raise BadInput("file.doubled", path=path.name, key=str(error)[:60]) from error
    except _NotANumber as error:
        raise BadInput("file.constant", path=path.name, text=str(error)[:60]) from error
    except RecursionError as error:
        raise BadInput("file.deep", path=path.name) from error
    if is_deep(fields):
        raise BadInput("file.deep", path=path.name)
    return fields


def is_deep(found: Any, most: int = MOST_DEPTH) -> bool:
    """Return whether lists and objects stand deeper inside each other than `most`.

    Examples
    --------
    >>> is_deep([[1]], 2), is_deep([[{}]], 2), is_deep("text", 0)
    (False, True, False)
    """
    level = [found]
    for _ in range(most):
        level = [
            part
            for value in level
            if isinstance(value, (dict, list))
            for part in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return any(isinstance(value, (dict, list)) for value in level)


class _KeyTwice(Exception):
    pass


class _NotANumber(Exception):
    pass


def _single_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        met = Counter(key for key, _ in pairs)
        raise _KeyTwice(next(key for key, times in met.items() if times > 1))
    return fields


def _no_constant(text: str) -> None:
    raise _NotANumber(text)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _NotANumber(text)
    return number


def _short(text: str) -> int:
    if len(text) > 300:  # longer than any finite float, and slow to read
        raise _NotANumber(text)
    return int(text)


@contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive whose entries may be read.

    Raises
    ------
    BadInput
        ``archive.damaged``; ``archive.locked`` where it wants a password; ``archive.bomb`` where
        it would swell beyond reason; ``archive.path`` where an entry names a place outside.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(path, archive)
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise BadInput("archive.damaged", path=path.name) from error
    except (zlib.error, lzma.LZMAError) as error:
        raise BadInput("archive.damaged", path=path.name) from error


def _check_archive(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise BadInput("archive.bomb", path=path.name)
    for entry in entries:
        parts = Path(entry.filename.replace("\\", "/")).parts
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in entry.filename:
            raise BadInput("archive.path", path=path.name, entry=entry.filename[:60])
        if entry.flag_bits & _LOCKED:
            raise BadInput("archive.locked", path=path.name)
    size = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    swells = size > 2**20 and size / packed > MOST_RATIO
    if size > MOST_BYTES or swells:
        raise BadInput("archive.bomb", path=path.name)
