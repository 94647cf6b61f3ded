"""The ministry's schools in the register: placed in their municipality, kept when codes retire."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import shapely

from answers.opened_area import OpenArea
from data.areas.address_search import searched_areas
from data.areas.osm_duplicates import without_duplicates
from data.catalog.municipalities import municipalities
from data.catalog.tables import load_taxonomy
from data.exchange.mim_schools import read_schools
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from geo.finder import Result
from geo.matching import Match
from geo.model import Answer
from layers.find.result_card import result_card
from layers.text.escaping import esc
from layers.words import Words

NOW = datetime(2026, 11, 23, tzinfo=UTC)
STATE = "mim_scuole_statali_lombardia_2025_26.csv"


TRUE_TWINS = {
    'Scuola Secondaria di Primo Grado "Bronzetti-Segantini"', 'Scuola Primaria "Domenico Savio"',
    'Scuola Primaria "Aurelio Nicolodi"', 'Scuola Primaria "Raffaello Sanzio"',
    'Scuola Secondaria di Primo Grado "Alessandro Manzoni"', "Scuola Elementare Clarina",
    'Liceo delle Scienze Umane "Antonio Rosmini"', "Liceo classico Giovanni Prati",
    'Scuola Secondaria di Primo Grado "Giovanni Pascoli"', "Liceo Scientifico Galileo Galilei",
    'Liceo Linguistico "Sophie Magdalena Scholl"', 'Scuola Primaria "Francesco Crispi"',
    'Scuola Secondaria di Primo Grado "Giacomo Bresadola"', 'Scuola Primaria "Aldo Gorfer"',
    'Scuola Secondaria di Primo Grado "Othmar Winkler"',
    'Istituto Tecnico Economico "Antonio Tambosi"',
}  # fmt: skip


def session_of(register: Register) -> RegisterSession:
    return RegisterSession(register, LOCAL, NOW)


def bring_in(session: RegisterSession, path: Path) -> tuple[int, int]:
    reading = read_schools(path, source="MIM", licence="CC-BY-4.0", known=session.records.schools())
    outcome = session.records.bring_in(reading.directory, source="MIM", licence="CC-BY-4.0")
    return outcome.new, outcome.changed


def test_all_state_schools_of_lombardy_stand_in_their_municipality(
    tmp_path: Path, testdata: Path
) -> None:
    register = open_register(f"sqlite:///{tmp_path / 'register.sqlite'}")
    assert_all_state_schools_are_placed(register, testdata)
    register.close()


@pytest.mark.nightly
def test_all_state_schools_stand_in_their_municipality_on_both_databases(
    register: Register, testdata: Path
) -> None:
    assert_all_state_schools_are_placed(register, testdata)


def assert_all_state_schools_are_placed(register: Register, testdata: Path) -> None:
    session = session_of(register)
    new, changed = bring_in(session, testdata / "lombardia" / STATE)
    placing = session.records.place([])
    assert (new, changed) == (6_453 * 2 + 1_130, 0)
    assert (placing.municipality, placing.nowhere) == (6_453, 0)
    table = municipalities()
    services = register.services()
    placed = [service.location for service in services if service.location.lon is not None]
    assert len(placed) == 6_453
    for place in placed[::40]:
        kept = register.read("location", place.id)
        assert kept is not None
        outline = table.outline([kept.content["approdo"]["municipality"]])
        assert shapely.contains_xy(outline, place.lon, place.lat)


def test_what_people_said_of_a_school_outlives_its_code(
    register: Register, testdata: Path, tmp_path: Path
) -> None:
    session = session_of(register)
    lines = (testdata / "lombardia" / STATE).read_text(encoding="utf-8").splitlines()[:40]
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("\n".join(lines), encoding="utf-8")
    bring_in(session, old)
    school = next(one for one in session.records.schools() if one.code == "PVAA821024")
    session.bulk.confirm([school.id])
    newer = "\n".join(lines).replace("PVAA821024", "PVAA900011").replace("202526", "202627")
    new.write_text(newer, encoding="utf-8")
    assert bring_in(session, new)[0] == 0
    after = {one.code: one for one in session.records.schools()}
    # Somebody confirmed it here: the newer word waits for a person, and the record is the same one.
    assert "PVAA821024" in after
    waiting = [one for one in session.proposals.waiting() if one.record_id == school.id]
    (proposal,) = waiting
    found = proposal.documents["service"][school.id]["approdo"]["school"]
    assert (found["code"], found["former_codes"]) == ("PVAA900011", ["PVAA821024"])
    assert {one.year for code, one in after.items() if code != "PVAA821024"} == {2026}


def test_schools_are_matched_with_the_map_and_none_wrongly(
    register: Register, trento: OpenArea, trento_var: Path, testdata: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("APPRODO_VAR", str(trento_var))
    session = session_of(register)
    path = testdata / "areas" / "trento" / "mim_SCUANAAUTSTAT20232420230901.csv"
    reading = read_schools(path, source="MIM", licence="CC-BY-4.0")
    session.records.bring_in(reading.directory, source="MIM", licence="CC-BY-4.0")
    session.records.place(searched_areas("trento"))
    ours = register.services(bounds=trento.area.manifest.bounds)
    before = {service.id: service for service in trento.area.services}
    after = {service.id: service for service in without_duplicates(trento.area.services, ours)}
    twins = before.keys() - after.keys()
    assert len(twins) >= 15
    # Each was looked at by hand, name and address beside the ministry's row.
    assert {before[record_id].name for record_id in twins} <= TRUE_TWINS
    assert [service for service in ours if service.id not in after] == []


def test_a_school_in_the_middle_of_its_municipality_says_so(
    register: Register, testdata: Path, tmp_path: Path
) -> None:
    lines = (testdata / "lombardia" / STATE).read_text(encoding="utf-8").splitlines()[:3]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    session = session_of(register)
    bring_in(session, path)
    session.records.place([])
    services = register.services()
    assert [service.location.approximate for service in services] == [True, True]
    match = Match(Answer.YES, ())
    for language, found in (("it", "posizione incerta"), ("en", "place not certain")):
        card = result_card(
            Result(services[0], 0, 5.0, match), Words(language), taxonomy=load_taxonomy()
        )
        assert esc(found) in card
