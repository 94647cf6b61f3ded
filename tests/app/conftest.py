"""What the tests of pages begin with, and what they leave behind them: nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_main_module() -> Iterator[None]:
    """A page under test becomes ``__main__``; a process that is spawned later would run it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture
def empty_var(built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, with the sample areas and an empty register."""
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "areas").symlink_to(built_var / "areas")
    monkeypatch.setenv("APPRODO_VAR", str(folder))
    monkeypatch.delenv("APPRODO_DATABASE_URL", raising=False)
    return folder
