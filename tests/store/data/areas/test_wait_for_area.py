"""An area that somebody else builds is waited for."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.areas.build import announced, is_current, wait_for_area, wait_for_builds
from data.areas.paths import area_folder
from data.files.disk import exclusive_lock
from geo.errors import StorageFailure

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_it_goes_on_once_the_other_build_is_there(own_var: Path, built_var: Path) -> None:
    """The other process publishes its area while this one waits for the second time."""
    folder = area_folder("monaco")
    folder.mkdir(parents=True)
    said: list[str] = []

    with exclusive_lock(folder / "lock", StorageFailure("area.busy", area="monaco")):

        def look(step: str, _share: float) -> None:
            said.append(step)
            if len(said) == 2:
                built = built_var / "areas" / "monaco"
                shutil.copytree(built, folder, dirs_exist_ok=True,
                                ignore=shutil.ignore_patterns("lock"))  # fmt: skip

        assert not is_current("monaco")
        manifest = wait_for_area("monaco", now=NOW, on_progress=look)
    assert manifest.id == "monaco"
    assert said == ["waiting", "waiting"]
    assert is_current("monaco")
    assert own_var.exists()


@pytest.mark.usefixtures("own_var")
def test_a_visitor_waits_for_nothing_where_nothing_is_built() -> None:
    wait_for_builds("monaco", on_progress=lambda *_: pytest.fail("there is nothing to wait for"))
    assert not is_current("monaco")


@pytest.mark.usefixtures("own_var")
def test_a_visitor_waits_for_what_is_announced_before_its_build_has_begun() -> None:
    said: list[str] = []
    announcing = announced(["monaco"])
    announcing.__enter__()

    def look(step: str, _share: float) -> None:
        said.append(step)
        if len(said) == 2:
            announcing.__exit__(None, None, None)

    wait_for_builds("monaco", on_progress=look)
    assert said == ["waiting", "waiting"]


@pytest.mark.usefixtures("own_var")
def test_another_failure_is_not_waited_out() -> None:
    with pytest.raises(LookupError):
        wait_for_area("atlantis", now=NOW, on_progress=lambda *_: None)
