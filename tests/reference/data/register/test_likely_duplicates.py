"""How many records said twice are found, and how many pairs are shown in vain: labelled records."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.register.duplicates.candidates import likely_like
from data.register.forms import form_of, traits_of_form
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from tests.reference.data.register.likely_duplicates import Labelled, labelled
from tests.store.full_records import NOW


@pytest.fixture(scope="module")
def told() -> Labelled:
    return labelled(400, seed=21)


@pytest.fixture(scope="module")
def register(told: Labelled, tmp_path_factory: pytest.TempPathFactory) -> Register:
    opened = open_register(f"sqlite:///{tmp_path_factory.mktemp('twins') / 'r.sqlite'}")
    RegisterSession(opened, LOCAL, NOW).records.bring_in(told.directory, source="s", licence="l")
    return opened


def test_twins_are_found_and_near_misses_are_not(told: Labelled, register: Register) -> None:
    found = RegisterSession(register, LOCAL, NOW).duplicates.likely_pairs(limit=10_000)
    pairs = {(pair.first, pair.second) for pair in found}
    precision = len(pairs & told.twins) / len(pairs)
    recall = len(pairs & told.twins) / len(told.twins)
    near = len(pairs & told.near_misses) / len(told.near_misses)
    print(
        f"{len(told.twins)} twins, precision {precision:.3f}, recall {recall:.3f}, near {near:.3f}"
    )
    assert len(told.twins) > 130
    assert len(told.near_misses) > 130
    assert precision >= 0.92
    assert recall >= 0.95
    assert near <= 0.03


def test_every_pair_tells_why(register: Register) -> None:
    for pair in RegisterSession(register, LOCAL, NOW).duplicates.likely_pairs(limit=10_000):
        points = [evidence.points for evidence in pair.likeness.evidence]
        assert sum(points) > 1.7  # e^1.7 / (1 + e^1.7) = 0.85
        assert [abs(p) for p in points] == sorted(map(abs, points), reverse=True)


def test_whoever_types_a_twin_is_reported(told: Labelled, register: Register) -> None:
    session = RegisterSession(register, LOCAL, NOW)
    shown = 0
    with register.reading() as connection:
        for typed, known in sorted(told.twins):
            draft = traits_of_form(form_of(session.records.get(typed), "it"))
            found = likely_like(connection, register.names, draft, without=typed)
            shown += known in [record_id for record_id, _ in found]
    print(f"shown while typing: {shown} of {len(told.twins)}")
    assert shown / len(told.twins) >= 0.95


def test_names_are_kept_up_with_the_register(tmp_path: Path) -> None:
    register = open_register(f"sqlite:///{tmp_path / 'r.sqlite'}")
    session = RegisterSession(register, LOCAL, NOW)
    few = labelled(20, seed=1)
    session.records.bring_in(few.directory, source="s", licence="l")
    record_id, document = next(iter(few.directory["service"].items()))

    def called(name: str) -> list[str]:
        with register.reading() as connection:
            return register.names.alike(connection, name, limit=1)

    assert called(f"{document['name']}")
    renamed = {"service": {record_id: {**document, "name": "Banca del Tempo Oltrefersina"}}}
    session.records.bring_in(renamed, source="s", licence="l")
    assert called("banca del tempo oltrefersna") == [record_id]
    other = next(one for one in few.directory["service"] if one != record_id)
    session.duplicates.merge(other, record_id)
    assert called("banca del tempo oltrefersna") != [record_id]
    register.close()
