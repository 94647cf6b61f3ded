"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def testdata() -> Path:
    """Folder of real areas; skipped aloud where it is not given, an error under CI."""
    folder = os.environ.get("APPRODO_TESTDATA")
    if folder and Path(folder).is_dir():
        return Path(folder)
    reason = "APPRODO_TESTDATA does not name the folder of real areas"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
