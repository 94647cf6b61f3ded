"""A refuge's address, put into the register, comes out of nothing that anybody may take or see."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

import cli
from answers.opened_area import with_services
from commands.arguments import EXPORTED
from data.areas.load import load_area
from data.catalog.tables import load_taxonomy
from data.records.ids import stable_id
from data.register.register import Register, open_register
from data.register.roles import LOCAL, PUBLIC, AccountRole, Actor
from data.register.session import RegisterSession
from data.register.store import RecordChange, Stamp
from layers.map.public_services import public_services
from web.api.app import make_api

NOW = datetime(2026, 11, 23, tzinfo=UTC)
STREET, LON, LAT = "Rue du Refuge Secret 7", 7.4217391, 43.7348213
SECRETS = (STREET, "Refuge Secret", "7.42173", "43.73482")
"""Also cut: a rounded position leads to the same door."""

OWN = stable_id("refuge")


@pytest.fixture
def register(
    built_var: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Register]:
    var = tmp_path / "var"
    var.mkdir()
    (var / "areas").symlink_to(built_var / "areas")
    monkeypatch.setenv("APPRODO_VAR", str(var))
    monkeypatch.delenv("APPRODO_DATABASE_URL", raising=False)
    opened = open_register()
    place = {
        "id": stable_id("refuge", "place"), "location_type": "physical", "longitude": LON,
        "latitude": LAT,
        "addresses": [{"id": stable_id("a"), "address_1": STREET, "city": "Monaco"}],
        "name": STREET, "description": STREET, "transportation": f"{LAT}, {LON}",
        "approdo": {"exposure": "on_request", "municipality": "022205"},
    }  # fmt: skip
    service = {
        "id": OWN, "name": "Casa rifugio", "status": "active",
        "service_at_locations": [{"id": stable_id("at"), "location_id": place["id"]}],
        "phones": [{"id": stable_id("p"), "number": "1522"}],
        "approdo": {"needs": ["safety_from_violence"], "source": "Rete", "licence": "CC0-1.0"},
    }  # fmt: skip
    changes = [RecordChange("location", place["id"], place), RecordChange("service", OWN, service)]
    opened.write(changes, Stamp("anna", NOW, area="monaco"))
    # Edited, hidden again, undone: no history may keep it either.
    opened.write([RecordChange("service", OWN, {**service, "name": "Casa"})], Stamp("anna", NOW))
    RegisterSession(opened, LOCAL, NOW).records.undo(OWN, 2)
    yield opened
    opened.close()


def holds(content: bytes) -> list[str]:
    return [secret for secret in SECRETS if secret.encode() in content]


def everything_in(path: Path) -> bytes:
    """A file, or a folder, with what is packed in it."""
    if path.is_dir():
        return b"".join(everything_in(each) for each in sorted(path.iterdir()))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    raw = path.read_bytes()
    return gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw


def test_it_is_there_for_whoever_may_see_it(register: Register) -> None:
    record = RegisterSession(register, LOCAL, NOW).records.get(OWN)
    assert holds(json.dumps(record.locations[0].content).encode()) == list(SECRETS)


@pytest.mark.parametrize("form", EXPORTED)
def test_no_export_tells_it(form: str, register: Register, tmp_path: Path) -> None:
    out = tmp_path / f"out.{form}"
    assert cli.main(["register", "export", "--format", form, "--out", str(out)]) == 0
    content = everything_in(out)
    assert b"Casa rifugio" in content
    assert holds(content) == []


def test_no_backup_and_no_job_tells_it(register: Register, tmp_path: Path) -> None:
    assert cli.main(["register", "backup", "--out", str(tmp_path / "b.json.gz")]) == 0
    assert cli.main(["jobs", "run", "--all"]) == 0
    backups = list((tmp_path / "var" / "backups").iterdir())
    assert backups
    for path in (tmp_path / "b.json.gz", *backups):
        assert holds(everything_in(path)) == [], path.name


def test_no_answer_of_the_interface_tells_it(register: Register) -> None:
    with TestClient(make_api()) as api:
        text = b"".join(
            api.get(path).content
            for path in (
                "/", "/services", f"/services/{OWN}", "/organizations", "/service_at_locations",
                "/services?full=true", "/taxonomies", "/taxonomy_terms", "/openapi.json",
                f"/services?postcode=&proximity={LAT},{LON}", f"/services?search={STREET}",
            )
        )  # fmt: skip
    assert b"Casa rifugio" in text
    assert holds(text) == []


def test_no_map_no_search_and_no_command_tells_it(
    register: Register, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = with_services(load_area("monaco"), register)
    layer = json.dumps(public_services(opened.services, taxonomy=load_taxonomy())).encode()
    assert holds(layer) == []
    (mine,) = [service for service in opened.services if service.id == OWN]
    assert (mine.location.lon, mine.location.lat, mine.location.address) == (None, None, None)
    command = ["nearest", "--area", "monaco", "--from", "7.4219,43.7344", "--need",
               "safety_from_violence", "--json"]  # fmt: skip
    assert cli.main(command) == 0
    found = capsys.readouterr()
    assert "Casa rifugio" in found.out
    assert holds(found.out.encode()) == []
    assert holds(found.err.encode()) == []


def test_no_plan_and_no_card_tells_it(
    register: Register, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    card = tmp_path / "card.pdf"
    command = ["plan", "--area", "monaco", "--from", "7.4219,43.7344", "--depart",
               "2026-11-24T08:30", "--needs", "safety_from_violence,pharmacy"]  # fmt: skip
    assert cli.main([*command, "--json", "--pdf", str(card)]) == 0
    found = capsys.readouterr()
    assert "Casa rifugio" in found.out
    on_paper = "".join(page.extract_text() for page in PdfReader(card).pages)
    assert "Rue" in on_paper
    for text in (found.out, found.err, on_paper):
        assert holds(text.encode()) == []


def test_whoever_may_not_see_it_sees_it_nowhere(register: Register) -> None:
    planner = Actor("p", AccountRole.PLANNER)
    for actor in (PUBLIC, planner, Actor("e", AccountRole.EDITOR, frozenset({"another"}))):
        session = RegisterSession(register, actor, NOW)
        assert holds(repr(session.records.get(OWN)).encode()) == []
    session = RegisterSession(register, planner, NOW)
    assert (
        holds(
            repr(
                (
                    session.worklist.tasks(),
                    session.records.history(OWN),
                    session.proposals.waiting(),
                )
            ).encode()
        )
        == []
    )


def test_it_is_in_no_file_but_the_registers_own(register: Register, tmp_path: Path) -> None:
    assert cli.main(["jobs", "run", "--all"]) == 0
    with_services(load_area("monaco"), register)
    for path in sorted((tmp_path / "var").rglob("*")):
        if path.is_file() and not path.name.startswith("register.sqlite"):
            assert holds(everything_in(path)) == [], path.name
