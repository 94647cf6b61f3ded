"""A file is brought in again and again: nothing doubles, and no person's edit is written over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli import main
from data.catalog.areas import SAMPLES
from data.hsds.json_file import write_json
from data.records.documents import Directory, directory_of
from data.records.plain_records import load_services
from data.register.importing import ImportOutcome
from data.register.proposal_store import ProposalKind
from data.register.register import Register, open_register
from data.register.roles import LOCAL
from data.register.session import RegisterSession
from data.register.store import RecordChange, Stamp
from tests.store.full_records import NOW

LATER = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def session(register: Register) -> RegisterSession:
    return RegisterSession(register, LOCAL, LATER)


def directory() -> Directory:
    return directory_of(load_services(SAMPLES / "demo_monaco.json"))


def bring(session: RegisterSession, fields: Directory, **more: bool) -> ImportOutcome:
    return session.records.bring_in(fields, source="Rete", licence="CC-BY-4.0", **more)


def edited(session: RegisterSession, record_id: str) -> None:
    kept = session.records.get(record_id).service
    fields = {**kept.content, "url": "https://edited.example"}
    session.register.write(
        [RecordChange("service", record_id, fields, kept.version)], Stamp("anna", NOW)
    )


def test_a_second_run_changes_nothing(session: RegisterSession) -> None:
    found = directory()
    count = sum(map(len, found.values()))
    assert bring(session, found, dry_run=True) == ImportOutcome(count, 0, 0, 0, 0)
    assert session.register.services() == ()
    assert bring(session, found) == ImportOutcome(count, 0, 0, 0, 0)
    assert bring(session, found) == ImportOutcome(0, 0, count, 0, 0)


def test_an_edit_stays_and_what_the_source_newly_says_waits(session: RegisterSession) -> None:
    found = directory()
    bring(session, found)
    record_id = next(iter(found["service"]))
    edited(session, record_id)
    assert bring(session, found).waiting == 0, "the source said nothing new"
    found["service"][record_id]["name"] = "Nome nuovo"
    assert bring(session, found).waiting == 1
    assert bring(session, found).waiting == 0, "it waits already"
    assert session.records.get(record_id).service.content["url"] == "https://edited.example"
    (waits,) = session.proposals.waiting()
    assert (waits.kind, waits.record_id) == (ProposalKind.SOURCE, record_id)
    session.proposals.publish(waits.id)
    assert session.records.get(record_id).service.content["name"] == "Nome nuovo"


def test_what_a_whole_source_lacks_waits_and_is_not_taken_out(session: RegisterSession) -> None:
    found = directory()
    for document in found["service"].values():
        document["approdo"]["source"] = "Rete"
    bring(session, found)
    record_id, _ = found["service"].popitem()
    assert bring(session, found).gone == 0
    assert bring(session, found, whole=True).gone == 1
    assert bring(session, found, whole=True).gone == 0, "it waits already"
    assert [(p.kind, p.record_id) for p in session.proposals.waiting()] == [
        (ProposalKind.GONE, record_id)
    ]
    assert session.records.get(record_id).service.content["id"] == record_id


def test_the_command_line_brings_in_takes_out_and_falls_back(
    own_var: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_json(directory(), tmp_path / "in.json")
    bring_in = ["--lang", "en", "register", "import", str(tmp_path / "in.json"), "--source", "Rete"]
    assert main([*bring_in, "--dry-run"]) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert main(bring_in) == 0
    assert (
        main(["register", "export", "--format", "hsds-csv", "--out", str(tmp_path / "o.zip")]) == 0
    )
    assert main(["register", "backup", "--out", str(tmp_path / "b")]) == 0
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    here = f"sqlite:///{own_var / 'register.sqlite'}"
    assert main(["register", "copy", "--from", here, "--to", url]) == 0
    monkeypatch.setenv("APPRODO_VAR", str(tmp_path / "restored"))
    assert main(["register", "restore", str(tmp_path / "b")]) == 0
    assert main(["register", "import", str(tmp_path / "o.zip"), "--json"]) == 0
    wanted = open_register(here).services()
    assert len(wanted) == 60
    assert open_register(url).services() == wanted
    assert open_register().services() == wanted


def test_the_command_line_tells_what_is_wrong(
    own_var: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = directory()
    first = next(iter(found["service"].values()))
    first["status"] = "sometimes"
    write_json(found, tmp_path / "in.json")
    assert main(["--lang", "en", "register", "import", str(tmp_path / "in.json")]) == 2
    said = capsys.readouterr().err
    assert "status" in said
    assert "sometimes" in said
    assert open_register().services() == ()
    assert main(["--lang", "en", "register", "import", str(tmp_path / "nothing.txt")]) == 2
    assert "--format" in capsys.readouterr().err
