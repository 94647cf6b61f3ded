"""The sample's answer stays what it was; where it moves, a picture shows where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden.answers.golden_coverage import GOLDEN, answer_now, difference_map


def test_the_sample_answers_as_ever(
    built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    var = tmp_path / "var"
    (var / "areas").mkdir(parents=True)
    (var / "areas" / "monaco").symlink_to(built_var / "areas" / "monaco")
    monkeypatch.setenv("APPRODO_VAR", str(var))
    golden, now = json.loads(GOLDEN.read_text()), json.loads(json.dumps(answer_now()))
    if golden == now:
        return
    picture = tmp_path / "difference.svg"
    picture.write_text(difference_map(golden, now))
    changed = [key for key in golden if golden[key] != now[key]]
    fields = {key: (golden[key], now[key]) for key in changed if key != "homes"}
    pytest.fail(f"{changed} moved, see {picture}: {fields}"[:3000])


def test_the_difference_is_drawn() -> None:
    golden = json.loads(GOLDEN.read_text())
    moved = json.loads(GOLDEN.read_text())
    moved["homes"][0][3] = 1 if golden["homes"][0][3] != 1 else 2
    assert difference_map(golden, golden).count('r="12"') == 0
    assert difference_map(golden, moved).count('r="12"') == 1
