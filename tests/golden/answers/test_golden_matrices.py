"""The samples' matrices stay what they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden.answers.golden_matrices import GOLDEN, matrices_now


def test_the_samples_are_counted_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPRODO_VAR", str(tmp_path))
    monkeypatch.delenv("APPRODO_DATABASE_URL", raising=False)
    golden, now = json.loads(GOLDEN.read_text()), json.loads(json.dumps(matrices_now()))
    assert now == golden
