"""Where things written at run time live."""

from __future__ import annotations

import os
import re
from pathlib import Path

from geo.errors import BadInput

ROOT = Path(__file__).resolve().parents[2]
CURRENT = "current"


def var_folder() -> Path:
    """Return the folder of everything written at run time: ``APPRODO_VAR``, else ``var``."""
    return Path(os.environ.get("APPRODO_VAR") or ROOT / "var")


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
