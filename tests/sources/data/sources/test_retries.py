"""Whoever waits for a source hears what is tried again, and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.sources.client import Patience, fetch
from data.sources.retries import Retry, reporting_retries
from geo.errors import SourceFailure

NOBODY = "http://127.0.0.1:9/extract.osm.pbf"
QUICK = Patience(deadline_s=10, attempts=4, first_wait_s=0.01, longest_wait_s=0.02)


def test_each_retry_is_reported_with_its_source(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Retry] = []
    with reporting_retries(heard.append), pytest.raises(SourceFailure):
        fetch(NOBODY, tmp_path / "a", patience=QUICK)
    assert [(retry.url, retry.number) for retry in heard] == [(NOBODY, n) for n in (1, 2, 3)]
    assert all(retry.wait_s >= 0 for retry in heard)
    assert "stamina" not in caplog.text
    assert capfd.readouterr() == ("", "")


def test_nothing_is_reported_to_nobody(tmp_path: Path) -> None:
    heard: list[Retry] = []
    with reporting_retries(heard.append):
        pass
    with pytest.raises(SourceFailure):
        fetch(NOBODY, tmp_path / "a", patience=QUICK)
    assert heard == []
