"""What the environment may set; docs/configuration.md says each of them."""

from __future__ import annotations

import os
from pathlib import Path

from geo.errors import BadInput

ROOT = Path(__file__).resolve().parents[1]


def var_folder() -> Path:
    """Return the folder of everything written at run time: ``APPRODO_VAR``, else ``var``."""
    return Path(os.environ.get("APPRODO_VAR") or ROOT / "var")


def is_public() -> bool:
    """Return whether visitors are served, who may only read: ``APPRODO_PUBLIC=1``."""
    return os.environ.get("APPRODO_PUBLIC", "") not in ("", "0")


def counts_unmet() -> bool:
    """Return whether searches that end with nothing are counted: ``APPRODO_COUNT_UNMET=1``."""
    return os.environ.get("APPRODO_COUNT_UNMET", "") not in ("", "0")


def database_url() -> str | None:
    """Return where the register is, if not in a file of its own: ``APPRODO_DATABASE_URL``."""
    return os.environ.get("APPRODO_DATABASE_URL") or None


def geofabrik_url() -> str:
    """Return where regional extracts come from: ``APPRODO_GEOFABRIK``."""
    return _address("APPRODO_GEOFABRIK", "https://download.geofabrik.de")


def overpass_url() -> str:
    """Return where small areas come from: ``APPRODO_OVERPASS``."""
    return _address("APPRODO_OVERPASS", "https://overpass-api.de/api/interpreter")


def nominatim_url() -> str:
    """Return where the outline of a place outside Italy comes from: ``APPRODO_NOMINATIM``."""
    return _address("APPRODO_NOMINATIM", "https://nominatim.openstreetmap.org")


def exit_url() -> str:
    """Return where the quick exit leads, a site that says nothing of its visitor: ``APPRODO_EXIT``.

    Raises
    ------
    BadInput
        ``setting.web_address``.
    """
    url = _address("APPRODO_EXIT", "https://www.wikipedia.org")
    if not url.startswith(("https://", "http://")):
        raise BadInput("setting.web_address", name="APPRODO_EXIT", text=url[:80])
    return url


def _address(name: str, default: str) -> str:
    return (os.environ.get(name) or default).rstrip("/")


def api_origins() -> list[str]:
    """Return the sites whose pages may ask the interface: ``APPRODO_API_ORIGINS``."""
    found = os.environ.get("APPRODO_API_ORIGINS", "").split(",")
    return [origin.strip().rstrip("/") for origin in found if origin.strip()]


def api_per_minute() -> int:
    """Return how many requests an address has a minute: ``APPRODO_API_PER_MINUTE``; 0: no end.

    Raises
    ------
    BadInput
        ``setting.number``.
    """
    return _number("APPRODO_API_PER_MINUTE", 120)


def api_proxies() -> int:
    """Return how many web servers of one's own stand before: ``APPRODO_API_PROXIES``.

    Raises
    ------
    BadInput
        ``setting.number``.
    """
    return _number("APPRODO_API_PROXIES", 0)


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if text and not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadInput("setting.number", name=name, text=text[:40])
    return int(text) if text else default
