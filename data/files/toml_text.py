"""TOML files that people write."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from geo.errors import BadInput


def read_toml(path: Path) -> dict[str, Any]:
    """Return the top table of a file.

    Raises
    ------
    BadInput
        ``file.missing``; ``settings.form`` where the file is no TOML.
    """
    if not path.is_file():
        raise BadInput("file.missing", path=path.name)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput("settings.form", path=path.name, why=str(error)[:120]) from error
