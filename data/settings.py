"""What the environment may set; docs/configuration.md tells each of them."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def var_folder() -> Path:
    """Return the folder of everything written at run time: ``APPRODO_VAR``, else ``var``."""
    return Path(os.environ.get("APPRODO_VAR") or ROOT / "var")


def is_public() -> bool:
    """Return whether visitors are served, who may only read: ``APPRODO_PUBLIC=1``."""
    return os.environ.get("APPRODO_PUBLIC", "") not in ("", "0")
