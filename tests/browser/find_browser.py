"""Find a Chromium for the browser tests; with ``--install``, get one where that is permitted.

The order: ``APPRODO_CHROMIUM``, a browser on the PATH, one that Playwright has already fetched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
)  # fmt: skip
"""The first draws a page with half of the second's work: it has no window to compose."""


def find() -> str | None:
    """Return the path of a browser, or None."""
    named = os.environ.get("APPRODO_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Debian's chromium-headless-shell", file=sys.stderr)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for package in ("chromium-headless-shell", "chromium"):
            subprocess.run(
                ["apt-get", "install", "-y", "-qq", package],
                check=False,
                env=quiet,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if find() is not None:
                break
    if find() is None:
        print("Fetching Playwright's chromium", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Print the browser; under CI its absence is a failure, elsewhere it is given aloud."""
    if find() is None and "--install" in sys.argv:
        _install()
    path = find()
    if path:
        print(f"Browser for the tests: {path}")
        return 0
    print(
        "No Chromium here and none could be installed: the browser tests will be skipped. "
        "Install chromium, or name one in APPRODO_CHROMIUM.",
        file=sys.stderr,
    )
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
