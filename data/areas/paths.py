"""Where areas live."""

from __future__ import annotations

import re
from pathlib import Path

from data.settings import var_folder
from geo.errors import BadInput

CURRENT = "current"


def areas_folder() -> Path:
    """Return the folder that holds one folder per area."""
    return var_folder() / "areas"


def area_folder(area_id: str) -> Path:
    """Return the folder of one area.

    Raises
    ------
    BadInput
        ``area.id`` where the id is not made of small letters, digits and hyphens.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", area_id):
        raise BadInput("area.id", area=area_id)
    return areas_folder() / area_id
