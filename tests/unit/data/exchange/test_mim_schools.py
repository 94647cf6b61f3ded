"""The ministry's registers of schools: who is where, who succeeds whom, and what is given."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from data.exchange.mim_schools import read_schools
from data.exchange.reading import Reading
from data.records.known_school import KnownSchool
from geo.errors import BadInput
from tests.hsds_equality import differences
from tests.unit.data.exchange.tables import sentences

Row = dict[str, str]
STATE = "mim_scuole_statali_lombardia_2025_26.csv"
PRIVATE = "mim_scuole_paritarie_lombardia_2023_24.csv"
ONE: Row = {
    "ANNOSCOLASTICO": "202526", "PROVINCIA": "COMO", "CODICEISTITUTORIFERIMENTO": "COIC80000A",
    "DENOMINAZIONEISTITUTORIFERIMENTO": "IC COMO", "CODICESCUOLA": "COEE80001B",
    "DENOMINAZIONESCUOLA": "VIA BRAMBILLA", "INDIRIZZOSCUOLA": "VIA BRAMBILLA 49",
    "CAPSCUOLA": "22100", "CODICECOMUNESCUOLA": "C933", "DESCRIZIONECOMUNE": "COMO",
    "DESCRIZIONECARATTERISTICASCUOLA": "NORMALE",
    "DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA": "SCUOLA PRIMARIA",
    "INDICAZIONESEDEDIRETTIVO": "NO", "INDIRIZZOEMAILSCUOLA": "COIC80000A@istruzione.it",
    "INDIRIZZOPECSCUOLA": "Non Disponibile", "SITOWEBSCUOLA": "www.iccomo.example",
}  # fmt: skip


def rows_of(path: Path) -> list[Row]:
    return list(csv.DictReader(path.open(encoding="utf-8")))


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def read(path: Path, known: Sequence[KnownSchool] = ()) -> Reading:
    return read_schools(path, source="MIM", licence="CC-BY-4.0", known=known)


def known_of(reading: Reading) -> list[KnownSchool]:
    """What the register would know once a reading has come in."""
    directory = reading.directory
    found = []
    for document in directory["service"].values():
        location = directory["location"][document["service_at_locations"][0]["location_id"]]
        school = document["approdo"]["school"]
        found.append(
            KnownSchool(
                document["id"], document["organization_id"], location["id"], school["code"],
                tuple(school.get("former_codes", ())), school["year"], school["grade"],
                school["state"], location.get("approdo", {}).get("municipality", ""),
                document["name"], location["addresses"][0]["address_1"],
            )
        )  # fmt: skip
    return found


def by_code(reading: Reading) -> dict[str, str]:
    return {d["approdo"]["school"]["code"]: d["id"] for d in reading.directory["service"].values()}


@pytest.fixture(scope="module")
def state_rows(testdata: Path) -> list[Row]:
    return rows_of(testdata / "lombardia" / STATE)


@pytest.fixture(scope="module")
def state(testdata: Path) -> Reading:
    return read(testdata / "lombardia" / STATE)


def test_every_state_school_of_lombardy_is_read(state: Reading, state_rows: list[Row]) -> None:
    services = state.directory["service"].values()
    keys = {row["CODICESCUOLA"] for row in state_rows}
    assert (state.rows, len(services)) == (6_453, 6_453)
    assert set(by_code(state)) == keys
    institutes = {row["CODICEISTITUTORIFERIMENTO"] for row in state_rows}
    names = {
        document["organization_identifiers"][0]["identifier"]
        for document in state.directory["organization"].values()
    }
    assert names == institutes


def test_every_state_school_of_lombardy_has_a_municipality(state: Reading) -> None:
    assert not state.complaints
    assert state.good == 6_453


@pytest.mark.parametrize(
    ("cadastral", "code", "name"),
    [
        ("M433", "012144", "Bardello con Malgesso e Bregano"),
        ("A645", "012144", "Bardello con Malgesso e Bregano"),
        ("E856", "012144", "Bardello con Malgesso e Bregano"),
        ("M435", "013256", "Uggiate con Ronago"),
        ("L487", "013256", "Uggiate con Ronago"),
    ],
)
def test_a_joined_municipality_is_found_by_each_of_its_codes(
    cadastral: str, code: str, name: str, tmp_path: Path
) -> None:
    """Case records/13."""
    row = {**ONE, "CODICECOMUNESCUOLA": cadastral, "DESCRIZIONECOMUNE": name[:30].upper()}
    reading = read(write(tmp_path / "joined.csv", [row]))
    assert not reading.complaints
    (place,) = reading.directory["location"].values()
    assert place["approdo"]["municipality"] == code
    assert place["addresses"][0]["city"] == name[:30].upper()


def test_one_without_a_known_municipality_is_reported(tmp_path: Path) -> None:
    row = {**ONE, "CODICECOMUNESCUOLA": "Z999", "DESCRIZIONECOMUNE": "ALTROVE"}
    reading = read(write(tmp_path / "elsewhere.csv", [row]))
    assert [c.code for c in reading.complaints] == ["mim.municipality"]
    sentences(reading.complaints[0])
    assert len(reading.directory["service"]) == 1


def test_needs_follow_from_what_the_register_tells(state: Reading, state_rows: list[Row]) -> None:
    grade = "DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA"
    feature = "DESCRIZIONECARATTERISTICASCUOLA"
    needs = Counter(need for d in state.directory["service"].values()
                    for need in d["approdo"]["needs"])  # fmt: skip
    sites = sum(row[grade] == "CENTRO TERRITORIALE" or row[feature] == "CPIA" for row in state_rows)
    evening = sum(row[feature] == "PERCORSO II LIVELLO" for row in state_rows)
    assert sites == 86 + 19
    assert needs["italian_course"] == sites
    assert needs["adult_education"] == sites + evening
    offices = sum(
        row[grade] in ("ISTITUTO COMPRENSIVO", "ISTITUTO SUPERIORE")
        or (row["INDICAZIONESEDEDIRETTIVO"] == "SI" and row[feature] != "CPIA")
        for row in state_rows
    )
    assert needs["school_enrolment"] == offices
    sent = sum(
        row[feature] in ("SPEC. PER CARCERARI", "C/O IST. OSPEDALIERO") for row in state_rows
    )
    assert sent == 92
    access = Counter(d["approdo"].get("access") for d in state.directory["service"].values())
    assert access["assigned"] == sent


def test_the_sites_of_a_cpia_are_services_of_the_cpia(
    state: Reading, state_rows: list[Row]
) -> None:
    feature = "DESCRIZIONECARATTERISTICASCUOLA"
    cpia = {row["CODICESCUOLA"] for row in state_rows if row[feature] == "CPIA"}
    assert len(cpia) == 19
    whose = {
        document["id"]: document["organization_identifiers"][0]["identifier"]
        for document in state.directory["organization"].values()
    }
    sites: Counter[str] = Counter()
    for document in state.directory["service"].values():
        if document["approdo"]["school"]["grade"] == "adult":
            sites[whose[document["organization_id"]]] += 1
    assert set(sites) == cpia
    assert sum(sites.values()) == 105
    assert sites["MNMM11600B"] == 14  # Mantova: its seat and thirteen sites


def test_private_schools_are_their_own_organisation(testdata: Path) -> None:
    reading = read(testdata / "lombardia" / PRIVATE)
    assert len(reading.directory["service"]) == 2_474
    assert len(reading.directory["organization"]) == 2_474
    assert not reading.complaints
    assert {d["approdo"]["school"]["state"] for d in reading.directory["service"].values()} == {
        False
    }


def test_the_autonomous_provinces_registers_are_read(testdata: Path) -> None:
    reading = read(testdata / "areas" / "trento" / "mim_SCUANAAUTSTAT20232420230901.csv")
    counter = Counter(c.code for c in reading.complaints)
    assert set(counter) <= {"mim.grade", "mim.municipality"}
    assert reading.rows == 1_182
    assert len(reading.directory["service"]) == 1_182 - counter["mim.grade"]
    assert counter["mim.grade"] < 30


def test_a_second_reading_is_the_same(testdata: Path, state: Reading) -> None:
    again = read(testdata / "lombardia" / STATE, known_of(state))
    assert differences(state.directory, again.directory) == []


def test_schools_keep_their_record_when_their_codes_are_retired(
    state: Reading, state_rows: list[Row], tmp_path: Path
) -> None:
    """Six hundred schools, offices among them, get another code; some other things as well."""
    chance = random.Random(7)
    renamed = {
        row["CODICESCUOLA"]: row["CODICESCUOLA"][:2] + "ZZ" + f"{number:06d}"
        for number, row in enumerate(chance.sample(state_rows, 600))
    }
    newer = [
        {**row,
         "ANNOSCOLASTICO": "202627",
         "CODICESCUOLA": renamed.get(row["CODICESCUOLA"], row["CODICESCUOLA"]),
         "CODICEISTITUTORIFERIMENTO": renamed.get(
             row["CODICEISTITUTORIFERIMENTO"], row["CODICEISTITUTORIFERIMENTO"])}
        for row in state_rows
    ]  # fmt: skip
    for row in chance.sample(newer, 60):
        row["INDIRIZZOSCUOLA"] = "VIA NUOVA 1"  # moved: its name says it
    reading = read(write(tmp_path / "newer.csv", newer), known_of(state))
    before, after = by_code(state), by_code(reading)
    found = {old for old, new in renamed.items() if after[new] == before[old]}
    wrong = {new for new in renamed.values() if after[new] in set(before.values())} - {
        renamed[old] for old in found
    }
    assert wrong == set()
    unclear = {c.facts["text"] for c in reading.complaints if c.code == "mim.successor_unclear"}
    assert len(found) >= 590
    # Those that are not found are as several others: each is given.
    moved = {row["CODICESCUOLA"] for row in newer if row["INDIRIZZOSCUOLA"] == "VIA NUOVA 1"}
    lost = {renamed[old] for old in renamed.keys() - found}
    assert lost <= unclear | moved
    one = next(iter(sorted(found)))
    document = reading.directory["service"][before[one]]
    assert document["approdo"]["school"]["former_codes"] == [one]
    offices = [old for old in found if old in {r["CODICEISTITUTORIFERIMENTO"] for r in state_rows}]
    assert offices
    for old in offices:
        own = before[old]
        kept = reading.directory["service"][own]["organization_id"]
        assert kept == state.directory["service"][own]["organization_id"]
    for complaint in reading.complaints[:20]:
        sentences(complaint)


def test_an_older_register_changes_nothing_and_wakes_no_retired_code(
    state: Reading, state_rows: list[Row], tmp_path: Path
) -> None:
    old = [{**row, "ANNOSCOLASTICO": "202425"} for row in state_rows[:50]]
    reading = read(write(tmp_path / "old.csv", old), known_of(state))
    assert reading.directory["service"] == {}
    assert {c.code for c in reading.complaints} - {"mim.municipality"} == {"mim.older"}
    sentences(reading.complaints[0])
    newer = [{**ONE, "CODICESCUOLA": "COEE99999X", "ANNOSCOLASTICO": "202627"}]
    first = read(write(tmp_path / "one.csv", [ONE]))
    second = read(write(tmp_path / "two.csv", newer), known_of(first))
    assert by_code(second) == {"COEE99999X": by_code(first)["COEE80001B"]}
    third = read(write(tmp_path / "three.csv", [ONE]), known_of(second))
    assert [c.code for c in third.complaints] == ["mim.older"]


BAD: list[tuple[str, str, str]] = [
    ("CODICESCUOLA", "COMO", "mim.code"),
    ("CODICESCUOLA", "=cmd|' /C calc'!A0", "mim.code"),
    ("DENOMINAZIONESCUOLA", "", "exchange.missing"),
    ("DENOMINAZIONESCUOLA", "A" * 400, "exchange.long"),
    ("DENOMINAZIONESCUOLA", "SCUOLA\u202eOMOC", "exchange.control"),
    ("DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA", "CASERMA", "mim.grade"),
    ("CODICECOMUNESCUOLA", "Z999", ""),  # the name says it
]


@pytest.mark.parametrize(("column", "text", "code"), BAD)
def test_each_fault_is_reported_with_its_row_and_column(
    column: str, text: str, code: str, tmp_path: Path
) -> None:
    other = {**ONE, "CODICESCUOLA": "COEE80002C", column: text}
    reading = read(write(tmp_path / "a.csv", [ONE, other]))
    assert [(c.row, c.column, c.code) for c in reading.complaints] == (
        [("3", column, code)] if code else []
    )
    assert len(reading.directory["service"]) == (1 if code else 2)
    for complaint in reading.complaints:
        sentences(complaint)


def test_a_code_given_twice_comes_in_once(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "a.csv", [ONE, ONE]))
    assert [(c.row, c.code) for c in reading.complaints] == [("3", "mim.doubled")]
    assert len(reading.directory["service"]) == 1
    sentences(reading.complaints[0])


def test_a_file_that_is_no_register_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"exchange\.columns"):
        read(write(tmp_path / "a.csv", [{"nome": "x", "via": "y"}]))
    (tmp_path / "b.csv").write_text(",".join(ONE) + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"exchange\.no_rows"):
        read(tmp_path / "b.csv")
