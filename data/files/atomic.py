"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.files.disk import translate_disk_errors


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield the path of an unfinished file beside `path`, which it replaces when the block ends.

    Where the block fails, `path` stays as it was and the unfinished file is removed.

    Raises
    ------
    StorageFailure
        ``disk.full``, ``disk.refused``, both with the ``path``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder) / "a.txt") as unfinished:
    ...         _ = unfinished.write_text("whole")
    ...     [(file.name, file.read_text()) for file in Path(folder).iterdir()]
    [('a.txt', 'whole')]
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with translate_disk_errors(path):
            yield unfinished
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
