"""What the disk says of itself, in one error, whichever library it speaks through."""

from __future__ import annotations

import errno
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from geo.errors import StorageFailure

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# NumPy, SQLite and the tile writer say it in words only.
_FULL_WORDS = (
    "no space left", "file too large", "disk is full", "disk i/o error", "requested and",
)  # fmt: skip


@contextmanager
def translate_disk_errors(path: Path) -> Iterator[None]:
    """Turn a disk that refuses into our errors.

    Raises
    ------
    StorageFailure
        ``disk.full`` where there is no room left, ``disk.refused`` where writing is not allowed;
        both with the ``path``.
    """
    try:
        yield
    except PermissionError as error:
        raise StorageFailure("disk.refused", path=str(path)) from error
    except (OSError, RuntimeError, sqlite3.Error) as error:
        if not isinstance(error, StorageFailure) and is_full(error):
            raise StorageFailure("disk.full", path=str(path)) from error
        raise


@contextmanager
def exclusive_lock(lock: Path, failure: StorageFailure) -> Iterator[None]:
    """Hold a lock that dies with the process, on every system: an exclusive SQLite transaction.

    Raises
    ------
    StorageFailure
        `failure`, where another process holds it.
    """
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as held:
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise failure from error
        yield


def is_full(error: BaseException) -> bool:
    """Return whether an error means that there was no room.

    Examples
    --------
    >>> is_full(OSError(28, "No space left on device")), is_full(ValueError("no"))
    (True, False)
    """
    number = getattr(error, "errno", None)
    text = str(error).lower()
    return number in _FULL or any(word in text for word in _FULL_WORDS)


def sha256_of(path: Path) -> str:
    """Return the checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
