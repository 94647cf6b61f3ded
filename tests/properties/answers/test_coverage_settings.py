"""Settings of a question about coverage: what is written is read again, what is wrong is given."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from answers.coverage_settings import CoverageSettings, read_settings, write_settings
from geo.errors import ApprodoError, BadInput, Several
from geo.hours.windows import PRESETS, Window
from geo.measures.question import CoverageQuestion
from geo.model import Sex, Situation
from layers.words import Words

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
minutes = st.integers(0, 23 * 60).map(lambda m: time(m // 60, m % 60))
windows = st.builds(
    lambda days, ends: Window(tuple(sorted(days)), min(ends), max(ends)),
    st.sets(st.integers(0, 6), min_size=1),
    st.tuples(minutes, minutes).filter(lambda pair: pair[0] != pair[1]),
)
situations = st.builds(
    Situation,
    languages=st.frozensets(texts, max_size=3),
    status=st.none() | texts,
    residence=st.none() | texts,
    age=st.none() | st.integers(0, 120),
    sex=st.none() | st.sampled_from(Sex),
    with_children=st.none() | st.booleans(),
    documents=st.none() | st.frozensets(texts, max_size=3),
)


@st.composite
def asked(draw: st.DrawFn) -> CoverageSettings:
    when = draw(st.sampled_from(["", *PRESETS]))
    own = tuple(draw(st.lists(windows, min_size=1, max_size=3)))
    return CoverageSettings(
        draw(texts),
        CoverageQuestion(
            draw(texts),
            draw(texts),
            draw(situations),
            PRESETS[when] if when else own,
            draw(st.floats(1, 60)),
            draw(st.floats(0.5, 10)),
        ),
        when=when,
        places=draw(st.sampled_from(["", "parts", "sections", "municipalities"])),
        on=draw(st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))),
        cell_m=draw(st.floats(25, 1000)),
        language=draw(st.sampled_from(["it", "en", "ar"])),
        yardstick=draw(st.sampled_from(["", "thirty", "aree_interne"])),
    )


@settings(max_examples=150, deadline=None)
@given(asked())
def test_settings_come_back_as_they_were(written: CoverageSettings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.toml"
        path.write_text(write_settings(written), encoding="utf-8")
        assert read_settings(path) == written
        assert write_settings(read_settings(path)) == write_settings(written)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200) | texts.map(str.encode))
def test_no_file_brings_anything_but_a_fault(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.toml"
        path.write_bytes(raw)
        with pytest.raises(BadInput):
            read_settings(path)


def faults_of(path: Path) -> Sequence[ApprodoError]:
    try:
        read_settings(path)
    except Several as several:
        return several.complaints
    except BadInput as error:
        return [error]
    return []


VALUES = st.one_of(st.integers(), st.just(10**400), st.floats(), st.booleans(), st.dates(),
                   st.text(max_size=5),
                   st.lists(st.integers(), max_size=2), st.just({}), st.just([{}]))  # fmt: skip
KEYS = ("area", "need", "group", "limit_min", "speed_kmh", "places", "outlines", "on", "cell_m",
        "language", "when", "yardstick", "situation", "window", "wehn")  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_every_wrong_value_is_reported_by_its_key(fields: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.toml"
        path.write_text(tomli_w.dumps(fields), encoding="utf-8")
        for fault in faults_of(path):
            assert fault.facts["path"] == "s.toml"
            assert Words("en").say(f"error.{fault.code}", **fault.facts)
